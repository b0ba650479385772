"""Answers are given while a list waits to be brought in, and are kept when it is read anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db, i18n
from events_app.actor import as_actor
from events_app.errors import WrongState
from events_app.imports import answering, queries, retelling, uploading
from events_app.imports.tables import Import
from events_app.paging import Page
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.known import BARE, TWO, an_entity

pytestmark = pytest.mark.usefixtures("database")


async def asked(row: Import) -> list[dict[str, Any]]:
    found, _ = await queries.questions(row.id, Page())
    return found


async def answered(cast: make.Cast, row: Import, said: dict[UUID, tuple[str, UUID | None]], *, at: datetime) -> Import:
    with as_actor(cast.an.actor):
        return await answering.answer(row, row.version, said, at=at)


async def read_anew(cast: make.Cast, row: Import, *, at: datetime, **said: str | None) -> Import:
    """The same list with its days of issue taken for nothing, or corrected as is said."""
    mapping = {column: field for column, field in row.mapping.items() if field != "issued_on"}
    given: dict[str, Any] = {"mapping": mapping, "sheet": None, "province": None, "which": None, **said}
    with as_actor(cast.an.actor):
        await uploading.correct(row, row.version, **given, at=at)
    await asking.relayed(at)
    return await asking.now(row)


async def test_what_was_answered_stays_when_a_column_is_corrected(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, representative="Người khác")
    await an_entity(cast, "Hợp tác xã Mẫu 2", representative="Người khác")
    rows = [asking.a_row(n, representative="") for n in (1, 2)]
    row = await asking.read(cast.an, asking.a_csv([*rows, asking.a_row(3)]), at=at)
    (first, second) = await asked(row)
    row = await answered(cast, row, {first["id"]: ("same", None), second["id"]: ("skip", None)}, at=at)
    before = row.counts
    row = await read_anew(cast, row, at=at)
    assert (row.state, row.counts) == ("read", before)
    assert [(one["answer"], one["chosen"]) for one in await asked(row)] == [("same", kept.id), ("skip", None)]


async def test_one_of_the_list_that_was_chosen_is_chosen_again_under_its_new_id(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([*TWO, BARE]), at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", question["candidates"][1]["id"])}, at=at)
    row = await read_anew(cast, row, at=at)
    assert row.counts == {"rows": {"create": 3}, "entities": {"create": 2}}
    (found,) = await db.fetch(
        """
        SELECT representative AS name FROM import_entity
        WHERE (SELECT count(*) FROM import_row WHERE entity = import_entity.id) = 2
        """
    )
    assert found["name"] == "Người Mẫu 2"


async def test_who_can_no_longer_be_meant_is_asked_about_again(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Người khác")
    gone = await an_entity(cast, representative="Người thứ ba")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", gone.id)}, at=at)
    await db.fetch("DELETE FROM organization WHERE id = $1", gone.id)
    row = await read_anew(cast, row, at=at)
    assert row.counts["entities"] == {"ask": 1}
    assert [one["answer"] for one in await asked(row)] == [""]


async def test_an_entity_that_is_another_by_its_province_is_asked_about_anew(cast: make.Cast, at: datetime) -> None:
    for code in ("82", "01"):
        await an_entity(cast, province_code=code, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, province="")]), at=at)
    row = await read_anew(cast, row, at=at, province="34-82")
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("new", None)}, at=at)
    row = await read_anew(cast, row, at=at, province="34-01")
    assert [one["answer"] for one in await asked(row)] == [""]


async def test_nothing_is_answered_once_the_list_is_in(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), asking.a_row(2)]), at=at)
    (question,) = await asked(row)
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}/questions"
    await browser.see(path)
    assert path in browser.forms
    row = await asking.brought(cast.an, row, at=at)
    with pytest.raises(WrongState):
        await answered(cast, row, {question["id"]: ("new", None)}, at=at)
    assert [one["answer"] for one in await asked(row)] == [""]
    page = await browser.see(path)
    assert path not in browser.forms
    assert "This list is no longer waiting for answers." in page
    assert "Not answered" in page


async def test_a_question_tells_the_tax_codes_by_which_it_is_answered_and_no_kind_comes_from_a_name_that_does_not(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    code, other = "0100109106", "0300588569"
    same_code = await an_entity(cast, "Hợp tác xã Danh Tính", tax_code=code)
    await an_entity(cast, tax_code=code[:-4] + "0000")
    rows = [
        asking.a_row(1, code=other),
        asking.a_row(2, entity="Công ty TNHH Tên Khác Hẳn", code=code),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/questions", headers=cast.an.headers)
    told = [(one["tax_code"], [known["tax_code"] for known in one["candidates"]]) for one in answer.json()["items"]]
    assert told == [(other, [code[:-4] + "0000"]), (code, [code])]
    page = await (await Browser(client).sign_in(cast.an)).see(f"/imports/{row.id}/questions")
    for known in (code, other, code[:-4] + "0000"):
        assert f"Tax code {known}" in page
    same = {one["id"]: ("same", one["candidates"][0]["id"]) for one in await asked(row)}
    row = await answered(cast, row, same, at=at)
    await asking.brought(cast.an, row, at=at)
    (stands,) = await db.fetch("SELECT name, entity_kind FROM organization WHERE id = $1", same_code.id)
    assert tuple(stands.values()) == ("Hợp tác xã Danh Tính", "cooperative")


async def test_who_is_called_otherwise_keeps_the_name_and_the_row_says_so(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, "HTX Nông nghiệp sạch Mẫu", tax_code="0100109106")
    rows = [asking.a_row(1, entity="HTX Công nghệ cao Mẫu", code="0100109106"), asking.a_row(2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", kept.id)}, at=at)

    async def told() -> list[list[str]]:
        shown, _ = await queries.rows_of(row.id, Page())
        with i18n.speaking("en"):
            return [[one["reason"] for one in retelling.told_of(said)] for said in shown]

    reason = (
        "The directory goes on calling it “HTX Nông nghiệp sạch Mẫu”: a new name is entered on the page of the entity"
    )
    ((first,), second) = await told()
    assert first.startswith(reason)
    assert second == []
    row = await asking.brought(cast.an, row, at=at)
    assert (await told())[0] == [first]
    assert await db.fetch("SELECT name FROM organization WHERE tax_code = '0100109106'") == [{"name": kept.name}]
