"""An officer learns that a record of the province may be one with a record of another province, and whom to ask there."""

import httpx
import pytest

from events_app.directory import distinguishing, masking
from events_app.directory.tables import Kind, Organization
from events_app.settings import settings
from tests import counting, make
from tests.browser_like import Browser
from tests.directory.asking import API

pytestmark = pytest.mark.usefixtures("database")
CODE, PERSON = "0100109106", "079203001234"


async def record(name: str, code: str, **said: object) -> Organization:
    return await make.organization(Kind.ENTITY, name, province_set="34", province_code=code, **said)


async def told(client: httpx.AsyncClient, who: make.Person) -> list[tuple[object, ...]]:
    answer = await client.get(f"{API}/duplicates/elsewhere", headers=who.headers)
    assert answer.status_code == 200, answer.text
    return [(one["name"], one["reason"], one["province_code"], one["authorities"]) for one in answer.json()["items"]]


async def test_each_officer_sees_its_own_record_and_where_the_other_one_lies(client: httpx.AsyncClient) -> None:
    ha, giang = await make.officer("24"), await make.officer("82", "Giang")
    here, there = await record("HTX Vải", "24", tax_code=CODE), await record("Cơ sở Kín", "82", tax_code=CODE)
    home, away = await record("Hộ Lan", "24"), await record("Hộ Sen", "01")
    for one in (home, away):
        await masking.keep(one.id, PERSON, at=make.NOW)
    await record("HTX Vải Hai", "24", tax_code=CODE)  # of the same province: among the duplicates there
    assert await told(client, ha) == [
        ("Hộ Lan", "personal_number", "01", []),
        ("HTX Vải", "tax_code", "82", [giang.organization.name]),
        ("HTX Vải Hai", "tax_code", "82", [giang.organization.name]),
    ]
    assert [one[0] for one in await told(client, giang)] == ["Cơ sở Kín", "Cơ sở Kín"]
    browser = await Browser(client).sign_in(ha)
    page = await browser.see("/desk/duplicates")
    assert 'href="/desk/duplicates/elsewhere"' in page
    page = await browser.see("/desk/duplicates/elsewhere")
    for said in ("HTX Vải", "The same tax code", "Dong Thap", giang.organization.name, settings().contact):
        assert said in page
    for hidden in ("Cơ sở Kín", "Hộ Sen", CODE, PERSON):
        assert hidden not in page
    quan = await make.admin()
    await distinguishing.say(here, there, quan.actor, at=make.NOW)
    assert [one[0] for one in await told(client, giang)] == ["Cơ sở Kín"]
    await browser.sign_in(quan)
    assert "/desk/duplicates/elsewhere" not in await browser.see("/desk/duplicates")


async def test_the_list_asks_as_much_for_three_as_for_one(client: httpx.AsyncClient) -> None:
    ha, counts = await make.officer("24"), []
    await client.get(f"{API}/duplicates/elsewhere", headers=ha.headers)  # a token is written down as used now and then
    for n in range(3):
        for code in ("24", "82"):
            await record(f"HTX {n} {code}", code, tax_code=f"010010910{n}")
        async with counting.statements() as statements:
            assert len(await told(client, ha)) == n + 1
        counts.append(len(statements))
    assert counts == [counts[0]] * 3


async def test_an_authority_without_a_province_is_told_of_none(client: httpx.AsyncClient) -> None:
    ministry = await make.organization(Kind.AUTHORITY, "Bộ Mẫu", province_set=None, province_code=None)
    for code in ("24", "82"):
        await record(f"HTX {code}", code, tax_code=CODE)
    assert await told(client, await make.person("Bộ", ministry)) == []
