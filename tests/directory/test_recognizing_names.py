"""Who founds what has the name of a record in its province, or what either was called before, is asked whether it is that one."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import likeness, merging, naming
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.recognized import ENTERED, SAID

pytestmark = pytest.mark.usefixtures("at")


@pytest.mark.parametrize("people", [False, True])
async def test_whoever_founds_what_has_the_name_of_a_record_in_its_province_is_asked(
    client: httpx.AsyncClient, cast: make.Cast, people: bool
) -> None:
    record = await make.organization(name="HTX Sen Mới", alike=likeness.key(door.SEN["name"], "34", "82"))
    if people:
        await make.person("Lan", record)
    said = {**door.SEN, "name": "Hợp tác xã  SEN MỚI", "province_set": "63", "province_code": "87"}
    for who in (
        await door.register(client, organization=said),
        await asking.post(client, cast.chi, "/organizations", **said),
    ):
        assert (door.kind(who), who.json()["by"]) == ((409, "in-directory"), "name")
        assert who.json()["organization"] == {"id": str(record.id), "name": record.name, "slug": record.slug}
        assert who.json().get("claim") == (None if people else f"/organizations/{record.slug}/claim")
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/organization/new")
    typed = {"kind": "entity", "entity_kind": "cooperative", "name": said["name"], "province_code": "63-87"}
    page = await browser.send("/organization/new", 409, **typed)
    assert "Of this name and in this province there is HTX Sen Mới." in page
    assert ("ask its owner for an invitation" in page) is people
    assert (f'href="/organizations/{record.slug}/claim"' in page) is not people
    assert (f'href="/organizations/{record.slug}"' in page) is people
    assert "is in the directory now" in await browser.send("/organization/new", kind="entity", anyway="true")


@pytest.mark.parametrize("merged", [False, True])
async def test_whoever_founds_what_a_record_was_called_before_is_asked(
    client: httpx.AsyncClient, cast: make.Cast, merged: bool
) -> None:
    """As duplicates are found: also by a former name, and by that of a record which has gone into another."""
    here: dict[str, Any] = {"province_set": "34", "province_code": "82"}
    record = await make.organization(name="HTX Sen Vàng", alike=likeness.key("HTX Sen Vàng", "34", "82"), **here)
    if merged:
        gone = await make.organization(name="HTX Sen Mới", alike=likeness.key("HTX Sen Mới", "34", "82"), **here)
        await merging.merge(gone, record, at=make.NOW)
    else:
        await naming.remember(record, "HTX Sen Mới", first_on=None, last_on=None, at=make.NOW)
    there = {"id": str(record.id), "name": record.name, "slug": record.slug}
    for answer in (
        await door.register(client),
        await asking.post(client, cast.chi, "/organizations", **door.SEN),
        await asking.post(client, cast.an, "/organizations", **{**ENTERED, "tax_code": None}),
    ):
        assert (door.kind(answer), answer.json()["by"]) == ((409, "in-directory"), "former_name")
        assert answer.json()["organization"] == there
    browser = await Browser(client).sign_in(cast.an)
    typed = {"entity_kind": "cooperative", "name": door.SEN["name"], "province_code": "34-82"}
    for path, also in (("/organization/new", {"kind": "entity"}), ("/desk/entities/new", ENTERED["contact"])):
        await browser.see(path)
        contact = {f"contact__{name}": said for name, said in also.items()} if "name" in also else also
        page = await browser.send(path, 409, **typed, **contact)
        assert "In this province there is HTX Sen Vàng, which was called so before." in page
    elsewhere = {**door.SEN, "province_code": "01"}
    assert (await asking.post(client, cast.chi, "/organizations", **elsewhere)).status_code == 201
    assert (await asking.post(client, cast.chi, "/organizations", **door.SEN, anyway=True)).status_code == 201


async def test_a_record_that_went_into_one_of_another_province_is_known_in_its_own_too(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """Of one that was merged before provinces were kept, only in that of the record that stays."""
    record, gone = [
        await make.organization(name=name, alike=likeness.key(name, "34", code), province_set="34", province_code=code)
        for name, code in (("HTX Sen Vàng", "01"), (door.SEN["name"], door.SEN["province_code"]))
    ]
    await merging.merge(gone, record, at=make.NOW)
    for place in (door.SEN["province_code"], "01"):
        answer = await asking.post(client, cast.chi, "/organizations", **{**door.SEN, "province_code": place})
        assert (door.kind(answer), answer.json()["by"]) == ((409, "in-directory"), "former_name")
        assert answer.json()["organization"]["id"] == str(record.id)
    await db.fetch("UPDATE organization_name SET lay_in = NULL")
    assert (await asking.post(client, cast.chi, "/organizations", **door.SEN)).status_code == 201
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    assert (await client.get(f"{asking.API}/duplicates", headers=cast.dung.headers)).json()["items"] == []
    await db.fetch("UPDATE organization_name SET lay_in = $1", door.SEN["province_code"])
    page = (await client.get(f"{asking.API}/duplicates", headers=cast.dung.headers)).json()["items"]
    groups = [(one["reason"], {row["name"] for row in one["organizations"]}) for one in page]
    assert groups == [("former_name", {"HTX Sen Vàng", door.SEN["name"]})]


async def test_what_either_was_called_before_is_known_where_it_lay_too(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """The one that stays too, where it lies in the province of the other one from now on."""
    here, there = door.SEN["province_code"], "01"
    for n, (take, known) in enumerate(
        ((["address"], {"old": {here}, "new": {here, there}}), ([], {"old": {here, there}, "new": {there}}))
    ):
        names = {"old": [f"HTX Cũ {n}", f"HTX Cũ Trước {n}"], "new": [f"HTX Sen {n}", f"HTX Sen Trước {n}"]}
        rows = {}
        for which, code in (("old", here), ("new", there)):
            present, former = names[which]
            alike = likeness.key(present, "34", code)
            row = await make.organization(name=present, alike=alike, province_set="34", province_code=code)
            await naming.remember(row, former, first_on=None, last_on=None, at=make.NOW)
            found = await Organization.objects().get(Organization.id == row.id)
            assert found
            rows[which] = found
        await merging.merge(rows["old"], rows["new"], take=take, at=make.NOW)
        asked = [
            (name, code, code in known[which]) for which in names for name in names[which] for code in (here, there)
        ]
        for name, code, is_known in asked:
            said = {**door.SEN, "name": name, "province_code": code}
            answer = await asking.post(client, cast.chi, "/organizations", **said)
            assert answer.status_code == (409 if is_known else 201), (take, name, code)
        shown = {one.name for one in await naming.other_names(rows["new"])}
        assert shown == {*names["old"], names["new"][1]}


async def test_one_with_another_tax_code_is_not_one_that_was_called_so_before(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    here: dict[str, Any] = {"alike": likeness.key("HTX Sen Vàng", "34", "82"), "province_code": "82"}
    record = await make.organization(name="HTX Sen Vàng", tax_code="0100233488", **here)
    await naming.remember(record, "HTX Sen Mới", first_on=None, last_on=None, at=make.NOW)
    assert (await asking.post(client, cast.chi, "/organizations", **SAID)).status_code == 201


async def test_two_with_two_tax_codes_or_in_two_provinces_are_two(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.organization(
        name=door.SEN["name"], tax_code="0100233488", alike=likeness.key(door.SEN["name"], "34", "82")
    )
    assert (await asking.post(client, cast.chi, "/organizations", **SAID)).status_code == 201
    elsewhere = {**door.SEN, "province_code": "01"}
    assert (await asking.post(client, cast.chi, "/organizations", **elsewhere)).status_code == 201
