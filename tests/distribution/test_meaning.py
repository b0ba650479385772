"""Which organization is meant by what is typed as the operator of a sales point: its page, or a part of its name."""

import pytest

from events_app.directory import merging
from events_app.distribution import queries
from tests import make

pytestmark = pytest.mark.usefixtures("database", "at")


@pytest.mark.parametrize(
    "written",
    [
        "{slug}", "/organizations/{slug}", "/organizations/{slug}/", "http://fairs.test/organizations/{slug}",
        " https://fairs.test/organizations/{slug}?q=sen#top ", "/organizations/{id}", "{id}",
    ],
)  # fmt: skip
async def test_the_page_of_a_record_of_before_means_the_one_that_stays(written: str) -> None:
    former = await make.organization(name="HTX Hoa Lan Sa Đéc")
    stays = await make.organization(name="Hợp tác xã Hoa Lan Sa Đéc")
    for asked in (stays, former):
        [found] = await queries.meant(written.format(slug=asked.slug, id=asked.id))
        assert found["id"] == asked.id
    slug, record = former.slug, former.id
    await merging.merge(former, stays, at=make.NOW)
    [found] = await queries.meant(written.format(slug=slug, id=record))
    assert found["id"] == stays.id


async def test_the_present_page_goes_before_one_of_the_same_name_of_before() -> None:
    former = await make.organization(name="HTX Sen")
    stays = await make.organization(name="Hợp tác xã Sen")
    slug = former.slug
    await merging.merge(former, stays, at=make.NOW)
    await make.organization(name="Hợp tác xã Chanh")
    assert [one["name"] for one in await queries.meant(f"/organizations/{slug}")] == [stays.name]
    assert await queries.meant("/organizations/nobody-here") == []
    assert await queries.meant("?") == []
