"""A claim about which the officers of the province may not decide, as they claim the record themselves, is told to the admins."""

from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.directory import claiming, contacting
from events_app.directory.tables import Contact, Organization
from tests import make
from tests.browser_like import Browser
from tests.reminders import posting

CODE = "0100109106"


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """A record of Đồng Tháp."""
    return await make.organization(name="Hợp tác xã Xoài", tax_code=CODE, province_code="82")


async def claimed(record: Organization, who: make.Person) -> None:
    await claiming.claim(record, who.user.id, tax_code=CODE, code=None, note="Tôi là giám đốc", at=make.NOW)


async def told() -> list[str]:
    """Who is told that a claim waits."""
    await posting.tell()
    return [row["name"] for row in await posting.deliveries("claim_waiting")]


async def test_the_admins_are_told_of_what_the_only_officer_claims_itself(record: Organization) -> None:
    ha = await make.officer("82", "Hà")
    quan, chi = await make.admin(), await make.person("Chi")
    await make.person("Xem", ha.organization, Role.VIEWER)
    await claimed(record, ha)
    assert await told() == [quan.user.name]
    await claimed(record, chi)
    assert await told() == [quan.user.name] * 2


async def test_a_colleague_decides_and_is_told_and_nobody_else(record: Organization) -> None:
    ha = await make.officer("82", "Hà")
    await make.person("Lan", ha.organization, Role.STAFF)
    await make.admin()
    await claimed(record, ha)
    assert await told() == ["Lan"]


async def test_who_claims_is_not_asked_at_another_address_either(record: Organization) -> None:
    """Nor a mailbox that only the claimant reads for its authority."""
    ha = await make.officer("82", "Hà")
    quan = await make.admin()
    await Contact.update({Contact.email: "ha@so.example"}).where(Contact.user == ha.user.id)
    await contacting.add(ha.organization.id, at=make.NOW, name="Văn thư", email="vanthu@so.example")
    await claimed(record, ha)
    assert await told() == [quan.user.name]


@pytest.mark.parametrize("typed", [True, False])
async def test_who_claims_is_left_out_among_its_colleagues(record: Organization, typed: bool) -> None:
    ha = await make.officer("82", "Hà")
    await make.person("Lan", ha.organization, Role.STAFF)
    if typed:
        await Contact.update({Contact.user: None}).where(Contact.user == ha.user.id)
    else:
        await Contact.update({Contact.email: "ha@so.example"}).where(Contact.user == ha.user.id)
    await claimed(record, ha)
    assert await told() == ["Lan"]


async def test_an_admin_that_claims_is_told_only_where_there_is_no_other(record: Organization) -> None:
    quan, hai = await make.admin(), await make.admin("Hải")
    await claimed(record, quan)
    assert await told() == ["Hải"]
    await claimed(record, hai)
    assert sorted((await told())[1:]) == ["Hải", quan.user.name]


async def test_the_page_of_the_claim_names_who_decides(client: httpx.AsyncClient, record: Organization) -> None:
    ha, chi = await make.officer("82", "Hà"), await make.person("Chi")
    assert ha.organization is not None
    ours, admins = f"It is decided by {ha.organization.name}", "It is decided by the platform&#39;s administrators"
    browser, path = Browser(client), f"/organizations/{record.slug}/claim"
    assert ours in await (await browser.sign_in(chi)).see(path)
    assert admins in await (await browser.sign_in(ha)).see(path)
    await claimed(record, ha)
    assert admins in await (await browser.sign_in(chi)).see(path)
