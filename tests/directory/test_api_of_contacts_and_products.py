"""The directory over HTTP: contacts and products of an organization."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from tests import make
from tests.directory import asking


async def test_contacts_are_added_changed_and_removed_by_their_people(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    path = f"{asking.own(cast.binh)}/contacts"
    added = await asking.post(client, cast.binh, path, name="Lan", email="Lan@Sen.Example", language="en")
    assert added.status_code == 201, added.text
    contact = f"/contacts/{added.json()['id']}"
    assert added.json()["email"] == "lan@sen.example"
    changed = await asking.patch(client, cast.binh, contact, 1, phone="0912345678", email=None)
    assert (changed.status_code, changed.json()["email"], changed.json()["phone"]) == (200, None, "+84912345678")
    assert list(asking.wrong(await asking.patch(client, cast.binh, contact, 2, phone=None))) == ["email"]
    removing = {**cast.binh.headers, "If-Match": '"2"'}
    stale = await client.delete(f"{asking.API}{contact}", headers={**removing, "If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await client.delete(f"{asking.API}{contact}", headers=removing)).status_code == 204
    assert (await client.get(f"{asking.API}{contact}", headers=cast.binh.headers)).status_code == 404
    left = (await client.get(f"{asking.API}{path}", headers=cast.binh.headers)).json()["items"]
    assert [found["name"] for found in left] == ["Bình"]
    row = await db.one("SELECT name, email, phone FROM contact WHERE id = $1", UUID(added.json()["id"]))
    assert row == {"name": "", "email": None, "phone": None}
    assert (await asking.topics())[-3:] == ["contact.create", "contact.edit", "contact.delete"]


async def test_an_address_is_a_contact_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"{asking.own(cast.binh)}/contacts"
    again = await asking.post(client, cast.binh, path, name="Bình", email=cast.binh.user.email.upper())
    assert (again.status_code, again.json()["type"]) == (409, "http://fairs.test/problems/already-contact")
    other = await asking.post(
        client, cast.em, f"{asking.own(cast.em)}/contacts", name="Bình", email=cast.binh.user.email
    )
    assert other.status_code == 201


async def test_contacts_of_others_are_not_there(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"{asking.own(cast.binh)}/contacts"
    mine = (await client.get(f"{asking.API}{path}", headers=cast.binh.headers)).json()["items"][0]
    assert (await client.get(f"{asking.API}{path}", headers=cast.em.headers)).status_code == 403
    assert (await client.get(f"{asking.API}{path}")).status_code == 401
    assert (await client.get(f"{asking.API}/contacts/{mine['id']}", headers=cast.em.headers)).status_code == 404
    assert (await client.get(f"{asking.API}/contacts/{mine['id']}")).status_code == 401
    assert (await asking.post(client, cast.em, path, name="X", phone="0912345678")).status_code == 403
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    assert (await client.get(f"{asking.API}/contacts/{mine['id']}", headers=viewer.headers)).status_code == 200
    assert (await asking.patch(client, viewer, f"/contacts/{mine['id']}", 1, name="X")).status_code == 403


async def test_a_product_is_declared_with_its_certificate(client: httpx.AsyncClient, cast: make.Cast) -> None:
    answer = await asking.post(
        client,
        cast.binh,
        f"{asking.own(cast.binh)}/products",
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
    public = await client.get(f"{asking.API}/products/{body['id']}")
    assert public.json() == body
    listed = await client.get(f"{asking.API}{asking.own(cast.binh)}/products", params={"q": "tra"})
    assert listed.json() == {"items": [body], "next": None}


@pytest.mark.parametrize(
    "stated",
    [
        {"issued_on": date(2025, 1, 10), "valid_to": date(2028, 1, 10)},
        {"valid_to": date(2028, 1, 10)},
        {"issuer": "UBND"},
    ],
)
async def test_a_certificate_without_a_number_is_told_with_what_it_states(
    client: httpx.AsyncClient, cast: make.Cast, stated: dict[str, Any]
) -> None:
    blank = {"number": "", "issued_on": None, "valid_to": None}
    row = await make.product(cast.binh.organization, certified={**blank, **stated})
    told = [
        (await client.get(f"{asking.API}/products/{row.id}")).json(),
        (await client.get(f"{asking.API}{asking.own(cast.binh)}/products")).json()["items"][0],
        (await client.get(f"{asking.API}/search", params={"q": "tra sen", "kind": "product"})).json()["items"][0][
            "product"
        ],
    ]
    (rating,) = (await client.get(f"{asking.API}/products/{row.id}/certificates")).json()["items"]
    for one in told:
        assert one["certificate"] == {name: rating[name] for name in one["certificate"]}
        assert one["certificate"]["number"] == ""
    bare = await make.product(cast.binh.organization, "Trà nhài", certified=blank)
    assert (await client.get(f"{asking.API}/products/{bare.id}")).json()["certificate"] is None


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"group": 7, "stars": 2}, ["group", "stars"]),
        ({"stars": 5, "potential_five": True}, ["potential_five"]),
        ({"certificate": {"issuer": "X"}}, ["certificate.number", "certificate.issued_on", "stars"]),
        ({"certificate": {"number": "1", "issued_on": "2025-01-10"}}, ["stars"]),
        (
            {"stars": 3, "certificate": {"number": "1", "issued_on": "2025-01-10", "valid_to": "2025-01-10"}},
            ["certificate.valid_to"],
        ),
        (
            {"stars": 3, "certificate": {"number": "1", "issued_on": "2025-01-10", "revoked_on": "2025-01-09"}},
            ["certificate.revoked_on"],
        ),
    ],
)
async def test_a_product_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    body = {"name": "Trà", "group": 1, **said}
    assert (
        list(asking.wrong(await asking.post(client, cast.binh, f"{asking.own(cast.binh)}/products", **body))) == fields
    )


async def test_only_an_entity_has_products(client: httpx.AsyncClient, cast: make.Cast) -> None:
    refused = await asking.post(client, cast.an, f"{asking.own(cast.an)}/products", name="Trà", group=1)
    assert (refused.status_code, refused.json()["type"]) == (409, "http://fairs.test/problems/no-entity")
    assert (
        await asking.post(client, cast.em, f"{asking.own(cast.binh)}/products", name="Trà", group=1)
    ).status_code == 403


async def test_a_corrected_product_is_no_longer_verified(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    row = await make.product(cast.binh.organization, certified={"verified": True})
    corrected = await asking.patch(
        client, cast.binh, f"/products/{row.id}", 1, stars=3, certificate={"number": "9", "issued_on": "2025-01-10"}
    )
    assert corrected.status_code == 200, corrected.text
    assert corrected.json()["standing"] == "declared"
    assert corrected.json()["certificate"]["valid_to"] == "2028-01-10"
    assert corrected.json()["name"] == "Trà sen"
    bare = await asking.patch(client, cast.binh, f"/products/{row.id}", 2, certificate=None)
    assert bare.json()["certificate"] is None
    assert (await asking.patch(client, cast.em, f"/products/{row.id}", 3, stars=5)).status_code == 403
    assert (await asking.patch(client, cast.em, f"/products/{values.new_id()}", 3, stars=5)).status_code == 404
    assert (await asking.patch(client, cast.binh, f"/products/{row.id}", 1, stars=5)).status_code == 412
