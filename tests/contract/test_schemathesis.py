"""2,000 different generated requests over the whole OpenAPI document, with and without sense, by whoever comes: never a 5xx."""

import gc
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NotSet
from schemathesis.core.result import Ok
from schemathesis.transport.serialization import Binary

from tests.contract import world as worlds
from tests.contract.world import World

CASES = 2_000
SENDERS = ("an", "binh", "an", "nobody")  # in turns
MORE = 40  # cases beyond that are aimed at: some turn out to be the same as others


class Sent(NamedTuple):
    """What differs from one case to another."""

    method: str
    address: str
    query: str
    body: str
    sender: str


async def test_no_generated_request_breaks_anything(client: httpx.AsyncClient, at: Any) -> None:
    world = await worlds.build()
    document = (await client.get("/schema/openapi.json")).json()
    found = [one.ok() for one in schemathesis.openapi.from_dict(document).get_all_operations() if isinstance(one, Ok)]
    operations = sorted((one for one in found if one.path.startswith("/api/v1")), key=lambda one: bool(one.body))
    assert len(operations) > 80
    sent: set[Sent] = set()
    statuses: Counter[int] = Counter()
    senders: Counter[str] = Counter()
    for place, operation in enumerate(operations):  # those with a body last: they take what the others could not fill
        wanted = -(-(CASES + MORE - len(sent)) // (len(operations) - place))
        for case, request in _different(operation, world, wanted, sent):
            answer = await _send(client, case, request, world)
            statuses[answer.status_code] += 1
            senders[request.sender] += 1
            assert answer.status_code < 500, (request, answer.text)
    assert len(sent) >= CASES
    assert {200, 201, 204, 401, 403, 404, 422} <= set(statuses)  # they got past the door, and some of them were good
    assert min(senders[name] for name in SENDERS) > CASES // 8


def _different(operation: Any, world: World, count: int, sent: set[Sent]) -> Iterator[tuple[Any, Sent]]:
    """Generated cases of one operation that were not sent before, each with what is sent; they are in ``sent`` from then on."""
    for place, case in enumerate(_cases(operation, count)):
        request = _request(case, world, place)
        if request not in sent:
            sent.add(request)
            yield case, request


def _cases(operation: Any, count: int) -> list[Any]:
    """As many generated cases of one operation as there are, ``count`` at most."""
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

    gc.freeze()  # Hypothesis makes and drops so much that what was there before would be looked through again and again
    try:
        collect()
    finally:
        gc.unfreeze()
    return found


def _request(case: Any, world: World, place: int) -> Sent:
    """A case as it is sent: three of four about things that are there."""
    real = place % 4 != 3
    return Sent(
        case.method,
        "/api/v1" + world.address(case.path.removeprefix("/api/v1"), case.method) if real else case.formatted_path,
        json.dumps({name: str(value) for name, value in (case.query or {}).items()}, sort_keys=True),
        "" if isinstance(case.body, NotSet) else json.dumps(case.body, sort_keys=True, default=repr),
        SENDERS[(place // 4 + place) % 4],
    )


async def _send(client: httpx.AsyncClient, case: Any, request: Sent, world: World) -> httpx.Response:
    """Send it; whatever it did is undone."""
    headers = {name: str(value) for name, value in (case.headers or {}).items()}
    headers = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    headers |= worlds.seen(request.method, case.path.removeprefix("/api/v1"))
    if request.sender != "nobody":
        headers |= world.person(request.sender).headers
    sent: dict[str, Any] = {} if isinstance(case.body, NotSet) else {"json": case.body}
    if case.media_type == "multipart/form-data":
        sent = {"data": {}, "files": {}}
        for name, value in case.body.items():
            if isinstance(value, Binary):
                sent["files"][name] = ("file", value.data)
            else:
                sent["data"][name] = str(value)
    query = json.loads(request.query)
    answers: list[httpx.Response] = []
    async with worlds.undone():
        answers.append(
            await client.request(request.method, request.address, params=query or None, headers=headers, **sent)
        )
    return answers[0]
