"""Which records look like one organization: by tax code, number and name, those of before among them."""

from datetime import timedelta
from typing import Any

import httpx
import msgspec

from events_app import db, paging
from events_app.directory import (
    duplicates,
    masking,
    naming,
)
from events_app.directory.tables import Organization
from events_app.exhibitors.tables import ApplicationProduct
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.pairs import pair


async def test_records_of_equal_name_are_told_apart_where_they_are_listed_and_asked_about(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    keeper, name = cast.an.organization.id, "Hợp tác xã Chè Thái"
    said: dict[str, Any] = {"name": name, "alike": "hop tac xa che thai|01", "keeper": keeper}
    old = await make.organization(**said, tax_code="0100109106", representative="Bà Lan")
    new = await make.organization(**said, entity_kind="household", representative="Ông Tư")
    await masking.keep(new.id, "001099012345", at=make.NOW)
    fair = await make.fair(cast.an.organization)
    first, second = await make.application(fair.event, old), await make.application(fair.event, new)
    await ApplicationProduct(application=first.id, product=(await make.product(old)).id).save()
    await make.assignment(second, fair.booths[0], make.FIRST_ON, make.LAST_ON)
    facts = {
        old.id: "Hanoi, tax code 0100109106, represented by Bà Lan, 1 product",
        new.id: "Hanoi, personal number *********345, represented by Ông Tư, 0 products",
    }
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see("/desk/duplicates")
    assert [one for one in facts.values() if one not in page] == []
    page = await browser.see(f"/desk/duplicates/{old.id}/{new.id}")
    assert f"Of the record that goes: {facts[old.id]}" in page
    assert f"Of the record that stays: {facts[new.id]}" in page
    assert "handed in 09:00 on 07/12/2026; products: Trà sen" in page
    assert f"handed in 09:00 on 07/12/2026; booths: {fair.booths[0].number}" in page
    listed = (await client.get(f"{asking.API}/duplicates", headers=cast.an.headers)).json()["items"][0]["organizations"]
    assert [(one["tax_code"], one["personal_number"], one["products"]) for one in listed] == [
        ("0100109106", None, 1),
        (None, "*********345", 0),
    ]
    assert "001099012345" not in page + str(listed)


async def test_duplicates_are_found_by_tax_code_number_and_name(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    said = {
        "kind": "entity",
        "entity_kind": "cooperative",
        "province_set": "34",
        "province_code": "92",
        "anyway": True,
    }
    for body in (
        {**said, "name": "HTX Chè Thái", "province_set": "63", "province_code": "24"},
        {**said, "name": "Hợp tác xã  CHÈ THÁI.", "province_set": "34", "province_code": "24"},
        {**said, "name": "Hợp tác xã Chè Thái", "province_set": "34", "province_code": "01"},
        {**said, "name": "A", "tax_code": "0100233488"},
        {**said, "name": "B", "tax_code": "0100233488"},
        {**said, "entity_kind": "household", "name": "C", "tax_code": "001099012345"},
        {**said, "entity_kind": "household", "name": "D", "tax_code": "001099012345"},
    ):
        assert (await asking.post(client, cast.chi, "/organizations", **body)).status_code == 201
    answer = await client.get(f"{asking.API}/duplicates", headers=cast.dung.headers)
    assert "001099012345" not in answer.text
    groups = [(one["reason"], [row["name"] for row in one["organizations"]]) for one in answer.json()["items"]]
    assert groups == [
        ("name", ["HTX Chè Thái", "Hợp tác xã  CHÈ THÁI."]),
        ("tax_code", ["A", "B"]),
        ("personal_number", ["C", "D"]),
    ]
    first = (await client.get(f"{asking.API}/duplicates?limit=2", headers=cast.dung.headers)).json()
    rest = (
        await client.get(f"{asking.API}/duplicates?limit=2&after={first['next']}", headers=cast.dung.headers)
    ).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


async def test_duplicates_are_found_by_what_one_of_them_was_called_before(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    said = {"kind": "entity", "entity_kind": "cooperative", "province_set": "34"}
    for name, code in (("HTX Bưởi Thử", "42"), ("Hợp tác xã Phúc Trạch", "42"), ("Hợp tác xã Phúc Trạch", "01")):
        assert (
            await asking.post(client, cast.chi, "/organizations", **said, name=name, province_code=code)
        ).status_code == 201
    row = await Organization.objects().get(Organization.name == "HTX Bưởi Thử")
    assert row
    since = make.NOW.date() - timedelta(9)
    row = await naming.rename(row, row.version, "Hợp tác xã Hương Khê", since=since, at=make.NOW)
    await naming.remember(row, "HTX Phúc Trạch", first_on=None, last_on=None, at=make.NOW)
    await naming.remember(row, "Hợp tác xã Phúc  Trạch", first_on=None, last_on=None, at=make.NOW)
    again = {**said, "name": "HTX Bưởi Thử", "province_code": "42", "anyway": True}
    assert (await asking.post(client, cast.chi, "/organizations", **again)).status_code == 201
    page = (await client.get(f"{asking.API}/duplicates", headers=cast.dung.headers)).json()["items"]
    groups = [(one["reason"], {row["name"] for row in one["organizations"]}) for one in page]
    assert groups.count(("former_name", {"Hợp tác xã Hương Khê", "HTX Bưởi Thử"})) == 1
    assert groups.count(("former_name", {"Hợp tác xã Hương Khê", "Hợp tác xã Phúc Trạch"})) == 1
    assert len(groups) == 2
    first = (await client.get(f"{asking.API}/duplicates?limit=1", headers=cast.dung.headers)).json()
    rest = (await client.get(f"{asking.API}/duplicates?after={first['next']}", headers=cast.dung.headers)).json()
    assert first["items"] + rest["items"] == page
    browser = await Browser(client).sign_in(cast.dung)
    assert "The same province, and the name that one of them had before" in await browser.see("/desk/duplicates")


async def test_finding_and_asking_take_as_many_queries_for_three_as_for_one(cast: make.Cast) -> None:
    admin = msgspec.structs.replace(cast.dung.actor, admin=True)
    counts = []
    for n in (1, 2):
        for _ in range(n):
            await pair(keeper=cast.an.organization.id)
        async with counting.statements() as said:
            await duplicates.found(admin, paging.Page(50))
        counts.append(len(said))
    assert counts[0] == counts[1]
