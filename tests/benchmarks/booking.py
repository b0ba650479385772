"""Holding and confirming booths through the whole real path, against a handler that does the two essential writes and nothing else.

Both on the same server (uvicorn, uvloop, httptools, two processes) with pools of the same size and the same PostgreSQL, asked by 16
clients from wrk with the same requests, in turn; the median of three, after two seconds that do not count. Ours looks at the token,
the person's rights, the state, registration, the days, the limits; it locks, inserts under the constraint, records for the outbox
and answers with what it did.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
from litestar import Litestar, get, post
from litestar.params import FromPath

from events_app import db, together, values
from events_app.values import new_id
from tests.benchmarks import crowding, measuring
from tests.benchmarks.measuring import Asked, Result
from tests.calendars import serving

CLIENTS = 16
SECONDS = 5
EXHIBITORS = 6000  # each has a booth of its own on five days: more requests than the bare handler answers in a round
WARMING = 6000  # of these requests are for the two seconds before, in which each connection prepares its statements
REQUIRED = 0.30
POOL = 10  # as FAIRS_API_POOL


def run() -> list[Result]:
    """booking-hold and booking-confirm."""
    return asyncio.run(_run())


async def _run() -> list[Result]:
    together.tie()
    at = values.now()
    async with db.pool(4):
        crowd = await crowding.crowd(EXHIBITORS, EXHIBITORS, at=at)
        await db.fetch("UPDATE application SET state = 'confirmed', confirmed_at = $1", at)
        said = await _statements(crowd)
        async with (
            serving.server() as (ours, _),
            serving.server("tests.benchmarks.booking:bare", ready="/") as (bare, _),
        ):
            hold = await _compared(ours, bare, _holds(crowd), [])
            held = _held(crowd, at)
            confirm = await _compared(ours, bare, _confirmations(held), held)
    return [
        _result("booking-hold", *hold, said["hold"]),
        _result("booking-confirm", *confirm, said["confirm"]),
    ]


def _result(name: str, figure: float, limit: float, statements: int) -> Result:
    note = f"{statements} statements per request"
    return Result(name=name, figure=figure, limit=limit, ratio=figure / limit, required=REQUIRED, note=note)


def _holds(crowd: crowding.Crowd) -> list[Asked]:
    """Each entity wants its own booth on one day after another; neighbours in the list are strangers."""
    return [
        Asked(
            f"/api/v1/applications/{one.application}/holds",
            one.token,
            {"booth_id": str(booth), "first_on": day, "last_on": day},
        )
        for day in crowd.days
        for one, booth in zip(crowd.exhibitors, crowd.booths, strict=True)
    ]


class Held(msgspec.Struct, frozen=True):
    """A hold that stands in the table before a round of confirmations begins."""

    id: UUID
    who: crowding.Exhibitor
    row: tuple[Any, ...]


def _held(crowd: crowding.Crowd, at: datetime) -> list[Held]:
    found = []
    for day in crowd.days:
        for one, booth in zip(crowd.exhibitors, crowd.booths, strict=True):
            on, hold_id, until = date.fromisoformat(day), new_id(), at + timedelta(hours=6)
            row = (hold_id, booth, one.organization, one.application, on, on, until, at)
            found.append(Held(hold_id, one, row))
    return found


def _confirmations(held: Sequence[Held]) -> list[Asked]:
    return [
        Asked(f"/api/v1/applications/{one.who.application}/confirmation", one.who.token, {"holds": [str(one.id)]})
        for one in held
    ]


async def _compared(ours: str, bare: str, requests: Sequence[Asked], held: Sequence[Held]) -> tuple[float, float]:
    warming, measured = requests[:WARMING], requests[WARMING:]
    async with measuring.prepared(warming) as warm, measuring.prepared(measured) as script:

        async def rate(url: str) -> float:
            await _begin_anew(held)
            first = await measuring.load(url, warm, clients=CLIENTS, seconds=2)
            await asyncio.sleep(1)  # what is under way when wrk stops ends before anything else begins
            seen = await measuring.load(url, script, clients=CLIENTS, seconds=SECONDS)
            await asyncio.sleep(1)
            refused = first.refused + seen.refused
            assert refused == 0, f"{refused} of {first.answered + seen.answered} were refused by {url}"
            await _check(first.answered + seen.answered, bool(held))
            return seen.per_second

        return await measuring.compared(lambda: rate(ours), lambda: rate(bare))


async def _begin_anew(held: Sequence[Held]) -> None:
    """The same tables for every round: nobody has anything at this fair, or everybody holds what is to be confirmed."""
    await db.fetch("DELETE FROM assignment USING booth WHERE assignment.booth = booth.id AND booth.number LIKE 'B%'")
    await db.fetch("DELETE FROM message")
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO assignment (id, booth, organization, application_id, first_on, last_on, held_until, offered, version,
                                    created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, false, 1, $8)
            """,
            [one.row for one in held],
        )
    await db.fetch("VACUUM ANALYZE assignment, application, message")


async def _check(answered: int, confirmed: bool) -> None:
    """What was answered was done; a request that was under way when wrk stopped may have been done too."""
    (row,) = await db.fetch(
        "SELECT count(*) AS n FROM assignment JOIN booth ON booth.id = assignment.booth"
        " WHERE booth.number LIKE 'B%' AND (held_until IS NULL) = $1",
        confirmed,
    )
    assert answered <= row["n"] <= answered + 2 * CLIENTS, (answered, row["n"])


async def _statements(crowd: crowding.Crowd) -> dict[str, int]:
    """How many statements one request of each kind sends to PostgreSQL, BEGIN and COMMIT included."""
    sent: list[str] = []
    prepare = db._prepare

    async def listen(connection: Any) -> None:
        await prepare(connection)
        connection.add_query_logger(lambda query: sent.append(query.query))

    before, db._prepare = db.engine().pool, listen
    found: dict[str, int] = {}
    try:
        db.engine().pool = None  # a connection of its own for each, with its listener
        async with db.pool(1):
            from events_app.app import create_app

            transport = httpx.ASGITransport(app=create_app())  # type: ignore[arg-type]  # httpx types ASGI more narrowly
            async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as client:
                for asked in _holds(crowd)[:2]:
                    sent.clear()
                    held = await _post(client, asked)
                    await asyncio.sleep(0)
                    found["hold"] = len(sent)
                    sent.clear()
                    path = asked.path.replace("/holds", "/confirmation")
                    await _post(client, Asked(path, asked.token, {"holds": [held["id"]]}))
                    await asyncio.sleep(0)
                    found["confirm"] = len(sent)
    finally:
        db._prepare, db.engine().pool = prepare, before
    return found


async def _post(client: httpx.AsyncClient, asked: Asked) -> dict[str, Any]:
    answer = await client.post(asked.path, json=asked.body, headers={"Authorization": f"Bearer {asked.token}"})
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


# What ours is measured against


class Wanted(msgspec.Struct):
    """The body of a hold."""

    booth_id: UUID
    first_on: date
    last_on: date


class Named(msgspec.Struct):
    """The body of a confirmation."""

    holds: list[UUID]


def bare() -> Litestar:
    """The two essential writes in one transaction: the application where its state allows it, and the assignment."""
    found: dict[str, Any] = {}

    @asynccontextmanager
    async def running(_app: Litestar) -> AsyncIterator[None]:
        async with asyncpg.create_pool(**db.configured(os.environ["DATABASE_URL"]), min_size=1, max_size=POOL) as pool:
            found["pool"] = pool
            yield

    @get("/")
    async def ready() -> str:
        return "ok"

    @post("/api/v1/applications/{application:uuid}/holds")
    async def hold(application: FromPath[UUID], data: Wanted) -> dict[str, Any]:
        at = datetime.now(UTC)
        until, made = at + timedelta(minutes=15), new_id()
        async with found["pool"].acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                "UPDATE application SET version = version + 1 WHERE id = $1 AND state = 'confirmed' RETURNING organization",
                application,
            )
            await connection.execute(
                "INSERT INTO assignment (id, booth, organization, application_id, first_on, last_on, held_until, offered,"
                " version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, false, 1, $8)",
                *(made, data.booth_id, row["organization"], application, data.first_on, data.last_on, until, at),
            )
        return {"id": made, "held_until": until}

    @post("/api/v1/applications/{application:uuid}/confirmation", status_code=200)
    async def confirm(application: FromPath[UUID], data: Named) -> dict[str, Any]:
        at = datetime.now(UTC)
        async with found["pool"].acquire() as connection, connection.transaction():
            await connection.fetch(
                "UPDATE assignment SET held_until = NULL, version = version + 1"
                " WHERE application_id = $1 AND id = ANY($2) AND held_until > $3 RETURNING id",
                *(application, data.holds, at),
            )
            row = await connection.fetchrow(
                "UPDATE application SET state = 'confirmed', version = version + 1"
                " WHERE id = $1 AND state = 'confirmed' RETURNING version",
                application,
            )
        return {"id": application, "version": row["version"]}

    return Litestar([ready, hold, confirm], lifespan=[running], openapi_config=None, logging_config=None)
