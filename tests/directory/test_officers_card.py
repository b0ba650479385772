"""Whoever decides about a record reads where it is, who represents it and how it is called, to write a letter and to ask."""

from typing import Any

import httpx
import pytest

from events_app import i18n
from events_app.actor import Role
from events_app.directory import contacting, masking
from events_app.directory.tables import Kind, Organization
from tests import make
from tests.browser_like import Browser
from tests.contract.test_personal_numbers import leaks

INSIDE = {"tax_code", "personal_number", "representative", "phone", "email", "address", "commune", "district"}
NUMBER, PHONE = "000123456789", "+842043855123"


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """A household of Bắc Giang, which is Bắc Ninh since the merger, and somebody who can be asked about it."""
    row = await make.organization(
        name="Hộ Vải Thiều",
        province_set="63",
        province_code="24",
        address="Thôn 3",
        commune="Xã Tân Sơn",
        district="Huyện Lục Ngạn",
        representative="Bà Lan",
        phone=PHONE,
        email="vai@thieu.example",
    )
    await masking.keep(row.id, NUMBER, at=make.NOW)
    await contacting.add(row.id, at=make.NOW, name="Ông Năm", phone="+84912000222")
    return row


@pytest.mark.parametrize("peopled", [False, True])
async def test_the_api_tells_who_decides_where_a_record_is(
    client: httpx.AsyncClient, record: Organization, peopled: bool
) -> None:
    ha = await make.officer("24")
    looks = await make.person("Xem", ha.organization, Role.VIEWER)
    if peopled:
        await make.person("Lan", record)
    address = f"/api/v1/organizations/{record.id}"
    others = (await make.officer("01"), await make.officer("24", state="waiting"), await make.person("Chi"))
    for who in others:
        assert INSIDE & set((await client.get(address, headers=who.headers)).json()) == set()
    assert INSIDE & set((await client.get(address)).json()) == set()
    for who in (ha, looks):
        said = (await client.get(address, headers=who.headers)).json()
        assert {name: said[name] for name in INSIDE} == {
            "tax_code": None,
            "personal_number": "*********789",
            "representative": "Bà Lan",
            "phone": PHONE,
            "email": "vai@thieu.example",
            "address": "Thôn 3",
            "commune": "Xã Tân Sơn",
            "district": "Huyện Lục Ngạn",
        }
        answer = await client.get(f"{address}/contacts", headers=who.headers)
        assert answer.status_code == 403


async def test_an_officer_reads_nothing_of_what_is_no_entity(client: httpx.AsyncClient, record: Organization) -> None:
    ha, row = await make.officer("24"), await make.organization(Kind.DISTRIBUTOR, province_code="24", phone=PHONE)
    said = (await client.get(f"/api/v1/organizations/{row.id}", headers=ha.headers)).json()
    assert INSIDE & set(said) == set()


async def test_the_page_of_a_record_says_it_to_who_decides(client: httpx.AsyncClient, record: Organization) -> None:
    browser, path = Browser(client), f"/organizations/{record.slug}"
    shown = ("Bà Lan", i18n.phone(PHONE), "Thôn 3, Xã Tân Sơn, Huyện Lục Ngạn", "vai@thieu.example")
    page = await (await browser.sign_in(await make.officer("24"))).see(path)
    assert [one for one in shown if one not in page] == []
    assert "*********789" in page
    assert "Ông Năm" not in page
    assert leaks(page) == []
    for who in (await make.officer("01"), await make.person("Chi")):
        page = await (await browser.sign_in(who)).see(path)
        assert [one for one in (*shown, "*********789") if one in page] == []


async def test_the_letter_with_a_code_is_addressed(client: httpx.AsyncClient, record: Organization) -> None:
    bare, browser = await make.organization(province_code="24"), await Browser(client).sign_in(await make.officer("24"))
    pages = []
    for row in (record, bare):
        await browser.see(f"/organizations/{row.slug}")
        pages.append(await browser.send(f"/organizations/{row.slug}/claim-code", _sure="true"))
    for one in ("Bà Lan", i18n.phone(PHONE), "Thôn 3, Xã Tân Sơn, Huyện Lục Ngạn"):
        assert one in pages[0]
    assert ["says no address to which this could be sent" in page for page in pages] == [False, True]
    assert leaks(pages[0]) == []
