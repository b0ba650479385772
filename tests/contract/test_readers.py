"""Who may only look changes nothing, on any route: a token that only reads, and viewers of an organization of each kind."""

import re

import httpx

from events_app.accounts import tokens
from events_app.actor import Role
from tests import make
from tests.contract import world as worlds
from tests.contract.bodies import as_sent, bodies_of
from tests.contract.test_access import FOR_NEWCOMERS
from tests.contract.test_manners import WHOSE
from tests.contract.world import World

# What a person does for itself, whatever it may do in an organization.
OWN = r" /account($|/)| /invitations/|POST /organizations$| /organizations/.*/claims$"
PEOPLE = ("an", "binh", "dung", "ha")  # of an organizer, an entity, a distributor, an authority


async def _writes(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    document = (await client.get("/schema/openapi.json")).json()
    found = [(method, path) for method, path in worlds.operations(document) if method != "GET"]
    return [(method, path) for method, path in found if f"{method} {path}" not in FOR_NEWCOMERS]


def _name(method: str, path: str) -> str:
    """Whose part of the paths it is."""
    return next((name for name, paths in WHOSE.items() if re.search(paths, f"{method} {path}")), "an")


async def _answer(client: httpx.AsyncClient, world: World, method: str, path: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", **worlds.seen(method, path)}
    address = "/api/v1" + world.address(path, method)
    async with worlds.undone():
        body = as_sent(bodies_of(world).get(f"{method} {path}"))
        return (await client.request(method, address, headers=headers, **body)).status_code


async def test_a_token_that_only_reads_changes_nothing_of_what_its_person_may(
    client: httpx.AsyncClient, world: World
) -> None:
    reading = {}
    for name in WHOSE:
        reading[name] = await tokens.make(world.person(name).user.email, at=make.NOW, scopes=["read"])
    found, whole = {}, {}
    for method, path in await _writes(client):
        name = _name(method, path)
        found[f"{method} {path}"] = await _answer(client, world, method, path, reading[name])
        whole[f"{method} {path}"] = await _answer(client, world, method, path, world.person(name).token)
    assert {route: status for route, status in found.items() if status != 403} == {}
    assert {route: status for route, status in whole.items() if status // 100 != 2} == {}  # else it would prove nothing


async def test_viewers_of_each_kind_of_organization_change_nothing_there(
    client: httpx.AsyncClient, world: World
) -> None:
    viewers = {}
    for name in PEOPLE:
        viewers[name] = await make.person(f"Xem {name}", world.person(name).organization, Role.VIEWER)
    found = {}
    for method, path in await _writes(client):
        name = _name(method, path)
        if name in viewers and not re.search(OWN, f"{method} {path}"):
            found[f"{name}: {method} {path}"] = await _answer(client, world, method, path, viewers[name].token)
    assert {name.partition(":")[0] for name in found} == set(PEOPLE)
    assert {route: status for route, status in found.items() if status not in {403, 404}} == {}
    assert sum(status == 403 for status in found.values()) > len(found) / 2
