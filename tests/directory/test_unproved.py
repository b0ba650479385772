"""Who has neither tax code nor code of a letter asks all the same, and whoever decides is told that nothing was proved."""

from typing import Any

import httpx
import pytest

from events_app import db, i18n
from events_app.accounts import limiting
from events_app.actor import Role, as_actor
from events_app.directory import claiming, contacting
from events_app.directory.tables import Kind, Organization
from events_app.errors import Invalid
from events_app.settings import settings
from tests import door, make
from tests.browser_like import Browser
from tests.directory.claims import claim
from tests.reminders import posting

NOTE = "Tôi là giám đốc, số máy bàn của hợp tác xã là 0204 3855 123."


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """A record without a tax code, as lists have many."""
    return await make.organization(name="Hợp tác xã Vải Thiều", representative="Bà Lan", province_code="24")


async def test_who_has_no_code_says_who_it_is_and_the_officer_decides_with_open_eyes(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    assert ha.organization is not None
    browser, path = await Browser(client).sign_in(chi), f"/organizations/{record.slug}/claim"
    page = await browser.see(path)
    assert f"Ask {ha.organization.name} for a code" in page
    assert f"It is decided by {ha.organization.name}, and you are told by letter." in page
    assert "Bà Lan" not in page
    assert "Say who you are there" in await browser.send(path, 422, unproved="true")
    assert "My claims" in await browser.send(path, unproved="true", note=NOTE)
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", record.id) == []
    await browser.sign_in(ha)
    page = await browser.see("/claims")
    assert "nothing: neither the tax code nor the code of a letter was given" in page
    assert "Nothing is proved here" in page
    [action] = [one for one in browser.forms if one.endswith("/approval")]
    assert "ask the organization itself first, and say that you have" in await browser.send(action, 422)
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", record.id) == []
    await browser.send(action, asked_organization="true")
    [member] = await db.fetch('SELECT "user", role FROM membership WHERE organization = $1', record.id)
    assert member == {"user": chi.user.id, "role": "owner"}


async def test_the_letter_to_who_decides_says_that_nothing_is_proved(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    await posting.speaks(ha, "en")
    made = await claim(client, record, chi, unproved=True, note=NOTE)
    assert (made.status_code, made.json()["proof"]) == (201, "none")
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("claim_waiting"))
    assert "nothing is proved" in parts.text
    assert "has proved" not in parts.text


async def test_one_thing_is_named_and_who_proves_nothing_says_who_it_is(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi = await make.person("Chi")
    for said in (
        {"unproved": True},
        {"unproved": True, "note": "  "},
        {"unproved": True, "note": NOTE, "tax_code": "0100109106"},
        {"unproved": True, "note": NOTE, "code": "ABCD-EFGH-JKLM"},
        {"unproved": False, "note": NOTE},
    ):
        assert (await claim(client, record, chi, **said)).status_code == 422, said


async def test_claims_that_prove_nothing_are_limited_more_than_others(client: httpx.AsyncClient, at: Any) -> None:
    chi = await make.person("Chi")
    records = [await make.organization() for _ in range(limiting.CLAIM_UNPROVED.most + 1)]
    answers = [await claim(client, one, chi, unproved=True, note=NOTE) for one in records]
    assert [one.status_code for one in answers] == [201] * limiting.CLAIM_UNPROVED.most + [429]
    again = await claim(client, records[0], chi, tax_code="0100109106")
    assert door.kind(again) == (422, "wrong-proof")


@pytest.mark.parametrize("kind", [Kind.ENTITY, Kind.DISTRIBUTOR])
async def test_where_no_authority_is_here_the_admins_are_named_with_how_they_are_reached(
    client: httpx.AsyncClient, at: Any, kind: Kind
) -> None:
    await make.officer("01")
    record = await make.organization(kind, province_code="24")
    browser = await Browser(client).sign_in(await make.person("Chi"))
    page = await browser.see(f"/organizations/{record.slug}/claim")
    assert "the platform&#39;s administrators do. Ask them for a code" in page
    assert "It is decided by the platform&#39;s administrators" in page
    assert "province&#39;s authority decides" not in page
    assert settings().contact in page


async def test_who_approves_over_http_says_that_the_organization_was_asked_where_nothing_is_proved(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    made = await claim(client, record, chi, unproved=True, note=NOTE)
    address = f"/api/v1/claims/{made.json()['id']}"
    headers = {**ha.headers, "If-Match": (await client.get(address, headers=ha.headers)).headers["ETag"]}
    unsaid: tuple[dict[str, Any], ...] = ({}, {"json": {}}, {"json": {"asked_organization": False}})
    for body in unsaid:
        answer = await client.post(f"{address}/approval", headers=headers, **body)
        assert answer.status_code == 422, body
        assert [one["field"] for one in answer.json()["errors"]] == ["asked_organization"]
    assert (await client.post(f"{address}/approval", headers=headers, json={"reason": "x"})).status_code == 422
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", record.id) == []
    answer = await client.post(f"{address}/approval", headers=headers, json={"asked_organization": True})
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")


async def test_what_proves_nothing_is_approved_by_no_way_without_asking_and_who_asked_is_kept(
    record: Organization, at: Any
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    row = await claiming.claim(record, chi.user.id, tax_code=None, code=None, note=NOTE, unproved=True, at=at)
    seen = claiming.version(row.version, record.version)
    with as_actor(ha.actor):
        with pytest.raises(Invalid) as raised:
            await claiming.approve(row, seen, asked=False, at=at)
        assert [one.field for one in raised.value.errors] == ["asked_organization"]
        await claiming.approve(row, seen, asked=True, at=at)
    [message] = await db.fetch("SELECT payload, user_id FROM message WHERE topic = 'claim.approve'")
    assert message == {"payload": {"id": str(row.id), "asked": "true"}, "user_id": ha.user.id}


async def test_what_is_proved_is_approved_without_saying_so(client: httpx.AsyncClient, at: Any) -> None:
    ha = await make.officer("24")
    bodies: tuple[dict[str, Any], ...] = ({}, {"json": {}}, {"json": {"asked_organization": True}})
    for body in bodies:
        row = await make.organization(tax_code="0100109106", province_code="24")
        made = await claim(client, row, await make.person("Chi"), tax_code="0100109106")
        address = f"/api/v1/claims/{made.json()['id']}"
        headers = {**ha.headers, "If-Match": (await client.get(address, headers=ha.headers)).headers["ETag"]}
        assert (await client.post(f"{address}/approval", headers=headers, **body)).status_code == 200


async def test_the_card_shows_whom_of_the_record_to_ask_and_says_where_there_is_nobody(
    client: httpx.AsyncClient, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "CLAIM_UNPROVED", limiting.CLAIM_UNPROVED._replace(most=4))
    chi, ha, em = await make.person("Chi"), await make.officer("24"), await make.person("Em")
    names = ("HTX Có Người", "HTX Có Địa Chỉ", "HTX Không Gì", "HTX Tự Khai")
    reached, posted, nowhere, own = [await make.organization(name=name, province_code="24") for name in names]
    await Organization.update({Organization.address: "Thôn 3"}).where(Organization.id == posted.id)
    await contacting.add(reached.id, at=make.NOW, name="Bà Tư", phone="+842043855123")
    with as_actor(chi.actor):
        await contacting.add(own.id, at=make.NOW, name="Bạn của Chi", phone="+84912000111")
    with as_actor(em.actor):
        changed = await contacting.add(own.id, at=make.NOW, name="Ông Năm", phone="+84912000222")
    with as_actor(chi.actor):
        await contacting.change(changed, changed.version, at=make.NOW, name="Bạn khác", phone="+84912000333")
    await contacting.add(own.id, at=make.NOW, name="Chính Chi", email=chi.user.email.upper())
    for one in (reached, posted, nowhere, own):
        assert (await claim(client, one, chi, unproved=True, note=NOTE)).status_code == 201
    page = await (await Browser(client).sign_in(ha)).see("/claims")
    assert "Bà Tư" in page
    assert i18n.phone("+842043855123") in page
    for hidden in ("Bạn của Chi", "Bạn khác", "Chính Chi", "Ông Năm"):
        assert hidden not in page
    cards = {name: card for card in page.split('<section class="card">') for name in names if name in card}
    assert "by the telephone or the contacts of its record" in cards["HTX Có Người"]
    assert "send it by post to the address of the record" in cards["HTX Có Địa Chỉ"]
    for name in ("HTX Không Gì", "HTX Tự Khai"):
        assert "no telephone, no contact, no address" in cards[name]


@pytest.mark.parametrize("case", ["decides", "viewer", "involved", "proved"])
async def test_contacts_are_shown_only_to_who_has_to_ask(client: httpx.AsyncClient, at: Any, case: str) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    record = await make.organization(tax_code="0100109106", province_code="24")
    await contacting.add(record.id, at=make.NOW, name="Bà Tư", phone="+842043855999")
    proof: dict[str, Any] = {"tax_code": "0100109106"} if case == "proved" else {"unproved": True}
    assert (await claim(client, record, chi, note=NOTE, **proof)).status_code == 201
    if case == "involved":
        assert (await claim(client, record, ha, unproved=True, note="Của tôi")).status_code == 201
    looks = await make.person("Xem", ha.organization, Role.VIEWER) if case == "viewer" else ha
    page = await (await Browser(client).sign_in(looks)).see("/claims")
    assert page.count("<h2>") >= 1
    assert ("Bà Tư" in page, i18n.phone("+842043855999") in page) == (case == "decides",) * 2
    whom = [{"name": "Bà Tư", "email": None, "phone": "+842043855999"}] if case == "decides" else None
    for one in await told(client, looks):
        assert one.get("contacts") == whom
    for one in await told(client, chi, own=True):
        assert "contacts" not in one


async def told(client: httpx.AsyncClient, who: make.Person, *, own: bool = False) -> list[dict[str, Any]]:
    """The claims as the API tells ``who`` of them, each in its list and by itself."""
    items = (await client.get(f"/api/v1/claims?own={str(own).lower()}", headers=who.headers)).json()["items"]
    assert items
    alone = [(await client.get(f"/api/v1/claims/{one['id']}", headers=who.headers)).json() for one in items]
    return [*items, *alone]


async def test_the_api_names_whom_to_ask_and_nobody_once_it_is_decided(
    client: httpx.AsyncClient, record: Organization, at: Any
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    with as_actor(chi.actor):
        await contacting.add(record.id, at=make.NOW, name="Bạn của Chi", phone="+84912000111")
    made = await claim(client, record, chi, unproved=True, note=NOTE)
    assert [one["contacts"] for one in await told(client, ha)] == [[], []]
    await contacting.add(record.id, at=make.NOW, name="Bà Tư", email="tu@example.org")
    assert [[who["email"] for who in one["contacts"]] for one in await told(client, ha)] == [["tu@example.org"]] * 2
    address = f"/api/v1/claims/{made.json()['id']}"
    headers = {**ha.headers, "If-Match": (await client.get(address, headers=ha.headers)).headers["ETag"]}
    assert (await client.post(f"{address}/rejection", headers=headers, json={"reason": "Không"})).status_code == 200
    assert ["contacts" in one for one in await told(client, ha)] == [False, False]


async def test_an_officer_that_claims_a_record_reads_nothing_of_its_rivals(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha, hai = await make.person("Chi"), await make.officer("24"), await make.admin()
    theirs = (await claim(client, record, chi, unproved=True, note=NOTE)).json()["id"]
    own = (await claim(client, record, ha, unproved=True, note="Của tôi")).json()["id"]
    items = (await client.get("/api/v1/claims", headers=ha.headers)).json()["items"]
    assert [(one["id"], one.get("note"), "others" in one, "others_proved" in one) for one in items] == [
        (theirs, None, False, False),
        (own, "Của tôi", False, False),
    ]
    for address, note in ((theirs, None), (own, "Của tôi")):
        answer = await client.get(f"/api/v1/claims/{address}", headers=ha.headers)
        assert (answer.status_code, answer.json().get("note")) == (200, note)
    browser = await Browser(client).sign_in(ha)
    page = await browser.see("/claims")
    for hidden in (NOTE, "claims this record, too"):
        assert hidden not in page
    assert "Của tôi" in page
    page = await (await browser.sign_in(hai)).see("/claims")
    for shown in (NOTE, "Của tôi", "Somebody else claims this record, too"):
        assert shown in page


async def test_what_is_refused_uses_up_none_of_the_claims_of_a_day(client: httpx.AsyncClient, at: Any) -> None:
    chi = await make.person("Chi")
    records = [await make.organization() for _ in range(limiting.CLAIM_UNPROVED.most + 1)]
    taken = await make.organization()
    await make.person("Chủ", taken)
    assert (await claim(client, records[0], chi, unproved=True, note=NOTE)).status_code == 201
    for one, kind in ((records[0], "already-claimed"), (taken, "has-members")):
        assert door.kind(await claim(client, one, chi, unproved=True, note=NOTE)) == (409, kind)
    answers = [await claim(client, one, chi, unproved=True, note=NOTE) for one in records[1:]]
    assert [one.status_code for one in answers] == [201] * (limiting.CLAIM_UNPROVED.most - 1) + [429]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Name the tax code or the code of the letter"),
        ({"tax_code": "0100109106", "unproved": "true"}, "Both were given: the tax code, and the box"),
        ({"code": "ABCD-EFGH-JKLM", "unproved": "true"}, "Both were given: the code of the letter, and the box"),
        (
            {"code": "ABCD-EFGH-JKLM", "tax_code": "0100109106"},
            "Both the tax code and the code of the letter were given",
        ),
    ],
)
async def test_who_gives_two_proofs_is_told_which_were_given(
    client: httpx.AsyncClient, record: Organization, said: dict[str, str], told: str
) -> None:
    browser, path = await Browser(client).sign_in(await make.person("Chi")), f"/organizations/{record.slug}/claim"
    await browser.see(path)
    assert told in await browser.send(path, 422, note=NOTE, **said)
