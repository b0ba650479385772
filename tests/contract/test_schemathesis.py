"""2,000 generated requests over the whole OpenAPI document, with and without sense: never a 5xx."""

from itertools import cycle, islice
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NotSet
from schemathesis.core.result import Ok

from tests.contract import world as worlds

CASES = 2_000


async def test_no_generated_request_breaks_anything(client: httpx.AsyncClient, at: Any) -> None:
    world = await worlds.build()
    document = (await client.get("/schema/openapi.json")).json()
    found = [one.ok() for one in schemathesis.openapi.from_dict(document).get_all_operations() if isinstance(one, Ok)]
    assert len(found) > 80
    operations = [one for one in found if one.path.startswith("/api/v1")]
    each = -(-CASES // len(operations))
    statuses: dict[int, int] = {}
    for operation in operations:
        for place, case in enumerate(_cases(operation, each)):
            answer = await _send(client, case, world, real=place % 4 != 0)
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, (case.method, case.path, case.query, case.body, answer.text)
    assert sum(statuses.values()) >= CASES
    assert {200, 201, 404, 422} <= set(statuses)  # they got past the door, and some of them were good


def _cases(operation: Any, count: int) -> list[Any]:
    """``count`` generated cases of one operation, the few that there are over again where there are fewer."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return list(islice(cycle(found), count))


async def _send(client: httpx.AsyncClient, case: Any, world: worlds.World, *, real: bool) -> httpx.Response:
    """Send a case as An, mostly about things that are there; whatever it did is undone."""
    path = world.address(case.path.removeprefix("/api/v1")) if real else None
    headers = {name: str(value) for name, value in (case.headers or {}).items()}
    headers = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    sent: dict[str, Any] = {} if isinstance(case.body, NotSet) else {"json": case.body}
    address = f"/api/v1{path}" if path else case.formatted_path
    if real and case.method in {"PATCH", "PUT", "DELETE"}:
        headers["If-Match"] = '"1"'
    query = {name: str(value) for name, value in (case.query or {}).items()}
    headers |= world.cast.an.headers
    answers: list[httpx.Response] = []
    async with worlds.undone():
        answers.append(await client.request(case.method, address, params=query, headers=headers, **sent))
    return answers[0]
