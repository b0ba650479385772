"""The directory over HTTP: an organizer enters an entity on its behalf, and speaks for it until it has a member."""

from uuid import UUID

import httpx

from events_app import db
from events_app.actor import Role
from tests import make
from tests.directory import asking


async def test_an_organizer_enters_an_entity_that_has_only_a_telephone(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = await asking.post(
        client,
        cast.an,
        "/organizations",
        **asking.HOUSEHOLD,
        on_behalf=True,
        contact={"name": "Bà Tư", "phone": "0912345678"},
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

    said = {**asking.HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    made = (await asking.post(client, cast.an, "/organizations", **said)).json()
    path = f"/organizations/{made['id']}"
    assert (await asking.patch(client, cast.em, path, 1, name="X")).status_code == 403
    assert (await asking.patch(client, cast.an, path, 1, name="Hộ Tư")).status_code == 200
    await joining.add("tu@fairs.example", made["slug"], Role.OWNER, at=make.NOW)
    assert (await asking.patch(client, cast.an, path, 2, name="X")).status_code == 403
    assert "tax_code" not in (await client.get(f"{asking.API}{path}", headers=cast.an.headers)).json()


async def test_only_an_organizer_enters_on_behalf(client: httpx.AsyncClient, cast: make.Cast) -> None:
    said = {**asking.HOUSEHOLD, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}
    for who in (cast.binh, cast.chi, cast.dung):
        assert (await asking.post(client, who, "/organizations", **said)).status_code == 403
