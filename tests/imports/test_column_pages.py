"""What the columns of a list are is shown and said on its pages: headers, headings, days, and what no column says."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.imports import forgetting
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, formats
from tests.imports.browsing import send

pytestmark = pytest.mark.usefixtures("database")
UNKNOWN = [
    ["SỞ MẪU", *"abcdefghijkl"],  # of all rows the one with the most cells
    ["Số 079123456789"],
    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "k", "l"],
    asking.a_row(1),
    asking.a_row(2),
]


async def test_where_no_header_is_known_a_person_says_which_row_it_is_and_what_the_columns_are(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    await send(browser, asking.a_csv(UNKNOWN[1:], UNKNOWN[0]))
    path = str(browser.answer.url.path)
    await asking.relayed(at)
    page = await browser.see(path)
    assert "Say below which row does" in page
    assert '<th scope="row">Row 3</th><td>a</td><td>b</td>' in page
    assert "079123456789" not in page
    await browser.send(f"{path}/columns", header_row="3")
    await asking.relayed(at)
    page = await browser.see(path)
    assert 'value="3"' in page
    columns: dict[str, Any] = {
        f"columns__{n}": field for n, field in ((1, "product"), (2, "group"), (6, "entity"), (10, "province"))
    }
    await browser.send(f"{path}/columns", **columns)
    await asking.relayed(at)
    page = await browser.see(path)
    assert "Nothing in this list says: Certificate number, Issued on, Stars." in page
    assert [one["cells"]["product"] for one in await db.fetch("SELECT cells FROM import_row ORDER BY number")] == [
        "Trà mẫu 1",
        "Trà mẫu 2",
    ]
    page = await browser.see(f"{path}/rows?outcome=create")
    assert page.count("Trà mẫu") == 2


async def test_another_row_names_other_columns(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    other = ["STT", "Sản phẩm", "Ngành hàng", "Sao", "QĐ", "x", "Đơn vị", "y", "z", "u", "Tỉnh"]
    row = await asking.read(cast.an, asking.a_csv([other, asking.a_row(1), asking.a_row(2)]), at=at)
    assert row.header_row == 1
    browser = await Browser(client).sign_in(cast.an)
    await browser.see(f"/imports/{row.id}")
    await browser.send(f"/imports/{row.id}/columns", header_row="2")
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.header_row, row.headings, len(row.mapping)) == (2, other, 6)
    assert row.counts["rows"] == {"create": 2}
    page = await browser.see(f"/imports/{row.id}")
    assert "Nothing in this list says: Issued on." in page
    await browser.send(f"/imports/{row.id}/columns", province="34-01")
    await asking.relayed(at)
    assert (await asking.now(row)).header_row == 2


async def test_a_heading_between_the_rows_says_what_no_column_does(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    heads = [head if head != "Nhóm" else "Ghi chú" for head in asking.HEADS]
    browser = await Browser(client).sign_in(cast.an)
    for heading, warned in (("", True), ("NHÓM ĐỒ UỐNG", False)):
        row = await asking.read(cast.an, asking.a_csv([[heading], asking.a_row(1)], heads), at=at)
        page = await browser.see(f"/imports/{row.id}")
        assert ("Nothing in this list says: Product group." in page) is warned
    heads = [head if head != "Nhóm" else "Phân nhóm" for head in asking.HEADS]
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, group="Rượu trắng")], heads), at=at)
    assert row.counts["rows"] == {"create": 1}
    assert "Nothing in this list says" not in await browser.see(f"/imports/{row.id}")


async def test_columns_show_what_stands_first_in_them_on_page_and_api_until_the_rows_are_forgotten(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows: list[list[Any]] = [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        ["I", "NHÓM ĐỒ UỐNG"],
        asking.a_row(1, code="079123456789", product="Trà " + "rất dài " * 9),
        asking.a_row(2),
        asking.a_row(3, stars="5 sao"),
        asking.a_row(4, stars="3 sao"),
        asking.a_row(5, stars="Tiềm năng 5 sao"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    address = f"/api/v1/imports/{row.id}"
    samples = (await client.get(address, headers=cast.an.headers)).json()["samples"]
    assert samples[1] == ["Trà rất dài rất dài rất dài rất dài rất …", "Trà mẫu 2", "Trà mẫu 3"]
    assert samples[3] == ["4 sao", "5 sao", "3 sao"]
    assert samples[7] == ["*********789"]
    assert [len(one) for one in samples] == [3, 3, 1, 3, 3, 1, 3, 1, 3, 3, 1]
    browser = await Browser(client).sign_in(cast.an)
    assert "In the list: 4 sao · 5 sao · 3 sao" in await browser.see(f"/imports/{row.id}")
    await asking.brought(cast.an, row, at=at)
    await forgetting.sweep(at=at + forgetting.KEEPS + timedelta(minutes=1))
    assert (await asking.now(row)).samples == []


async def test_a_list_without_entities_or_stars_says_so_on_page_and_api(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    heads = [head if head not in ("Tên chủ thể", "Hạng sao") else "Ghi chú" for head in asking.HEADS]
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)], heads), at=at)
    assert row.counts["rows"] == {"fault": 1}
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}")
    said = "Nothing in this list says: Name of the entity, Stars. Without the name of its entity no row can go in."
    assert said in page
    assert "no column names the entity" in page
    answer = await client.get(f"/api/v1/imports/{row.id}", headers={**cast.an.headers, "Accept-Language": "en"})
    assert answer.json()["missing"]["fields"] == ["entity", "stars"]
    assert said in answer.json()["missing"]["message"]
    whole = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    answer = await client.get(f"/api/v1/imports/{whole.id}", headers=cast.an.headers)
    assert answer.json()["missing"] is None


async def test_days_are_shown_on_page_and_api_as_people_write_them_however_the_file_keeps_them(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    book = formats.Book()
    heads = [*asking.HEADS, "Ghi chú"]
    days: list[Any] = [date(2024, 12, 16), 45642, "5-3-25", "tháng 3/2025"]
    rows = [[*asking.a_row(n, issued=day), date(2025, 1, 2)] for n, day in enumerate(days[:3])]
    book.rows([heads, *rows])
    row = await asking.read(cast.an, book.bytes(), at=at, name="list.xlsx")
    samples = (await client.get(f"/api/v1/imports/{row.id}", headers=cast.an.headers)).json()["samples"]
    assert (samples[5], samples[11]) == (["16/12/2024", "05/03/2025"], ["02/01/2025"])
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}")
    assert "In the list: 16/12/2024 · 05/03/2025" in page
    assert "In the list: 02/01/2025" in page
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n, issued=days[3]) for n in range(3)]), at=at)
    assert "In the list: tháng 3/2025" in await browser.see(f"/imports/{row.id}")
    book = formats.Book()
    book.rows([["Danh sách"], [1, "Trà mẫu", date(2024, 12, 16)], [2, "Kẹo mẫu", date(2025, 3, 5)]])
    row = await asking.read(cast.an, book.bytes(), at=at, name="list.xlsx")
    answer = await client.get(f"/api/v1/imports/{row.id}", headers=cast.an.headers)
    assert answer.json()["problem"]["beginning"][1]["cells"][2] == "16/12/2024"
    page = await browser.see(f"/imports/{row.id}")
    assert ("2024-12-16" in page, "05/03/2025" in page) == (False, True)
