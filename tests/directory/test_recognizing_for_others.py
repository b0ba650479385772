"""An organizer who enters an entity that has a record already is led to the record, whoever acts for it."""

from typing import Any

import httpx
import pytest

from events_app.directory import likeness
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.recognized import CODE, ENTERED, SAID, left_by_an_import

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
async def record(cast: make.Cast) -> Organization:
    return await left_by_an_import()


async def test_an_organizer_is_led_to_the_record_of_a_tax_code_whoever_acts_for_it(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    for anyway in (False, True):
        answer = await asking.post(client, cast.an, "/organizations", **ENTERED, anyway=anyway)
        assert door.kind(answer) == (409, "in-directory")
        assert (answer.json()["organization"]["id"], answer.json()["by"]) == (str(record.id), "tax_code")
        assert "claim" not in answer.json()
        assert "912345678" not in answer.text
    await make.person("Lan", record)
    assert door.kind(await asking.post(client, cast.an, "/organizations", **ENTERED)) == (409, "in-directory")


async def test_an_organizer_may_say_that_a_record_of_the_same_name_and_province_is_another(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    alike: dict[str, Any] = {"alike": likeness.key(SAID["name"], "34", "82"), "province_code": "82"}
    there = await make.organization(name="HTX Sen Mới", **alike)
    said = {**ENTERED, "tax_code": None, "name": "Hợp tác xã  SEN MỚI", "province_set": "63", "province_code": "87"}
    answer = await asking.post(client, cast.an, "/organizations", **said)
    assert door.kind(answer) == (409, "in-directory")
    assert (answer.json()["organization"]["id"], answer.json()["by"]) == (str(there.id), "name")
    elsewhere = {**said, "province_set": "34", "province_code": "01"}
    assert (await asking.post(client, cast.an, "/organizations", **elsewhere)).status_code == 201
    assert (await asking.post(client, cast.an, "/organizations", **said, anyway=True)).status_code == 201


async def test_records_with_two_tax_codes_are_two_whatever_they_are_called(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    alike: dict[str, Any] = {"alike": likeness.key(SAID["name"], "34", "82"), "province_code": "82"}
    await make.organization(name=SAID["name"], tax_code="0100233488", **alike)
    assert (await asking.post(client, cast.an, "/organizations", **ENTERED)).status_code == 201


async def test_the_desk_leads_to_the_record_too(
    client: httpx.AsyncClient, record: Organization, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    await browser.see("/desk/entities/new")
    page = await browser.send(
        "/desk/entities/new",
        409,
        entity_kind="cooperative",
        name="HTX Vải",
        tax_code=CODE,
        province_code="34-01",
        contact__name="Bà Tư",
        contact__phone="0912345678",
    )
    assert "This tax code is that of Hợp tác xã Vải Thiều." in page
    assert f'href="/organizations/{record.slug}"' in page
    assert "enter this one all the same" not in page
    page = await browser.send("/desk/entities/new", tax_code="")
    assert "HTX Vải is in the directory now." in page
    await browser.see("/desk/entities/new")
    again = {"entity_kind": "cooperative", "name": "Hợp tác xã Vải", "province_code": "34-01"}
    who = {"contact__name": "Bà Tư", "contact__phone": "0912345678"}
    page = await browser.send("/desk/entities/new", 409, **again, **who)
    assert "Of this name and in this province there is HTX Vải." in page
    assert "is in the directory now" in await browser.send("/desk/entities/new", anyway="true")
