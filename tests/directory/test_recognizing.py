"""Who registers or edits what has the tax code of a record is pointed to it, and learns nothing that is not public."""

import httpx
import pytest

from events_app import db
from events_app.accounts import tokens
from events_app.directory import masking
from events_app.directory.tables import EntityKind, Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.recognized import CODE, SAID, left_by_an_import

NUMBER = "001099012345"

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
async def record(cast: make.Cast) -> Organization:
    return await left_by_an_import()


async def test_a_newcomer_and_somebody_signed_in_are_pointed_to_the_record(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    for answer in (
        await door.register(client, organization=SAID),
        await asking.post(client, cast.chi, "/organizations", **SAID),
    ):
        assert door.kind(answer) == (409, "in-directory")
        said = answer.json()
        assert said["organization"] == {"id": str(record.id), "name": record.name, "slug": record.slug}
        assert (said["by"], said["claim"]) == ("tax_code", f"/organizations/{record.slug}/claim")
        assert "912345678" not in answer.text
    assert await db.fetch("SELECT FROM registration") == []


async def test_who_says_that_it_is_another_registers_all_the_same(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    assert (await door.register(client, organization={**SAID, "anyway": True})).status_code == 202
    assert (await door.confirm(client, await door.token("newcomer"))).status_code == 201
    answer = await asking.post(client, cast.chi, "/organizations", **SAID, anyway=True)
    assert answer.status_code == 201


async def test_a_newcomer_whose_entity_was_entered_before_it_confirmed_comes_alone_and_is_led_to_the_record(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.register(client, organization=SAID)
    record = await make.organization(name="Hợp tác xã Vải Thiều", tax_code=CODE, phone="+84912345678")
    answer = await door.confirm(client, await door.token("newcomer"))
    assert (answer.status_code, answer.json()["organization"]) == (201, None)
    there = {"by": "tax_code", "id": str(record.id), "name": record.name, "slug": record.slug}
    assert answer.json()["in_directory"] == {**there, "claim": f"/organizations/{record.slug}/claim"}
    assert "912345678" not in answer.text
    assert await db.fetch("SELECT FROM organization WHERE tax_code = $1", CODE) == [{}]


async def test_the_page_leads_such_a_newcomer_through_the_door_to_the_claim(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.register(client, organization=SAID, language="en")
    record = await make.organization(name="Hợp tác xã Vải Thiều", tax_code=CODE)
    browser = Browser(client)
    [link] = await door.links("newcomer")
    await browser.see(link)
    page = await browser.send("/confirmation", password=door.PASSWORD)
    assert f"{record.name}" in page
    assert "claim" in page
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == f"/organizations/{record.slug}/claim"


@pytest.fixture
async def taken(cast: make.Cast) -> Organization:
    """Bình's entity with the tax code: people act for it."""
    binh = cast.binh.organization
    assert binh is not None
    binh.tax_code = CODE
    await binh.save()
    return binh


async def test_a_colleague_is_told_that_people_act_for_its_organization_and_may_say_that_it_is_another(
    client: httpx.AsyncClient, taken: Organization, cast: make.Cast
) -> None:
    for answer in (
        await door.register(client, organization=SAID),
        await asking.post(client, cast.chi, "/organizations", **SAID),
    ):
        assert (door.kind(answer), answer.json()["by"]) == ((409, "in-directory"), "tax_code")
        assert not {"claim", "organization"} & set(answer.json())
        assert taken.name not in answer.text
        assert "invite" in answer.json()["detail"] or "lời mời" in answer.json()["detail"]
    assert await db.fetch("SELECT FROM registration") == []
    assert (await door.register(client, organization={**SAID, "anyway": True})).status_code == 202
    assert (await door.confirm(client, await door.token("newcomer"))).json()["organization"]["name"] == SAID["name"]
    assert (await asking.post(client, cast.em, "/organizations", **SAID, anyway=True)).status_code == 201


async def test_no_answer_tells_whether_an_address_is_known_where_the_organization_is(
    client: httpx.AsyncClient, taken: Organization, cast: make.Cast
) -> None:
    known = await door.register(client, email=cast.binh.user.email, organization=SAID)
    new = await door.register(client, email="moi@sen.example", organization=SAID)
    assert known.status_code == new.status_code == 409
    told, other = ({**one.json(), "instance": ""} for one in (known, new))
    assert told == other
    assert await db.fetch("SELECT FROM delivery") == []


async def test_of_two_colleagues_who_register_at_once_the_second_comes_alone_and_is_told(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await door.register(client, organization=SAID, language="en")
    await door.register(client, email="mai@sen.example", organization=SAID, language="en")
    first, second = await door.links("newcomer")
    assert (await door.confirm(client, first.rpartition("=")[2])).json()["organization"]["name"] == SAID["name"]
    browser = Browser(client)
    await browser.see(second)
    page = await browser.send("/confirmation", password=door.PASSWORD)
    assert "ask its owner for an invitation" in page
    await browser.send("/sign-in", email="mai@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == "/organization"
    assert len(await db.fetch("SELECT FROM organization WHERE tax_code = $1", CODE)) == 1


async def test_over_http_the_second_is_told_too(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.register(client, organization=SAID)
    token = await door.token("newcomer")
    await asking.post(client, cast.chi, "/organizations", **SAID)
    confirmed = (await door.confirm(client, token)).json()
    nobody = {"id": None, "name": None, "slug": None, "claim": None}
    assert (confirmed["organization"], confirmed["in_directory"]) == (None, {"by": "tax_code", **nobody})


async def test_the_form_asks_a_colleague_whether_the_record_of_a_tax_code_is_its_own(
    client: httpx.AsyncClient, taken: Organization, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/organization/new")
    typed = {"entity_kind": "cooperative", "name": "HTX Vải", "tax_code": CODE, "province_code": "34-24"}
    page = await browser.send("/organization/new", 409, kind="entity", **typed)
    assert "Another organization has this tax code here." in page
    assert "ask its owner for an invitation" in page
    assert taken.name not in page
    assert "is in the directory now" in await browser.send("/organization/new", kind="entity", anyway="true")


async def test_nothing_is_said_of_what_is_not_public(client: httpx.AsyncClient, cast: make.Cast) -> None:
    household = await make.organization(name="Hộ Vải", entity_kind=EntityKind.HOUSEHOLD)
    await masking.keep(household.id, NUMBER, at=make.NOW)
    refused = await make.organization(name="Sở Xa", state="refused", tax_code="0100233488")
    for said in (
        {**SAID, "entity_kind": "household", "tax_code": NUMBER},
        {**SAID, "name": "HTX Sen Hai", "tax_code": refused.tax_code},
        {**SAID, "kind": "distributor", "entity_kind": None},
    ):
        assert (await asking.post(client, cast.chi, "/organizations", **said)).status_code == 201, said


async def test_the_forms_lead_to_the_claim_and_keep_what_was_typed(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/organization/new")
    typed = {
        "kind": "entity",
        "entity_kind": "cooperative",
        "name": "HTX Vải",
        "tax_code": CODE,
        "province_code": "34-24",
    }
    page = await browser.send("/organization/new", 409, **typed)
    assert "This tax code is that of Hợp tác xã Vải Thiều." in page
    assert f'href="/organizations/{record.slug}/claim"' in page
    assert dict(browser.forms["/organization/new"])["name"] == "HTX Vải"
    page = await browser.send("/organization/new", kind="entity", anyway="true")
    assert "HTX Vải is in the directory now." in page
    await browser.send("/sign-out")
    await browser.see("/register")
    person = {
        "person.name": "Lan",
        "person.email": "lan@vai.example",
        "person.consent": await door.consent(client, "en"),
    }
    page = await browser.send("/register", 409, **typed, **person)
    assert "register alone first" in page
    assert f'href="/organizations/{record.slug}/claim"' in page


async def test_nobody_takes_over_the_tax_code_of_a_record_without_saying_that_it_is_another(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    assert cast.binh.organization is not None
    path = asking.own(cast.binh)
    answer = await asking.patch(client, cast.binh, path, 1, tax_code=CODE)
    assert door.kind(answer) == (409, "in-directory")
    assert answer.json()["organization"] == {"id": str(record.id), "name": record.name, "slug": record.slug}
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/edit")
    page = await browser.send("/organization/edit", 409, tax_code=CODE)
    assert f"This tax code is that of {record.name}." in page
    await browser.send("/organization/edit", tax_code=CODE, anyway="true")
    (row,) = await db.fetch("SELECT tax_code, version FROM organization WHERE id = $1", cast.binh.organization.id)
    assert row["tax_code"] == CODE
    answer = await asking.patch(client, cast.binh, path, row["version"], tax_code=CODE, representative="Bình")
    assert answer.status_code == 200


async def test_the_code_of_one_that_somebody_acts_for_is_told_to_organizers_only(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    assert cast.an.organization is not None
    await make.person("Lan", record)
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 1, tax_code=CODE)
    assert (door.kind(answer), answer.json()["by"]) == ((409, "in-directory"), "tax_code")
    assert record.name not in answer.text
    assert str(record.id) not in answer.text
    kept = await make.organization(keeper=cast.an.organization.id)
    answer = await asking.patch(client, cast.an, f"/organizations/{kept.id}", 1, tax_code=CODE, anyway=True)
    assert (door.kind(answer), answer.json()["by"]) == ((409, "in-directory"), "tax_code")


async def test_a_code_of_one_that_somebody_acts_for_is_taken_once_somebody_says_that_it_is_right(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    await make.person("Lan", record)
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/edit")
    page = await browser.send("/organization/edit", 409, tax_code=CODE)
    assert "Another organization has this tax code here, and people of its own." in page
    assert record.name not in page
    await browser.send("/organization/edit", tax_code=CODE, anyway="true")
    answer = await asking.patch(client, cast.em, asking.own(cast.em), 1, tax_code=CODE, anyway=True)
    assert answer.status_code == 200
    having = await db.fetch("SELECT FROM organization WHERE tax_code = $1", CODE)
    assert len(having) == 3


async def test_no_organization_is_left_where_the_token_that_entered_it_cannot_act_for_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await db.fetch("ALTER TABLE token ADD CONSTRAINT none_acts CHECK (membership_id IS NULL) NOT VALID")
    answer = await asking.post(client, cast.chi, "/organizations", **SAID)
    assert answer.status_code == 500
    assert await db.fetch("SELECT FROM organization WHERE tax_code = $1", CODE) == []
    await db.fetch("ALTER TABLE token DROP CONSTRAINT none_acts")
    assert (await asking.post(client, cast.chi, "/organizations", **SAID)).status_code == 201
    entered = await db.fetch("SELECT id FROM organization WHERE tax_code = $1", CODE)
    acting = await tokens.recognize(cast.chi.token, at=make.NOW)
    assert [row["id"] for row in entered] == [acting.organization_id]
