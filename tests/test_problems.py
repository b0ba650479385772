"""What is too large is answered with the limit that it went over, and on a page with the way back to the form; what is broken
off is nobody's mistake here."""

import gc
import warnings
from typing import Any

import httpx
import pytest
import structlog

from events_app import db, settings
from events_app.imports import api
from tests import make
from tests.browser_like import Browser
from tests.directory.asking import API
from tests.html_page import Page
from tests.imports import asking

OVER = str(64 << 20)  # bytes that are announced; nobody waits for them


async def _too_large(browser: Browser, path: str, **headers: str) -> tuple[str, list[str]]:
    """What the page of errors says, and where it leads besides the first page."""
    headers |= {**browser.headers, "Content-Length": OVER, "Content-Type": "application/x-www-form-urlencoded"}
    answer = await browser.client.post(path, content=b"a=b", headers=headers)
    assert answer.status_code == 413
    page = Page(answer.text)
    return page.one("main").text, [
        one["href"] for one in page.all("a") if "button" in one.get("class", "") and one["href"] != "/"
    ]


async def test_a_page_names_the_limit_that_applied_and_leads_back_to_the_form(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    binh = await Browser(client).sign_in(cast.binh)
    product = await make.product(cast.binh.organization)
    for path, most in (
        (f"/products/{product.id}/pictures", 5),
        ("/imports", settings.settings().upload_mib),
        ("/organization/edit", 1),
    ):
        said, links = await _too_large(binh, path)
        assert f"The request is too large. It may have {most} MiB at most." in " ".join(said.split())
        assert links == [path]


async def test_a_form_without_a_page_of_its_own_is_on_the_one_that_it_was_sent_from(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    binh = await Browser(client).sign_in(cast.binh)
    assert (await _too_large(binh, "/switch", Referer="http://fairs.test/search?q=tea"))[1] == ["/search"]
    assert (await _too_large(binh, "/switch", Referer="http://elsewhere.test/search"))[1] == []
    assert (await _too_large(binh, "/switch"))[1] == []


@pytest.mark.parametrize(("path", "most"), [("/venues", 1), ("/imports", 20), ("/products/{}/pictures", 5)])
async def test_the_api_names_the_limit_that_applied(
    client: httpx.AsyncClient, cast: make.Cast, path: str, most: int
) -> None:
    product = await make.product(cast.binh.organization)
    who = cast.binh if "pictures" in path else cast.an
    headers = {**who.headers, "Content-Length": OVER, "Content-Type": "multipart/form-data; boundary=x"}
    headers |= {"Accept-Language": "en", "Content-Type": "application/json"} if path == "/venues" else {}
    answer = await client.post(API + path.format(product.id), content=b"{}", headers=headers)
    said = answer.json()
    assert (answer.status_code, said["most_mib"], said["most_bytes"]) == (413, most, most << 20)
    assert said["detail"].endswith(f"{most} MiB at most." if path == "/venues" else f"{most} MiB.")


async def test_the_form_of_lists_names_the_limit_of_its_setting(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.limit(monkeypatch, 2)
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see("/imports")
    assert "at most 2 MiB" in page
    fields = {name: value for name, value in browser.forms["/imports"] if name != "file"}
    file = asking.a_csv([asking.a_row(1)]) + b"x" * (2 << 20)
    answer = await client.post("/imports", data=fields, files={"file": ("a.csv", file)}, headers=browser.headers)
    assert answer.status_code == 413
    assert "This file is larger than a list may be. It may have 2 MiB at most." in answer.text
    assert 'type="file"' in answer.text


async def _breaks_off(client: httpx.AsyncClient, path: str, headers: dict[str, str], body: bytes) -> list[Any]:
    """Send the beginning of a request and be gone; what is logged of it, the status last."""
    transport: Any = client._transport
    asked = client.build_request("POST", path, headers={**headers, "Content-Length": "100000"})
    beginning = [{"type": "http.request", "body": body, "more_body": True}]

    async def receive() -> Any:
        return beginning.pop() if beginning else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    status: list[int] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": asked.url.path,
        "raw_path": asked.url.raw_path,
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in asked.headers.raw],
        "server": ("fairs.test", 80),
        "client": ("127.0.0.1", 1),
    }
    with structlog.testing.capture_logs() as lines, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # Litestar leaves the file of a form that ends early to the collector
        await transport.app(scope, receive, send)
        gc.collect()
    return [(line["event"], line["log_level"]) for line in lines] + status


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/csv", b"STT,T"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nSTT',
        ),
    ],
)
async def test_a_list_that_is_broken_off_is_no_error_of_ours_and_leaves_nothing(
    client: httpx.AsyncClient, cast: make.Cast, kind: str, body: bytes
) -> None:
    logged = [("broken off", "info"), ("request", "info"), 400]
    headers = {**cast.an.headers, "Content-Type": kind}
    assert await _breaks_off(client, "/api/v1/imports", headers, body) == logged
    again = await _breaks_off(client, "/api/v1/imports", {**headers, "Idempotency-Key": "k"}, body)
    assert again == logged, "which is read before the handler is there"
    browser = await Browser(client).sign_in(cast.an)
    if "form-data" in kind:
        assert await _breaks_off(client, "/imports", {**browser.headers, "Content-Type": kind}, body) == logged
    assert await db.fetch("SELECT FROM import") == []
    assert await db.fetch("SELECT FROM import_part") == []


async def test_any_other_body_that_is_broken_off_is_none_either(client: httpx.AsyncClient, cast: make.Cast) -> None:
    headers = {**cast.an.headers, "Content-Type": "application/json"}
    assert (await _breaks_off(client, "/api/v1/venues", headers, b'{"name'))[-1] == 400


def test_a_file_of_the_full_size_has_room_for_the_rest_of_its_form() -> None:
    assert settings.settings().upload_mib << 20 < api.LIMIT
    assert settings.settings().upload_mib == api.LIMIT >> 20
