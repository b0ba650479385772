"""An officer's list names entities that lie in another province: who holds them is said, and nothing of them is written."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import likeness, merging
from events_app.directory.tables import Kind, Organization
from events_app.imports import answering, elsewhere, matching, queries
from events_app.imports.tables import Import
from events_app.paging import Page
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, invented
from tests.imports.sent_out import sheet

pytestmark = pytest.mark.usefixtures("database")
CODE = invented.MAKERS[0].code
HERE, THERE = ("34", "82"), ("34", "01")
WHO = "Nguyễn Văn Mẫu 1"


async def an_entity(name: str, place: tuple[str, str], **given: object) -> Organization:
    alike = likeness.key(name, *place)
    return await make.organization(
        Kind.ENTITY, name, alike=alike, province_set=place[0], province_code=place[1], **given
    )


@pytest.fixture
async def officer(database: None) -> make.Person:
    office = await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    return await make.person("Giang", office)


async def merged(at: datetime) -> Organization:
    """A record of Hà Nội into which one of the officer's province went."""
    old = await an_entity("Hợp tác xã Mẫu 1", HERE)
    new = await an_entity("Cơ sở Mẫu", THERE, representative=WHO, phone="+84987654321")
    return await merging.merge(old, new, at=at)


async def standing() -> list[list[dict[str, Any]]]:
    tables = ("organization", "product", "certificate", "contact", "organization_name")
    return [await db.fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables]


async def returned(client: httpx.AsyncClient, officer: make.Person, row: Import) -> str:
    answer = await client.get(
        f"/api/v1/imports/{row.id}/faults.xlsx", headers={**officer.headers, "Accept-Language": "en"}
    )
    return str(sheet(answer.content)[1][3])


async def test_who_holds_a_record_that_was_merged_into_another_province_is_said_and_nothing_of_it_is_written(
    client: httpx.AsyncClient, officer: make.Person, at: datetime
) -> None:
    await merged(at)
    before = await standing()
    row = await asking.read(officer, asking.a_csv([asking.a_row(1), asking.a_row(2)]), at=at)
    assert row.counts["entities"] == {"create": 1, "fault": 1}
    said = (
        "The record of this name in your province became one with “Cơ sở Mẫu” of Hanoi, and the authority there brings in what "
        "is new of it. Leave this row out; if the entity is in your province, ask that authority or the admins of the platform."
    )
    assert await returned(client, officer, row) == said
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(f"/imports/{row.id}/rows")
    assert "became one with “Cơ sở Mẫu” of Hanoi" in page
    assert "0987" not in page
    row = await asking.brought(officer, row, at=at, decision="99/QĐ-UBND")
    assert [one["outcome"] for one in await asking.rows(row)] == ["fault", "create"]
    kept = [[one for one in rows if one in after] for rows, after in zip(before, await standing(), strict=True)]
    assert kept == before


async def test_who_may_be_another_entity_of_the_name_is_asked_about_and_can_be_entered(
    client: httpx.AsyncClient, officer: make.Person, at: datetime
) -> None:
    there = await merged(at)
    file = asking.a_csv([asking.a_row(1, representative="Người khác")])
    row = await asking.read(officer, file, at=at)
    assert row.counts["entities"] == {"ask": 1}
    (question,), _ = await queries.questions(row.id, Page())
    assert [one["id"] for one in question["candidates"]] == [matching.OTHERS]
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(f"/imports/{row.id}/questions")
    assert "“Cơ sở Mẫu” of Hanoi, which the record of this name here has become: its rows stay out" in page
    assert WHO not in page
    with as_actor(officer.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("same", None)}, at=at)
    (one,) = await asking.rows(row)
    assert (one["outcome"], one["wrongs"][0][1]) == ("fault", elsewhere.MERGED)
    with as_actor(officer.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("new", None)}, at=at)
    row = await asking.brought(officer, row, at=at)
    (product,) = await db.fetch("SELECT organization FROM product")
    assert product["organization"] != there.id
    again = await asking.read(officer, file, at=at)
    assert again.counts == {"rows": {"same": 1}, "entities": {"same": 1}}


async def test_an_organizer_is_not_told_who_it_is(cast: make.Cast, at: datetime) -> None:
    await merged(at)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (one,) = await asking.rows(row)
    assert one["wrongs"] == [["entity", matching.NOT_YOURS, {}]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("HTX Mau 1", (elsewhere.ELSEWHERE, {"name", "province"})),
        ("Cơ sở khác", (elsewhere.NUMBER_ELSEWHERE, set())),
    ],
)
async def test_of_a_number_that_is_known_elsewhere_no_more_is_told_than_the_list_says(
    officer: make.Person, at: datetime, name: str, said: tuple[str, set[str]]
) -> None:
    await an_entity("Hợp tác xã Mẫu 1", THERE, tax_code=CODE, representative=WHO)
    row = await asking.read(officer, asking.a_csv([asking.a_row(1, entity=name, code=CODE)]), at=at)
    (one,) = await asking.rows(row)
    assert (one["outcome"], [(wrong[1], set(wrong[2])) for wrong in one["wrongs"]]) == ("fault", [said])


async def test_an_entity_of_the_third_province_is_no_question(officer: make.Person, at: datetime) -> None:
    await an_entity("Hợp tác xã Mẫu 1", THERE, representative="Người khác")
    row = await asking.read(officer, asking.a_csv([asking.a_row(1, province="Hà Nội")]), at=at)
    (one,) = await asking.rows(row)
    assert (one["outcome"], one["wrongs"][0][1]) == ("fault", elsewhere.ELSEWHERE)
