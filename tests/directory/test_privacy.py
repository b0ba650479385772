"""What is kept about a person is shown, exported and erased; what must stay stays without the person."""

import json

import httpx

from events_app import db
from events_app.accounts import consenting, links, passwords
from events_app.actor import Role, as_actor
from events_app.directory import claiming, inviting, joining, registering
from events_app.directory.tables import Kind, Membership
from events_app.distribution import asking
from events_app.exhibitors.tables import ApplicationState
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting


async def erase(client: httpx.AsyncClient, who: make.Person, password: str = door.PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/account/erasure", json={"password": password}, headers=who.headers)


async def everything() -> str:
    """Every row of every table, as text."""
    tables = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return "\n".join([str(await db.fetch(f'SELECT * FROM "{row["tablename"]}"')) for row in tables])


async def _told(cast: make.Cast) -> None:
    """Bình has consented, is confirmed at a fair, and has a letter about it."""
    await door.with_password(cast.binh)
    await consenting.keep(consenting.present(), at=make.NOW, user=cast.binh.user.id)
    fair = await posting.fair(cast.an)
    await posting.confirmed(fair, cast.binh)


async def test_a_person_sees_and_exports_everything_but_secrets(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _told(cast)
    kept = (await client.get("/api/v1/account", headers=cast.binh.headers)).json()
    assert kept["person"]["email"] == cast.binh.user.email
    assert [one["what"] for one in kept["consents"]] == ["account"]
    assert [one["organization"] for one in kept["memberships"]] == [cast.binh.organization.name]
    assert [one["email"] for one in kept["contacts"]] == [cast.binh.user.email]
    assert {one["purpose"] for one in kept["letters"]} == {"confirmation", "reminder"}
    assert len(kept["tokens"]) == 1
    assert kept["messages"]
    whole = json.dumps(kept)
    assert "hash" not in whole
    assert "argon2" not in whole
    browser = await Browser(client).sign_in(cast.binh)
    page = await browser.see("/account/data")
    assert cast.binh.user.email in page
    exported = await client.get("/account/data.json")
    assert "attachment" in exported.headers["content-disposition"]
    assert exported.json()["person"] == kept["person"]


async def test_the_export_is_of_nobody_else(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _told(cast)
    kept = await client.get("/api/v1/account", headers=cast.em.headers)
    assert cast.binh.user.email not in kept.text


async def test_who_is_erased_is_nowhere_but_what_must_stay_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _told(cast)
    await joining.join((await make.person("Lan")).user, cast.binh.organization, Role.OWNER, at=make.NOW)
    before = await db.fetch("SELECT id FROM message WHERE user_id = $1", cast.binh.user.id)
    assert cast.binh.user.email in await everything()
    assert (await erase(client, cast.binh, "sai")).status_code == 422
    assert (await erase(client, cast.binh)).status_code == 204
    assert cast.binh.user.email not in await everything()
    assert (await client.get("/api/v1/whoami", headers=cast.binh.headers)).status_code == 401
    [row] = await db.fetch("SELECT name, password_hash, erased_at FROM users WHERE id = $1", cast.binh.user.id)
    assert row == {"name": "", "password_hash": None, "erased_at": make.NOW}
    [consent] = await db.fetch("SELECT withdrawn_at, text FROM consent")
    assert consent["withdrawn_at"] == make.NOW
    after = await db.fetch("SELECT id FROM message WHERE user_id = $1", cast.binh.user.id)
    assert {one["id"] for one in before} <= {one["id"] for one in after}
    assert len(await db.fetch("SELECT FROM application")) == 1
    await posting.tell()
    assert [one["state"] for one in await posting.deliveries() if one["address"] == cast.binh.user.email] == []


async def test_the_last_owner_of_who_owes_something_is_not_erased(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _told(cast)
    answer = await erase(client, cast.binh)
    assert door.kind(answer) == (409, "last-owner-obliged")
    assert answer.json()["organizations"] == [cast.binh.organization.name]
    await door.with_password(cast.an)
    assert door.kind(await erase(client, cast.an)) == (409, "last-owner-obliged")
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/account/data")
    page = await browser.send("/account/erasure", 409, password=door.PASSWORD)
    assert f"<li>{cast.binh.organization.name}</li>" in page


async def test_the_last_owner_of_who_owes_nothing_goes(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.em)
    fair = await make.fair(cast.an.organization)
    await make.application(fair.event, cast.em.organization, ApplicationState.WITHDRAWN)
    browser = await Browser(client).sign_in(cast.em)
    await browser.see("/account/data")
    await browser.send("/account/erasure", password=door.PASSWORD)
    assert browser.answer.url.path == "/"
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", cast.em.organization.id) == []


async def test_the_last_owner_of_an_authority_that_decides_is_not_erased(client: httpx.AsyncClient) -> None:
    officer = await make.officer()
    assert officer.organization is not None
    await door.with_password(officer)
    answer = await erase(client, officer)
    assert (door.kind(answer), answer.json()["organizations"]) == (
        (409, "last-of-authority"),
        [officer.organization.name],
    )
    browser = await Browser(client).sign_in(officer)
    await browser.see("/account/data")
    page = await browser.send("/account/erasure", 409, password=door.PASSWORD)
    assert "last owner of an authority that decides for its province" in page
    await db.fetch("UPDATE organization SET state = 'waiting' WHERE id = $1", officer.organization.id)
    assert (await erase(client, officer)).status_code == 204


async def test_who_alone_runs_the_platform_is_not_erased(client: httpx.AsyncClient, cast: make.Cast) -> None:
    quan = await make.admin()
    await door.with_password(quan)
    assert door.kind(await erase(client, quan)) == (409, "last-admin")
    assert (await make.admin("Lan")).user.id != quan.user.id
    assert (await erase(client, quan)).status_code == 204


async def test_the_last_owner_names_another_one_before_leaving_colleagues(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.with_password(cast.em)
    organization = cast.em.organization
    lan = await make.person("Lan", organization, Role.STAFF)
    answer = await erase(client, cast.em)
    assert (door.kind(answer), answer.json()["organizations"]) == ((409, "members-left"), [organization.name])
    browser = await Browser(client).sign_in(cast.em)
    assert "makes one of them its owner first" in await browser.see("/account/data")
    page = await browser.send("/account/erasure", 409, password=door.PASSWORD)
    assert f"<li>{organization.name}</li>" in page
    membership = await Membership.objects().get(Membership.user == lan.user.id)
    assert membership
    await inviting.change_role(membership, membership.version, Role.OWNER, at=make.NOW)
    assert (await erase(client, cast.em)).status_code == 204


async def test_requests_for_contact_that_are_not_answered_are_withdrawn_with_their_asker(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.with_password(cast.dung)
    asker: asking.Reached = {"name": "Dũng", "email": cast.dung.user.email, "phone": None}
    rows = []
    for entity in (cast.binh.organization, cast.em.organization):
        product = await make.product(entity)
        with as_actor(cast.dung.actor):
            consent = asking.consent_text()
            rows.append(
                await asking.ask(
                    cast.dung.organization.id, entity, [product.id], "Giá?", asker, consent=consent, at=make.NOW
                )
            )
    await asking.decline(rows[1], "Hết hàng", at=make.NOW)
    assert (await erase(client, cast.dung)).status_code == 204
    kept = await db.fetch("SELECT state, asker_name, asker_email FROM contact_request ORDER BY id")
    assert [row["state"] for row in kept] == ["withdrawn", "declined"]
    assert {(row["asker_name"], row["asker_email"]) for row in kept} == {("", None)}
    await posting.tell()
    assert await posting.written(await posting.deliveries("contact_request")) == []


async def test_who_comes_again_after_being_erased_is_somebody_new(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.chi)
    await erase(client, cast.chi)
    await door.register(client, email=cast.chi.user.email, organization=None)
    confirmed = await door.confirm(client, await door.token("newcomer"))
    assert confirmed.status_code == 201
    [row] = await db.fetch("SELECT id FROM users WHERE email = $1", cast.chi.user.email)
    assert row["id"] != cast.chi.user.id


async def test_founding_and_leaving_is_recorded_without_the_person(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.chi)
    with as_actor(cast.chi.actor):
        row = await registering.register(cast.chi.user.id, Kind.DISTRIBUTOR, at=make.NOW, name="Cửa hàng Chi")
    assert (await erase(client, cast.chi)).status_code == 204
    assert await db.fetch("SELECT FROM organization WHERE id = $1", row.id) != []
    assert await db.fetch("SELECT FROM contact WHERE organization = $1 AND removed_at IS NULL", row.id) == []


async def test_a_registration_of_the_address_is_told_and_goes_with_its_number(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """Somebody registered with an address that a person has already; whoever it was, what was said is of that address."""
    who, number = await door.with_password(cast.chi), "001180012345"
    said = {**door.SEN, "entity_kind": "household", "name": "Hộ Chi", "tax_code": number, "representative": "Chi Mai"}
    await door.register(client, email=who.user.email, name="Chi Mai Lan", organization=said)
    [told] = (await client.get("/api/v1/account", headers=who.headers)).json()["registrations"]
    assert (told["name"], told["organization"], told["personal_number"]) == ("Chi Mai Lan", "Hộ Chi", "*********345")
    assert "Hộ Chi" in await (await Browser(client).sign_in(who)).see("/account/data")
    other = await client.get("/api/v1/account", headers=cast.em.headers)
    assert other.json()["registrations"] == []
    await door.register(client, email="nguoi-khac@fairs.example", name="Người Khác")
    assert (await erase(client, who)).status_code == 204
    found = await everything()
    for gone in (number, "Chi Mai", "Hộ Chi"):
        assert gone not in found
    [left] = await db.fetch("SELECT name FROM registration")
    assert left["name"] == "Người Khác"
    assert len(await db.fetch('SELECT FROM consent WHERE "user" IS NULL')) == 1


async def test_no_link_finds_who_is_erased_and_no_invitation_stays_open(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await door.with_password(cast.chi)
    invitations = f"/api/v1/organizations/{cast.binh.organization.id}/members"
    body = {"email": who.user.email, "role": "staff"}
    assert (await client.post(invitations, json=body, headers=cast.binh.headers)).status_code == 201
    await client.post("/api/v1/password-resets", json={"email": who.user.email})
    rows = await db.fetch("SELECT id, aim FROM link WHERE email = $1", who.user.email)
    given = {row["aim"]: links.token(row["id"]) for row in rows}
    assert (await erase(client, who)).status_code == 204
    assert who.user.email not in await everything()
    body = {"token": given["password"], "password": "một mật khẩu khác"}
    answer = await client.post("/api/v1/password-resets/completion", json=body)
    assert door.kind(answer) == (410, "link-spent")
    body = {"token": given["invitation"]}
    answer = await client.post("/api/v1/invitations/acceptance", json=body, headers=cast.em.headers)
    assert door.kind(answer) == (410, "link-spent")
    page = await (await Browser(client).sign_in(cast.binh)).see("/organization/members")
    assert "erased.invalid" not in page
    assert await db.fetch("SELECT FROM link WHERE used_at IS NULL AND email LIKE '%erased.invalid'") == []


async def test_whose_password_a_link_sets_is_never_somebody_erased(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await door.with_password(cast.chi)
    assert (await erase(client, who)).status_code == 204
    [row] = await db.fetch("SELECT email FROM users WHERE id = $1", who.user.id)
    assert await passwords.owner(who.user.id, "") is None
    assert await passwords.owner(None, row["email"]) is None
    assert (await passwords.owner(None, cast.binh.user.email)) is not None


async def test_what_an_erased_person_wrote_to_claim_a_record_is_forgotten(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who, record = await door.with_password(cast.chi), await make.organization(tax_code="0100109106")
    await claiming.claim(record, who.user.id, tax_code="0100109106", code=None, note="Tôi là Mai", at=make.NOW)
    assert (await erase(client, who)).status_code == 204
    [row] = await db.fetch("SELECT note, state FROM claim")
    assert row == {"note": "", "state": "withdrawn"}
