"""The code of a letter proves nothing in the hands of who printed it, nor for colleagues of who did; who claims prints none."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import claiming
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser

NOTE = "Tôi là giám đốc, số máy bàn của hợp tác xã là 0204 3855 123."


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """A record without members, in the province of the officer."""
    return await make.organization(name="Hợp tác xã Vải Thiều", province_code="24")


async def printed(client: httpx.AsyncClient, record: Organization, who: make.Person) -> httpx.Response:
    return await client.post(f"/api/v1/organizations/{record.id}/claim-code", headers=who.headers)


async def claim(client: httpx.AsyncClient, record: Organization, who: make.Person, **said: Any) -> httpx.Response:
    return await client.post(f"/api/v1/organizations/{record.id}/claims", json=said, headers=who.headers)


async def test_who_printed_a_code_proves_nothing_with_it(client: httpx.AsyncClient, record: Organization) -> None:
    ha = await make.officer("24")
    code = (await printed(client, record, ha)).json()["code"]
    assert door.kind(await claim(client, record, ha, code=code)) == (409, "own-code")
    assert door.kind(await claim(client, record, ha, code="ABCD-EFGH-JKLM")) == (422, "wrong-proof")
    browser, path = await Browser(client).sign_in(ha), f"/organizations/{record.slug}/claim"
    await browser.see(path)
    assert "printed this code: it proves nothing for you" in await browser.send(path, 409, code=code)
    assert await db.fetch("SELECT FROM claim") == []
    assert (await claim(client, record, await make.person("Chi"), code=code)).json()["proof"] == "code"
    assert (await claim(client, record, ha, unproved=True, note=NOTE)).json()["proof"] == "none"


async def test_who_has_left_the_authority_proves_nothing_with_a_code_of_its_own(
    client: httpx.AsyncClient, record: Organization
) -> None:
    ha = await make.officer("24")
    code = (await printed(client, record, ha)).json()["code"]
    await db.fetch('DELETE FROM membership WHERE "user" = $1', ha.user.id)
    with pytest.raises(claiming.OwnCode):
        await claiming.claim(record, ha.user.id, tax_code=None, code=code, note="", at=make.NOW)


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
async def test_a_colleague_of_who_printed_a_code_proves_nothing_with_it(
    client: httpx.AsyncClient, record: Organization, role: Role
) -> None:
    ha, elsewhere = await make.officer("24"), await make.officer("01")
    colleague = await make.person("Lan", ha.organization, role)
    code = (await printed(client, record, ha)).json()["code"]
    assert door.kind(await claim(client, record, colleague, code=code)) == (409, "own-code")
    assert (await claim(client, record, elsewhere, code=code)).status_code == 201


async def test_admins_prove_nothing_with_a_code_that_one_of_them_printed(
    client: httpx.AsyncClient, record: Organization
) -> None:
    quan, hai, ha = await make.admin(), await make.admin("Hải"), await make.officer("24")
    code = (await printed(client, record, quan)).json()["code"]
    for one in (quan, hai):
        assert door.kind(await claim(client, record, one, code=code)) == (409, "own-code")
    code = (await printed(client, record, ha)).json()["code"]
    assert (await claim(client, record, hai, code=code)).status_code == 201


async def test_a_code_is_printed_for_nobody_who_claims_the_record(
    client: httpx.AsyncClient, record: Organization
) -> None:
    ha = await make.officer("24")
    colleague, path = await make.person("Lan", ha.organization), f"/organizations/{record.slug}"
    browser = await Browser(client).sign_in(ha)
    await browser.see(path)
    form = browser.forms[f"{path}/claim-code"]
    assert (await claim(client, record, ha, unproved=True, note=NOTE)).status_code == 201
    assert door.kind(await printed(client, record, ha)) == (409, "claims-itself")
    page = await browser.post(f"{path}/claim-code", [*form, ("_sure", "true")], 409)
    assert "You claim this record yourself: somebody else prints a code" in page
    await browser.see(path)
    assert f"{path}/claim-code" not in browser.forms
    assert await db.fetch("SELECT FROM claim_code") == []
    code = (await printed(client, record, colleague)).json()["code"]
    assert (await claim(client, record, await make.person("Chi"), code=code)).status_code == 201
