"""Who merges which records, over HTTP and at the desk: compared first, asked about, and only when it is sure."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import (
    duplicates,
    joining,
)
from events_app.directory.tables import Kind
from events_app.errors import Forbidden
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.pairs import fresh, pair


async def test_an_authority_merges_entities_of_its_whole_unit_and_an_organizer_what_it_keeps(cast: make.Cast) -> None:
    officer = await make.person("Giang", await make.organization(Kind.AUTHORITY, province_set="63", province_code="27"))
    viewer = await make.person("Vân", await fresh(officer.organization), Role.VIEWER)
    old, new = await pair(province_set="63", province_code="24")
    elsewhere, _ = await pair(province_set="34", province_code="22")
    here = {"province_set": "34", "province_code": "24"}
    shops, offices = [
        [await make.organization(k, "Mẫu", **here) for _ in "12"] for k in (Kind.DISTRIBUTOR, Kind.AUTHORITY)
    ]
    await duplicates.may_merge(officer.actor, old, new)
    await duplicates.may_see(viewer.actor, old, new)
    for who, records in (
        (officer, (old, elsewhere)),
        (officer, shops),
        (officer, offices),
        (viewer, (old, new)),
        (cast.an, (old, new)),
        (cast.em, (old, new)),
    ):
        with pytest.raises(Forbidden):
            await duplicates.may_merge(who.actor, *records)
    await db.fetch("UPDATE organization SET keeper = $1 WHERE id = ANY($2)", cast.an.organization.id, [old.id, new.id])
    await duplicates.may_merge(cast.an.actor, old, new)
    await joining.join(cast.chi.user, old, Role.OWNER, at=make.NOW)
    with pytest.raises(Forbidden):
        await duplicates.may_merge(cast.an.actor, old, new)


async def test_the_api_asks_for_certainty_and_choices(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new = await pair(keeper=cast.an.organization.id)
    fair = await make.fair(cast.an.organization)
    first, second = await make.application(fair.event, old), await make.application(fair.event, new)
    path = f"/organizations/{old.id}/merger"
    seen = (await client.get(f"{asking.API}{path}?into={new.id}", headers=cast.an.headers)).json()
    assert (seen["organization"]["name"], seen["into"]["name"]) == ("HTX Chè Thái", "Hợp tác xã Chè Thái")
    assert [one["what"] for one in seen["conflicts"]] == ["application"]
    unsure = await asking.post(client, cast.an, path, into=str(new.id))
    assert list(asking.wrong(unsure)) == ["sure", "stays.0"]
    chosen = await asking.post(client, cast.an, path, into=str(new.id), stays=[str(first.id)])
    assert list(asking.wrong(chosen)) == ["sure"]
    asked = await asking.post(client, cast.an, path, into=str(new.id), sure=True)
    assert (asked.status_code, asked.json()["type"].rpartition("/")[2]) == (409, "choose-which-stays")
    done = await asking.post(client, cast.an, path, into=str(new.id), sure=True, stays=[str(first.id)])
    assert (done.status_code, done.json()["id"]) == (200, str(new.id))
    assert done.headers["etag"] == (await client.get(f"{asking.API}/organizations/{new.id}")).headers["etag"]
    rows = await db.fetch("SELECT payload FROM message WHERE topic = 'organization.merge'")
    (former,) = await db.fetch("SELECT id FROM organization_name WHERE organization = $1", new.id)
    ids = {"id": new.id, "merged": old.id, "name": former["id"], "given_up": second.id, "kept": first.id}
    ids |= {
        "of_merged": first.id,
        "booths": "",
        "keepers": old.keeper,
        "moved": "",
        "declared": "",
        "holds": "",
        "chosen": "",
    }
    assert [row["payload"] for row in rows] == [{name: str(value) for name, value in ids.items()}]


async def test_the_desk_compares_asks_and_merges(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new = await pair(keeper=cast.an.organization.id)
    old, new = await fresh(old), await fresh(new)
    await db.fetch("UPDATE organization SET phone = '+84912345678' WHERE id = $1", new.id)
    fair = await make.fair(cast.an.organization)
    first, second = await make.application(fair.event, old), await make.application(fair.event, new)
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see("/desk/duplicates")
    address = f"/desk/duplicates/{new.id}/{old.id}"
    assert f'href="{address}"' in page
    page = await browser.see(address)
    assert "0912 345 678" in page
    assert str(second.id) in page
    page = await browser.send(address, 422)
    assert "Say that you are sure: this cannot be undone." in page
    assert 'id="f-stays-0-error">Choose which stays.' in page
    page = await browser.send(address, 409, sure="true")
    assert "Both have something of which only one can stay; say which." in page
    await db.fetch("UPDATE organization SET version = version + 1 WHERE id = $1", old.id)
    await browser.send(address, 412, sure="true", stays__0=str(first.id))
    await browser.see(address)
    chosen: dict[str, Any] = {"sure": "true", "stays__0": str(first.id), "take[]": "phone"}
    page = await browser.send(address, **chosen)
    assert "Hợp tác xã Chè Thái has gone into HTX Chè Thái." in page
    assert (await fresh(old)).phone == "+84912345678"
    assert "No two records are alike." in await browser.see("/desk/duplicates")
