"""The directory over HTTP: who may enter, see and change what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.directory.tables import EntityKind, Kind
from tests import make

API = "/api/v1"
HOUSEHOLD = {"kind": "entity", "entity_kind": "household", "name": "Hộ Mẫu", "tax_code": "001099012345"}


async def _post(client: httpx.AsyncClient, who: make.Person, path: str, **body: Any) -> httpx.Response:
    return await client.post(f"{API}{path}", json=body, headers=who.headers)


async def _patch(client: httpx.AsyncClient, who: make.Person, path: str, version: int, **body: Any) -> httpx.Response:
    return await client.patch(f"{API}{path}", json=body, headers={**who.headers, "If-Match": f'"{version}"'})


def _own(who: make.Person) -> str:
    assert who.organization is not None
    return f"/organizations/{who.organization.id}"


def _wrong(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


async def _topics() -> list[str]:
    return [row["topic"] for row in await db.fetch("SELECT topic FROM message ORDER BY id")]


@asynccontextmanager
async def _counted() -> AsyncIterator[list[str]]:
    """The statements that run within the block."""
    said: list[str] = []
    current = db.engine().current_transaction.get()
    assert current is not None

    def note(query: asyncpg.connection.LoggedQuery) -> None:
        said.append(query.query)

    with current.connection.query_logger(note):
        yield said
        await asyncio.sleep(0)  # asyncpg tells its loggers a moment later


async def test_a_person_without_an_organization_founds_one_and_owns_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    answer = await _post(
        client,
        cast.chi,
        "/organizations",
        **{**HOUSEHOLD, "phone": "0912 345 678", "province_set": "34", "province_code": "01"},
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    body = answer.json()
    assert (body["slug"], body["phone"], body["province"]["vi"]) == ("ho-mau", "+84912345678", "Hà Nội")
    who = (await client.get(f"{API}/whoami", headers=cast.chi.headers)).json()
    assert who["person"]["name"] == "Chi"
    assert who["membership"]["organization_id"] == body["id"]
    assert who["membership"]["role"] == "owner"
    assert who["scopes"] == ["read", "write"]
    assert (await _topics())[-2:] == ["organization.create", "membership.create"]


async def test_everything_that_is_wrong_is_said_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await _post(
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
    assert set(_wrong(answer)) == {
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
        ({"kind": "entity", "name": "A"}, "entity_kind"),
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
    assert list(_wrong(await _post(client, cast.an, "/organizations", **said))) == [field]
    assert await db.fetch("SELECT count(*) FROM organization") == before


async def test_two_organizations_of_one_name_have_two_addresses(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first = await _post(client, cast.an, "/organizations", **HOUSEHOLD)
    second = await _post(client, cast.an, "/organizations", **HOUSEHOLD)
    assert [first.json()["slug"], second.json()["slug"]] == ["ho-mau", "ho-mau-2"]


async def test_nobody_and_a_read_only_token_found_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    from events_app.accounts import tokens

    reading = await tokens.make(cast.chi.user.email, at=make.NOW, scopes=["read"])
    assert (await client.post(f"{API}/organizations", json=HOUSEHOLD)).status_code == 401
    answer = await client.post(f"{API}/organizations", json=HOUSEHOLD, headers={"Authorization": f"Bearer {reading}"})
    assert answer.status_code == 403


async def test_everybody_sees_the_public_face_and_only_its_people_the_rest(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await _post(client, cast.chi, "/organizations", **{**HOUSEHOLD, "phone": "0912345678"})).json()
    path = f"{API}/organizations/{made['id']}"
    public = {
        "id": made["id"],
        "kind": "entity",
        "entity_kind": "household",
        "name": "Hộ Mẫu",
        "slug": "ho-mau",
        "province_set": None,
        "province_code": None,
        "province": None,
    }
    assert (await client.get(path)).json() == public
    assert (await client.get(path, headers=cast.an.headers)).json() == public
    own = (await client.get(path, headers=cast.chi.headers)).json()
    assert own == {
        **public,
        "tax_code": "001099012345",
        "representative": "",
        "phone": "+84912345678",
        "email": None,
        "address": "",
    }


async def test_a_personal_number_is_never_in_a_list_nor_shown_to_the_admin(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = (await _post(client, cast.chi, "/organizations", **HOUSEHOLD)).json()
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    for headers in ({}, cast.chi.headers, cast.dung.headers):
        listed = await client.get(f"{API}/organizations", params={"limit": 200}, headers=headers)
        assert "Hộ Mẫu" in listed.text
        assert "001099012345" not in listed.text
    seen = (await client.get(f"{API}/organizations/{made['id']}", headers=cast.dung.headers)).json()
    assert "tax_code" not in seen
    assert seen["representative"] == ""


async def test_a_member_changes_its_organization(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await _patch(
        client, cast.binh, _own(cast.binh), 1, name="Hợp tác xã Sen Hồng", province_set="63", province_code="82"
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"2"'
    assert answer.json()["province"]["vi"] == "Tiền Giang"
    assert answer.json()["slug"] == cast.binh.organization.slug
    found = (await client.get(f"{API}/organizations", params={"q": "SEN hong tien"})).json()["items"]
    assert [item["name"] for item in found] == ["Hợp tác xã Sen Hồng"]


async def test_a_change_is_of_what_was_seen(client: httpx.AsyncClient, cast: make.Cast) -> None:
    bare = await client.patch(f"{API}{_own(cast.binh)}", json={"name": "X"}, headers=cast.binh.headers)
    assert bare.status_code == 428
    assert (await _patch(client, cast.binh, _own(cast.binh), 7, name="X")).status_code == 412


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
    assert list(_wrong(await _patch(client, cast.binh, _own(cast.binh), 1, **said))) == [field]


async def test_others_and_viewers_change_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    assert (await _patch(client, cast.em, _own(cast.binh), 1, name="X")).status_code == 403
    assert (await _patch(client, viewer, _own(cast.binh), 1, name="X")).status_code == 403
    assert (await _patch(client, cast.em, f"/organizations/{values.new_id()}", 1, name="X")).status_code == 404
    nobody = await client.patch(f"{API}{_own(cast.binh)}", json={}, headers={"If-Match": '"1"'})
    assert nobody.status_code == 401
    inside = await client.get(f"{API}{_own(cast.binh)}", headers=viewer.headers)
    assert inside.json()["representative"] == ""


async def test_an_organizer_enters_an_entity_that_has_only_a_telephone(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = await _post(
        client, cast.an, "/organizations", **HOUSEHOLD, on_behalf=True, contact={"name": "Bà Tư", "phone": "0912345678"}
    )
    assert made.status_code == 201, made.text
    path = f"/organizations/{made.json()['id']}"
    contacts = (await client.get(f"{API}{path}/contacts", headers=cast.an.headers)).json()["items"]
    assert [(c["name"], c["email"], c["phone"]) for c in contacts] == [("Bà Tư", None, "+84912345678")]
    assert await db.fetch("SELECT FROM membership WHERE organization = $1", UUID(made.json()["id"])) == []
    product = await _post(client, cast.an, f"{path}/products", name="Mắm", group=1, stars=3)
    assert product.status_code == 201, product.text
    behalf = await db.fetch("SELECT topic, on_behalf_of FROM message WHERE on_behalf_of IS NOT NULL ORDER BY id")
    assert [(row["topic"], str(row["on_behalf_of"])) for row in behalf] == [
        ("organization.create", made.json()["id"]),
        ("contact.create", made.json()["id"]),
        ("product.create", made.json()["id"]),
    ]


async def test_who_entered_an_entity_speaks_for_it_until_it_has_a_member(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    from events_app.directory import joining

    said = {**HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    made = (await _post(client, cast.an, "/organizations", **said)).json()
    path = f"/organizations/{made['id']}"
    assert (await _patch(client, cast.em, path, 1, name="X")).status_code == 403
    assert (await _patch(client, cast.an, path, 1, name="Hộ Tư")).status_code == 200
    await joining.add("tu@fairs.example", made["slug"], Role.OWNER, at=make.NOW)
    assert (await _patch(client, cast.an, path, 2, name="X")).status_code == 403
    assert "tax_code" not in (await client.get(f"{API}{path}", headers=cast.an.headers)).json()


async def test_only_an_organizer_enters_on_behalf(client: httpx.AsyncClient, cast: make.Cast) -> None:
    said = {**HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    for who in (cast.binh, cast.chi, cast.dung):
        assert (await _post(client, who, "/organizations", **said)).status_code == 403


async def test_the_directory_is_listed_by_kind_province_and_words(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.organization(Kind.DISTRIBUTOR, "Đại siêu thị", province_set="63", province_code="24")

    async def names(**asked: Any) -> list[str]:
        answer = await client.get(f"{API}/organizations", params=asked)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await names(kind="distributor") == ["Đại siêu thị", "Siêu thị Mẫu"]
    assert await names(q="sieu thi dai") == ["Đại siêu thị"]
    assert await names(q="100%") == []
    assert await names(province_set="63", province_code="24") == ["Đại siêu thị"]
    assert await names(province_set="34", province_code="24") == []
    assert await names(kind="entity", entity_kind="cooperative") == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh"]
    assert (await client.get(f"{API}/organizations", params={"kind": "shop"})).status_code == 422


async def test_a_list_is_read_page_by_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    names, after = [], None
    while True:
        asked = {"limit": 2} | ({"after": after} if after else {})
        page = (await client.get(f"{API}/organizations", params=asked)).json()
        names += [item["name"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert names == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh", "Siêu thị Mẫu", "Trung tâm Xúc tiến Thương mại"]
    assert (await client.get(f"{API}/organizations", params={"after": "x"})).status_code == 422


async def test_lists_ask_as_much_for_three_rows_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    counts = []
    await client.get(f"{API}/whoami", headers=cast.binh.headers)  # notes that the token is in use, once in five minutes
    for wanted in (1, 3):
        while len(await db.fetch("SELECT FROM product")) < wanted:
            await make.product(cast.binh.organization)
        async with _counted() as said:
            listed = await client.get(f"{API}{_own(cast.binh)}/products", headers=cast.binh.headers)
            await client.get(f"{API}/organizations", params={"limit": wanted}, headers=cast.binh.headers)
        assert len(listed.json()["items"]) == wanted
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_contacts_are_added_changed_and_removed_by_their_people(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    path = f"{_own(cast.binh)}/contacts"
    added = await _post(client, cast.binh, path, name="Lan", email="Lan@Sen.Example", language="en")
    assert added.status_code == 201, added.text
    contact = f"/contacts/{added.json()['id']}"
    assert added.json()["email"] == "lan@sen.example"
    changed = await _patch(client, cast.binh, contact, 1, phone="0912345678", email=None)
    assert (changed.status_code, changed.json()["email"], changed.json()["phone"]) == (200, None, "+84912345678")
    assert list(_wrong(await _patch(client, cast.binh, contact, 2, phone=None))) == ["email"]
    removing = {**cast.binh.headers, "If-Match": '"2"'}
    stale = await client.delete(f"{API}{contact}", headers={**removing, "If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await client.delete(f"{API}{contact}", headers=removing)).status_code == 204
    assert (await client.get(f"{API}{contact}", headers=cast.binh.headers)).status_code == 404
    left = (await client.get(f"{API}{path}", headers=cast.binh.headers)).json()["items"]
    assert [found["name"] for found in left] == ["Bình"]
    row = await db.one("SELECT name, email, phone FROM contact WHERE id = $1", UUID(added.json()["id"]))
    assert row == {"name": "", "email": None, "phone": None}
    assert (await _topics())[-3:] == ["contact.create", "contact.edit", "contact.delete"]


async def test_an_address_is_a_contact_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"{_own(cast.binh)}/contacts"
    again = await _post(client, cast.binh, path, name="Bình", email=cast.binh.user.email.upper())
    assert (again.status_code, again.json()["type"]) == (409, "http://fairs.test/problems/already-contact")
    other = await _post(client, cast.em, f"{_own(cast.em)}/contacts", name="Bình", email=cast.binh.user.email)
    assert other.status_code == 201


async def test_contacts_of_others_are_not_there(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"{_own(cast.binh)}/contacts"
    mine = (await client.get(f"{API}{path}", headers=cast.binh.headers)).json()["items"][0]
    assert (await client.get(f"{API}{path}", headers=cast.em.headers)).status_code == 403
    assert (await client.get(f"{API}{path}")).status_code == 401
    assert (await client.get(f"{API}/contacts/{mine['id']}", headers=cast.em.headers)).status_code == 404
    assert (await client.get(f"{API}/contacts/{mine['id']}")).status_code == 401
    assert (await _post(client, cast.em, path, name="X", phone="0912345678")).status_code == 403
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    assert (await client.get(f"{API}/contacts/{mine['id']}", headers=viewer.headers)).status_code == 200
    assert (await _patch(client, viewer, f"/contacts/{mine['id']}", 1, name="X")).status_code == 403


async def test_a_product_is_declared_with_its_certificate(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await _post(
        client,
        cast.binh,
        f"{_own(cast.binh)}/products",
        name="Trà sen",
        group=2,
        stars=4,
        certificate={"number": "12/QĐ-UBND", "issued_on": "2024-02-29", "issuer": "UBND tỉnh Mẫu"},
    )
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["standing"] == "declared"
    assert body["certificate"] == {
        "number": "12/QĐ-UBND",
        "issued_on": "2024-02-29",
        "valid_to": "2027-02-28",
        "issuer": "UBND tỉnh Mẫu",
        "revoked_on": None,
    }
    public = await client.get(f"{API}/products/{body['id']}")
    assert public.json() == body
    listed = await client.get(f"{API}{_own(cast.binh)}/products", params={"q": "tra"})
    assert listed.json() == {"items": [body], "next": None}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"group": 7, "stars": 2}, ["group", "stars"]),
        ({"stars": 5, "potential_five": True}, ["potential_five"]),
        ({"certificate": {"issuer": "X"}}, ["certificate.number", "certificate.issued_on"]),
        (
            {"certificate": {"number": "1", "issued_on": "2025-01-10", "valid_to": "2025-01-10"}},
            ["certificate.valid_to"],
        ),
        (
            {"certificate": {"number": "1", "issued_on": "2025-01-10", "revoked_on": "2025-01-09"}},
            ["certificate.revoked_on"],
        ),
    ],
)
async def test_a_product_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    body = {"name": "Trà", "group": 1, **said}
    assert list(_wrong(await _post(client, cast.binh, f"{_own(cast.binh)}/products", **body))) == fields


async def test_only_an_entity_has_products(client: httpx.AsyncClient, cast: make.Cast) -> None:
    refused = await _post(client, cast.an, f"{_own(cast.an)}/products", name="Trà", group=1)
    assert (refused.status_code, refused.json()["type"]) == (409, "http://fairs.test/problems/no-entity")
    assert (await _post(client, cast.em, f"{_own(cast.binh)}/products", name="Trà", group=1)).status_code == 403


async def test_a_corrected_product_is_no_longer_verified(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    row = await make.product(cast.binh.organization, standing="verified")
    corrected = await _patch(
        client, cast.binh, f"/products/{row.id}", 1, stars=3, certificate={"number": "9", "issued_on": "2026-01-31"}
    )
    assert corrected.status_code == 200, corrected.text
    assert corrected.json()["standing"] == "declared"
    assert corrected.json()["certificate"]["valid_to"] == "2029-01-31"
    assert corrected.json()["name"] == "Trà sen"
    bare = await _patch(client, cast.binh, f"/products/{row.id}", 2, certificate=None)
    assert bare.json()["certificate"] is None
    assert (await _patch(client, cast.em, f"/products/{row.id}", 3, stars=5)).status_code == 403
    assert (await _patch(client, cast.em, f"/products/{values.new_id()}", 3, stars=5)).status_code == 404
    assert (await _patch(client, cast.binh, f"/products/{row.id}", 1, stars=5)).status_code == 412


async def test_provinces_are_known_by_code_together_with_set(client: httpx.AsyncClient, database: None) -> None:
    old = (await client.get(f"{API}/provinces", params={"set": "63"})).json()["items"]
    new = (await client.get(f"{API}/provinces", params={"set": "34"})).json()["items"]
    assert (len(old), len(new)) == (63, 34)
    assert next(p for p in old if p["code"] == "24")["name"]["vi"] == "Bắc Giang"
    assert next(p for p in new if p["code"] == "24")["name"]["vi"] == "Bắc Ninh"
    assert [p["name"]["vi"] for p in new][:2] == ["An Giang", "Bắc Ninh"]
    assert new[-1]["name"]["vi"] == "Vĩnh Long"
    assert (await client.get(f"{API}/provinces", params={"set": "35"})).status_code == 422
    assert (await client.get(f"{API}/provinces")).status_code == 422


async def test_nobody_is_nobody(client: httpx.AsyncClient, database: None) -> None:
    assert (await client.get(f"{API}/whoami")).status_code == 401


async def test_an_entity_kind_may_change(client: httpx.AsyncClient, cast: make.Cast) -> None:
    changed = await _patch(client, cast.binh, _own(cast.binh), 1, entity_kind="household", tax_code="001099012345")
    assert (changed.status_code, changed.json()["entity_kind"]) == (200, EntityKind.HOUSEHOLD)
    assert list(_wrong(await _patch(client, cast.binh, _own(cast.binh), 2, entity_kind="enterprise"))) == ["tax_code"]
