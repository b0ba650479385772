"""Venues over HTTP."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.venues import queries
from tests import make

API = "/api/v1"
MALL: dict[str, Any] = {
    "name": "GO! Cần Thơ",
    "address": "Lô 1, KDC Hưng Phú",
    "province_code": "92",
    "latitude": 10.0,
    "longitude": 105.8,
    "halls": [{"name": "Sảnh A"}, {"name": "Sảnh B"}],
}


async def _enter(client: httpx.AsyncClient, who: make.Person, **said: Any) -> httpx.Response:
    return await client.post(f"{API}/venues", json={**MALL, **said}, headers=who.headers)


async def _change(client: httpx.AsyncClient, who: make.Person, venue: str, version: int, **said: Any) -> httpx.Response:
    headers = {**who.headers, "If-Match": f'"{version}"'}
    return await client.patch(f"{API}/venues/{venue}", json=said, headers=headers)


def _wrong(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json()["errors"]]


async def test_an_organizer_enters_a_venue_with_halls(client: httpx.AsyncClient, cast: make.Cast) -> None:
    chain = cast.dung.organization
    assert chain is not None
    answer = await _enter(client, cast.an, chain=str(chain.id))
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert (body["slug"], body["province"]["vi"], body["chain"]) == ("go-can-tho", "Cần Thơ", str(chain.id))
    assert [hall["name"] for hall in body["halls"]] == ["Sảnh A", "Sảnh B"]
    assert (await client.get(f"{API}/venues/{body['id']}")).json() == body
    listed = await client.get(f"{API}/venues", params={"q": "hung phu", "chain": str(chain.id)})
    assert listed.json() == {"items": [body], "next": None}
    assert await db.fetch("SELECT topic FROM message WHERE payload->>'id' = $1", body["id"]) == [
        {"topic": "venue.create"}
    ]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"province_code": "02"}, ["province_code"]),
        ({"latitude": None}, ["latitude"]),
        ({"longitude": None}, ["longitude"]),
        ({"latitude": 48.8, "longitude": 2.3}, ["latitude", "longitude"]),
        ({"latitude": 999, "longitude": 999, "name": ""}, ["name", "latitude", "longitude"]),
        ({"chain": str(values.new_id())}, ["chain"]),
        ({"halls": [{"name": "Sảnh A"}, {"name": "sanh a"}]}, ["halls.1.name"]),
        ({"halls": [{"name": ""}], "name": "", "address": ""}, ["name", "address", "halls.0.name"]),
        ({"halls": [{"id": str(values.new_id()), "name": "A"}]}, ["halls.0.id"]),
        (
            {"province_code": "02", "latitude": None, "chain": str(values.new_id())},
            ["province_code", "latitude", "chain"],
        ),
    ],
)
async def test_what_cannot_be_a_venue_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    assert _wrong(await _enter(client, cast.an, **said)) == fields
    assert await db.fetch("SELECT FROM venue") == []


async def test_a_chain_is_a_distributor(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    assert _wrong(await _enter(client, cast.an, chain=str(cast.binh.organization.id))) == ["chain"]


async def test_only_some_enter_venues(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert (await client.post(f"{API}/venues", json=MALL)).status_code == 401
    for who in (cast.binh, cast.chi, await make.person("Vân", cast.an.organization, Role.VIEWER)):
        assert (await _enter(client, who)).status_code == 403
    assert (await _enter(client, cast.dung)).status_code == 201


async def test_a_venue_is_changed_by_its_keeper(client: httpx.AsyncClient, cast: make.Cast) -> None:
    made = (await _enter(client, cast.an)).json()
    first, second = made["halls"]
    halls = [{"id": first["id"], "name": "Sảnh B"}, {"id": second["id"], "name": "Sảnh A"}, {"name": "Sân"}]
    changed = await _change(
        client, cast.an, made["id"], 1, name="GO! Ninh Kiều", halls=halls, latitude=None, longitude=None
    )
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"2"'
    assert (changed.json()["name"], changed.json()["slug"]) == ("GO! Ninh Kiều", "go-can-tho")
    names = {hall["id"]: hall["name"] for hall in changed.json()["halls"]}
    assert (names[first["id"]], names[second["id"]], len(names)) == ("Sảnh B", "Sảnh A", 3)
    assert changed.json()["latitude"] is None
    assert [
        v["id"] for v in (await client.get(f"{API}/venues", params={"q": "ninh kieu hung phu"})).json()["items"]
    ] == [made["id"]]
    fewer = await _change(client, cast.an, made["id"], 2, halls=[])
    assert fewer.json()["halls"] == []
    assert (await _change(client, cast.an, made["id"], 2, name="X")).status_code == 412
    bare = await client.patch(f"{API}/venues/{made['id']}", json={}, headers=cast.an.headers)
    assert bare.status_code == 428


async def test_others_change_no_venue(client: httpx.AsyncClient, cast: make.Cast) -> None:
    made = (await _enter(client, cast.an)).json()
    assert (await _change(client, cast.dung, made["id"], 1, name="X")).status_code == 403
    assert (await _change(client, cast.an, str(values.new_id()), 1, name="X")).status_code == 404
    nobody = await client.patch(f"{API}/venues/{made['id']}", json={}, headers={"If-Match": '"1"'})
    assert nobody.status_code == 401
    assert (await _change(client, cast.an, made["id"], 1, name=None)).status_code == 422


async def test_a_hall_in_which_a_fair_takes_place_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.an.organization is not None
    made = (await _enter(client, cast.an)).json()
    event = await make.event(cast.an.organization)
    site = await make.site(event, await queries.venue(made["slug"]))
    await site.update_self({"hall": UUID(made["halls"][0]["id"])})
    refused = await _change(client, cast.an, made["id"], 1, halls=[{"name": "Sân"}], name="X")
    assert (refused.status_code, refused.json()["type"]) == (409, "http://fairs.test/problems/hall-in-use")
    assert (await client.get(f"{API}/venues/{made['id']}")).json() == made


async def test_a_list_of_venues_asks_as_much_for_three_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.an.organization is not None
    counts = []
    for wanted in (1, 3):
        while len(await db.fetch("SELECT FROM venue")) < wanted:
            await make.venue(cast.an.organization)
        said: list[Any] = []
        current = db.engine().current_transaction.get()
        assert current is not None
        with current.connection.query_logger(said.append):
            listed = await client.get(f"{API}/venues")
            await asyncio.sleep(0)  # asyncpg tells its loggers a moment later
        assert len(listed.json()["items"]) == wanted
        counts.append(len(said))
    assert counts == [2, 2]
