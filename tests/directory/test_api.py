"""The directory over HTTP: who may enter, see and change an organization."""

from typing import Any

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.directory.tables import EntityKind
from tests import make
from tests.directory import asking


async def test_a_person_without_an_organization_founds_one_and_owns_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    answer = await asking.post(
        client,
        cast.chi,
        "/organizations",
        **{**asking.HOUSEHOLD, "phone": "0912 345 678", "province_set": "34", "province_code": "01"},
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    body = answer.json()
    assert (body["slug"], body["phone"], body["province"]["vi"]) == ("ho-mau", "+84912345678", "Hà Nội")
    who = (await client.get(f"{asking.API}/whoami", headers=cast.chi.headers)).json()
    assert who["person"]["name"] == "Chi"
    assert who["membership"]["organization_id"] == body["id"]
    assert who["membership"]["role"] == "owner"
    assert who["scopes"] == ["read", "write"]
    assert (await asking.topics())[-2:] == ["organization.create", "membership.create"]


async def test_everything_that_is_wrong_is_said_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await asking.post(
        client,
        cast.chi,
        "/organizations",
        kind="entity",
        name=" ",
        tax_code="0100233480",
        phone="12",
        email="nobody",
        province_set="34",
        province_code="99",
        colour="red",
    )
    assert set(asking.wrong(answer)) == {
        "entity_kind",
        "name",
        "tax_code",
        "phone",
        "email",
        "province_code",
        "colour",
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "organizer", "entity_kind": "household", "name": "A"}, "entity_kind"),
        ({"kind": "entity", "name": "A", **asking.WHERE}, "entity_kind"),
        ({"kind": "entity", "entity_kind": "household", "name": "A"}, "province_code"),
        ({**asking.HOUSEHOLD, "entity_kind": "enterprise"}, "tax_code"),
        ({"kind": "organizer", "name": "A", "tax_code": "001099012345"}, "tax_code"),
        ({"kind": "organizer", "name": "A", "province_code": "01"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "34"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "34", "province_code": "02"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "35", "province_code": "01"}, "province_set"),
        ({"kind": "shop", "name": "A"}, "kind"),
        ({"kind": "organizer", "name": "A", "contact": {"name": "B", "phone": "0912345678"}}, "contact"),
        ({"kind": "organizer", "name": "A", "on_behalf": True, "contact": {"name": "B"}}, "on_behalf"),
        ({**asking.HOUSEHOLD, "on_behalf": True}, "contact"),
        ({**asking.HOUSEHOLD, "on_behalf": True, "contact": {"name": "B"}}, "email"),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], field: str
) -> None:
    before = await db.fetch("SELECT count(*) FROM organization")
    assert list(asking.wrong(await asking.post(client, cast.an, "/organizations", **said))) == [field]
    assert await db.fetch("SELECT count(*) FROM organization") == before


async def test_two_organizations_of_one_name_have_two_addresses(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first = await asking.post(client, cast.an, "/organizations", **asking.HOUSEHOLD)
    second = await asking.post(client, cast.an, "/organizations", **asking.HOUSEHOLD, anyway=True)
    assert [first.json()["slug"], second.json()["slug"]] == ["ho-mau", "ho-mau-2"]


async def test_nobody_and_a_read_only_token_found_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    from events_app.accounts import tokens

    reading = await tokens.make(cast.chi.user.email, at=make.NOW, scopes=["read"])
    assert (await client.post(f"{asking.API}/organizations", json=asking.HOUSEHOLD)).status_code == 401
    answer = await client.post(
        f"{asking.API}/organizations", json=asking.HOUSEHOLD, headers={"Authorization": f"Bearer {reading}"}
    )
    assert answer.status_code == 403


async def test_everybody_sees_the_public_face_and_only_its_people_the_rest(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await asking.post(client, cast.chi, "/organizations", **{**asking.HOUSEHOLD, "phone": "0912345678"})).json()
    path = f"{asking.API}/organizations/{made['id']}"
    public = {
        "id": made["id"],
        "kind": "entity",
        "entity_kind": "household",
        "name": "Hộ Mẫu",
        "slug": "ho-mau",
        **asking.WHERE,
        "province": made["province"],
    }
    assert (await client.get(path)).json() == public
    assert (await client.get(path, headers=cast.an.headers)).json() == public
    own = (await client.get(path, headers=cast.chi.headers)).json()
    assert own == {
        **public,
        "tax_code": None,
        "personal_number": "*********345",
        "representative": "",
        "phone": "+84912345678",
        "email": None,
        "address": "",
        "commune": "",
        "district": "",
    }


async def test_a_personal_number_is_never_in_a_list_nor_shown_whole_to_anybody(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await asking.post(client, cast.chi, "/organizations", **asking.HOUSEHOLD)).json()
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    for headers in ({}, cast.chi.headers, cast.dung.headers):
        listed = await client.get(f"{asking.API}/organizations", params={"limit": 200}, headers=headers)
        assert "Hộ Mẫu" in listed.text
        assert "001099012345" not in listed.text
    for who in (cast.dung, cast.chi):
        seen = (await client.get(f"{asking.API}/organizations/{made['id']}", headers=who.headers)).json()
        assert (seen["tax_code"], seen["personal_number"]) == (None, "*********345")
    rows = await db.fetch("SELECT tax_code FROM organization WHERE tax_code LIKE '%99012345%'")
    assert rows == []


async def test_a_personal_number_is_replaced_kept_or_taken_away(client: httpx.AsyncClient, cast: make.Cast) -> None:
    made = (await asking.post(client, cast.chi, "/organizations", **asking.HOUSEHOLD)).json()
    path = f"/organizations/{made['id']}"
    for version, said, shown in (
        (1, {"representative": "Bà Tư"}, (None, "*********345")),
        (2, {"tax_code": "001099012999"}, (None, "*********999")),
        (3, {"tax_code": "0100233488"}, ("0100233488", None)),
        (4, {"tax_code": "001099012345"}, (None, "*********345")),
        (5, {"tax_code": None}, (None, None)),
    ):
        answer = await asking.patch(client, cast.chi, path, version, **said)
        assert (answer.status_code, answer.json()["tax_code"], answer.json()["personal_number"]) == (200, *shown)


async def test_an_enterprise_cannot_be_made_of_a_household_with_a_personal_number(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await asking.post(client, cast.chi, "/organizations", **asking.HOUSEHOLD)).json()
    answer = await asking.patch(client, cast.chi, f"/organizations/{made['id']}", 1, entity_kind="enterprise")
    assert list(asking.wrong(answer)) == ["tax_code"]


async def test_an_address_has_a_district_before_the_merger_and_none_after(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    old = {"address": "12 Lý Thường Kiệt", "commune": "Phường Trần Phú", "district": "TP. Bắc Giang"}
    answer = await asking.patch(
        client, cast.binh, asking.own(cast.binh), 1, **old, province_set="63", province_code="24"
    )
    assert {name: answer.json()[name] for name in old} == old
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 2, province_set="34")
    assert list(asking.wrong(answer)) == ["district"]
    answer = await asking.post(client, cast.chi, "/organizations", **{**asking.HOUSEHOLD, **old, "province_code": "24"})
    assert list(asking.wrong(answer)) == ["district"]


async def test_a_member_changes_its_organization(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await asking.patch(
        client, cast.binh, asking.own(cast.binh), 1, name="Hợp tác xã Sen Hồng", province_set="63", province_code="82"
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"2"'
    assert answer.json()["province"]["vi"] == "Tiền Giang"
    assert answer.json()["slug"] == cast.binh.organization.slug
    found = (await client.get(f"{asking.API}/organizations", params={"q": "SEN hong tien"})).json()["items"]
    assert [item["name"] for item in found] == ["Hợp tác xã Sen Hồng"]


async def test_a_change_is_of_what_was_seen(client: httpx.AsyncClient, cast: make.Cast) -> None:
    bare = await client.patch(f"{asking.API}{asking.own(cast.binh)}", json={"name": "X"}, headers=cast.binh.headers)
    assert bare.status_code == 428
    assert (await asking.patch(client, cast.binh, asking.own(cast.binh), 7, name="X")).status_code == 412


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": None}, "name"),
        ({"entity_kind": None}, "entity_kind"),
        ({"tax_code": "001099012345"}, "tax_code"),
        ({"province_code": None}, "province_code"),
        ({"kind": "organizer"}, "kind"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], field: str
) -> None:
    assert list(asking.wrong(await asking.patch(client, cast.binh, asking.own(cast.binh), 1, **said))) == [field]


async def test_others_and_viewers_change_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    assert (await asking.patch(client, cast.em, asking.own(cast.binh), 1, name="X")).status_code == 403
    assert (await asking.patch(client, viewer, asking.own(cast.binh), 1, name="X")).status_code == 403
    assert (await asking.patch(client, cast.em, f"/organizations/{values.new_id()}", 1, name="X")).status_code == 404
    nobody = await client.patch(f"{asking.API}{asking.own(cast.binh)}", json={}, headers={"If-Match": '"1"'})
    assert nobody.status_code == 401
    inside = await client.get(f"{asking.API}{asking.own(cast.binh)}", headers=viewer.headers)
    assert inside.json()["representative"] == ""


async def test_nobody_is_nobody(client: httpx.AsyncClient, database: None) -> None:
    assert (await client.get(f"{asking.API}/whoami")).status_code == 401


async def test_an_entity_kind_may_change(client: httpx.AsyncClient, cast: make.Cast) -> None:
    changed = await asking.patch(
        client, cast.binh, asking.own(cast.binh), 1, entity_kind="household", tax_code="001099012345"
    )
    assert (changed.status_code, changed.json()["entity_kind"]) == (200, EntityKind.HOUSEHOLD)
    assert list(
        asking.wrong(await asking.patch(client, cast.binh, asking.own(cast.binh), 2, entity_kind="enterprise"))
    ) == ["tax_code"]


async def test_what_is_wrong_with_a_change_is_said_all_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    said = {"province_set": "63", "province_code": "1", "name": "", "phone": "1", "email": "x", "tax_code": "123"}
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 1, **said)
    assert set(asking.wrong(answer)) == {"province_code", "name", "phone", "email", "tax_code"}
    said = {"province_set": "34", "province_code": "01", "district": "Quận 1", "phone": "1"}
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 1, **said)
    assert set(asking.wrong(answer)) == {"district", "phone"}
    said = {"entity_kind": "cooperative", "tax_code": "001099012345", "phone": "1"}
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 1, **said)
    assert set(asking.wrong(answer)) == {"tax_code", "phone"}
    answer = await asking.patch(client, cast.binh, asking.own(cast.binh), 1, province_code="24", phone="1")
    assert set(asking.wrong(answer)) == {"phone"}, "the set that stands there may be the right one"
