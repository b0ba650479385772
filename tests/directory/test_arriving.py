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
from events_app.actor import Role
from events_app.directory import arriving
from events_app.directory.tables import Certificate, Kind
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


async def decide(client: httpx.AsyncClient, who: make.Person, organization: Any, verb: str) -> httpx.Response:
    """Decide about who waits as somebody who has just looked."""
    address = f"/api/v1/organizations/{organization}"
    looked = await client.get(address, headers=who.headers)
    headers = {**who.headers, "If-Match": looked.headers["ETag"]}
    return await client.post(f"{address}/{verb}", json={"reason": "x"}, headers=headers)


async def test_an_organizer_waits_and_can_do_nothing_until_an_admin_approves(client: httpx.AsyncClient) -> None:
    await door.register(client, organization={"kind": "organizer", "name": "Sở Công Thương Mới"})
    confirmed = (await door.confirm(client, await door.token("newcomer"))).json()
    assert confirmed["state"] == "waiting"
    organization = confirmed["organization"]["id"]
    lan, quan = Browser(client), await make.admin()
    await lan.see("/sign-in")
    await lan.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert "Sở Công Thương Mới waits for approval." in await lan.see("/organization?x=1") or "đang chờ duyệt" in (
        lan.answer.text
    )
    await lan.see("/desk", 403)
    await lan.see("/desk/events/new", 403)
    assert (await client.get(f"/api/v1/organizations/{organization}")).status_code == 404
    assert (await client.get("/api/v1/organizations", params={"q": "moi"})).json()["items"] == []
    waiting = (await client.get("/api/v1/approvals", headers=quan.headers)).json()["items"]
    assert [(one["organization"]["id"], one["people"]) for one in waiting] == [
        (organization, [{"name": "Lan", "email": "lan@sen.example"}])
    ]
    approved = await decide(client, quan, organization, "approval")
    assert approved.status_code == 200
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("approved")] == ["lan@sen.example"]
    await lan.see("/desk")
    assert (await client.get(f"/api/v1/organizations/{organization}")).status_code == 200
    again = await decide(client, quan, organization, "approval")
    assert door.kind(again) == (409, "wrong-state")


async def test_whoever_founds_an_organizer_or_authority_later_waits_too(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for kind, state in (("organizer", "waiting"), ("authority", "waiting"), ("distributor", "active")):
        made = await client.post("/api/v1/organizations", json={"kind": kind, "name": "Mới"}, headers=cast.chi.headers)
        row = await db.one("SELECT state FROM organization WHERE id = $1::text::uuid", made.json()["id"])
        assert row == {"state": state}


async def test_an_admin_refuses_on_a_page_and_the_person_is_told_why(client: httpx.AsyncClient) -> None:
    lan, quan = await make.person("Lan"), await make.admin()
    waiting = await make.organization(Kind.AUTHORITY, "Sở Giả", state="waiting")
    from events_app.directory import joining

    await joining.join(lan.user, waiting, Role.OWNER, at=make.NOW)
    browser = await Browser(client).sign_in(quan)
    assert "Sở Giả" in await browser.see("/approvals")
    action = f"/organizations/{waiting.id}/refusal"
    assert "This is required." in await browser.send(action, 422, reason="")
    page = await browser.send(action, reason="Không có quyết định thành lập.")
    assert "Nothing waits." in page
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("refused"))
    assert "Không có quyết định thành lập." in parts.text
    await browser.sign_in(lan)
    assert "Không có quyết định thành lập." in await browser.see("/organization")


@pytest.mark.parametrize("state", ["waiting", "refused"])
async def test_who_is_not_approved_is_told_so_and_not_that_its_role_does_not_allow_it(
    client: httpx.AsyncClient, cast: make.Cast, state: str
) -> None:
    office = await make.organization(
        Kind.AUTHORITY, "Sở Mới", state=state, state_reason="x", province_set="34", province_code="01"
    )
    owner = await make.person("Nga", office)
    viewer = await make.person("Sơn", office, Role.VIEWER)
    product = await make.product(cast.binh.organization)
    certificate = await Certificate.objects().get(Certificate.product == product.id)
    assert certificate
    doors = ("/imports?filename=a.csv", f"/certificates/{certificate.id}/verification")
    answers = {}
    for who in (owner, viewer):
        for path in doors:
            said: dict[str, Any] = {"content": b"x"} if "imports" in path else {"json": {}}
            answers[who.user.name, path] = door.kind(await client.post(f"/api/v1{path}", headers=who.headers, **said))
    assert answers == {
        **{("Nga", path): (403, "not-approved") for path in doors},
        **{("Sơn", path): (403, "forbidden") for path in doors},
    }
    browser = await Browser(client).sign_in(owner)
    sentence = "This organization is not approved yet"
    assert [sentence in await browser.see(path, 403) for path in ("/desk/certificates", "/shortlist")] == [True, False]


@pytest.fixture
async def lan(database: None, at: Any) -> make.Person:
    """Lan, who owns an organizer that waits."""
    return await make.person("Lan", await make.organization(Kind.ORGANIZER, "Ban Mới", state="waiting"))


async def corrected(client: httpx.AsyncClient, who: make.Person, **said: Any) -> None:
    """The owner changes what its organization says of itself."""
    address = f"/api/v1/organizations/{who.organization.id}"
    tag = (await client.get(address, headers=who.headers)).headers["ETag"]
    answer = await client.patch(address, json=said, headers={**who.headers, "If-Match": tag})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("verb", ["approval", "refusal"])
async def test_who_waits_is_decided_about_only_as_it_was_looked_at(
    client: httpx.AsyncClient, lan: make.Person, verb: str
) -> None:
    quan, address = await make.admin(), f"/api/v1/organizations/{lan.organization.id}"
    [waiting] = (await client.get("/api/v1/approvals", headers=quan.headers)).json()["items"]
    looked = {**quan.headers, "If-Match": f'"{waiting["version"]}"'}
    await corrected(client, lan, name="Sở Công Thương Hà Nội")
    for headers, kind in ((quan.headers, (428, "version-owed")), (looked, (412, "stale"))):
        answer = await client.post(f"{address}/{verb}", json={"reason": "x"}, headers=headers)
        assert door.kind(answer) == kind
    row = await db.one("SELECT state FROM organization WHERE id = $1", lan.organization.id)
    assert row == {"state": "waiting"}
    assert (await decide(client, quan, lan.organization.id, verb)).status_code == 200


async def test_a_page_shows_what_was_changed_before_who_waits_is_decided_about(
    client: httpx.AsyncClient, lan: make.Person
) -> None:
    quan, path = await make.admin(), f"/organizations/{lan.organization.id}"
    browser = await Browser(client).sign_in(quan)
    await browser.see("/approvals")
    await corrected(client, lan, name="Sở Công Thương Hà Nội")
    page = await browser.send(f"{path}/approval", 412)
    assert "Nothing was done." in page
    assert "Sở Công Thương Hà Nội" in page
    assert '<details class="confirm">' in page  # it was not the other form that was sent
    await corrected(client, lan, name="Sở Công Thương Huế")
    page = await browser.send(f"{path}/refusal", 412, reason="Không có quyết định.")
    assert "Nothing was done." in page
    assert "Không có quyết định.</textarea>" in page
    assert "Sở Công Thương Huế is approved" in await browser.send(f"{path}/approval")


@pytest.fixture
async def refused(database: None, at: Any) -> make.Person:
    """Lan, who owns an organizer that was refused, and whose staff is Mai."""
    row = await make.organization(Kind.ORGANIZER, "Ban Mới", state="refused", state_reason="Thiếu quyết định.")
    return await make.person("Lan", row)


async def test_who_was_refused_asks_again_and_the_admin_sees_why_it_was(
    client: httpx.AsyncClient, refused: make.Person
) -> None:
    quan, path = await make.admin(), f"/api/v1/organizations/{refused.organization.id}/approval-request"
    mai = await make.person("Mai", refused.organization, Role.STAFF)
    assert (await client.post(path, headers=mai.headers)).status_code == 403
    asked = await client.post(path, headers=refused.headers)
    assert (asked.status_code, asked.json()["name"]) == (200, "Ban Mới")
    assert door.kind(await client.post(path, headers=refused.headers)) == (409, "wrong-state")
    [waiting] = (await client.get("/api/v1/approvals", headers=quan.headers)).json()["items"]
    assert (waiting["organization"]["name"], waiting["refused_for"]) == ("Ban Mới", "Thiếu quyết định.")
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("approval_waiting"))
    assert "Thiếu quyết định." in parts.text
    assert (await decide(client, quan, refused.organization.id, "approval")).status_code == 200
    row = await db.one("SELECT state, state_reason FROM organization WHERE id = $1", refused.organization.id)
    assert row == {"state": "active", "state_reason": ""}


async def test_the_owner_asks_again_on_its_page(client: httpx.AsyncClient, refused: make.Person) -> None:
    mai, quan = await make.person("Mai", refused.organization, Role.STAFF), await make.admin()
    action = f"/organizations/{refused.organization.id}/approval-request"
    browser = await Browser(client).sign_in(mai)
    assert "Thiếu quyết định." in await browser.see("/organization")
    assert action not in browser.forms
    await browser.sign_in(refused)
    await browser.see("/organization")
    asking = browser.forms[action]
    assert "look at it once more" in await browser.send(action)
    assert action not in browser.forms
    assert "not possible in the present state" in await browser.post(action, asking, 409)
    await browser.sign_in(quan)
    page = await browser.see("/approvals")
    assert "Refused before, because" in page
    assert "Thiếu quyết định." in page
    await browser.send(f"/organizations/{refused.organization.id}/refusal", reason="Vẫn thiếu.")
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("refused"))
    assert "you can ask again there" in parts.text or "gửi lại" in parts.text


async def test_an_admin_speaks_for_nobody_who_has_people(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(await make.admin())
    page = await browser.see(f"/desk/entities/{cast.binh.organization.id}")
    assert "You speak for this entity" not in page
    page = await browser.see(f"/desk/entities/{(await make.organization()).id}")
    assert "You speak for this entity until somebody of its own joins." in page


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
