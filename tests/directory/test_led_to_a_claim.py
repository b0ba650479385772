"""Who has no account is led by the link of a letter through registering to the claim, and nowhere else."""

import re
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory.claims import TAX_CODE


async def test_the_link_of_a_letter_leads_who_has_no_account_through_registering_to_the_claim(
    client: httpx.AsyncClient, record: Organization
) -> None:
    path = f"/organizations/{record.slug}/claim"
    browser = Browser(client)
    page = await browser.see(path)
    assert f"{record.name} is your organization. For that you need an account" in page
    [following] = re.findall(r'href="(/register\?[^"]+)"', page)
    assert f'href="{following.replace("register", "sign-in")}"' in page
    page = await browser.see(following.replace("register", "sign-in"))
    assert f'href="{following}"' in page  # who has seen that it has none yet
    page = await browser.see(following)
    assert f"You want to claim the record of {record.name}: register alone" in page
    assert ("kind", "none") in browser.forms["/register"]
    page = await browser.send("/register", 422)
    assert ("kind", "none") in browser.forms["/register"]
    consent = await door.consent(client, "en")
    await browser.send(
        "/register", kind="none", person__name="Lan", person__email="lan@sen.example", person__consent=consent
    )
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == path
    assert "My claims" in await browser.send(path, tax_code=TAX_CODE)
    assert await db.fetch("SELECT FROM registration WHERE following <> ''") == []


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/\t/evil.example"]
)
async def test_registering_leads_nowhere_else(client: httpx.AsyncClient, record: Organization, elsewhere: str) -> None:
    browser = Browser(client)
    page = await browser.see(str(httpx.URL("/register", params={"next": elsewhere})))
    assert "You want to claim" not in page
    assert "kind" not in dict(browser.forms["/register"])
    assert '<input type="hidden" name="next" value="">' in page
    assert 'href="/sign-in"' in page
    said: dict[str, Any] = {
        "person__name": "Lan",
        "person__email": "lan@sen.example",
        "person__consent": await door.consent(client, "en"),
    }
    await browser.send("/register", kind="none", next=elsewhere, **said)
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == "/organization"


async def test_who_belongs_to_none_is_led_to_the_search_for_its_record_first(
    client: httpx.AsyncClient, record: Organization
) -> None:
    browser = await Browser(client).sign_in(await make.person("Chi"))
    page = await browser.see("/organization")
    assert "Find my organization" in page
    assert 'action="/organizations"' in page
    assert 'href="/organization/new"' in page


@pytest.mark.parametrize("following", ["/organizations/%s/claim", "/events"])
async def test_who_enters_its_own_organization_instead_is_led_to_no_claim(
    client: httpx.AsyncClient, record: Organization, following: str
) -> None:
    path = following.replace("%s", record.slug)
    browser, consent = Browser(client), await door.consent(client, "en")
    await browser.see(str(httpx.URL("/register", params={"next": path})))
    said: dict[str, Any] = {**door.SEN, "name": record.name, "tax_code": TAX_CODE, "province_code": "34-82"}
    del said["province_set"]
    await browser.send(
        "/register",
        **said,
        anyway="true",
        person__name="Lan",
        person__email="lan@sen.example",
        person__consent=consent,
    )
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    assert len(await db.fetch("SELECT FROM organization WHERE tax_code = $1", TAX_CODE)) == 2
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == ("/organization" if "claim" in path else path)
