"""Before a list is brought in its rows say what they change, each field from what to what."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.imports import previewing, queries
from events_app.imports.tables import Import
from events_app.paging import Page
from tests import counting, make
from tests.browser_like import Browser
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
HEADS = [*asking.HEADS, "Ngày hết hạn"]


async def changed(row: Import, at: datetime) -> dict[int, list[tuple[str, Any, Any]]]:
    shown, _ = await queries.rows_of(row.id, Page())
    found = await previewing.changes(row, shown, at=at)
    return {number: [(one.field.value, one.before, one.after) for one in changes] for number, changes in found.items()}


async def brought(cast: make.Cast, at: datetime, *rows: list[Any]) -> Import:
    return await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)


async def test_a_row_says_what_it_changes_of_product_certificate_and_entity(cast: make.Cast, at: datetime) -> None:
    await brought(cast, at, *[asking.a_row(n) for n in range(1, 5)])
    rows = [
        [*asking.a_row(1, stars="5 sao"), "30/6/2028"],
        [*asking.a_row(2, number="200/QĐ-UBND", issued="1/6/2026", stars="5"), ""],
        [*asking.a_row(3, group="Thực phẩm"), ""],
        [*asking.a_row(4, phone="0987654321"), ""],
        [*asking.a_row(9), ""],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, HEADS), at=at)
    assert row.counts["rows"] == {"change": 4, "create": 1}
    assert await changed(row, at) == {
        2: [("stars", 4, 5), ("valid_to", "2027-12-16", "2028-06-30")],
        3: [("stars", None, 5), ("certificate_number", None, "200/QĐ-UBND"), ("issued_on", None, "2026-06-01")],
        4: [("group", 2, 1)],
        5: [("phone", "+84912300004", "+84987654321")],
    }
    row = await asking.brought(cast.an, row, at=at)
    assert await changed(row, at) == {}


async def test_two_rows_of_one_product_say_each_its_own(cast: make.Cast, at: datetime) -> None:
    await brought(cast, at, asking.a_row(1))
    rows = [asking.a_row(1, group="Thực phẩm", stars=""), asking.a_row(1, group="", stars="5")]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert await changed(row, at) == {2: [("group", 2, 1)], 3: [("stars", 4, 5)]}


async def test_a_personal_number_that_would_be_added_is_masked(cast: make.Cast, at: datetime) -> None:
    household = {"entity": "Hộ kinh doanh Ví Dụ"}
    await brought(cast, at, asking.a_row(1, **household))
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **household, code="079123456789")]), at=at)
    assert await changed(row, at) == {2: [("tax_code", None, "*********789")]}


async def test_api_and_page_say_it_and_ask_as_often_for_one_row_as_for_three(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await brought(cast, at, *[asking.a_row(n) for n in range(1, 4)])
    asked = []
    browser = await Browser(client).sign_in(cast.an)
    for many in (1, 3):
        rows = [asking.a_row(n, group="Thực phẩm", phone=f"098765432{n}") for n in range(1, many + 1)]
        row = await asking.read(cast.an, asking.a_csv(rows), at=at)
        async with counting.statements() as statements:
            shown, _ = await queries.rows_of(row.id, Page())
            await previewing.changes(row, shown, at=at)
        asked.append(len(statements))
    assert asked[0] == asked[1]
    answer = await client.get(f"/api/v1/imports/{row.id}/rows?limit=1", headers=cast.an.headers)
    assert answer.json()["items"][0]["changes"] == [
        {"field": "group", "column": "Nhóm sản phẩm", "before": 2, "after": 1},
        {"field": "phone", "column": "Điện thoại", "before": "+84912300001", "after": "+84987654321"},
    ]
    page = await browser.see(f"/imports/{row.id}/rows")
    assert "<del>2. Drinks</del> → <ins>1. Food</ins>" in page
    assert "<del>0912 300 001</del> → <ins>0987 654 321</ins>" in page
    assert await db.fetch("SELECT FROM import_effect") == []


async def test_a_row_shows_what_it_was_understood_to_say_on_page_and_api(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1), asking.a_row(2, stars="Tiềm năng 5 sao", issued=""), asking.a_row(3, stars="9")]
    row = await asking.read(cast.an, asking.a_csv([*rows, ["", "Tổng cộng"]]), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=cast.an.headers)
    said = [one["understood"] for one in answer.json()["items"]]
    assert said[0] == {
        "group": 2,
        "subgroup": None,
        "stars": 4,
        "potential_five": False,
        "certificate_number": "1/QĐ-UBND",
        "issued_on": "2024-12-16",
        "valid_to": "2027-12-16",
        "province_set": "34",
        "province_code": "82",
        "new_entity": {
            "name": "Hợp tác xã Mẫu 1",
            "kind": "cooperative",
            "tax_code": None,
            "representative": "Nguyễn Văn Mẫu 1",
            "phone": "+84912300001",
            "email": None,
            "address": "",
            "commune": "",
            "district": "",
        },
    }
    assert (said[1]["potential_five"], said[1]["valid_to"]) == (True, None)
    assert said[2:] == [None, None]
    page = await (await Browser(client).sign_in(cast.an)).see(f"/imports/{row.id}/rows")
    assert (
        "<strong>Stars</strong>: 4 stars<br><strong>Certificate number</strong>: 1/QĐ-UBND<br>"
        "<strong>Issued on</strong>: 16/12/2024<br><strong>Valid to</strong>: 16/12/2027<br>"
        "<strong>Product group</strong>: 2. Drinks<br><strong>Province</strong>: Dong Thap<br>"
        "<strong>Kind of entity</strong>: Cooperative<br><strong>Representative</strong>: Nguyễn Văn Mẫu 1<br>"
        "<strong>Telephone</strong>: 0912 300 001</td>" in " ".join(page.split()).replace(" </td>", "</td>")
    )
    assert "<strong>Stars</strong>: Potential 5-star" in page
    assert "<strong>Stars</strong>: 9<br>" in page
    assert page.count("<strong>Province</strong>") == 3


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_what_is_read_of_a_new_entity_is_shown_once_and_of_a_known_one_not(
    language: str, client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(9)]), at=at), at=at)
    place = ["Huyện Lai Vung", "Xã Tân Thành", "Ấp Tân Bình"]
    household = {"entity": "Hộ kinh doanh Mẫu", "code": "079123456789"}
    rows = [[*asking.a_row(n, **household), *place] for n in (1, 2)]
    heads = [*asking.HEADS, "Huyện", "Xã", "Địa chỉ"]
    row = await asking.read(cast.an, asking.a_csv([*rows, [*asking.a_row(9, stars="5"), "", "", ""]], heads), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=cast.an.headers)
    told = [one["understood"]["new_entity"] for one in answer.json()["items"]]
    assert told[0] == told[1]
    assert told[0] | {"district": "Huyện Lai Vung", "commune": "Xã Tân Thành", "tax_code": "*********789"} == told[0]
    assert told[2] is None
    browser = await Browser(client).sign_in(cast.an)
    client.cookies.set("fairs_language", language, domain="fairs.test")
    page = await browser.see(f"/imports/{row.id}/rows")
    for said in (*place, "*********789"):
        assert page.count(f": {said}<") + page.count(f": {said}\n") == 1


async def test_rows_that_change_only_their_entity_are_among_those_that_change(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    file = asking.a_csv([asking.a_row(1, phone="0987654321")])
    row = await asking.read(cast.an, file, at=at)
    assert row.counts == {"rows": {"change": 1}, "entities": {"change": 1}}
    answer = await client.get(f"/api/v1/imports/{row.id}/rows?outcome=change", headers=cast.an.headers)
    assert [change["field"] for change in answer.json()["items"][0]["changes"]] == ["phone"]
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"change": 1}
    assert (await db.fetch("SELECT phone FROM organization WHERE phone IS NOT NULL")) == [{"phone": "+84987654321"}]
    assert (await asking.read(cast.an, file, at=at)).counts == {"rows": {"same": 1}, "entities": {"same": 1}}
    await asking.undone(cast.an, row, at=at)
