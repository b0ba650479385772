"""Two records of one organization become one: everything moves, conflicts are asked about, the old id and address lead on."""

import html
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from events_app import db, i18n, paging, values
from events_app.actor import Role
from events_app.directory import (
    claiming,
    conflicting,
    contacting,
    duplicates,
    joining,
    masking,
    merging,
    naming,
    privacy,
    references,
    settling,
)
from events_app.directory.tables import Claim, Contact, Kind, Organization, PersonalNumber
from events_app.errors import Forbidden, Invalid, Stale
from events_app.exhibitors.tables import Application, ApplicationProduct
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.reminders import posting


async def pair(**given: Any) -> tuple[Organization, Organization]:
    """Two records of one cooperative."""
    return (
        await make.organization(name="HTX Chè Thái", alike="hop tac xa che thai|01", **given),
        await make.organization(name="Hợp tác xã Chè Thái", alike="hop tac xa che thai|01", **given),
    )


async def unproved_claim(record: Organization, who: make.Person) -> Claim:
    return await claiming.claim(record, who.user.id, tax_code=None, code=None, note="Tôi", unproved=True, at=make.NOW)


async def columns(of: str = "organization") -> set[tuple[str, str]]:
    """Every column with a foreign key to a table, asked of the catalogue in other words than the program's."""
    rows = await db.fetch(
        """
        SELECT usage.table_name AS "table", usage.column_name AS "column"
        FROM information_schema.referential_constraints AS fk
        JOIN information_schema.key_column_usage AS usage USING (constraint_schema, constraint_name)
        JOIN information_schema.table_constraints AS target ON target.constraint_name = fk.unique_constraint_name
        WHERE target.table_name = $1 AND fk.constraint_schema = 'public'
        """,
        of,
    )
    return {(row["table"], row["column"]) for row in rows}


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
    held = {f"{table}.{column}" for table, column in await columns() if await _count(table, column, old) > 0}
    assert held >= {
        "application.organization",
        "tomorrow.buyer",
        "tomorrow.seller",
        "venue.keeper",
        "event.organization",
    }
    await merging.merge(old, new, at=make.NOW)
    for table, column in await columns():
        assert (table, column, await _count(table, column, old)) == (table, column, 0)
    assert await _count("tomorrow", "buyer", new) == 1
    assert await db.fetch("SELECT FROM organization WHERE id = $1", old.id) == []


async def fresh(row: Organization) -> Organization:
    found = await Organization.objects().get(Organization.id == row.id)
    assert found
    return found


async def _count(table: str, column: str, row: Organization) -> int:
    rows = await db.fetch(f'SELECT count(*) AS n FROM "{table}" WHERE "{column}" = $1', row.id)
    return int(rows[0]["n"])


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


async def test_who_applied_twice_is_asked_which_stays_and_the_other_is_withdrawn(cast: make.Cast) -> None:
    old, new = await pair()
    fair = await make.fair(cast.an.organization)
    first, second = await make.application(fair.event, old), await make.application(fair.event, new)
    with pytest.raises(merging.ChooseWhichStays) as asked:
        await merging.merge(old, new, at=make.NOW)
    (conflict,) = asked.value.facts["conflicts"]
    assert conflict["what"] == "application"
    assert {row["id"] for row in conflict["rows"]} == {str(first.id), str(second.id)}
    said = "Đơn đăng ký của HTX Chè Thái tham gia Tuần lễ OCOP: Đã nộp; nộp 09:00 ngày 07/12/2026"
    assert {row["organization_id"]: row["says"] for row in conflict["rows"]}[str(old.id)] == said
    with pytest.raises(merging.ChooseWhichStays):
        await merging.merge(old, new, stays=[first.id, second.id], at=make.NOW)
    with pytest.raises(Invalid):
        await merging.merge(old, new, stays=[first.id, fair.id], at=make.NOW)
    assert await _count("application", "organization", old) == 1
    await merging.merge(old, new, stays=[first.id], at=make.NOW)
    states = {row.id: row.state for row in await Application.objects().where(Application.organization == new.id)}
    assert states == {first.id: "submitted", second.id: "withdrawn"}


async def test_a_person_who_belongs_to_both_is_asked_in_which_role_it_stays(cast: make.Cast) -> None:
    old, new = await pair()
    await joining.join(cast.chi.user, old, Role.OWNER, at=make.NOW)
    await joining.join(cast.chi.user, new, Role.VIEWER, at=make.NOW)
    await contacting.add(new.id, at=make.NOW, name="Chi", email=cast.chi.user.email)
    found = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert sorted(one.table for one in found) == ["contact", "membership"]
    stays = [row for one in found for row, said in zip(one.rows, one.says, strict=True) if "HTX Chè" in said]
    await merging.merge(old, new, stays=stays, at=make.NOW)
    rows = await db.fetch("SELECT role FROM membership WHERE organization = $1", new.id)
    assert [row["role"] for row in rows] == ["owner"]
    there = Contact.removed_at.is_null() & (Contact.organization == new.id)
    assert [one.user for one in await Contact.objects().where(there)] == [cast.chi.user.id]


async def test_both_parties_to_one_agreement_are_asked_about(cast: make.Cast) -> None:
    old, new = await pair()
    fair = await make.fair(cast.an.organization)
    agreement = values.new_id()
    await db.fetch(
        """
        INSERT INTO agreement (id, event, kind, title, signed_on, note, search, version, created_at)
        VALUES ($1, $2, 'memorandum', 'Biên bản', $3, '', '', 1, $4)
        """,
        agreement,
        fair.id,
        make.FIRST_ON,
        make.NOW,
    )
    parties = [values.new_id(), values.new_id()]
    for place, (row, party) in enumerate(zip((old, new), parties, strict=True)):
        await db.fetch(
            "INSERT INTO party (id, agreement, organization, name, role, position) VALUES ($1, $2, $3, $4, 'producer', $5)",
            party,
            agreement,
            row.id,
            row.name,
            place,
        )
    assert [one.table for one in await conflicting.conflicts(old.id, new.id, at=make.NOW)] == ["party"]
    await merging.merge(old, new, stays=[parties[0]], at=make.NOW)
    rows = await db.fetch("SELECT id, organization, name FROM party ORDER BY position")
    assert [(row["organization"], row["name"]) for row in rows] == [
        (new.id, "HTX Chè Thái"),
        (None, "Hợp tác xã Chè Thái"),
    ]


async def test_two_personal_numbers_are_asked_about_and_never_said_whole(cast: make.Cast) -> None:
    old, new = await pair(entity_kind="household")
    await masking.keep(old.id, "001099012345", at=make.NOW)
    await masking.keep(new.id, "001099012999", at=make.NOW)
    (conflict,) = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert all("001099012" not in said for said in conflict.says)
    kept = await PersonalNumber.objects().get(PersonalNumber.organization == old.id)
    assert kept
    await merging.merge(old, new, stays=[kept.id], at=make.NOW)
    assert await masking.masked(new.id) == "*********345"


async def test_one_personal_number_of_both_is_no_question(cast: make.Cast) -> None:
    old, new = await pair(entity_kind="household")
    for row in (old, new):
        await masking.keep(row.id, "001099012345", at=make.NOW)
    assert await conflicting.conflicts(old.id, new.id, at=make.NOW) == []
    await merging.merge(old, new, at=make.NOW)
    rows = await db.fetch("SELECT organization, number FROM personal_number")
    assert [(row["organization"], row["number"]) for row in rows] == [(new.id, "001099012345")]


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
    ids |= {"of_merged": first.id, "booths": "", "keepers": old.keeper, "moved": "", "declared": "", "holds": ""}
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


async def _two_of(cast: make.Cast) -> tuple[Organization, Organization, make.Person, make.Person]:
    """Records with one owner each, who is a viewer of the other one."""
    old, new = await pair()
    first, second = await make.person("Rạng", old), await make.person("Tú", new)
    await joining.join(first.user, new, Role.VIEWER, at=make.NOW)
    await joining.join(second.user, old, Role.VIEWER, at=make.NOW)
    return await fresh(old), await fresh(new), first, second


async def _rows(old: Organization, new: Organization, role: str) -> list[Any]:
    """The memberships of a role in either record."""
    found = await db.fetch(
        "SELECT id FROM membership WHERE organization IN ($1, $2) AND role = $3 ORDER BY id", old.id, new.id, role
    )
    return [row["id"] for row in found]


async def test_an_owner_is_left_whatever_is_answered(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new, _first, _second = await _two_of(cast)
    viewers, owners = await _rows(old, new, "viewer"), await _rows(old, new, "owner")
    officer = await make.officer()
    path, said = f"/organizations/{old.id}/merger", {"into": str(new.id), "sure": True}
    answer = await asking.post(client, officer, path, **said, stays=[str(row) for row in viewers])
    assert answer.status_code == 422
    sentence = "Tổ chức phải có người làm chủ: hãy để người này tiếp tục làm chủ."
    assert asking.wrong(answer) == {"stays.0": sentence, "stays.1": sentence}
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(f"/desk/duplicates/{old.id}/{new.id}")
    page = await browser.send(
        f"/desk/duplicates/{old.id}/{new.id}", 422, sure="true", stays__0=str(viewers[0]), stays__1=str(viewers[1])
    )
    assert "Somebody has to own the organization: let this person stay its owner." in page
    assert await _rows(old, new, "owner") == owners
    answer = await asking.post(client, officer, path, **said, stays=[str(owners[0]), str(viewers[1])])
    assert answer.status_code == 200, answer.text
    assert await _rows(old, new, "owner") == [owners[0]]


async def test_records_that_nobody_owned_need_no_owner(cast: make.Cast) -> None:
    old, new, _first, _second = await _two_of(cast)
    await db.fetch("UPDATE membership SET role = 'staff' WHERE role = 'owner'")
    viewers = await _rows(old, new, "viewer")
    await merging.merge(old, new, stays=viewers, at=make.NOW)
    assert await _rows(old, new, "viewer") == viewers


async def test_who_only_views_from_then_on_gets_no_letters_of_the_organization(cast: make.Cast) -> None:
    old, new, first, second = await _two_of(cast)
    kept = await db.fetch("SELECT id FROM membership WHERE organization = $1", new.id)
    await merging.merge(old, new, stays=[row["id"] for row in kept], at=make.NOW)
    rows = await db.fetch("SELECT email FROM contact WHERE organization = $1 AND removed_at IS NULL", new.id)
    assert [row["email"] for row in rows] == [second.user.email]
    ended = await db.fetch(
        "SELECT payload->>'user' AS whose FROM message WHERE topic = 'membership.delete' ORDER BY id"
    )
    assert {row["whose"] for row in ended} == {str(first.user.id), str(second.user.id)}


async def test_two_contacts_that_say_the_same_are_no_question(cast: make.Cast) -> None:
    old, new = await pair()
    for row in (old, new):
        await contacting.add(row.id, at=make.NOW, name="Bà Tư", email="tu@fairs.example")
    assert await conflicting.conflicts(old.id, new.id, at=make.NOW) == []
    await merging.merge(old, new, at=make.NOW)
    there = Contact.removed_at.is_null() & (Contact.organization == new.id)
    assert [one.name for one in await Contact.objects().where(there)] == ["Bà Tư"]


async def test_codes_of_two_letters_are_told_apart_by_their_days(cast: make.Cast) -> None:
    old, new = await pair()
    await claiming.print_code(old, at=make.NOW)
    await claiming.print_code(new, at=make.NOW + timedelta(days=1))
    (conflict,) = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert sorted(conflict.says) == [
        "Mã trong thư gửi HTX Chè Thái, tạo 09:00 ngày 07/12/2026",
        "Mã trong thư gửi Hợp tác xã Chè Thái, tạo 09:00 ngày 08/12/2026",
    ]


async def test_a_claim_to_a_record_that_goes_into_one_with_people_is_rejected_and_says_why(cast: make.Cast) -> None:
    for which in (0, 1):
        records = await pair(tax_code="0100233488")
        await make.person("Chủ", records[which])
        claim = await claiming.claim(
            records[1 - which], cast.chi.user.id, tax_code="0100233488", code=None, note="", at=make.NOW
        )
        old, new = [await fresh(row) for row in records]
        await merging.merge(old, new, at=make.NOW)
        (row,) = await db.fetch("SELECT state, reason, because FROM claim WHERE id = $1", claim.id)
        assert row == {"state": "rejected", "reason": "", "because": claiming.HasMembers.message()}
    records = await pair(tax_code="0100109106")
    claim = await claiming.claim(records[0], cast.chi.user.id, tax_code="0100109106", code=None, note="", at=make.NOW)
    await merging.merge(*records, at=make.NOW)
    (row,) = await db.fetch("SELECT state, organization FROM claim WHERE id = $1", claim.id)
    assert (row["state"], row["organization"]) == ("waiting", records[1].id)


@pytest.mark.parametrize("peopled", [False, True])
async def test_who_claimed_both_records_is_told_what_became_of_the_claim_that_ends(
    client: httpx.AsyncClient, cast: make.Cast, peopled: bool
) -> None:
    old, new = await pair()
    claims = [await unproved_claim(row, cast.chi) for row in (old, new)]
    if peopled:
        await make.person("Chủ", new)
        old, new = await fresh(old), await fresh(new)
    await merging.merge(old, new, stays=[claims[1].id], at=make.NOW)
    rows = await db.fetch("SELECT id, state, reason, because FROM claim")
    states = {row["id"]: (row["state"], row["because"]) for row in rows}
    assert {row["reason"] for row in rows} == {""}
    taken = claiming.HasMembers.message()
    if peopled:
        assert states == {one.id: ("rejected", taken) for one in claims}
    else:
        assert states == {claims[0].id: ("rejected", settling._ONE_RECORD), claims[1].id: ("waiting", "")}
    because = taken if peopled else settling._ONE_RECORD
    said = i18n.in_all(because)
    assert len(set(said.values())) == len(i18n.Language)
    await posting.tell()
    browser = await Browser(client).sign_in(cast.chi)
    for language in i18n.Language:
        await db.fetch("UPDATE delivery SET language = $1 WHERE purpose = 'claim_rejected'", language)
        headers = {**cast.chi.headers, "Accept-Language": language}
        listed = (await client.get("/api/v1/claims?own=true", headers=headers)).json()["items"]
        shown = (await client.get(f"/api/v1/claims/{claims[0].id}", headers=headers)).json()
        assert (listed[0]["reason"], shown["reason"]) == (said[language],) * 2
        with i18n.speaking(language):
            assert (await privacy.kept(cast.chi.user.id))["claims"][0]["reason"] == said[language]
        parts = await posting.written(await posting.deliveries("claim_rejected"))
        assert {" ".join(one.text.split()).count(said[language]) for one in parts} == {1}, language
    assert said["en"] in html.unescape(await browser.see("/my-claims"))


async def test_why_a_claim_ended_that_nobody_decided_is_no_rejection_to_who_decides_the_next(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    ha = await make.officer("24")
    old, new = await pair(province_code="24")
    await claiming.reject(await unproved_claim(new, cast.chi), None, "Không đúng người.", at=make.NOW)
    first, second = [await unproved_claim(row, cast.chi) for row in (old, new)]
    await merging.merge(old, new, stays=[first.id], at=make.NOW)
    items = (await client.get("/api/v1/claims", headers=ha.headers)).json()["items"]
    assert {one["id"]: (one["state"], one["rejected_for"]) for one in items[1:]} == {
        str(first.id): ("waiting", "Không đúng người."),
        str(second.id): ("rejected", "Không đúng người."),
    }
