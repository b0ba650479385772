"""The directory over HTTP: who may enter, see and change organizations."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.directory.tables import EntityKind, Kind
from tests import counting, make
from tests.directory import asking

WHERE = {"province_set": "34", "province_code": "01"}
HOUSEHOLD = {"kind": "entity", "entity_kind": "household", "name": "Hộ Mẫu", "tax_code": "001099012345", **WHERE}


async def test_a_person_without_an_organization_founds_one_and_owns_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    answer = await asking.post(
        client,
        cast.chi,
        "/organizations",
        **{**HOUSEHOLD, "phone": "0912 345 678", "province_set": "34", "province_code": "01"},
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
        ({"kind": "entity", "name": "A", **WHERE}, "entity_kind"),
        ({"kind": "entity", "entity_kind": "household", "name": "A"}, "province_code"),
        ({**HOUSEHOLD, "entity_kind": "enterprise"}, "tax_code"),
        ({"kind": "organizer", "name": "A", "tax_code": "001099012345"}, "tax_code"),
        ({"kind": "organizer", "name": "A", "province_code": "01"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "34"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "34", "province_code": "02"}, "province_code"),
        ({"kind": "organizer", "name": "A", "province_set": "35", "province_code": "01"}, "province_set"),
        ({"kind": "shop", "name": "A"}, "kind"),
        ({"kind": "organizer", "name": "A", "contact": {"name": "B", "phone": "0912345678"}}, "contact"),
        ({"kind": "organizer", "name": "A", "on_behalf": True, "contact": {"name": "B"}}, "on_behalf"),
        ({**HOUSEHOLD, "on_behalf": True}, "contact"),
        ({**HOUSEHOLD, "on_behalf": True, "contact": {"name": "B"}}, "email"),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], field: str
) -> None:
    before = await db.fetch("SELECT count(*) FROM organization")
    assert list(asking.wrong(await asking.post(client, cast.an, "/organizations", **said))) == [field]
    assert await db.fetch("SELECT count(*) FROM organization") == before


async def test_two_organizations_of_one_name_have_two_addresses(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first = await asking.post(client, cast.an, "/organizations", **HOUSEHOLD)
    second = await asking.post(client, cast.an, "/organizations", **HOUSEHOLD, anyway=True)
    assert [first.json()["slug"], second.json()["slug"]] == ["ho-mau", "ho-mau-2"]


async def test_nobody_and_a_read_only_token_found_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    from events_app.accounts import tokens

    reading = await tokens.make(cast.chi.user.email, at=make.NOW, scopes=["read"])
    assert (await client.post(f"{asking.API}/organizations", json=HOUSEHOLD)).status_code == 401
    answer = await client.post(
        f"{asking.API}/organizations", json=HOUSEHOLD, headers={"Authorization": f"Bearer {reading}"}
    )
    assert answer.status_code == 403


async def test_everybody_sees_the_public_face_and_only_its_people_the_rest(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await asking.post(client, cast.chi, "/organizations", **{**HOUSEHOLD, "phone": "0912345678"})).json()
    path = f"{asking.API}/organizations/{made['id']}"
    public = {
        "id": made["id"],
        "kind": "entity",
        "entity_kind": "household",
        "name": "Hộ Mẫu",
        "slug": "ho-mau",
        **WHERE,
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
    made = (await asking.post(client, cast.chi, "/organizations", **HOUSEHOLD)).json()
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
    made = (await asking.post(client, cast.chi, "/organizations", **HOUSEHOLD)).json()
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
    made = (await asking.post(client, cast.chi, "/organizations", **HOUSEHOLD)).json()
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
    answer = await asking.post(client, cast.chi, "/organizations", **{**HOUSEHOLD, **old, "province_code": "24"})
    assert list(asking.wrong(answer)) == ["district"]


async def test_a_province_of_today_also_finds_the_addresses_of_before(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for name, which, code in (("Giang", "63", "24"), ("Ninh", "63", "27"), ("Mới", "34", "24"), ("Cao", "34", "04")):
        await make.organization(name=f"Hợp tác xã {name}", province_set=which, province_code=code)

    async def found(which: str, code: str) -> list[str]:
        query = {"province_set": which, "province_code": code}
        items = (await client.get(f"{asking.API}/organizations", params=query)).json()["items"]
        return [item["name"].rpartition(" ")[2] for item in items]

    assert await found("34", "24") == ["Giang", "Mới", "Ninh"]
    assert await found("63", "24") == ["Giang"]
    assert await found("63", "04") == ["Cao"]  # Cao Bằng was merged with nothing


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


async def test_an_organizer_enters_an_entity_that_has_only_a_telephone(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = await asking.post(
        client, cast.an, "/organizations", **HOUSEHOLD, on_behalf=True, contact={"name": "Bà Tư", "phone": "0912345678"}
    )
    assert made.status_code == 201, made.text
    path = f"/organizations/{made.json()['id']}"
    contacts = (await client.get(f"{asking.API}{path}/contacts", headers=cast.an.headers)).json()["items"]
    assert [(c["name"], c["email"], c["phone"]) for c in contacts] == [("Bà Tư", None, "+84912345678")]
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", UUID(made.json()["id"])) == []
    product = await asking.post(client, cast.an, f"{path}/products", name="Mắm", group=1, stars=3)
    assert product.status_code == 201, product.text
    behalf = await db.fetch("SELECT topic, on_behalf_of FROM message WHERE on_behalf_of IS NOT NULL ORDER BY id")
    assert [(row["topic"], str(row["on_behalf_of"])) for row in behalf] == [
        ("organization.create", made.json()["id"]),
        ("contact.create", made.json()["id"]),
        ("product.create", made.json()["id"]),
        ("certificate.create", made.json()["id"]),
    ]


async def test_who_entered_an_entity_speaks_for_it_until_it_has_a_member(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    from events_app.directory import joining

    said = {**HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    made = (await asking.post(client, cast.an, "/organizations", **said)).json()
    path = f"/organizations/{made['id']}"
    assert (await asking.patch(client, cast.em, path, 1, name="X")).status_code == 403
    assert (await asking.patch(client, cast.an, path, 1, name="Hộ Tư")).status_code == 200
    await joining.add("tu@fairs.example", made["slug"], Role.OWNER, at=make.NOW)
    assert (await asking.patch(client, cast.an, path, 2, name="X")).status_code == 403
    assert "tax_code" not in (await client.get(f"{asking.API}{path}", headers=cast.an.headers)).json()


async def test_only_an_organizer_enters_on_behalf(client: httpx.AsyncClient, cast: make.Cast) -> None:
    said = {**HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    for who in (cast.binh, cast.chi, cast.dung):
        assert (await asking.post(client, who, "/organizations", **said)).status_code == 403


async def test_the_directory_is_listed_by_kind_province_and_words(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.organization(Kind.DISTRIBUTOR, "Đại siêu thị", province_set="63", province_code="24")

    async def names(**asked: Any) -> list[str]:
        answer = await client.get(f"{asking.API}/organizations", params=asked)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await names(kind="distributor") == ["Đại siêu thị", "Siêu thị Mẫu"]
    assert await names(q="sieu thi dai") == ["Đại siêu thị"]
    assert await names(q="100%") == []
    assert await names(province_set="63", province_code="24") == ["Đại siêu thị"]
    assert await names(province_set="34", province_code="24") == ["Đại siêu thị"]  # Bắc Giang is Bắc Ninh now
    assert await names(province_set="34", province_code="22") == []
    assert await names(kind="entity", entity_kind="cooperative") == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh"]
    assert (await client.get(f"{asking.API}/organizations", params={"kind": "shop"})).status_code == 422


async def test_a_list_is_read_page_by_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    names, after = [], None
    while True:
        asked = {"limit": 2} | ({"after": after} if after else {})
        page = (await client.get(f"{asking.API}/organizations", params=asked)).json()
        names += [item["name"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert names == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh", "Siêu thị Mẫu", "Trung tâm Xúc tiến Thương mại"]
    assert (await client.get(f"{asking.API}/organizations", params={"after": "x"})).status_code == 422


async def test_lists_ask_as_much_for_three_rows_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    counts = []
    await client.get(
        f"{asking.API}/whoami", headers=cast.binh.headers
    )  # notes that the token is in use, once in five minutes
    await client.get(f"{asking.API}{asking.own(cast.binh)}/products")  # a connection learns once what a list of ids is
    for wanted in (1, 3):
        while len(await db.fetch("SELECT FROM product")) < wanted:
            await make.product(cast.binh.organization)
        async with counting.statements() as said:
            listed = await client.get(f"{asking.API}{asking.own(cast.binh)}/products", headers=cast.binh.headers)
            await client.get(f"{asking.API}/organizations", params={"limit": wanted}, headers=cast.binh.headers)
        assert len(listed.json()["items"]) == wanted
        counts.append(len(said))
    assert counts[0] == counts[1]


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
