"""A list corrects what a certificate says: its stars, and with the group of its product what it was verified for."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory.tables import Kind, Organization
from events_app.imports import deciding
from events_app.imports.tables import Import
from tests import make
from tests.browser_like import Browser
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
POTENTIAL = "Tiềm năng 5 sao"
HEADS = [*asking.HEADS, "Ngày hết hạn"]


async def an_officer() -> make.Person:
    return await make.officer("82", "Giang")


async def a_product(certified: dict[str, Any], **given: Any) -> Organization:
    """The product of the first row, of an entity that nobody belongs to, with this certificate."""
    entity = await make.organization(
        Kind.ENTITY,
        "Hợp tác xã Mẫu 1",
        province_code="82",
        tax_code="0100109106",
        representative="Nguyễn Văn Mẫu 1",
        phone="+84912300001",
    )
    paper = {"number": "1/QĐ-UBND", "issued_on": date(2024, 12, 16)}
    await make.product(entity, "Trà mẫu 1", certified={**paper, **certified}, **{"group": 2, **given})
    return entity


def a_list(*said: dict[str, Any], ends: str = "") -> bytes:
    return asking.a_csv([[*asking.a_row(1, **{"code": "0100109106", **one}), ends] for one in said], HEADS)


async def outcomes(row: Import) -> list[str]:
    return [one["outcome"] for one in await asking.rows(row)]


async def rated() -> list[tuple[int | None, bool, str]]:
    rows = await db.fetch("SELECT stars, potential_five, standing FROM certificate ORDER BY id")
    return [(row["stars"], row["potential_five"], row["standing"]) for row in rows]


@pytest.mark.parametrize("decision", ["", "1/QĐ-UBND"])
async def test_a_row_corrects_the_group_of_a_product_and_its_verified_certificate_at_once(
    decision: str, at: datetime
) -> None:
    await a_product({"verified": True, "stars": 4}, group=1)
    before = await db.fetch("SELECT stars, standing, verified_by, decision_number FROM certificate")
    officer, file = await an_officer(), a_list({"stars": "5 sao"}, ends="1/1/2027")
    row = await asking.read(officer, file, at=at)
    assert await outcomes(row) == ["change"]
    row = await asking.brought(officer, row, at=at, decision=decision)
    assert [one["wrongs"] for one in await asking.rows(row)] == [[]]
    (found,) = await db.fetch(
        "SELECT product_group, stars, valid_to, standing FROM product JOIN certificate ON product = product.id"
    )
    assert tuple(found.values()) == (2, 5, date(2027, 1, 1), "verified" if decision else "declared")
    assert await outcomes(await asking.read(officer, file, at=at)) == ["same"]
    await asking.undone(officer, row, at=at)
    assert await db.fetch("SELECT stars, standing, verified_by, decision_number FROM certificate") == before


async def test_what_is_declared_again_for_another_group_is_verified_by_the_list_that_says_it(at: datetime) -> None:
    await a_product({"verified": True, "stars": 4}, group=1)
    before = await db.fetch("SELECT standing, verified_for, decision_number FROM certificate")
    officer = await an_officer()
    for decision, standing in (("", "declared"), ("7/QĐ", "verified")):
        row = await asking.read(officer, a_list({}), at=at)
        row = await asking.brought(officer, row, at=at, decision=decision)
        assert await rated() == [(4, False, standing)]
        await asking.undone(officer, row, at=at)
        assert await db.fetch("SELECT standing, verified_for, decision_number FROM certificate") == before


RATINGS: dict[str, tuple[dict[str, Any], str, tuple[int | None, bool]]] = {
    "potential to five": ({"stars": None, "potential_five": True}, "5 sao", (5, False)),
    "potential to three": ({"stars": None, "potential_five": True}, "3 sao", (3, False)),
    "potential to four": ({"stars": None, "potential_five": True}, "4 sao", (4, False)),
    "four and potential to five": ({"stars": 4, "potential_five": True}, "5 sao", (5, False)),
    "three to potential": ({"stars": 3}, POTENTIAL, (None, True)),
    "five to potential": ({"stars": 5}, POTENTIAL, (None, True)),
    "four to potential": ({"stars": 4}, POTENTIAL, (4, True)),
}


@pytest.mark.parametrize("kind", sorted(RATINGS))
@pytest.mark.parametrize("decision", ["", "1/QĐ-UBND"])
async def test_ratings_are_corrected_between_potential_and_stars(kind: str, decision: str, at: datetime) -> None:
    stands, said, expected = RATINGS[kind]
    await a_product({"verified": True, **stands})
    officer, file = await an_officer(), a_list({"stars": said})
    row = await asking.read(officer, file, at=at)
    assert await outcomes(row) == ["change"]
    row = await asking.brought(officer, row, at=at, decision=decision)
    assert await outcomes(row) == ["change"]
    assert await rated() == [(*expected, "verified" if decision else "declared")]
    assert await outcomes(await asking.read(officer, file, at=at)) == ["same"]
    await asking.undone(officer, row, at=at)
    assert await rated() == [(stands["stars"], stands.get("potential_five", False), "verified")]


async def test_rows_and_page_say_which_rating_goes_and_which_comes(client: httpx.AsyncClient, at: datetime) -> None:
    await a_product({"stars": 5})
    officer = await an_officer()
    row = await asking.read(officer, a_list({"stars": POTENTIAL}), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=officer.headers)
    changes = {one["field"]: (one["before"], one["after"]) for one in answer.json()["items"][0]["changes"]}
    assert changes == {"stars": (5, None), "potential_five": (False, True)}
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(f"/imports/{row.id}/rows")
    assert "<del>5</del> → <ins>—</ins>" in page
    assert "<del>no</del> → <ins>yes</ins>" in page


@pytest.mark.parametrize("said", ["4 sao", POTENTIAL])
async def test_stars_that_agree_leave_a_product_potential(said: str, at: datetime) -> None:
    await a_product({"stars": 4, "potential_five": True})
    row = await asking.read(await an_officer(), a_list({"stars": said}), at=at)
    assert await outcomes(row) == ["same"]


async def test_two_rows_with_two_ratings_of_one_certificate_contradict_each_other(at: datetime) -> None:
    await a_product({"stars": 5})
    rows = [{"stars": POTENTIAL}, {"stars": POTENTIAL}, {"stars": "5 sao"}]
    row = await asking.read(await an_officer(), a_list(*rows), at=at)
    assert await outcomes(row) == ["change", "same", "fault"]
    assert (await asking.rows(row))[2]["wrongs"] == [["certificate_number", deciding.TWICE, {"row": 2}]]


async def test_a_row_that_contradicts_another_one_says_which(client: httpx.AsyncClient, at: datetime) -> None:
    officer = await an_officer()
    rows = [{"number": "7/QĐ"}, {"number": "8/QĐ"}, {"number": "9/QĐ", "group": "Thực phẩm"}]
    row = await asking.read(officer, a_list(*rows), at=at)
    headers = {**officer.headers, "Accept-Language": "en"}
    answer = await client.get(f"/api/v1/imports/{row.id}/rows?outcome=fault", headers=headers)
    ((reason,),) = [one["reasons"] for one in answer.json()["items"]]
    assert reason["reason"] == "Row 2 says something else of the same product."


async def test_of_rows_without_a_paper_it_is_said_that_no_decision_verifies_them(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    officer = await an_officer()
    rows = [
        asking.a_row(1),
        asking.a_row(2, number=""),
        asking.a_row(3, issued=""),
        asking.a_row(4, stars="", number="", issued=""),
    ]
    browser = await Browser(client).sign_in(officer)
    for decision in ("", "77/QĐ"):
        row = await asking.read(officer, asking.a_csv(rows), at=at)
        row = await asking.brought(officer, row, at=at, decision=decision) if decision else row
        answer = await client.get(f"/api/v1/imports/{row.id}", headers=officer.headers)
        assert answer.json()["unverifiable_rows"] == 2
        assert "2 new rows name no certificate number or no day of issue" in await browser.see(f"/imports/{row.id}")
    verified = await db.fetch("SELECT number FROM certificate WHERE standing = 'verified'")
    assert [one["number"] for one in verified] == ["1/QĐ-UBND"]
    theirs = await asking.read(cast.an, asking.a_csv(rows), at=at)
    answer = await client.get(f"/api/v1/imports/{theirs.id}", headers=cast.an.headers)
    assert answer.json()["unverifiable_rows"] == 0


DAYS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "the same year": ("21/12/2024", {}, ["2024-12-21 2027-12-21"]),
    "the same year, and an end of its own": ("21/12/2024", {"valid_to": date(2029, 1, 1)}, ["2024-12-21 2029-01-01"]),
    "another year": ("16/12/2025", {}, ["2024-12-16 2027-12-16", "2025-12-16 2028-12-16"]),
}


@pytest.mark.parametrize("case", list(DAYS))
async def test_a_paper_of_another_day_in_the_year_in_which_its_number_was_given_is_corrected(
    case: str, client: httpx.AsyncClient, at: datetime
) -> None:
    said, certified, stands = DAYS[case]
    await a_product({"valid_to": date(2027, 12, 16), **certified})
    officer = await an_officer()
    row = await asking.read(officer, a_list({"issued": said}), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=officer.headers)
    (shown,) = answer.json()["items"]
    if case != "another year":
        changes = {one["field"]: (one["before"], one["after"]) for one in shown["changes"]}
        assert changes.pop("issued_on") == ("2024-12-16", "2024-12-21")
        assert changes == ({} if certified else {"valid_to": ("2027-12-16", "2027-12-21")})
    await asking.brought(officer, row, at=at)
    papers = await db.fetch("SELECT issued_on, valid_to FROM certificate ORDER BY issued_on")
    assert [f"{one['issued_on']} {one['valid_to']}" for one in papers] == stands
    assert await outcomes(await asking.read(officer, a_list({"issued": said}), at=at)) == ["same"]


async def test_a_paper_of_another_issuer_is_another_one_and_two_days_of_one_in_a_list_contradict_each_other(
    at: datetime,
) -> None:
    await a_product({"issuer": "UBND huyện Mẫu"})
    officer, heads = await an_officer(), [*asking.HEADS, "Cơ quan cấp"]
    first, again = (asking.a_row(1, code="0100109106", issued=day) for day in ("21/12/2024", "22/12/2024"))
    file = asking.a_csv([[*row, "UBND tỉnh Mẫu"] for row in (first, again)], heads)
    row = await asking.brought(officer, await asking.read(officer, file, at=at), at=at)
    assert [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)] == [
        ("change", []),
        ("fault", [["certificate_number", deciding.TWICE, {"row": 2}]]),
    ]
    assert len(await db.fetch("SELECT FROM certificate")) == 2
