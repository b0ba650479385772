"""What viewers of an entity, a distributor and an authority may read, against a written table (``viewers.txt`` beside it)."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from events_app import db
from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.actor import Role
from events_app.app import create_app
from events_app.directory import masking
from tests import make
from tests.contract import world as worlds
from tests.contract.table import Table, place
from tests.contract.visiting import pages_of
from tests.contract.world import World

TABLE = Table("viewers.txt")
NUMBER = "001203004567"  # of a person, of the households of Bình and Em
SECRETS = re.compile(rf"{NUMBER}|fairs_\w{{10,}}|token=[\w-]+")
ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BY_LINK = {"/confirmation", "/invitation", "/password"}  # whoever has the link of the letter has its address
OF = {"entity": "binh", "distributor": "dung", "authority": "ha"}  # beside whom each of them looks


@pytest.fixture
async def viewers(world: World, letter: None) -> dict[str, make.Person]:
    """Somebody who only looks, in the organization of each."""
    return {
        name: await make.person(f"Xem {name}", world.person(beside).organization, Role.VIEWER)
        for name, beside in OF.items()
    }


async def _reads(
    client: httpx.AsyncClient, world: World, viewers: dict[str, make.Person]
) -> AsyncIterator[tuple[str, str, httpx.Response]]:
    """Who reads, what, and the answer: everything that the API and the pages have to read."""
    document = (await client.get("/schema/openapi.json")).json()
    api = [path for method, path in worlds.operations(document) if method == "GET"]
    pages = [path for method, path in pages_of(create_app()) if method == "GET"]
    for name in TABLE.people:
        who = viewers[name]
        session = await signing_in.begin(who.user.id, at=make.NOW)
        signed_in = {"Cookie": f"{COOKIE}={session}", "Accept": "text/html"}
        asked = [("/api/v1" + path, "/api/v1" + world.address(path), who.headers) for path in api]
        asked += [(path, world.address(path, code="en"), signed_in) for path in pages]
        for route, address, headers in asked:
            yield name, route, await client.get(address, headers=headers)


async def test_every_read_answers_viewers_as_written(
    client: httpx.AsyncClient, world: World, viewers: dict[str, make.Person]
) -> None:
    found: dict[str, list[int]] = {}
    async for _name, route, answer in _reads(client, world, viewers):
        found.setdefault(f"GET {route}", []).append(answer.status_code)
    unlike = TABLE.unlike(found)
    assert not unlike, f"lines to take in or out of the table:\n{unlike}"


async def test_viewers_read_no_number_of_a_person_no_secret_and_nobodys_address_but_where_they_belong(
    client: httpx.AsyncClient, world: World, viewers: dict[str, make.Person]
) -> None:
    """Of others only those who have asked them for something: the buyer its entity, the claimant the authority."""
    for household in (world.cast.binh, world.cast.em):
        await masking.keep(household.organization.id, NUMBER, at=make.NOW)
    told: dict[str, set[str]] = {name: set() for name in OF}
    async for name, route, answer in _reads(client, world, viewers):
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if route in BY_LINK or route.startswith("/dev/") or kind not in {"text/html", "application/json"}:
            continue
        assert (name, route, SECRETS.findall(answer.text)) == (name, route, [])
        told[name] |= set(ADDRESSES.findall(answer.text)) - {viewers[name].user.email}
    colleague = await db.one("SELECT email FROM users WHERE name = 'Bảo'")
    assert colleague
    assert told == {
        "entity": {world.cast.binh.user.email, colleague["email"], "dung@fairs.example"},
        "distributor": {world.cast.dung.user.email, "dung@fairs.example"},
        "authority": {world.ha.user.email, world.cast.chi.user.email, "fairs@fairs.example"},  # the admins, to be asked
    }


async def test_the_table_is_sorted_so_that_a_new_route_has_one_place() -> None:
    assert sorted(TABLE.lines, key=place) == TABLE.lines
