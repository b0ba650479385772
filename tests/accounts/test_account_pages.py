"""My account: sessions and tokens that are ended one by one, a token that is shown once, passwords."""

import re
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.accounts import passwords, signing_in, tokens
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting


async def test_sessions_are_seen_with_their_browser_and_ended(client: httpx.AsyncClient, cast: make.Cast) -> None:
    other = await signing_in.begin(
        cast.binh.user.id, at=make.NOW, browser="Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
    )
    browser = await Browser(client).sign_in(cast.binh)
    page = await browser.see("/account")
    assert "Firefox, Linux" in page
    assert page.count("this one") == 1
    [end] = [action for action in browser.forms if action.endswith("/end")]
    await browser.send(end)
    assert not (await signing_in.recognize(other, at=make.NOW)).known
    assert "Firefox, Linux" not in await browser.see("/account")


async def test_nobody_ends_what_is_anothers(client: httpx.AsyncClient, cast: make.Cast) -> None:
    session = await signing_in.begin(cast.em.user.id, at=make.NOW)
    [row] = await db.fetch('SELECT id FROM sign_in WHERE "user" = $1', cast.em.user.id)
    token = await db.one('SELECT id FROM token WHERE "user" = $1', cast.em.user.id)
    assert token
    for address in (f"sign-ins/{row['id']}/end", f"tokens/{token['id']}/revocation"):
        answer = await client.post(f"/api/v1/account/{address}", headers=cast.binh.headers)
        assert answer.status_code == 404
    assert (await signing_in.recognize(session, at=make.NOW)).known


async def test_a_token_is_made_with_its_scope_shown_once_and_revoked(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(await door.with_password(cast.binh))
    await browser.see("/account/tokens/new")
    assert "This is required." in await browser.send("/account/tokens/new", 422, name="", password=door.PASSWORD)
    page = await browser.send("/account/tokens/new", name="Kế toán", scope="read", password=door.PASSWORD)
    [made] = re.findall(r"fairs_[\w-]{43}", page)
    who = await tokens.recognize(made, at=make.NOW)
    assert (who.scopes, who.organization_id) == (("read",), cast.binh.organization.id)
    page = await browser.see("/account")
    assert "Kế toán" in page
    assert made not in page
    for action in [one for one in browser.forms if one.endswith("/revocation")]:
        await browser.see("/account")
        await browser.send(action)
    assert not (await tokens.recognize(made, at=make.NOW)).known


async def test_whoever_only_has_somebodys_session_makes_no_token(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(await door.with_password(cast.binh))
    before = await db.fetch("SELECT id FROM token")
    await browser.see("/account/tokens/new")
    assert "This is required." in await browser.send("/account/tokens/new", 422, name="Kẻ gian")
    page = await browser.send("/account/tokens/new", 422, name="Kẻ gian", password="sai")
    assert "This is not your present password." in page
    assert await db.fetch("SELECT id FROM token") == before


async def test_a_token_is_made_for_ones_own_membership_only(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(await door.with_password(cast.binh))
    await browser.see("/account/tokens/new")
    assert cast.em.actor.membership
    theirs = str(cast.em.actor.membership.id)
    await browser.send("/account/tokens/new", 404, name="x", membership=theirs, password=door.PASSWORD)


async def test_changing_the_password_asks_for_the_old_one_and_signs_out_elsewhere(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.with_password(cast.binh)
    other = await signing_in.begin(cast.binh.user.id, at=make.NOW)
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/account/password")
    assert "not your present password" in await browser.send("/account/password", 422, old="sai", new="mười ký tự mới")
    assert "at least 10" in await browser.send("/account/password", 422, old=door.PASSWORD, new="ngắn")
    await browser.send("/account/password", old=door.PASSWORD, new="mười ký tự mới")
    assert browser.answer.url.path == "/account"
    assert not (await signing_in.recognize(other, at=make.NOW)).known
    assert (await signing_in.sign_in(cast.binh.user.email, "mười ký tự mới", at=make.NOW)).session
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("account_changed")] == [cast.binh.user.email]


async def test_a_forgotten_password_is_set_by_link_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old = await signing_in.begin(cast.binh.user.id, at=make.NOW)
    browser = Browser(client)
    await browser.see("/forgotten")
    await browser.send("/forgotten", email=cast.binh.user.email.upper())
    [address] = await door.links("password")
    await browser.see(address)
    await browser.see(address)  # looking uses nothing up
    await browser.send("/password", password=door.PASSWORD)
    assert browser.answer.url.path == "/sign-in"
    await browser.see(address, 410)
    assert not (await signing_in.recognize(old, at=make.NOW)).known
    assert (await signing_in.sign_in(cast.binh.user.email, door.PASSWORD, at=make.NOW)).session
    assert not (await tokens.recognize(cast.binh.token, at=make.NOW)).known
    assert (await tokens.recognize(cast.em.token, at=make.NOW)).known


@pytest.mark.parametrize("kept", [False, True])
async def test_changing_the_password_revokes_the_tokens_unless_the_box_is_cleared(
    client: httpx.AsyncClient, cast: make.Cast, kept: bool
) -> None:
    browser = await Browser(client).sign_in(await door.with_password(cast.binh))
    await browser.see("/account/password")
    unticked: dict[str, Any] = {"revoke_tokens": []} if kept else {}
    await browser.send("/account/password", old=door.PASSWORD, new="mười ký tự mới", **unticked)
    assert (await tokens.recognize(cast.binh.token, at=make.NOW)).known == kept
    assert (await tokens.recognize(cast.em.token, at=make.NOW)).known


@pytest.mark.parametrize("kept", [False, True])
async def test_a_program_that_changes_the_password_says_when_tokens_are_to_stay(
    client: httpx.AsyncClient, cast: make.Cast, kept: bool
) -> None:
    await door.with_password(cast.binh)
    said = {"old": door.PASSWORD, "new": "mười ký tự mới", **({"revoke_tokens": False} if kept else {})}
    answer = await client.post("/api/v1/account/password", json=said, headers=cast.binh.headers)
    assert answer.status_code == 204
    assert (await client.get("/api/v1/whoami", headers=cast.binh.headers)).status_code == (200 if kept else 401)


async def test_a_new_password_ends_the_links_that_are_under_way(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.binh)
    await passwords.ask(cast.binh.user.email, near="", at=make.NOW)
    token = await door.token("password")
    await passwords.change(cast.binh.user.id, door.PASSWORD, "mười ký tự mới", session="", at=make.NOW)
    body = {"token": token, "password": door.PASSWORD}
    assert door.kind(await client.post("/api/v1/password-resets/completion", json=body)) == (410, "link-spent")


@pytest.mark.parametrize("path", ["/account", "/account/data", "/account/tokens/new", "/my-claims", "/approvals"])
async def test_who_is_signed_out_is_sent_to_sign_in(client: httpx.AsyncClient, path: str) -> None:
    browser = Browser(client)
    await browser.see(path)
    assert browser.answer.url.path == "/sign-in"
