"""Lists on pages: the whole way without JavaScript, questions and columns among it."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import likeness
from events_app.directory.tables import Kind, OrganizationState
from events_app.imports import forgetting
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, formats

pytestmark = pytest.mark.usefixtures("database")


async def send(browser: Browser, file: bytes, name: str = "danh-sach.csv", status: int = 200) -> str:
    """Send the form of the page of lists with a file."""
    await browser.see("/imports")
    fields = dict(browser.forms["/imports"])
    fields.pop("file", None)
    browser.answer = await browser.client.post(
        "/imports", data=fields, files={"file": (name, file)}, headers=browser.headers, follow_redirects=True
    )
    assert browser.answer.status_code == status, browser.answer.text
    return browser.answer.text


async def test_no_entities_are_headed_where_a_list_names_none(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    for said, headed in (({}, True), ({"entity": "", "tax_code": ""}, False)):
        row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **said)]), at=at)
        page = await browser.see(f"/imports/{row.id}")
        assert ("<h2>Rows of the list</h2>" in page, "<h2>Entities</h2>" in page) == (True, headed), row.counts


async def test_a_list_is_sent_corrected_brought_in_and_undone(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    assert "No list has been sent yet." in await browser.see("/imports")
    page = await send(browser, asking.a_csv([asking.a_row(1), asking.a_row(2, phone="9")]))
    assert "danh-sach.csv is being read." in page
    assert browser.answer.headers["refresh"] == "3"
    path = str(browser.answer.url.path)
    await asking.relayed(at)
    page = await browser.see(path)
    assert "refresh" not in browser.answer.headers
    assert f'href="{path}/rows?outcome=fault">1</a>' in page
    page = await browser.send(f"{path}/columns", 422, columns__3="product")
    assert "Two columns cannot say the same." in page
    await browser.see(path)
    await browser.send(f"{path}/columns", columns__9="")
    await asking.relayed(at)
    page = await browser.see(f"{path}/rows?outcome=create")
    assert page.count("Trà mẫu") == 2
    assert "There are no such rows." in await browser.see(f"{path}/rows?outcome=fault")
    await browser.see(path)
    await browser.send(f"{path}/run")
    await asking.relayed(at)
    page = await browser.see(path)
    assert "Brought in" in page
    assert len(await db.fetch("SELECT FROM product")) == 2
    page = await browser.send(f"{path}/undo")
    assert "danh-sach.csv is being undone." in page
    assert browser.answer.headers["refresh"] == "3"
    await asking.relayed(at)
    assert "Undone" in await browser.see(path)
    assert await db.fetch("SELECT FROM product") == []


async def test_the_faulty_rows_are_shown_with_reasons_and_come_as_a_spreadsheet(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    await send(browser, asking.a_csv([asking.a_row(1, stars="2 sao", issued="2025-05-06", province="63-26")]))
    path = str(browser.answer.url.path)
    await asking.relayed(at)
    page = await browser.see(f"{path}/rows")
    for said in (
        "Products of one or two stars are not certified.",
        "Issued on</strong>: 06/05/2025",
        ": Vĩnh Phúc (cũ)",
    ):
        assert said in page
    answer = await client.get(f"{path}/faults.xlsx", headers=browser.headers)
    assert answer.content.startswith(b"PK")
    answer = await client.get("/exports/products.xlsx", headers=browser.headers)
    assert answer.content.startswith(b"PK")


async def test_a_question_is_answered_on_its_page(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    name = "Hợp tác xã Mẫu 1"
    known = await make.organization(
        Kind.ENTITY,
        name,
        keeper=cast.an.organization.id,
        province_set="34",
        province_code="82",
        representative="Người khác",
        alike=likeness.key(name, "34", "82"),
    )
    browser = await Browser(client).sign_in(cast.an)
    await send(browser, asking.a_csv([asking.a_row(1)]))
    path = str(browser.answer.url.path)
    await asking.relayed(at)
    page = await browser.see(path)
    assert "1 entity must be told apart" in page
    page = await browser.see(f"{path}/questions")
    assert "Row 2: Hợp tác xã Mẫu 1" in page
    assert "Người khác · Dong Thap · 0 products" in page
    await db.fetch("UPDATE organization SET representative = '' WHERE id = $1", known.id)
    page = await browser.see(f"{path}/questions")
    assert " · Dong Thap" not in page  # nothing stands before it then
    assert "Dong Thap · 0 products" in page
    (question,) = await db.fetch("SELECT id FROM import_entity")
    await browser.send(f"{path}/questions", 422)
    await browser.see(f"{path}/questions")
    answers: dict[str, Any] = {f"answers__{question['id']}": f"same:{known.id}"}
    await browser.send(f"{path}/questions", **answers)
    (row,) = await db.fetch("SELECT outcome FROM import_row")
    assert row["outcome"] == "create"


async def test_a_file_that_cannot_be_read_says_why_and_can_be_forgotten(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    await send(browser, b"\x89PNG\r\n\x1a\n" + bytes(500), "anh.xlsx")
    path = str(browser.answer.url.path)
    await asking.relayed(at)
    assert "This is no spreadsheet" in await browser.see(path)
    await browser.send(f"{path}/removal")
    await browser.see(path, 404)
    await browser.see("/imports")
    assert "Choose a file." in await browser.send("/imports", 422)


async def test_a_viewer_looks_on_and_others_stay_outside(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    browser = await Browser(client).sign_in(await make.person("Vân", cast.an.organization, Role.VIEWER))
    assert "/imports" not in (await browser.see("/imports") and browser.forms)
    await browser.see(f"/imports/{row.id}")
    assert f"/imports/{row.id}/run" not in browser.forms
    await browser.sign_in(cast.em)
    await browser.see("/imports", 403)
    await browser.see(f"/imports/{row.id}", 404)


@pytest.mark.parametrize("role", [Role.OWNER, Role.VIEWER])
async def test_who_is_no_office_is_told_that_and_nothing_of_roles(
    client: httpx.AsyncClient, cast: make.Cast, role: Role
) -> None:
    why = "Only authorities, organizers of fairs and the platform bring in lists"
    for place in (cast.em.organization, cast.dung.organization, None):
        person = await make.person("Mai", place, role)
        browser = await Browser(client).sign_in(person)
        for path in ("/imports", "/exports/products.xlsx"):
            page = await browser.see(path, 403)
            assert why in page
            assert "Your role" not in page
        headers = {**person.headers, "Accept-Language": "en"}
        for answer in (
            await client.get("/api/v1/imports", headers=headers),
            await client.post("/api/v1/imports", content=b"x", headers=headers),
        ):
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "no-office")
            assert answer.json()["title"].startswith(why)


async def test_a_viewer_of_an_office_is_told_of_its_role_and_one_that_waits_of_that(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    viewer = await make.person("Vân", cast.an.organization, Role.VIEWER)
    office = await make.organization(Kind.AUTHORITY, state=OrganizationState.WAITING)
    for person, kind in ((viewer, "forbidden"), (await make.person("Chờ", office), "not-approved")):
        answer = await client.post("/api/v1/imports", content=b"x", headers=person.headers)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, kind)


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
    assert "Nothing in this list says: Certificate number, Stars." in page
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
    assert "Nothing in this list says" not in page
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
