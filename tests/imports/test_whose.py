"""Whose an entity is decides what a list changes of it, and what of it is told."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import declaring, rating
from events_app.directory.tables import Kind
from events_app.imports import answering, deciding, matching, queries
from events_app.paging import Page
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.known import an_entity, entities

pytestmark = pytest.mark.usefixtures("database")


async def test_an_organizer_changes_only_entities_that_it_keeps(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, keeper=None, representative="Nguyễn Văn Mẫu 1")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts["rows"] == {"fault": 1}
    admin = await asking.admin(cast.chi)
    row = await asking.read(admin, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts["rows"] == {"create": 1}


async def test_of_an_entity_with_people_an_authority_adds_certificates_and_changes_nothing(
    cast: make.Cast, at: datetime
) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="82")
    giang = await make.person("Giang", office)
    theirs = await an_entity(
        cast, keeper=None, representative="Nguyễn Văn Mẫu 1", email="sen@fairs.example", phone="+84912300001"
    )
    await make.person("Sen", theirs)
    product = await declaring.declare(theirs, at=at, name="Trà mẫu 1", group=2)
    await rating.rate(product, at=at, stars=4, number="1/QĐ-UBND", issued_on=date(2024, 12, 16))
    before = await db.fetch("SELECT * FROM organization WHERE id = $1", theirs.id)
    heads = [*asking.HEADS, "Email"]
    of_theirs = {"entity": theirs.name, "representative": theirs.representative, "phone": "0987654321"}
    rows = [
        asking.a_row(1, **of_theirs, group=""),
        asking.a_row(2, **of_theirs, product="Trà mẫu 1", issued="1/6/2026", group="Thực phẩm"),
        asking.a_row(1, **of_theirs, group="", stars="5"),
        asking.a_row(4, **of_theirs),
    ]
    file = asking.a_csv([[*row, "evil@fairs.example"] for row in rows], heads)
    row = await asking.read(giang, file, at=at)
    for _ in range(2):
        said = [(one["outcome"], *one["wrongs"][0][:2]) for one in await asking.rows(row)]
        assert said[1:2] == [("change", "group", matching.LEFT)]
        assert said[0][1:] == ("entity", matching.LEFT)
        assert said[2:] == [("fault", "certificate_number", deciding.TWICE), ("fault", "product", matching.CLAIMED)]
        row = await asking.brought(giang, row, at=at, decision="99/QĐ-UBND") if row.state == "read" else row
    assert await db.fetch("SELECT * FROM organization WHERE id = $1", theirs.id) == before
    products = await db.fetch("SELECT name, product_group FROM product WHERE organization = $1", theirs.id)
    assert [tuple(one.values()) for one in products] == [("Trà mẫu 1", 2)]
    papers = await db.fetch("SELECT number, stars, standing FROM certificate ORDER BY number")
    assert [tuple(one.values()) for one in papers] == [
        ("1/QĐ-UBND", 4, "verified"),
        ("2/QĐ-UBND", 4, "verified"),
    ]
    row = await asking.read(giang, asking.a_csv([asking.a_row(1, **of_theirs, stars="5")]), at=at)
    assert [one["wrongs"][0][:2] for one in await asking.rows(row)] == [["certificate_number", matching.CLAIMED]]


async def test_of_entities_that_are_not_its_own_an_organizer_learns_no_more_than_that_there_are_some(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    mine = await an_entity(cast, representative="Người của An", address="1 Phố Mẫu")
    await an_entity(cast, keeper=None, representative="Người kín", address="2 Phố Kín")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    assert [one["id"] for one in question["candidates"]] == [mine.id, matching.OTHERS]
    browser = await Browser(client).sign_in(cast.an)
    said = [await browser.see(f"/imports/{row.id}/questions")]
    said.append((await client.get(f"/api/v1/imports/{row.id}/questions", headers=cast.an.headers)).text)
    for text in said:
        assert "Người của An" in text
        assert "kín" not in text.casefold()
    answers: dict[str, Any] = {f"answers__{question['id']}": f"same:{matching.OTHERS}"}
    await browser.see(f"/imports/{row.id}/questions")
    await browser.send(f"/imports/{row.id}/questions", **answers)
    assert [(one["outcome"], one["wrongs"][0][1]) for one in await asking.rows(row)] == [("fault", matching.NOT_YOURS)]
    row = await asking.now(row)
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("same", mine.id)}, at=at)
    assert row.counts["rows"] == {"create": 1}


async def test_an_organizer_changes_nothing_of_an_entity_that_has_people_of_its_own_by_now(
    cast: make.Cast, at: datetime
) -> None:
    theirs = await an_entity(cast, representative="Nguyễn Văn Mẫu 1", phone="+84987654321")
    assert await entities(cast, at, asking.a_row(1)) == {"change": 1}
    await make.person("Sen", theirs)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert [one["wrongs"] for one in await asking.rows(row)] == [[["entity", matching.NOT_YOURS, {}]]]
