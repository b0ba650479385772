"""The manners of the API, walked over the whole OpenAPI document."""

import re
from typing import Any

import httpx
import pytest

from events_app import db
from tests.contract import world as worlds
from tests.contract.bodies import as_sent, bodies_of
from tests.contract.world import World

# Who may do what An may not: Quân the admin, Hà of the authority, Bình what is his own or his entity's, Dũng for the chain.
WHOSE = {
    "an": " .*/merger$| /invitations/acceptance$",
    "chi": " /account/erasure$| /claims/.*/withdrawal$",
    "quan": " /claims| .*/(approval|approval-request|refusal)$",
    "em": " /account/second-step/(recovery-codes|removal)$",
    "ha": " /verifications| /certificates/.*[^}]$| .*/claim-code$|POST /sales-points$",
    "dung": " /(channels|listings|shortlist)| /contact-requests(?!/.*/(acceptance|decline)$)| .*/second-step/confirmation$",
    "binh": " /(account|certificates|contacts|invitations|members|organizations/{|organization-names|pictures|products)"
    "| /sales-points| .*/(confirmation|decline|submission)$| /applications/.*/withdrawal$| /contact-requests/.*/acceptance$",
}
# Secrets that are not kept, so that they cannot be told again.
TOLD_ONCE = {
    "/account/second-step",
    "/account/second-step/confirmation",
    "/account/second-step/recovery-codes",
    "/account/tokens",
    "/organizations/{organization_id}/claim-code",
}
LAST_REQUEST = "/account/erasure"  # after which nobody is there to whom its answer could be repeated


async def _operations(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    return list(worlds.operations((await client.get("/schema/openapi.json")).json()))


def _person(world: World, method: str, path: str) -> Any:
    """Who may do it: the first whose part of the paths it is, else An."""
    for name, paths in WHOSE.items():
        if re.search(paths, f"{method} {path}"):
            return world.person(name)
    return world.cast.an


async def test_every_post_is_replayed_with_its_key_and_refused_with_another_body(
    client: httpx.AsyncClient, world: World
) -> None:
    bodies = bodies_of(world)
    for method, path in await _operations(client):
        if method != "POST" or path == LAST_REQUEST:
            continue
        headers = {**_person(world, method, path).headers, "Idempotency-Key": "the-key", **worlds.seen(method, path)}
        sent, address = as_sent(bodies.get(f"POST {path}")), "/api/v1" + world.address(path, method)
        asked = client.build_request("POST", address, headers=headers, **sent)
        async with worlds.undone():
            first, again = await client.send(asked), await client.send(asked)
            other = await client.post(address, json={"another": "body"}, headers=headers)
        # what was never good proves nothing of a replay
        assert (path, first.status_code // 100) == (path, 2), first.text
        if path in TOLD_ONCE:
            assert (path, again.status_code, again.json()["type"].rpartition("/")[2]) == (path, 409, "already-created")
        else:
            assert (path, again.status_code, again.content) == (path, first.status_code, first.content)
            assert (path, again.headers.get("idempotency-replayed")) == (path, "true")
        assert (path, other.status_code, other.json()["type"].rpartition("/")[2]) == (path, 422, "key-reused")


async def test_every_change_and_decision_owes_a_version_and_refuses_a_stale_one(
    client: httpx.AsyncClient, world: World
) -> None:
    bodies = bodies_of(world)
    for method, path in await _operations(client):
        owed = worlds.seen(method, path)
        if not owed:
            continue
        headers, body = dict(_person(world, method, path).headers), bodies.get(f"{method} {path}")
        address = "/api/v1" + world.address(path, method)
        before = await db.fetch("SELECT id FROM message")
        none = await client.request(method, address, json=body, headers=headers)
        stale = await client.request(method, address, json=body, headers={**headers, "If-Match": '"99"'})
        strange = await client.request(method, address, json=body, headers={**headers, "If-Match": "*"})
        assert (method, path, none.status_code, stale.status_code) == (method, path, 428, 412)
        assert strange.status_code == 412
        assert await db.fetch("SELECT id FROM message") == before
        async with worlds.undone():
            good = await client.request(method, address, json=body, headers={**headers, **owed})
        assert (method, path, good.status_code // 100) == (method, path, 2), good.text


async def test_every_get_of_one_thing_has_the_etag_that_its_change_asks_for(
    client: httpx.AsyncClient, world: World
) -> None:
    operations = await _operations(client)
    for method, path in operations:
        if method == "GET" and path.endswith("}"):
            headers = _person(world, method, path).headers
            got = await client.get("/api/v1" + world.address(path), headers=headers)
            assert (path, got.headers.get("etag", "")[:1]) == (path, '"')


async def test_every_body_refuses_what_it_does_not_know_and_what_is_no_json(
    client: httpx.AsyncClient, world: World
) -> None:
    document = (await client.get("/schema/openapi.json")).json()
    for method, path in worlds.operations(document):
        taken = document["paths"]["/api/v1" + path][method.lower()].get("requestBody", {}).get("content", {})
        if "application/json" not in taken:
            continue
        headers = {**_person(world, method, path).headers, "If-Match": '"1"', "Content-Type": "application/json"}
        address = "/api/v1" + world.address(path)
        async with worlds.undone():
            unknown = await client.request(method, address, json={"surely_unknown": 1}, headers=headers)
            broken = await client.request(method, address, content=b'{"a": ', headers=headers)
            deep = await client.request(method, address, content=b"[" * 5000 + b"]" * 5000, headers=headers)
            large = await client.request(method, address, content=b'"' + b"a" * (1 << 20) + b'"', headers=headers)
        assert (path, unknown.status_code) == (path, 422)
        assert "surely_unknown" in {wrong["field"] for wrong in unknown.json()["errors"]}
        assert (path, broken.status_code, deep.status_code, large.status_code) == (path, 400, 400, 413)
        for answer in (unknown, broken, deep, large):
            assert answer.headers["content-type"].startswith("application/problem+json")


async def test_what_is_wrong_is_said_in_the_language_asked_for(client: httpx.AsyncClient, world: World) -> None:
    said = {}
    for language in ("vi", "en", "id"):
        headers = {**world.cast.an.headers, "Accept-Language": language}
        answer = await client.post("/api/v1/venues", json={"name": ""}, headers=headers)
        said[language] = {answer.json()["title"], *(wrong["message"] for wrong in answer.json()["errors"])}
    assert "This is required." in said["en"]
    assert not said["en"] & said["vi"]
    assert not said["en"] & said["id"]
    assert not said["vi"] & said["id"]


async def test_wrong_ids_methods_and_addresses_are_problems(client: httpx.AsyncClient, world: World) -> None:
    for method, path, status in (
        ("GET", "/api/v1/events/01890000-0000-7000-8000-000000000000", 404),
        ("GET", "/api/v1/events/not-an-id", 404),
        ("GET", "/api/v1/nothing", 404),
        ("PUT", "/api/v1/events", 405),
        ("GET", "/api/v1/events?limit=0", 422),
        ("GET", "/api/v1/events?limit=201", 422),
        ("GET", "/api/v1/events?after=not-ours", 422),
        ("GET", "/api/v1/events?month=2026-13", 422),
    ):
        answer = await client.request(method, path)
        assert (path, answer.status_code) == (path, status)
        assert answer.json()["status"] == status


async def test_a_wrong_token_is_401_even_where_none_is_needed(client: httpx.AsyncClient) -> None:
    for header in ("Bearer fairs_nothing", "Bearer", "Basic YTpi", ""):
        answer = await client.get("/api/v1/events", headers={"Authorization": header})
        assert (header, answer.status_code) == (header, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_every_read_answers_head_as_get_without_the_body(client: httpx.AsyncClient, world: World) -> None:
    for method, path in await _operations(client):
        if method != "GET":
            continue
        address, headers = "/api/v1" + world.address(path), _person(world, method, path).headers
        got, head = await client.get(address, headers=headers), await client.head(address, headers=headers)
        assert (path, head.status_code, head.content) == (path, got.status_code, b"")
        for name in ("etag", "content-type"):
            assert (path, head.headers.get(name)) == (path, got.headers.get(name))


async def test_the_door_says_no_in_the_language_asked_for(client: httpx.AsyncClient, world: World) -> None:
    """A wrong token and a wrong key are refused before anything speaks a language."""
    for headers in (
        {"Authorization": "Bearer fairs_nothing"},
        {**world.cast.an.headers, "Idempotency-Key": "ọ".encode()},
    ):
        said = set()
        for language in ("vi", "en", "id"):
            sent: dict[str, Any] = {**headers, "Accept-Language": language}
            answer = await client.post("/api/v1/venues", json={}, headers=sent)
            assert answer.status_code in {401, 422}
            said.add(answer.json()["title"])
        assert len(said) == 3


async def test_every_read_refuses_what_it_does_not_know_in_its_query(client: httpx.AsyncClient, world: World) -> None:
    document = (await client.get("/schema/openapi.json")).json()
    for method, path in worlds.operations(document):
        if method != "GET":
            continue
        address, headers = "/api/v1" + world.address(path), _person(world, method, path).headers
        asked = document["paths"]["/api/v1" + path]["get"].get("parameters", [])
        known = {one["name"]: "" for one in asked if one["in"] == "query"}
        answer = await client.get(address, params={**known, "surely_unknown": "1", "": "2"}, headers=headers)
        assert (path, answer.status_code) == (path, 422)
        unknown, others = answer.json()["errors"][:2], answer.json()["errors"][2:]
        assert (path, [wrong["field"] for wrong in unknown]) == (path, ["surely_unknown", ""])
        assert {wrong["field"] for wrong in others} <= set(known)  # an empty one is no number, no day and none of a few
        assert unknown[0]["message"] not in {wrong["message"] for wrong in others}


async def test_a_province_is_not_left_out_of_account_where_a_list_asks_for_it_otherwise(
    client: httpx.AsyncClient, world: World
) -> None:
    for path in ("organizations", "search"):
        answer = await client.get(f"/api/v1/{path}", params={"province": "24"})
        assert (answer.status_code, [wrong["field"] for wrong in answer.json()["errors"]]) == (422, ["province"])


@pytest.mark.parametrize("path", ["/organizations", "/search", "/calendars/all.ics", "/health/live"])
async def test_pages_and_feeds_do_not_mind_what_is_added_to_their_addresses(
    client: httpx.AsyncClient, world: World, path: str
) -> None:
    assert (await client.get(path, params={"fbclid": "x"})).status_code == 200
