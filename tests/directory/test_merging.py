"""Two records of one organization become one: everything moves, what is chosen is taken over, the old id and address lead on."""

import httpx
import pytest

from events_app import db, values
from events_app.directory import (
    contacting,
    masking,
    merging,
    references,
)
from events_app.directory.tables import Kind
from events_app.errors import Invalid, Stale
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.pairs import columns, count, fresh, pair


async def test_every_foreign_key_to_an_organization_is_known_and_has_an_id_beside_it(cast: make.Cast) -> None:
    known = await references.references()
    assert {(one.table, one.column) for one in known} == await columns()
    for table in {one.table for one in known}:
        assert await db.fetch(
            "SELECT FROM information_schema.columns WHERE table_name = $1 AND column_name = 'id' AND data_type = 'uuid'",
            table,
        ), table


async def test_no_foreign_key_holds_the_old_id_afterwards(cast: make.Cast) -> None:
    """Every column that refers to an organization is pointed at the old one first, those of tomorrow's tables too."""
    await db.fetch(
        "CREATE TABLE tomorrow (id uuid PRIMARY KEY, buyer uuid REFERENCES organization, seller uuid REFERENCES organization)"
    )
    tables = [table for table, _ in await columns()]
    for row in await db.fetch(
        """
        SELECT conrelid::regclass::text AS "table", conname AS name FROM pg_constraint
        WHERE contype = 'c' AND conrelid::regclass::text = ANY($1)
        """,
        tables,
    ):
        await db.fetch(
            f'ALTER TABLE {row["table"]} DROP CONSTRAINT "{row["name"]}"'
        )  # the rows below make no sense otherwise
    old, new = await pair()
    fair = await make.fair(cast.an.organization)
    await make.application(fair.event, cast.binh.organization)
    await masking.keep(old.id, "001099012345", at=make.NOW)
    await db.fetch("UPDATE organization SET entity_kind = 'household' WHERE id = ANY($1)", [old.id, new.id])
    await contacting.add(old.id, at=make.NOW, name="Bà Tư", phone="+84912345678")
    await make.product(old)
    await db.fetch("INSERT INTO tomorrow VALUES ($1, $2, $2)", values.new_id(), old.id)
    for table, column in sorted(await columns() - {("personal_number", "organization")}):
        await db.fetch(
            f'UPDATE "{table}" SET "{column}" = $1 WHERE id = (SELECT max(id::text)::uuid FROM "{table}")', old.id
        )
    old, new = await fresh(old), await fresh(new)
    held = {f"{table}.{column}" for table, column in await columns() if await count(table, column, old) > 0}
    assert held >= {
        "application.organization",
        "tomorrow.buyer",
        "tomorrow.seller",
        "venue.keeper",
        "event.organization",
    }
    await merging.merge(old, new, at=make.NOW)
    for table, column in await columns():
        assert (table, column, await count(table, column, old)) == (table, column, 0)
    assert await count("tomorrow", "buyer", new) == 1
    assert await db.fetch("SELECT FROM organization WHERE id = $1", old.id) == []


async def test_the_old_id_and_address_lead_to_the_one_that_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new = await pair()
    old_id, old_slug = old.id, old.slug
    await merging.merge(old, new, at=make.NOW)
    for path in ("", "/names", "/products?limit=3"):
        answer = await client.get(f"{asking.API}/organizations/{str(old_id).upper()}{path}")
        assert (path, answer.status_code) == (path, 308)
        assert answer.headers["location"] == f"/api/v1/organizations/{new.id}{path}"
    answer = await client.get(f"/organizations/{old_slug}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/organizations/{new.slug}")
    answer = await asking.patch(client, cast.binh, f"/organizations/{old_id}", 1, name="X")
    assert (answer.status_code, answer.json()["moved_to"]) == (410, str(new.id))
    found = (await client.get(f"{asking.API}/organizations", params={"q": "HTX che thai"})).json()["items"]
    assert [item["id"] for item in found] == [str(new.id)]
    third = await make.organization(name="Chè Thái")
    await merging.merge(await fresh(new), third, at=make.NOW)
    answer = await client.get(f"{asking.API}/organizations/{old_id}")
    assert answer.headers["location"] == f"/api/v1/organizations/{third.id}"
    assert (await client.get(f"/organizations/{old_slug}")).headers["location"] == f"/organizations/{third.slug}"


async def test_the_one_that_stays_takes_over_what_is_chosen(cast: make.Cast) -> None:
    old, new = await pair(representative="")
    await db.fetch("UPDATE organization SET tax_code = '0100233488', phone = '+84912345678' WHERE id = $1", old.id)
    await merging.merge(await fresh(old), new, take=["tax_code"], at=make.NOW)
    kept = (await fresh(new)).to_dict()
    assert (kept["tax_code"], kept["phone"], kept["name"]) == ("0100233488", None, "Hợp tác xã Chè Thái")


@pytest.mark.parametrize(("street", "is_there"), [("", False), ("1 Phố Mẫu", True)])
async def test_an_address_is_not_left_for_the_mere_name_of_a_province(
    client: httpx.AsyncClient, cast: make.Cast, street: str, is_there: bool
) -> None:
    """It would take the street away; of two that say no more than a province, either may stay."""
    old = await make.organization(name="HTX Sen", province_code="82", address=street)
    new = await make.organization(name="HTX Sen Mới", province_code="01", commune="Phường Mẫu")
    browser = await Browser(client).sign_in(await make.admin())
    path = f"/desk/duplicates/{old.id}/{new.id}"
    page = await browser.see(path)
    assert ('value="address"' in page) is is_there
    answer = await asking.post(
        client,
        await make.admin("Mai"),
        f"/organizations/{old.id}/merger",
        into=str(new.id),
        take=["address"],
        sure=False,
    )
    assert ("take.0" in asking.wrong(answer)) is not is_there
    await db.fetch("UPDATE organization SET commune = '' WHERE id = $1", new.id)
    assert 'value="address"' in await browser.see(path)


async def test_nothing_is_taken_over_that_the_record_that_goes_does_not_say(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    old, new = await pair(representative="", email=None)
    await db.fetch("UPDATE organization SET representative = 'Lê Thị Sen' WHERE id = $1", new.id)
    officer = await make.officer()
    said = {"into": str(new.id), "take": ["address", "representative", "email"], "sure": False}
    answer = await asking.post(client, officer, f"/organizations/{old.id}/merger", **said)
    nothing = "Bản ghi bị bỏ không ghi gì ở mục này để lấy sang."
    found = asking.wrong(answer)
    assert (found["take.1"], found["take.2"]) == (nothing, nothing)
    assert set(found) == {"take.1", "take.2", "sure"}
    assert (await fresh(new)).representative == "Lê Thị Sen"
    assert (await fresh(old)).id == old.id


async def test_a_number_cannot_go_to_what_is_no_household(cast: make.Cast) -> None:
    old, new = await pair()
    await db.fetch("UPDATE organization SET entity_kind = 'household' WHERE id = $1", old.id)
    await masking.keep(old.id, "001099012345", at=make.NOW)
    old = await fresh(old)
    with pytest.raises(Invalid) as refused:
        await merging.merge(old, new, at=make.NOW)
    assert [wrong.field for wrong in refused.value.errors] == ["take"]
    await merging.merge(old, new, take=["entity_kind"], at=make.NOW)
    assert (await fresh(new)).entity_kind == "household"


async def test_one_that_kept_the_other_does_not_keep_itself(cast: make.Cast) -> None:
    old, new = await make.organization(Kind.ORGANIZER, "Ban A"), await make.organization(Kind.ORGANIZER, "Ban B")
    await db.fetch("UPDATE organization SET keeper = $1 WHERE id = $2", old.id, new.id)
    await merging.merge(old, await fresh(new), at=make.NOW)
    assert (await fresh(new)).keeper is None


async def test_what_was_compared_is_what_is_merged(cast: make.Cast) -> None:
    old, new = await pair()
    await db.fetch("UPDATE organization SET version = 2 WHERE id = $1", new.id)
    with pytest.raises(Stale):
        await merging.merge(old, new, at=make.NOW)
    other = await make.organization(Kind.DISTRIBUTOR)
    for wrong in (other, old):
        with pytest.raises(Invalid):
            await merging.merge(old, wrong, at=make.NOW)
