"""Every route for every member of the cast and for nobody, against a written table (``access.txt`` beside this file)."""

from pathlib import Path
from typing import Any

import httpx

from tests.contract import world as worlds

TABLE = Path(__file__).with_name("access.txt")
PEOPLE = ("nobody", "chi", "em", "binh", "dung", "an", "ha", "quan")
# A newcomer is nobody yet: it registers, has a letter sent, and proves by the letter's link who it is.
FOR_NEWCOMERS = {
    "POST /invitations/registration",
    "POST /password-resets",
    "POST /password-resets/completion",
    "POST /registrations",
    "POST /registrations/confirmation",
}


async def _found(client: httpx.AsyncClient) -> dict[str, list[int]]:
    world = await worlds.build()
    bodies = worlds.bodies(world)
    document = (await client.get("/schema/openapi.json")).json()
    found: dict[str, list[int]] = {}
    for method, path in worlds.operations(document):
        route = f"{method} {path}"
        for name in PEOPLE:
            headers: dict[str, Any] = {} if name == "nobody" else dict(world.person(name).headers)
            if method in {"PATCH", "PUT", "DELETE"}:
                headers["If-Match"] = '"1"'
            async with worlds.undone():
                sent = await client.request(
                    method, "/api/v1" + world.address(path), json=bodies.get(route), headers=headers
                )
            found.setdefault(route, []).append(sent.status_code)
    return found


def _written() -> dict[str, list[int]]:
    rows = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {f"{method} {path}": [int(status) for status in statuses] for method, path, *statuses in rows}


async def test_every_route_answers_everybody_as_written(client: httpx.AsyncClient, at: Any) -> None:
    found, written = await _found(client), _written()
    assert sorted(set(found) - set(written)) == [], "a new route needs a row"
    assert sorted(set(written) - set(found)) == [], "this row's route is gone"
    differing = {route: (found[route], written[route]) for route in found if found[route] != written[route]}
    assert differing == {}, "found, written"


async def test_nobody_changes_anything(client: httpx.AsyncClient, at: Any) -> None:
    for route, (nobody, *_others) in _written().items():
        if not route.startswith("GET") and route not in FOR_NEWCOMERS:
            assert (route, nobody) == (route, 401)
