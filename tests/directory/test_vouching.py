"""What an admin looked at before it approved an organizer or authority is changed by an admin only."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import approving, registering, vouching
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser

SAID = {"name": "Sở Nông nghiệp Bắc Ninh"}


async def patch(client: httpx.AsyncClient, who: make.Person, **said: Any) -> httpx.Response:
    headers = {**who.headers, "If-Match": f'"{await version(who)}"'}
    return await client.patch(f"/api/v1/organizations/{who.organization.id}", json=said, headers=headers)


async def version(who: make.Person) -> int:
    [row] = await db.fetch("SELECT version FROM organization WHERE id = $1", who.organization.id)
    return int(row["version"])


async def test_an_authority_moves_to_no_other_province_and_verifies_nothing_there(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    ha = await make.officer("01")
    entity = await make.organization(name="Hợp tác xã Vải", province_code="24")
    product = await make.product(entity)
    [certificate] = await db.fetch("SELECT id FROM certificate WHERE product = $1", product.id)
    for said in ({"province_set": "34", "province_code": "24"}, {"province_set": "63", "province_code": "24"}):
        answer = await patch(client, ha, **said)
        assert door.kind(answer) == (403, "approved-as-it-is")
    assert answer.json()["fields"] == ["province_set", "province_code"]
    taken_away = await patch(client, ha, province_set=None, province_code=None)
    assert door.kind(taken_away) == (403, "approved-as-it-is")
    address = f"/api/v1/certificates/{certificate['id']}/verification"
    assert (await client.post(address, json={}, headers=ha.headers)).status_code == 403


async def test_control_without_the_guard_it_verifies_in_any_province(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vouching, "stays", lambda *_: None)
    ha = await make.officer("01")
    product = await make.product(await make.organization(province_code="24"))
    [certificate] = await db.fetch("SELECT id FROM certificate WHERE product = $1", product.id)
    assert (await patch(client, ha, province_set="34", province_code="24")).status_code == 200
    address = f"/api/v1/certificates/{certificate['id']}/verification"
    assert (await client.post(address, json={}, headers=ha.headers)).status_code == 200


async def test_neither_authority_nor_organizer_calls_itself_otherwise_but_says_the_rest(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for who in (await make.officer("01"), cast.an):
        own = f"/api/v1/organizations/{who.organization.id}"
        answer = await patch(client, who, **SAID)
        assert (door.kind(answer), answer.json()["fields"]) == ((403, "approved-as-it-is"), ["name"])
        for path, said in (("renaming", {"first_on": "2026-01-01"}), ("names", {})):
            answer = await client.post(f"{own}/{path}", json={**SAID, **said}, headers=who.headers)
            assert (path, door.kind(answer)) == (path, (403, "approved-as-it-is"))
        same = await patch(client, who, name=who.organization.name, representative="Hà", province_code="01")
        assert (same.status_code, same.json()["representative"]) == (200, "Hà")
    moved = await patch(client, cast.an, province_set="34", province_code="24")
    assert moved.status_code == 200  # an organizer decides about no province


async def test_the_admin_changes_them(client: httpx.AsyncClient, cast: make.Cast) -> None:
    ha, quan = await make.officer("01"), await make.admin()
    address = f"/api/v1/organizations/{ha.organization.id}"
    said = {**SAID, "province_set": "34", "province_code": "24"}
    answer = await client.patch(address, json=said, headers={**quan.headers, "If-Match": '"1"'})
    assert (answer.status_code, answer.json()["province_code"]) == (200, "24")
    said = {"name": "Sở Mới", "first_on": "2026-01-01"}
    assert (await client.post(f"{address}/renaming", json=said, headers=quan.headers)).status_code == 200


async def test_who_waits_still_corrects_itself_and_others_always_do(client: httpx.AsyncClient, cast: make.Cast) -> None:
    waiting = await make.officer("01", state="waiting")
    assert (await patch(client, waiting, **SAID, province_set="34", province_code="24")).status_code == 200
    for who in (cast.binh, cast.dung):
        assert (await patch(client, who, name="Tên Khác")).status_code == 200


async def test_what_is_approved_meanwhile_stays_too(cast: make.Cast) -> None:
    """The row is looked at once it is held: an approval that came first counts."""
    waiting = await make.officer("01", state="waiting")
    row = await Organization.objects().get(Organization.id == waiting.organization.id)
    assert row
    await approving.approve(waiting.organization, 1, at=make.NOW)
    with as_actor(waiting.actor), pytest.raises(vouching.ApprovedAsItIs):
        await registering.describe(row, await version(waiting), at=make.NOW, name="Sở Khác")


async def test_the_pages_ask_for_neither_and_keep_both(client: httpx.AsyncClient, cast: make.Cast) -> None:
    ha, quan = await make.officer("01"), await make.admin()
    browser = await Browser(client).sign_in(ha)
    page = await browser.see("/organization/edit")
    assert "are changed by an admin of the platform." in page
    assert not {"name", "province_code"} & {name for name, _ in browser.forms["/organization/edit"]}
    await browser.send("/organization/edit", representative="Nguyễn Hà")
    [row] = await db.fetch(
        "SELECT name, province_code, representative FROM organization WHERE id = $1", ha.organization.id
    )
    assert row == {"name": ha.organization.name, "province_code": "01", "representative": "Nguyễn Hà"}
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", 403, province_code="34-24")
    page = await browser.see("/organization/names")
    assert "is changed by an admin of the platform." in page
    assert "/organization/names" not in browser.forms
    await browser.see("/organization/renaming")
    await browser.send("/organization/renaming", 403, name="Sở Khác", first_on="2026-01-01")
    await browser.sign_in(cast.an)
    await browser.see("/organization/edit")
    assert "province_code" in {name for name, _ in browser.forms["/organization/edit"]}
    await browser.sign_in(quan)
    address = f"/desk/entities/{ha.organization.id}/edit"
    await browser.see(address)
    await browser.send(address, name="Sở Mới", province_code="34-24")
    [row] = await db.fetch("SELECT name, province_code FROM organization WHERE id = $1", ha.organization.id)
    assert row == {"name": "Sở Mới", "province_code": "24"}
