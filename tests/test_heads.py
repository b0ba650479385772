"""HEAD is GET without a body; what changes something is still for POST."""

import httpx
import pytest

from tests import make
from tests.browser_like import Browser


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/organizations", 200),
        ("/organizations/khong-co", 404),
        ("/organization", 303),
        ("/health/live", 200),
        ("/static/fairs.css", 200),
        ("/calendars/all.ics", 200),
        ("/no/such/page", 404),
        ("/sign-out", 405),
    ],
)
async def test_a_page_answers(client: httpx.AsyncClient, cast: make.Cast, path: str, status: int) -> None:
    got, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (status, b"")
    assert got.status_code == status
    for name in ("content-type", "location"):
        assert head.headers.get(name) == got.headers.get(name)


async def test_what_is_not_sent_is_as_long_as_what_would_be(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"/organizations/{cast.binh.organization.slug}"
    await Browser(client).see(path)  # from here on the cookie that ties forms to this browser is there
    got, head = await client.get(path), await client.head(path)
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))
    assert "post" not in head.headers.get("allow", "").lower()
