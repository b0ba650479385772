"""Lists on pages: the whole way without JavaScript, with questions, faults and who may look on."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import likeness
from events_app.directory.tables import Kind, OrganizationState
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.browsing import send

pytestmark = pytest.mark.usefixtures("database")


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
