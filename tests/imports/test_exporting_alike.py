"""What is taken out of the directory says of each entity which record it is, so that it comes in again whatever is alike."""

import io
from datetime import datetime
from typing import Any

import pytest
import python_calamine

from events_app import db, i18n
from events_app.actor import as_actor
from events_app.directory import declaring, merging
from events_app.directory.tables import Kind, Organization
from events_app.imports import exporting, matching, returning, saying
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking, invented
from tests.imports.known import an_entity
from tests.imports.test_answering import asked
from tests.imports.test_matching import renamed
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")
FIRST, SECOND = (maker.code for maker in invented.MAKERS[:2])
NAME = "Hợp tác xã Hai Mã"
HEADS = [*asking.HEADS, "Trang của chủ thể"]


async def alike(cast: make.Cast, at: datetime) -> list[Organization]:
    """Entities of one name that a list could not tell apart by what it says of them."""
    found = []
    for code, who in ((FIRST, "Lý A"), (SECOND, "Lý A"), (None, "Lý A"), (None, "Lý A"), (None, ""), (None, "")):
        entity = await an_entity(cast, NAME, tax_code=code, representative=who)
        await declaring.declare(entity, at=at, name="Bún", group=1, stars=3)
        found.append(entity)
    return found


async def taken_out(person: make.Person) -> bytes:
    with as_actor(person.actor), i18n.speaking("vi"):
        return await returning.products(exporting.rows(person.actor))


@pytest.mark.parametrize("who", ["organizer", "admin"])
async def test_entities_that_nothing_else_tells_apart_come_in_again_and_change_nothing(
    who: str, cast: make.Cast, at: datetime
) -> None:
    await alike(cast, at)
    person = cast.an if who == "organizer" else await asking.admin(await make.person("Quân"))
    before, made = await snapshot(), await taken_out(person)
    row = await asking.read(person, made, at=at)
    assert row.counts == {"rows": {"same": 6}, "entities": {"same": 6}}
    await asking.brought(person, row, at=at)
    assert await snapshot() == before


async def test_what_was_taken_out_before_a_record_was_renamed_or_merged_comes_in_as_what_became_of_it(
    cast: make.Cast, at: datetime
) -> None:
    *_, gone, kept = await alike(cast, at)
    made = await taken_out(cast.an)
    await merging.merge(gone, kept, at=at)
    stays = await Organization.objects().get(Organization.id == kept.id)
    assert stays
    await renamed(stays, "Hợp tác xã Tên Mới", at)
    row = await asking.read(cast.an, made, at=at)
    assert row.counts == {"rows": {"same": 6}, "entities": {"same": 6}}


async def test_what_was_taken_out_comes_in_as_it_is_where_the_directory_has_nothing_of_it(
    cast: make.Cast, at: datetime
) -> None:
    await alike(cast, at)
    made = await taken_out(cast.an)
    for table in ("certificate", "product", "organization_name"):
        await db.fetch(f"DELETE FROM {table}")
    await db.fetch("DELETE FROM organization WHERE kind = 'entity' AND name = $1", NAME)
    row = await asking.read(cast.an, made, at=at)
    assert row.counts == {"rows": {"create": 6}, "entities": {"create": 6}}


async def paged(cast: make.Cast, page: str, *, at: datetime, **said: Any) -> Import:
    """A list of one row that names a page."""
    return await asking.read(cast.an, asking.a_csv([[*asking.a_row(1, **said), page]], HEADS), at=at)


async def test_a_page_beside_another_name_or_another_number_is_asked_about(cast: make.Cast, at: datetime) -> None:
    first, *_ = await alike(cast, at)
    page = f"https://fairs.example/organizations/{first.slug}"
    said = {"entity": NAME, "representative": "Lý Khác", "code": FIRST}
    assert (await paged(cast, page, at=at, **said)).counts["entities"] == {"change": 1}
    for other in ({"entity": "Hợp tác xã Khác", "code": ""}, {"code": "0300588569"}):
        row = await paged(cast, page, at=at, **{**said, **other})
        (question,) = await asked(row)
        assert [one["id"] for one in question["candidates"]] == [first.id]


async def test_a_page_says_nothing_where_it_leads_to_no_record_and_opens_none_that_is_not_ones_own(
    cast: make.Cast, at: datetime
) -> None:
    for page in ("/organizations/khong-co", "khong-co", "https://mau.example/", "/organizations/../x"):
        row = await paged(cast, page, at=at)
        assert row.counts["rows"] == {"create": 1}
    theirs = await make.organization(Kind.ENTITY, "Hợp tác xã Mẫu 1", province_set="34", province_code="82")
    row = await paged(cast, saying.PAGE + theirs.slug, at=at)
    assert [one["wrongs"] for one in await asking.rows(row)] == [[["entity", matching.NOT_YOURS, {}]]]


async def test_the_page_stands_in_a_column_of_its_own(cast: make.Cast, at: datetime) -> None:
    first, *_ = await alike(cast, at)
    heads, line, *_ = (
        python_calamine.load_workbook(io.BytesIO(await taken_out(cast.an))).get_sheet_by_index(0).to_python()
    )
    assert (heads[-1], line[-1]) == ("Trang của chủ thể", f"/organizations/{first.slug}")
