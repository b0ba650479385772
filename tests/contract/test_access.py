"""Every route for every member of the cast and for nobody, against a written table (``access.txt`` beside this file)."""

from typing import Any

import httpx

from tests.contract import world as worlds
from tests.contract.bodies import as_sent, bodies_of
from tests.contract.table import Table, place

TABLE = Table("access.txt")
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
    bodies = bodies_of(world)
    document = (await client.get("/schema/openapi.json")).json()
    found: dict[str, list[int]] = {}
    for method, path in worlds.operations(document):
        route = f"{method} {path}"
        for name in TABLE.people:
            headers: dict[str, Any] = {} if name == "nobody" else dict(world.person(name).headers)
            headers |= worlds.seen(method, path)
            async with worlds.undone():
                sent = await client.request(
                    method, "/api/v1" + world.address(path, method), headers=headers, **as_sent(bodies.get(route))
                )
            found.setdefault(route, []).append(sent.status_code)
    return found


async def test_every_route_answers_everybody_as_written(client: httpx.AsyncClient, at: Any) -> None:
    unlike = TABLE.unlike(await _found(client))
    assert not unlike, f"lines to take in or out of the table:\n{unlike}"


async def test_the_table_is_sorted_so_that_a_new_route_has_one_place() -> None:
    assert sorted(TABLE.lines, key=place) == TABLE.lines


async def test_nobody_changes_anything(client: httpx.AsyncClient, at: Any) -> None:
    for route, (nobody, *_others) in TABLE.rows.items():
        if not route.startswith("GET") and route not in FOR_NEWCOMERS:
            assert (route, nobody in {401, 404}) == (route, True)


async def test_nobody_is_sent_to_sign_in_before_anything_else_is_said_to_be_wrong(
    client: httpx.AsyncClient, at: Any
) -> None:
    world = await worlds.build()
    document = (await client.get("/schema/openapi.json")).json()
    for method, path in worlds.operations(document):
        owed = TABLE.rows[f"{method} {path}"][0] == 401
        address = "/api/v1" + world.address(path, method) + ("?no_such_name=1" if method == "GET" else "")
        for sent in (
            {"content": b"{", "headers": {"Content-Type": "application/json"}},
            {"json": {"no_such_field": 1}},
        ):
            answer = await client.request(method, address, **sent)
            assert (method, path, answer.status_code == 401) == (method, path, owed)
        said = document["paths"][f"/api/v1{path}"][method.lower()].get("security", document["security"])
        assert (method, path, {} in said) == (method, path, not owed)


async def test_what_is_not_published_or_not_handed_in_is_not_there_for_others(
    client: httpx.AsyncClient, at: Any
) -> None:
    world = await worlds.build()
    bodies, begun = bodies_of(world), {"application_id": world.ids["begun_id"]}
    for method, path in worlds.operations((await client.get("/schema/openapi.json")).json()):
        for hidden, others in ((world.draft, ("nobody", "em", "lan")), (begun, ("nobody", "an", "em"))):
            if not any(f"{{{name}}}" in path for name in hidden):
                continue
            for name in others:
                headers = {"If-Match": '"1"'} | ({} if name == "nobody" else world.person(name).headers)
                address = "/api/v1" + world.address(path, method, **hidden)
                answer = await client.request(
                    method, address, headers=headers, **as_sent(bodies.get(f"{method} {path}"))
                )
                expected = {401, 404} if name == "nobody" else {404}
                assert (method, path, name, answer.status_code in expected) == (method, path, name, True), answer.text
