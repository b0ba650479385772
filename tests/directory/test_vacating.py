"""A household whose last person is erased says nothing of that person any more; one with people left does."""

import json
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import joining, masking, vacating
from events_app.directory.tables import EntityKind
from tests import door, make
from tests.browser_like import Browser
from tests.directory.test_privacy import erase, everything

NUMBER = "001180012345"
SAID: dict[str, Any] = {
    "representative": "Nguyễn Thị Hoa",
    "phone": "+84912345678",
    "email": "hoa@nha.example",
    "address": "7 Ngõ Hoa",
    "commune": "Xã Mẫu",
}


async def hoa(kind: EntityKind = EntityKind.HOUSEHOLD) -> make.Person:
    """The one person of a household, which has a number."""
    row = await make.organization(name="Hộ kinh doanh Hoa", entity_kind=kind, **SAID)
    if kind == EntityKind.HOUSEHOLD:
        await masking.keep(row.id, NUMBER, at=make.NOW)
    return await door.with_password(await make.person("Hoa", row))


async def kept_of(who: make.Person) -> dict[str, Any]:
    [row] = await db.fetch(
        f"SELECT name, version, {', '.join(SAID)} FROM organization WHERE id = $1", who.organization.id
    )
    return row


async def test_the_number_and_the_person_go_with_the_last_of_the_household(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await hoa()
    product = await make.product(who.organization)
    added = {"name": "Chồng chị Hoa", "phone": "0987654321"}
    address = f"/api/v1/organizations/{who.organization.id}/contacts"
    assert (await client.post(address, json=added, headers=who.headers)).status_code == 201
    before = (await kept_of(who))["version"]
    assert NUMBER in await everything()
    assert (await erase(client, who)).status_code == 204
    found = await everything()
    for gone in (NUMBER, *(SAID[name] for name in ("representative", "phone", "email", "address")), added["name"]):
        assert gone not in found
    row = await kept_of(who)
    assert (row["name"], row["commune"], row["phone"]) == ("Hộ kinh doanh Hoa", "Xã Mẫu", None)
    assert row["version"] > before  # no ETag of before speaks of it any more
    assert len(await db.fetch("SELECT FROM certificate WHERE product = $1", product.id)) == 1


async def test_as_long_as_somebody_of_the_household_is_left_it_stays(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    who = await hoa()
    await joining.join((await make.person("Lan")).user, who.organization, Role.OWNER, at=make.NOW)
    before = await kept_of(who)
    assert (await erase(client, who)).status_code == 204
    assert await kept_of(who) == before
    assert await masking.has(who.organization.id)


async def test_what_a_cooperative_says_of_itself_is_nobodys_alone(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await hoa(EntityKind.COOPERATIVE)
    assert (await erase(client, who)).status_code == 204
    assert {name: value for name, value in (await kept_of(who)).items() if name in SAID} == SAID


async def test_control_without_it_the_number_stays(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_given: object, **_named: object) -> None:
        return None

    monkeypatch.setattr(vacating, "forget_households", nothing)
    assert (await erase(client, await hoa())).status_code == 204
    assert NUMBER in await everything()


async def test_a_person_sees_before_what_its_household_keeps(client: httpx.AsyncClient, cast: make.Cast) -> None:
    who = await hoa()
    kept = (await client.get("/api/v1/account", headers=who.headers)).json()
    said = {name: SAID[name] for name in ("representative", "phone", "email", "address")}
    assert kept["households"] == [{"organization": "Hộ kinh doanh Hoa", **said, "personal_number": "*********345"}]
    assert NUMBER not in json.dumps(kept)
    browser = await Browser(client).sign_in(who)
    page = await browser.see("/account/data")
    assert "*********345" in page
    assert "Of a household whose last member you are" in page
    assert (await client.get("/account/data.json")).json()["households"] == kept["households"]
    assert (await client.get("/api/v1/account", headers=cast.binh.headers)).json()["households"] == []
