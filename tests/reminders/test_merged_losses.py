"""The letters about a merger say what was lost with it: who speaks for the record, what was verified, what was held."""

from datetime import datetime

import pytest

from events_app import mail
from events_app.directory import merging
from events_app.directory.tables import Kind
from tests import make
from tests.reminders import posting
from tests.reminders.test_merging import fresh, pair

pytestmark = pytest.mark.usefixtures("database")


async def told(purpose: str = "merged") -> dict[str, mail.Parts]:
    """The letters of a purpose, by who gets them."""
    await posting.tell()
    rows = await posting.deliveries(purpose)
    return {row["name"]: part for row, part in zip(rows, await posting.written(rows), strict=True)}


async def test_who_kept_a_record_hears_that_it_speaks_for_it_no_more_and_others_do_not(cast: make.Cast) -> None:
    old, new = await pair()
    await make.person("Sen", new)
    await merging.merge(await fresh(old), await fresh(new), at=make.NOW)
    letters = await told()
    assert "bạn không làm thay tổ chức này nữa" in letters["Cô Hạnh"].text
    assert "làm thay" not in letters["Sen"].text


async def test_of_two_who_kept_a_record_the_one_is_told_whose_keeping_ends(cast: make.Cast, at: datetime) -> None:
    old, _ = await pair()
    other = await make.organization(
        Kind.ORGANIZER, "Ban Tổ chức Khác", email="khac@fairs.example", representative="Bà Hai"
    )
    new = await make.organization(name="Hợp tác xã Sen Tháp Mười", keeper=other.id)
    await merging.merge(await fresh(old), await fresh(new), at=make.NOW)
    letters = await told()
    assert "Bạn không đại diện cho bản ghi được giữ lại" in letters["Cô Hạnh"].text
    assert "đại diện" not in letters["Bà Hai"].text
