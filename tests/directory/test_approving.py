"""Who founds an organizer or an authority waits until an admin approves it; who was refused is told why, and asks again."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory.tables import Certificate, Kind
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("at")


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
