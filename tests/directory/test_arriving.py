"""A newcomer registers, confirms its address by letter, and is in; nobody learns whether an address is known."""

import statistics
from datetime import timedelta
from time import perf_counter
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.accounts import limiting, links, signing_in
from events_app.accounts.tables import Aim
from events_app.directory import arriving
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("at")


async def test_a_newcomer_is_in_the_directory_once_its_address_is_confirmed(client: httpx.AsyncClient) -> None:
    sent = await door.register(client)
    assert sent.status_code == 202, sent.text
    assert await db.fetch("SELECT FROM users") == await db.fetch("SELECT FROM organization") == []
    confirmed = await door.confirm(client, await door.token("newcomer"))
    assert (confirmed.status_code, confirmed.json()["state"]) == (201, "active")
    [row] = await db.fetch("SELECT users.email, role FROM membership JOIN users ON users.id = membership.user")
    assert row == {"email": "lan@sen.example", "role": "owner"}
    assert (await signing_in.sign_in("lan@sen.example", door.PASSWORD, at=make.NOW)).session


async def test_the_consent_is_kept_with_its_text_version_language_and_time(client: httpx.AsyncClient) -> None:
    english = await door.consent(client, "en")
    await door.register(client, consent=english, language="en")
    await door.confirm(client, await door.token("newcomer"))
    [row] = await db.fetch("SELECT what, text_version, language, text, given_at, withdrawn_at, link FROM consent")
    link = row.pop("link")
    assert link
    assert row == {
        "what": "account",
        "text_version": "2026-12.2",
        "language": "en",
        "text": english,
        "given_at": make.NOW,
        "withdrawn_at": None,
    }


@pytest.mark.parametrize("consent", [None, "", "yes", "true"])
async def test_without_the_consent_nothing_is_kept(client: httpx.AsyncClient, consent: str | None) -> None:
    answer = await door.register(client, consent=consent, name="")
    assert answer.status_code == 422
    assert {wrong["field"] for wrong in answer.json()["errors"]} == {"consent", "name"}
    assert await db.fetch("SELECT FROM link") == await db.fetch("SELECT FROM consent") == []


async def test_a_link_is_good_once_and_runs_out(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await door.register(client)
    token = await door.token("newcomer")
    late = make.NOW + links.LASTS[Aim.CONFIRMATION]
    with pytest.raises(links.LinkSpent):
        await arriving.confirm(token, door.PASSWORD, at=late)
    assert (
        await door.confirm(client, token, "kurz")
    ).status_code == 422  # a password that is too short uses nothing up
    assert (await door.confirm(client, token)).status_code == 201
    assert door.kind(await door.confirm(client, token)) == (410, "link-spent")


@pytest.mark.parametrize("given", ["", "x", "A" * 54, "ä" * 20])
async def test_a_link_that_is_not_ours_is_worth_nothing(client: httpx.AsyncClient, given: str) -> None:
    answer = await door.confirm(client, given or "=")
    assert door.kind(answer) == (410, "link-spent")


async def test_a_link_is_good_for_nothing_else(client: httpx.AsyncClient) -> None:
    await door.register(client)
    body = {"token": await door.token("newcomer"), "password": door.PASSWORD}
    assert door.kind(await client.post("/api/v1/password-resets/completion", json=body)) == (410, "link-spent")


async def test_who_is_here_gets_another_letter_and_every_answer_is_the_same(client: httpx.AsyncClient) -> None:
    lan = (await make.person("Lan")).user
    known = await door.register(client, email=lan.email)
    new = await door.register(client, email="moi@sen.example")
    assert (known.status_code, known.content) == (new.status_code, new.content) == (202, known.content)
    await posting.tell()
    letters = {row["purpose"]: row["address"] for row in await posting.deliveries()}
    assert letters == {"known_address": lan.email, "newcomer": "moi@sen.example"}
    assert await door.links("known_address") == []
    ask = [
        await client.post("/api/v1/password-resets", json={"email": email}) for email in (lan.email, "no@sen.example")
    ]
    assert (ask[0].status_code, ask[0].content) == (202, ask[1].content)
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("password")] == [lan.email]


async def test_pages_say_the_same_to_whoever_asks(client: httpx.AsyncClient) -> None:
    lan, browser = (await make.person("Lan")).user, Browser(client)
    said = []
    for email in (lan.email, "nobody@fairs.example"):
        await browser.see("/forgotten")
        said.append((await browser.send("/forgotten", email=email)).replace(email, "X"))
    assert said[0] == said[1]


async def _statements(monkeypatch: pytest.MonkeyPatch, send: Any, email: str) -> list[str]:
    """The statements that answering takes, in order, without their values."""
    seen: list[str] = []
    fetch = db.fetch

    async def noted(sql: str, *given: Any) -> Any:
        seen.append(sql)
        return await fetch(sql, *given)

    with monkeypatch.context() as patch:
        patch.setattr(db, "fetch", noted)
        await send(email)
    return seen


async def test_the_same_work_is_done_for_a_known_address(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time can tell what no statement asks: neither registering nor asking for a password looks anybody up."""
    lan = (await make.person("Lan")).user
    for send in (
        lambda email: door.register(client, email=email),
        lambda email: client.post("/api/v1/password-resets", json={"email": email}),
    ):
        known = await _statements(monkeypatch, send, lan.email)
        assert known == await _statements(monkeypatch, send, "moi@sen.example")
        assert not any("users" in sql for sql in known)


async def test_a_wrong_password_takes_as_long_for_nobody(client: httpx.AsyncClient) -> None:
    lan = await door.with_password(await make.person("Lan"))

    async def took(email: str) -> float:
        times = []
        for _ in range(5):
            await db.fetch("DELETE FROM tries")
            begun = perf_counter()
            with pytest.raises(signing_in.WrongPassword):
                await signing_in.sign_in(email, "sai", at=make.NOW)
            times.append(perf_counter() - begun)
        return statistics.median(times)

    await took("nobody@fairs.example")  # makes the hash of nobody
    known, unknown = await took(lan.user.email), await took("nobody@fairs.example")
    assert unknown > known / 3
    assert known > unknown / 3


async def test_nobody_can_have_letters_sent_without_end(client: httpx.AsyncClient) -> None:
    for _ in range(limiting.LETTER.most):
        assert (await door.register(client)).status_code == 202
    answer = await door.register(client)
    assert door.kind(answer) == (429, "tried-too-often")
    assert answer.headers["retry-after"] == str(int(limiting.LETTER.within.total_seconds()))


async def test_a_newcomer_registers_by_pages_with_the_consent_not_ticked(client: httpx.AsyncClient) -> None:
    browser = Browser(client)
    page = await browser.see("/register")
    assert "checked" not in page[page.index('name="person.consent"') :][:1500].split(">")[0]
    wrong = await browser.send("/register", 422, kind="entity")
    assert wrong.count("This is required.") >= 3
    assert "I have read this and agree: Tick the box if you agree: without your consent we may keep nothing." in wrong
    assert "word for word" not in wrong
    wrong = await browser.send("/register", 422, kind="entity", person__consent="As it was last year")
    assert "I have read this and agree: This is not the text to agree to; read it again." in wrong
    consent = await door.consent(client, "en")
    await browser.send(
        "/register",
        person__name="Lan",
        person__email="lan@sen.example",
        person__consent=consent,
        kind="entity",
        entity_kind="cooperative",
        name="Hợp tác xã Sen Mới",
        province_code="34-82",
    )
    [address] = await door.links("newcomer")
    assert "Hợp tác xã Sen Mới" in await browser.see(address)
    assert "Use at least 10 characters" in await browser.send("/confirmation", 422, password="ngắn")
    await browser.send("/confirmation", password=door.PASSWORD)
    assert browser.answer.url.path == "/sign-in"
    await browser.see(address, 410)
    await browser.see("/sign-in?next=/organization")
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == "/organization"


async def test_a_person_comes_alone(client: httpx.AsyncClient) -> None:
    browser, consent = Browser(client), await door.consent(client)
    await browser.see("/register")
    await browser.send(
        "/register", person__name="Chi", person__email="chi@sen.example", person__consent=consent, kind="none"
    )
    confirmed = await door.confirm(client, await door.token("newcomer"))
    alone = {"organization": None, "state": None, "in_directory": None}
    assert confirmed.json() == {"email": "chi@sen.example", **alone}


async def test_newcomers_who_never_came_are_forgotten(client: httpx.AsyncClient) -> None:
    await door.register(client)
    await door.register(client, email="mai@sen.example")
    [_mine, other] = await db.fetch("SELECT id FROM link ORDER BY id")
    await arriving.confirm(links.token(other["id"]), door.PASSWORD, at=make.NOW)
    await arriving.sweep(at=make.NOW + links.LASTS[Aim.CONFIRMATION] + links.KEPT)
    assert len(await db.fetch("SELECT FROM link")) == 2
    await arriving.sweep(at=make.NOW + links.LASTS[Aim.CONFIRMATION] + links.KEPT + timedelta(seconds=1))
    assert await db.fetch("SELECT FROM link") == await db.fetch("SELECT FROM registration") == []
    assert [
        row["email"] for row in await db.fetch("SELECT email FROM consent JOIN users ON users.id = consent.user")
    ] == ["mai@sen.example"]
    assert len(await db.fetch("SELECT FROM consent")) == 1


async def test_an_entity_names_its_province_and_whoever_waited_without_one_is_let_in(client: httpx.AsyncClient) -> None:
    nowhere = {"kind": "entity", "entity_kind": "cooperative", "name": "HTX Không Tỉnh"}
    answer = await door.register(client, organization=nowhere)
    assert [one["field"] for one in answer.json()["errors"]] == ["organization.province_code"]
    assert (
        await door.register(client, organization={**nowhere, "kind": "distributor", "entity_kind": None})
    ).is_success
    assert (await door.register(client, email="tinh@sen.example", organization=door.SEN)).is_success
    await db.fetch("UPDATE registration SET organization = organization - 'province_set' - 'province_code'")
    before = await door.links("newcomer")
    for address in before:
        token = address.rpartition("=")[2]
        assert (await door.confirm(client, token)).status_code == 201
    rows = await db.fetch("SELECT kind, province_code FROM organization WHERE kind IN ('entity', 'distributor')")
    assert sorted(tuple(row.values()) for row in rows) == [("distributor", None), ("entity", None)]
    page = await Browser(client).see("/register")
    assert "An entity names the province whose authority verifies its certificates." in page
