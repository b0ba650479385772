"""A person corrects its name and language, and signs in with another address that a letter has proved to be its own."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.accounts import limiting, links
from events_app.accounts.tables import Aim
from events_app.actor import Role, as_actor
from events_app.directory import contacting, correcting, joining
from events_app.settings import settings
from tests import door, make
from tests.browser_like import Browser
from tests.directory.test_privacy import erase, everything
from tests.reminders import posting

NEW = "binh-moi@fairs.example"


async def ask(client: httpx.AsyncClient, who: make.Person, email: str = NEW, **said: Any) -> httpx.Response:
    body = {"email": email, "password": door.PASSWORD, **said}
    return await client.post("/api/v1/account/email", json=body, headers=who.headers)


async def move(client: httpx.AsyncClient, who: make.Person, token: str) -> httpx.Response:
    return await client.post("/api/v1/account/email/confirmation", json={"token": token}, headers=who.headers)


async def contact_of(who: make.Person) -> dict[str, Any]:
    [row] = await db.fetch(
        'SELECT name, email, language FROM contact WHERE "user" = $1 AND removed_at IS NULL', who.user.id
    )
    return row


async def test_name_and_language_change_and_letters_come_in_it(client: httpx.AsyncClient, cast: make.Cast) -> None:
    etag = (await client.get("/api/v1/account", headers=cast.binh.headers)).headers["etag"]
    said = {"name": "Bình Mới", "language": "id"}
    headers = {**cast.binh.headers, "If-Match": etag}
    answer = await client.patch("/api/v1/account", json=said, headers=headers)
    assert (answer.status_code, answer.json()) == (
        200,
        {"id": str(cast.binh.user.id), "email": cast.binh.user.email, **said},
    )
    assert (await client.patch("/api/v1/account", json=said, headers=headers)).status_code == 412
    assert await contact_of(cast.binh) == {"name": "Bình Mới", "email": cast.binh.user.email, "language": "id"}
    await posting.confirmed(await posting.fair(cast.an), cast.binh)
    await posting.tell()
    rows = [row for row in await posting.deliveries() if row["address"] == cast.binh.user.email]
    assert {(row["name"], row["language"]) for row in rows} == {("Bình Mới", "id")}
    only = await client.patch(
        "/api/v1/account", json={"language": "en"}, headers={**headers, "If-Match": answer.headers["etag"]}
    )
    assert (only.json()["name"], only.json()["language"]) == ("Bình Mới", "en")
    for wrong in ({"name": ""}, {"language": "fr"}, {"email": NEW}):
        answer = await client.patch(
            "/api/v1/account", json=wrong, headers={**headers, "If-Match": only.headers["etag"]}
        )
        assert (wrong, answer.status_code) == (wrong, 422)


async def test_the_page_changes_them_and_speaks_the_language_at_once(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/account")
    assert 'href="/account/person"' in browser.answer.text
    await browser.see("/account/person")
    assert "This is required." in await browser.send("/account/person", 422, name="")
    stale = dict(browser.forms["/account/person"])["version"]
    page = await browser.send("/account/person", name="Chi Mai", language="id")
    assert "Chi Mai" in page
    assert '<html lang="id"' in page
    await browser.see("/account/person")
    page = await browser.send("/account/person", 412, name="Khác", version=stale)
    assert "Chi Mai" in page


async def test_the_new_address_is_confirmed_once_and_the_old_one_told(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await door.with_password(cast.binh)
    before = who.user.email
    assert (await ask(client, who, password="sai")).status_code == 422
    assert (await ask(client, who, before)).status_code == 422
    await client.post("/api/v1/password-resets", json={"email": before})
    [reset] = await db.fetch("SELECT id FROM link WHERE aim = 'password'")
    assert (await ask(client, who, NEW.upper())).status_code == 202
    token = await door.token("new_address")
    assert [row["address"] for row in await posting.deliveries("new_address")] == [NEW]
    assert (await client.get("/api/v1/account", headers=who.headers)).json()["person"]["email"] == before
    await door.with_password(cast.em)
    assert door.kind(await move(client, cast.em, token)) == (410, "link-spent")
    assert (await client.post("/api/v1/account/email/confirmation", json={"token": token})).status_code == 401
    moved = await move(client, who, token)
    assert (moved.status_code, moved.json()["email"]) == (200, NEW)
    assert door.kind(await move(client, who, token)) == (410, "link-spent")
    assert (await contact_of(who))["email"] == NEW
    await posting.tell()
    [told] = await posting.deliveries("account_changed")
    assert told["address"] == before
    [parts] = await posting.written([told])
    assert f"hãy báo ngay cho đơn vị vận hành Hội chợ OCOP ({settings().contact})." in parts.text
    assert "@" in settings().contact
    assert NEW not in parts.text
    body = {"token": links.token(reset["id"]), "password": "một mật khẩu khác"}
    answer = await client.post("/api/v1/password-resets/completion", json=body)
    assert door.kind(answer) == (410, "link-spent")
    assert (await client.get("/api/v1/whoami", headers=who.headers)).status_code == 200


async def test_the_pages_lead_through_it(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.chi)
    browser = await Browser(client).sign_in(who)
    await browser.see("/account/email")
    assert "Enter an e-mail address" in await browser.send("/account/email", 422, email="chi", password=door.PASSWORD)
    page = await browser.send("/account/email", email=NEW, password=door.PASSWORD)
    assert "Look into your mailbox" in page
    [address] = await door.links("new_address")
    page = await browser.see(address)
    assert NEW in page
    assert who.user.email in page
    await browser.see(address)  # who only looks uses nothing up
    assert f"You sign in with {NEW} from now on." in await browser.send("/email")
    await browser.see(address, 410)
    await browser.see("/account")
    await browser.send("/sign-out")
    await browser.see(address)
    assert browser.answer.url.path == "/sign-in"
    await browser.send("/sign-in", 410, email=NEW, password=door.PASSWORD)


async def test_nobody_is_told_whether_the_address_is_known_but_who_has_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await door.with_password(cast.binh)
    unknown, known = await ask(client, who), await ask(client, who, cast.chi.user.email)
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    await posting.tell()
    [told] = await posting.deliveries("known_address")
    assert told["address"] == cast.chi.user.email
    [parts] = await posting.written([told])
    assert "token=" not in parts.text
    assert who.user.email not in parts.text
    assert "Bình" not in parts.text


async def test_an_address_that_was_taken_meanwhile_is_refused(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.binh)
    await ask(client, who)
    token = await door.token("new_address")
    await db.fetch("UPDATE users SET email = $2 WHERE id = $1", cast.em.user.id, NEW)
    assert door.kind(await move(client, who, token)) == (409, "address-taken")
    assert (await contact_of(who))["email"] == who.user.email


async def test_a_link_runs_out_and_a_newer_one_or_password_ends_it(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.binh)
    tokens = []
    for n in range(2):
        await ask(client, who, f"moi-{n}@fairs.example")
        [row] = await db.fetch("SELECT id FROM link WHERE email = $1", f"moi-{n}@fairs.example")
        tokens.append(links.token(row["id"]))
    assert door.kind(await move(client, who, tokens[0])) == (410, "link-spent")
    with pytest.raises(links.LinkSpent):
        await correcting.move(who.user.id, tokens[1], at=make.NOW + links.LASTS[Aim.EMAIL] + timedelta(seconds=1))
    body = {"old": door.PASSWORD, "new": "một mật khẩu khác", "revoke_tokens": False}
    assert (await client.post("/api/v1/account/password", json=body, headers=who.headers)).status_code == 204
    assert door.kind(await move(client, who, tokens[1])) == (410, "link-spent")


async def test_letters_to_new_addresses_are_limited(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.binh)
    for n in range(limiting.MOVE.most):
        assert (await ask(client, who, f"moi-{n}@fairs.example")).status_code == 202
    assert door.kind(await ask(client, who, "moi@fairs.example")) == (429, "tried-too-often")
    other = await door.with_password(cast.em)
    for _ in range(limiting.LETTER.most):
        assert (await ask(client, other)).status_code == 202
    assert door.kind(await ask(client, other)) == (429, "tried-too-often")


async def test_a_contact_that_is_there_with_the_new_address_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.binh)
    with as_actor(who.actor):
        await contacting.add(who.organization.id, at=make.NOW, name="Văn phòng", email=NEW)
    await ask(client, who)
    assert (await move(client, who, await door.token("new_address"))).status_code == 200
    rows = await db.fetch(
        "SELECT name FROM contact WHERE organization = $1 AND removed_at IS NULL", who.organization.id
    )
    assert [row["name"] for row in rows] == ["Văn phòng"]


async def contacts_named(name: str) -> list[dict[str, Any]]:
    return await db.fetch('SELECT email, "user" FROM contact WHERE name = $1 AND removed_at IS NULL', name)


async def test_a_contact_that_a_colleague_typed_follows_to_the_new_address(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """It stood there before the person joined, so that joining made no other; each move takes it along."""
    row = await make.organization(name="Hợp tác xã Có Sẵn")
    chi = await door.with_password(cast.chi)
    await contacting.add(row.id, at=make.NOW, name="Chị Chi kế toán", email=chi.user.email)
    await joining.join(chi.user, row, Role.STAFF, at=make.NOW)
    for email in (NEW, "binh-moi-nua@fairs.example"):
        await ask(client, chi, email)
        [link] = await db.fetch("SELECT id FROM link WHERE aim = 'email' AND used_at IS NULL")
        assert (await move(client, chi, links.token(link["id"]))).status_code == 200
        assert await contacts_named("Chị Chi kế toán") == [{"email": email, "user": None}]


async def test_a_contact_of_strangers_keeps_the_old_address_and_is_told_of_and_erased_with_the_person(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """They need not learn where a person has gone, and what they keep of it stays the person's."""
    chi = await door.with_password(cast.chi)
    before = chi.user.email
    await contacting.add(cast.em.organization.id, at=make.NOW, name="Khách quen", email=before)
    await ask(client, chi)
    assert (await move(client, chi, await door.token("new_address"))).status_code == 200
    headers = {**chi.headers, "If-Match": (await client.get("/api/v1/account", headers=chi.headers)).headers["ETag"]}
    assert (await client.patch("/api/v1/account", json={"name": "Chi Mai"}, headers=headers)).status_code == 200
    assert await contacts_named("Khách quen") == [{"email": before, "user": chi.user.id}]
    [told] = (await client.get("/api/v1/account", headers=chi.headers)).json()["contacts"]
    assert (told["organization"], told["email"]) == (cast.em.organization.name, before)
    assert (await erase(client, chi)).status_code == 204
    assert await contacts_named("Khách quen") == []


async def test_what_went_to_the_old_address_stays_the_persons_and_is_erased_with_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await door.with_password(cast.chi)
    before = who.user.email
    await client.post("/api/v1/password-resets", json={"email": before})
    await posting.tell()
    await ask(client, who)
    assert (await move(client, who, await door.token("new_address"))).status_code == 200
    await posting.tell()
    kept = (await client.get("/api/v1/account", headers=who.headers)).json()["letters"]
    assert {one["purpose"] for one in kept} == {"password", "new_address", "account_changed"}
    heir = await make.person("Hà")
    await db.fetch("UPDATE users SET email = $2 WHERE id = $1", heir.user.id, before)
    kept = (await client.get("/api/v1/account", headers=heir.headers)).json()["letters"]
    assert {one["purpose"] for one in kept} <= {"account_changed"}
    await db.fetch("UPDATE users SET email = 'ha@fairs.example' WHERE id = $1", heir.user.id)
    assert (await erase(client, who)).status_code == 204
    found = await everything()
    assert before not in found
    assert NEW not in found
