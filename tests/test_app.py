"""What answers where no router was reached: an address that is not there, a method that is not allowed; what is logged of all."""

from typing import Any

import httpx
import pytest
import structlog

from events_app import db, heads
from events_app.accounts.authenticating import COOKIE
from events_app.app import MOST_BYTES, create_app
from tests import make
from tests.browser_like import Browser

HTML = {"Accept": "text/html"}


async def test_an_address_that_is_not_there_keeps_the_navigation_of_who_is_signed_in(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see("/desk/evnets", 404)
    assert "There is nothing here that you may see." in page
    assert 'href="/desk"' in page
    assert 'href="/sign-in' not in page
    page = await browser.send("/sign-out")
    assert "You are signed out." in page
    page = await browser.see("/desk/evnets", 404)
    assert 'href="/sign-in?next=/desk/evnets"' in page


async def test_it_speaks_the_language_that_was_chosen_on_the_pages(client: httpx.AsyncClient, cast: make.Cast) -> None:
    client.cookies.set("fairs_language", "vi", domain="fairs.test")
    answer = await client.get("/evnets", headers={**HTML, "Accept-Language": "en"})
    assert (answer.status_code, '<html lang="vi">' in answer.text) == (404, True)


async def test_a_session_that_is_over_is_shown_what_a_visitor_is(client: httpx.AsyncClient, cast: make.Cast) -> None:
    client.cookies.set(COOKIE, "of-nobody", domain="fairs.test")
    answer = await client.get("/evnets", headers=HTML)
    assert (answer.status_code, 'href="/sign-in' in answer.text) == (404, True)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "accept", "status"),
    [
        ("GET", "/api/v1/evnets", "text/html", 404),
        ("GET", "/evnets", "application/json", 404),
        ("DELETE", "/events", "text/html", 405),
        ("DELETE", "/events", "application/json", 405),
        ("DELETE", "/api/v1/events", "text/html", 405),
    ],
)
async def test_no_other_answer_depends_on_the_cookie(
    client: httpx.AsyncClient, cast: make.Cast, method: str, path: str, accept: str, status: int
) -> None:
    asked = {"Accept": accept, "Accept-Language": "en"}
    visitor = await client.request(method, path, headers=asked)
    browser = await Browser(client).sign_in(cast.an)
    signed_in = await browser.client.request(method, path, headers=asked)
    assert (visitor.status_code, signed_in.status_code) == (status, status)
    assert visitor.text == signed_in.text
    assert "set-cookie" not in signed_in.headers


async def test_where_the_person_cannot_be_looked_up_it_is_said(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Browser(client).sign_in(cast.an)

    async def away(*_: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(db, "one", away)
    answer = await client.get("/evnets", headers={**HTML, "Accept-Language": "en"})
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("001099012345", "*********345"),
        ("tu-0010.9901-2345.x", "tu-*********345.x"),
        ("01a22010-7454-7642-9a4e-123456789012", "01a22010-7454-7642-9a4e-123456789012"),
        ("order-0912345678", "order-0912345678"),
        ("asked-by-01a227003799747c90051ed4b83ba9be", "asked-by-01a227003799747c90051ed4b83ba9be"),
        ("a227003799747c90051e", "a227003799747c90051e"),
        ("a227003799747c90051ee", "a*********747c90051ee"),
        ("00109901234500109901", "00109901234500109901"),
        ("tuaa001099012345aaaaaaaa", "tuaa*********345aaaaaaaa"),
    ],
)
async def test_a_persons_number_in_the_id_or_the_path_of_a_request_comes_back_nowhere(
    client: httpx.AsyncClient, cast: make.Cast, asked: str, kept: str
) -> None:
    headers = {**cast.binh.headers, "X-Request-Id": asked}
    with structlog.testing.capture_logs() as lines:
        answer = await client.get(f"/organizations/{asked}", headers=headers)
    assert answer.headers["x-request-id"] == kept
    assert [line["path"] for line in lines if line["event"] == "request"] == [f"/organizations/{kept}"]
    contacts = f"/api/v1/organizations/{cast.binh.organization.id}/contacts"
    assert (await client.post(contacts, json={"name": "Lan", "phone": "0912345678"}, headers=headers)).is_success
    (message,) = await db.fetch("SELECT request_id FROM message WHERE topic = 'contact.create'")
    assert message["request_id"] == kept


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nope", 404),
        ("GET", "/products/abc", 404),
        ("GET", "/api/v1/organizations/abc", 404),
        ("GET", "/api/v1/nope", 404),
        ("DELETE", "/events", 405),
        ("DELETE", "/api/v1/events", 405),
        ("OPTIONS", "/events", 204),
        ("GET", "/static/nope.css", 404),
        ("POST", "/health/live", 405),
        ("GET", "/schema/openapi.json", 200),
        ("GET", "/api/v1/events", 200),
        ("GET", "/events", 200),
        ("HEAD", "/events", 200),
        ("GET", "/calendars/nope.ics", 404),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.usefixtures("database")
async def test_every_answer_has_its_id_and_its_line(
    client: httpx.AsyncClient, method: str, path: str, status: int, accept: str
) -> None:
    headers = {"Accept": accept, "X-Request-Id": "asked-of-everything"}
    with structlog.testing.capture_logs() as lines:
        answer = await client.request(method, path, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers.get_list("x-request-id") == ["asked-of-everything"]
    told = [(line["method"], line["path"], line["status"]) for line in lines if line["event"] == "request"]
    assert told == [(method, path, status)]
    answer = await client.request(method, path, headers={"Accept": accept})
    assert len(answer.headers["x-request-id"]) == 20


@pytest.mark.usefixtures("database")
async def test_a_body_that_is_refused_has_its_id_and_its_line(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"/api/v1/organizations/{cast.binh.organization.id}/products"
    for body, status in ((b"{", 400), (b" " * (MOST_BYTES + 1), 413)):
        with structlog.testing.capture_logs() as lines:
            answer = await client.post(
                path, content=body, headers={**cast.binh.headers, "Content-Type": "application/json"}
            )
        assert (answer.status_code, len(answer.headers["x-request-id"])) == (status, 20)
        assert [line["status"] for line in lines if line["event"] == "request"] == [status]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("path", ["/calendars/events/{}.ics", "/static/fairs.css", "/health/live"])
async def test_what_is_asked_for_all_day_has_an_id_in_each_answer_and_leaves_a_line_only_where_it_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, path: str
) -> None:
    path = path.format((await make.fair(cast.an.organization)).event.slug)
    seen = set()
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            answer = await client.get(path)
            assert answer.status_code == 200
            seen.update(answer.headers.get_list("x-request-id"))
        assert (await client.post(path)).status_code == 405
    assert len(seen) == 3, "what is ready is sent again and again"
    assert [(line["method"], line["status"]) for line in lines if line["event"] == "request"] == [("POST", 405)]


async def test_what_breaks_has_its_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(heads.Application, "__call__", broken)
    app: Any = create_app()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fairs.test") as asked:
        with structlog.testing.capture_logs() as lines, pytest.raises(OSError, match="away"):
            await asked.get("/events")
    assert [line["path"] for line in lines if line["event"] == "request"] == ["/events"]
