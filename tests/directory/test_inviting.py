"""Colleagues are invited by letter, change their role, and leave; somebody always owns the organization."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.accounts import limiting, links, signing_in, tokens
from events_app.accounts.tables import Aim
from events_app.actor import Role
from events_app.directory import contacting, inviting, joining
from events_app.directory.tables import Membership
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting


async def members(client: httpx.AsyncClient, who: make.Person) -> dict[str, str]:
    answer = await client.get(f"/api/v1/organizations/{who.organization.id}/members", headers=who.headers)
    return {one["email"]: one["role"] for one in answer.json()["items"]}


async def invite(client: httpx.AsyncClient, who: make.Person, email: str, role: str = "staff") -> httpx.Response:
    address = f"/api/v1/organizations/{who.organization.id}/members"
    return await client.post(address, json={"email": email, "role": role}, headers=who.headers)


async def test_somebody_new_accepts_by_letter_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert (await invite(client, cast.binh, "Lan@sen.example")).status_code == 201
    token = await door.token("invitation")
    body = {"token": token, "name": "Lan", "password": door.PASSWORD, "consent": await door.consent(client)}
    assert (await client.post("/api/v1/invitations/registration", json={**body, "consent": None})).status_code == 422
    assert (await client.post("/api/v1/invitations/registration", json=body)).status_code == 201
    assert door.kind(await client.post("/api/v1/invitations/registration", json=body)) == (410, "link-spent")
    assert (await members(client, cast.binh))["lan@sen.example"] == "staff"
    [row] = await db.fetch("SELECT what FROM consent JOIN users ON users.id = consent.user")
    assert row == {"what": "account"}


async def test_who_has_an_account_accepts_with_it(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await invite(client, cast.binh, cast.chi.user.email, "viewer")
    body = {"token": await door.token("invitation")}
    assert (await client.post("/api/v1/invitations/acceptance", json=body)).status_code == 401
    new = {**body, "name": "Chi", "password": door.PASSWORD, "consent": await door.consent(client)}
    assert door.kind(await client.post("/api/v1/invitations/registration", json=new)) == (409, "address-known")
    accepted = await client.post("/api/v1/invitations/acceptance", json=body, headers=cast.chi.headers)
    assert (accepted.status_code, accepted.json()["role"]) == (201, "viewer")


async def test_an_invitation_runs_out_and_is_withdrawn(client: httpx.AsyncClient, cast: make.Cast) -> None:
    made = (await invite(client, cast.binh, "lan@sen.example")).json()
    assert door.kind(await invite(client, cast.binh, "lan@sen.example")) == (409, "already-invited")
    token = await door.token("invitation")
    with pytest.raises(links.LinkSpent):
        await inviting.accept(token, cast.chi.user.id, at=make.NOW + links.LASTS[Aim.INVITATION])
    address = f"/api/v1/invitations/{made['id']}"
    gone = await client.delete(address, headers={**cast.binh.headers, "If-Match": '"1"'})
    assert gone.status_code == 204
    body = {"token": token}
    answer = await client.post("/api/v1/invitations/acceptance", json=body, headers=cast.chi.headers)
    assert door.kind(answer) == (410, "link-spent")
    assert (await client.get(address, headers=cast.binh.headers)).status_code == 404


async def test_whether_an_address_is_known_is_not_told_to_who_invites(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    said = [(await invite(client, cast.binh, email)).json() for email in (cast.chi.user.email, "moi@sen.example")]
    for one in said:
        one.pop("id")
        one.pop("email")
    assert said[0] == said[1]


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
async def test_only_owners_invite(client: httpx.AsyncClient, cast: make.Cast, role: Role) -> None:
    colleague = await make.person("Bảo", cast.binh.organization, role)
    assert (await invite(client, colleague, "lan@sen.example")).status_code == 403
    assert (await members(client, colleague)).keys() == {cast.binh.user.email, colleague.user.email}


async def test_nobody_sends_invitations_without_end(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for n in range(limiting.INVITATION.most):
        assert (await invite(client, cast.binh, f"la{n}@xa.example")).status_code == 201
    answer = await invite(client, cast.binh, "la@xa.example")
    assert door.kind(answer) == (429, "tried-too-often")
    assert int(answer.headers["retry-after"]) > 3600
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/members")
    assert "tried too often" in await browser.send("/organization/members", 429, email="la@xa.example", role="staff")
    assert int(browser.answer.headers["retry-after"]) > 3600
    assert (await invite(client, cast.em, "la@xa.example")).status_code == 201
    assert not await db.fetch(
        "SELECT FROM link WHERE email = $1 AND organization_id = $2", "la@xa.example", cast.binh.organization.id
    )


async def test_an_organization_with_many_owners_sends_no_invitations_without_end(cast: make.Cast, at: Any) -> None:
    place = cast.binh.organization
    owners = [await make.person(f"Chủ {n}", place) for n in range(limiting.INVITATION_OF.most)]
    for one in owners:
        await inviting.invite(place, f"la-{one.user.email}", Role.STAFF, "vi", by=one.user.id, at=at)
    with pytest.raises(limiting.TriedTooOften):
        await inviting.invite(place, "la@xa.example", Role.STAFF, "vi", by=cast.binh.user.id, at=at)
    later = at + limiting.INVITATION_OF.within
    await inviting.invite(place, "la@xa.example", Role.STAFF, "vi", by=cast.binh.user.id, at=later)


async def test_sessions_and_tokens_of_a_removed_member_end_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    bao = await make.person("Bảo", cast.binh.organization, Role.STAFF)
    assert bao.actor.membership
    session = await signing_in.begin(bao.user.id, at=make.NOW)
    address = f"/api/v1/members/{bao.actor.membership.id}"
    gone = await client.delete(address, headers={**cast.binh.headers, "If-Match": '"1"'})
    assert gone.status_code == 204
    assert not (await tokens.recognize(bao.token, at=make.NOW)).known
    assert not (await signing_in.recognize(session, at=make.NOW)).known
    assert await db.fetch("SELECT FROM contact WHERE email = $1", bao.user.email) == []


async def test_the_last_owner_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.person("Bảo", cast.binh.organization, Role.STAFF)
    assert cast.binh.actor.membership
    address = f"/api/v1/members/{cast.binh.actor.membership.id}"
    headers = {**cast.binh.headers, "If-Match": '"1"'}
    assert door.kind(await client.delete(address, headers=headers)) == (409, "last-owner")
    demoted = await client.patch(address, json={"role": "viewer"}, headers=headers)
    assert door.kind(demoted) == (409, "last-owner")
    lan = await make.person("Lan", cast.binh.organization, Role.OWNER)
    assert (await client.patch(address, json={"role": "viewer"}, headers=headers)).status_code == 200
    assert await members(client, lan) == {lan.user.email: "owner", cast.binh.user.email: "viewer"} | {
        email: role for email, role in (await members(client, lan)).items() if role == "staff"
    }
    assert (await client.delete(address, headers={**cast.binh.headers, "If-Match": '"2"'})).status_code == 204


async def test_who_becomes_staff_gets_the_letters(client: httpx.AsyncClient, cast: make.Cast) -> None:
    lan = await make.person("Lan", cast.binh.organization, Role.VIEWER)
    assert lan.actor.membership
    row = await Membership.objects().get(Membership.id == lan.actor.membership.id)
    assert row
    assert await db.fetch("SELECT FROM contact WHERE email = $1", lan.user.email) == []
    await inviting.change_role(row, 1, Role.STAFF, at=make.NOW)
    assert len(await db.fetch("SELECT FROM contact WHERE email = $1", lan.user.email)) == 1


async def _reached(place: Any) -> set[str]:
    return {
        row["email"]
        for row in await db.fetch("SELECT email FROM contact WHERE organization = $1 AND removed_at IS NULL", place.id)
    }


@pytest.mark.parametrize("typed", [None, "before", "after"])
@pytest.mark.parametrize("gone", [False, True])
async def test_who_only_views_or_leaves_gets_letters_only_where_somebody_typed_the_address(
    client: httpx.AsyncClient, cast: make.Cast, typed: str | None, gone: bool
) -> None:
    place, lan = cast.binh.organization, await make.person("Lan")
    said = {"name": "Lan", "email": lan.user.email, "language": "vi"}
    if typed == "before":
        await contacting.add(place.id, at=make.NOW, **said)
    row = await joining.join(lan.user, place, Role.STAFF, at=make.NOW)
    await inviting.change_role(row, 1, Role.OWNER, at=make.NOW)
    assert await _reached(place) == {cast.binh.user.email, lan.user.email}
    if gone:
        await inviting.remove(row, 2, at=make.NOW)
    else:
        headers = {**cast.binh.headers, "If-Match": '"2"'}
        answer = await client.patch(f"/api/v1/members/{row.id}", json={"role": "viewer"}, headers=headers)
        assert answer.status_code == 200
    if typed == "after":
        await contacting.add(place.id, at=make.NOW, **said)
    assert await _reached(place) == {cast.binh.user.email} | ({lan.user.email} if typed else set())


async def test_inviting_accepting_and_leaving_on_pages(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/members")
    assert "Enter an e-mail address" in await browser.send("/organization/members", 422, email="x")
    page = await browser.send("/organization/members", email=cast.chi.user.email, role="owner")
    assert cast.chi.user.email in page
    [address] = await door.links("invitation")
    await browser.send("/sign-out")
    assert "I am new here" in await browser.see(address)
    await browser.sign_in(cast.chi)
    await browser.see(address)
    assert "You belong to it now." in await browser.send("/invitation")
    assert browser.answer.url.path == "/organization"
    await browser.see("/organization/members")
    assert cast.binh.actor.membership
    await browser.send(f"/members/{cast.binh.actor.membership.id}/role", role="viewer")
    assert await members(client, cast.binh) == {cast.chi.user.email: "owner", cast.binh.user.email: "viewer"}
    own = [one for one in browser.forms if one.endswith("/removal") and str(cast.binh.actor.membership.id) not in one]
    assert "Somebody has to own the organization" in await browser.send(own[0], 409)


async def test_somebody_new_accepts_on_the_page(client: httpx.AsyncClient, cast: make.Cast, at: Any) -> None:
    await invite(client, cast.binh, "lan@sen.example")
    await posting.tell()
    [address] = await door.links("invitation")
    browser = Browser(client)
    page = await browser.see(address)
    assert "checked" not in page[page.index('name="consent"') :].split(">")[0]
    assert "This is required." in await browser.send("/invitation/registration", 422)
    consent = await door.consent(client, "en")
    await browser.send("/invitation/registration", name="Lan", password=door.PASSWORD, consent=consent)
    assert browser.answer.url.path == "/sign-in"
    assert (await members(client, cast.binh))["lan@sen.example"] == "staff"
