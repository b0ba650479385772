"""Tokens open the API and nothing else, cookies open pages and nothing else."""

import httpx
import pytest

from events_app import values, web
from events_app.accounts import signing_in, tokens
from events_app.accounts.authenticating import COOKIE
from tests import make

WHOAMI = "/api/v1/whoami"


async def _session(who: make.Person) -> str:
    return await signing_in.begin(who.user.id, at=make.NOW)


async def test_a_token_opens_the_api(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await client.get(WHOAMI, headers=cast.binh.headers)
    assert (answer.status_code, answer.json()["person"]["id"]) == (200, str(cast.binh.user.id))
    lower = await client.get(WHOAMI, headers={"Authorization": f"bearer {cast.binh.token}"})
    assert lower.status_code == 200


async def test_a_cookie_does_not_open_the_api(client: httpx.AsyncClient, cast: make.Cast) -> None:
    session = await _session(cast.binh)
    client.cookies.set(COOKIE, session)
    assert (await client.get(WHOAMI)).status_code == 401
    stolen = await client.get(WHOAMI, headers={"Authorization": f"Bearer {session}"})
    assert stolen.status_code == 401
    written = await client.post("/api/v1/organizations", json={"kind": "organizer", "name": "X"})
    assert written.status_code == 401


async def test_a_token_does_not_open_pages(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert (await client.get("/organization", headers=cast.binh.headers)).status_code == 303
    client.cookies.set(COOKIE, cast.binh.token)
    assert (await client.get("/organization")).status_code == 303


@pytest.mark.parametrize("written", ["Bearer nothing", "Bearer ", "Basic YTpi", "nothing", "", "Bearer fairs_\x7f"])
async def test_a_wrong_token_is_told_so_also_where_none_is_needed(
    client: httpx.AsyncClient, cast: make.Cast, written: str
) -> None:
    answer = await client.get("/api/v1/organizations", headers={"Authorization": written})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == 'Bearer realm="OCOP Fairs"'
    assert answer.json()["type"] == "http://fairs.test/problems/signed-out"


async def test_revoked_and_expired_tokens_do_not_open_the_api(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tokens.revoke(cast.em.token, at=make.NOW)
    assert (await client.get(WHOAMI, headers=cast.em.headers)).status_code == 401
    monkeypatch.setattr(values, "_clock", lambda: make.NOW + tokens.LASTS)
    assert (await client.get(WHOAMI, headers=cast.binh.headers)).status_code == 401


async def test_a_read_only_token_reads_and_does_not_write(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    token = await tokens.make(cast.binh.user.email, at=make.NOW, scopes=["read"])
    headers = {"Authorization": f"Bearer {token}", "If-Match": '"1"'}
    path = f"/api/v1/organizations/{cast.binh.organization.id}"
    assert (await client.get(f"{path}/contacts", headers=headers)).status_code == 200
    assert (await client.patch(path, json={"name": "X"}, headers=headers)).status_code == 403
    contact = {"name": "X", "phone": "0912345678"}
    assert (await client.post(f"{path}/contacts", json=contact, headers=headers)).status_code == 403


async def test_a_visitor_is_given_a_visit_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first = await client.get("/sign-in")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"{web.VISIT}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in (await client.get("/sign-in")).headers


async def test_pages_speak_the_language_chosen_else_the_persons_else_the_browsers(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    async def spoken(**headers: str) -> str:
        page = (await client.get("/organization/new", headers=headers, follow_redirects=True)).text
        return page.split('<html lang="')[1][:2]

    assert await spoken() == "vi"
    assert await spoken(**{"Accept-Language": "id,en;q=0.5"}) == "id"
    client.cookies.set(COOKIE, await _session(await make.person("Lan", language="en")))
    assert await spoken(**{"Accept-Language": "id"}) == "en"
    client.cookies.set(web.LANGUAGE, "id")
    assert await spoken() == "id"
