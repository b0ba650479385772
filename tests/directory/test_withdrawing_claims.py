"""Whoever made a claim takes it back while it waits; who decides about a record is not led into claiming it."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import claiming
from events_app.directory.tables import Claim, Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.reminders import posting

TAX_CODE = "0100109106"


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """A record without members, in the province of the officer."""
    return await make.organization(name="Hợp tác xã Vải Thiều", tax_code=TAX_CODE, province_code="24")


async def claimed(record: Organization, who: make.Person) -> Claim:
    return await claiming.claim(record, who.user.id, tax_code=TAX_CODE, code=None, note="Tôi là Mai", at=make.NOW)


async def withdraw(client: httpx.AsyncClient, who: make.Person, row: Claim) -> httpx.Response:
    return await client.post(f"/api/v1/claims/{row.id}/withdrawal", headers=who.headers)


async def test_a_claim_is_taken_back_once_and_the_record_may_be_claimed_anew(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    row = await claimed(record, chi)
    for _ in range(2):
        answer = await withdraw(client, chi, row)
        assert (answer.status_code, answer.json()["state"], answer.json()["decided_at"]) == (200, "withdrawn", None)
    assert (await asking.topics()).count("claim.withdraw") == 1
    [message] = await db.fetch("SELECT user_id FROM message WHERE topic = 'claim.withdraw'")
    assert message == {"user_id": chi.user.id}
    headers = {**ha.headers, "If-Match": f'"{claiming.version(row.version + 1, record.version)}"'}
    answer = await client.post(f"/api/v1/claims/{row.id}/approval", headers=headers)
    assert door.kind(answer) == (409, "wrong-state")
    again = await claimed(record, chi)
    assert again.id != row.id
    await posting.tell()
    assert len(await posting.written(await posting.deliveries("claim_waiting"))) == 1
    assert await posting.deliveries("claim_rejected") == []


@pytest.mark.parametrize("verb", ["approve", "reject"])
async def test_a_claim_that_was_decided_is_taken_back_no_more(
    client: httpx.AsyncClient, record: Organization, verb: str
) -> None:
    chi = await make.person("Chi")
    row, browser = await claimed(record, chi), await Browser(client).sign_in(chi)
    await browser.see("/my-claims")
    form = browser.forms[f"/claims/{row.id}/withdrawal"]
    if verb == "approve":
        await claiming.approve(row, claiming.version(row.version, record.version), asked=False, at=make.NOW)
    else:
        await claiming.reject(row, None, "Không đúng người", at=make.NOW)
    assert door.kind(await withdraw(client, chi, row)) == (409, "wrong-state")
    page = await browser.post(f"/claims/{row.id}/withdrawal", [*form, ("_sure", "true")], 409)
    assert "This is not possible in the present state." in page
    assert f"/claims/{row.id}/withdrawal" not in browser.forms


async def test_only_who_made_a_claim_takes_it_back(client: httpx.AsyncClient, record: Organization) -> None:
    chi, ha, quan, em = await make.person("Chi"), await make.officer("24"), await make.admin(), await make.person("Em")
    row = await claimed(record, chi)
    answers = [await withdraw(client, one, row) for one in (ha, quan, em)]
    assert [one.status_code for one in answers] == [403, 403, 404]
    assert (await client.post(f"/api/v1/claims/{row.id}/withdrawal")).status_code == 401


async def test_a_claim_is_taken_back_on_the_page_once_that_is_confirmed(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    row, browser = await claimed(record, chi), await Browser(client).sign_in(chi)
    await browser.see("/my-claims")
    path = f"/claims/{row.id}/withdrawal"
    assert "Tick the box to confirm this." in await browser.send(path, 422)
    assert "The claim is withdrawn" in await browser.send(path, _sure="true")
    assert path not in browser.forms
    assert "Withdrawn" in browser.answer.text
    assert "Nothing waits." in await (await browser.sign_in(ha)).see("/claims")
    assert "Claim this record" in await (await browser.sign_in(chi)).see(f"/organizations/{record.slug}")


async def test_an_officer_that_takes_its_claim_back_decides_again(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    row, own = await claimed(record, chi), await claimed(record, ha)
    headers = {**ha.headers, "If-Match": f'"{claiming.version(row.version, record.version)}"'}
    address = f"/api/v1/claims/{row.id}/approval"
    assert (await client.post(address, headers=headers)).status_code == 403
    assert (await withdraw(client, ha, own)).status_code == 200
    assert (await client.post(address, headers=headers)).status_code == 200


async def test_who_decides_about_a_record_is_not_led_into_claiming_it(
    client: httpx.AsyncClient, record: Organization
) -> None:
    ha, quan, chi = await make.officer("24"), await make.admin(), await make.person("Chi")
    looks = await make.person("Xem", ha.organization, Role.VIEWER)
    browser, path = Browser(client), f"/organizations/{record.slug}"
    warning = "You decide about claims to this record. Claim it only if it is your own organization"
    for who, decides in ((ha, True), (looks, True), (quan, True), (chi, False), (await make.officer("01"), False)):
        await browser.sign_in(who)
        assert (f'href="{path}/claim"' in await browser.see(path)) is not decides
        assert (warning in await browser.see(f"{path}/claim")) is decides
