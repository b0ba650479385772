"""The 95th percentile of a search with a filter at 10,322 products against the same at 103: at most twice as long.

One client asks the API over HTTP, in turn on two databases: half of the names mistyped, each with one of the filters. The names are
of the small directory, so that there is something to be found in both. The median of three rounds.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import asyncpg
import httpx

from events_app import db, together, values
from events_app.sample import national
from tests.benchmarks.measuring import ROUNDS, Result
from tests.calendars import serving
from tests.directory import misspelling

SMALL, LARGE = 103, national.PRODUCTS
QUESTIONS = 200
MOST = 2.0  # times as long
LIMIT = 20  # as the page has it
_LARGE = "fairs_large"
_WAYS = (*misspelling.SLIPS, *misspelling.KEYS)


def run() -> list[Result]:
    """search."""
    return asyncio.run(_run())


async def _run() -> list[Result]:
    together.tie()
    at = values.now()
    few = national.directory(values.today(at), products=SMALL, seed=1)
    more = national.directory(
        values.today(at), products=LARGE - SMALL, entities=national.ENTITIES - len(few.entities), seed=2
    )
    asked = _questions(few)
    async with _another_database() as url:
        async with db.pool(2):
            await _load(few)
        async with _there(), db.pool(2):
            await _load(few, more)
        async with serving.server() as (small, _), serving.server(environ={"DATABASE_URL": url}) as (large, _):
            fast, slow = await _both(small, large, asked)
    return [
        Result(
            name="search",
            figure=slow,
            limit=fast,
            ratio=MOST * fast / slow,
            required=1.0,
            note=f"ms at {LARGE} and at {SMALL} products; {slow / fast:.2f} times as long",
        )
    ]


def _questions(of: national.Directory) -> list[str]:
    """Addresses: a name, every other one mistyped, some of them only the beginning of it, and a filter that it meets."""
    chance = random.Random(3)
    asked: list[str] = []
    for n in range(QUESTIONS):
        one = chance.choice(of.products)
        said = one.name.replace(" (mẫu)", "")
        said = " ".join(said.split()[: chance.choice((2, 3, 9))])
        q = chance.choice(_WAYS)(chance, said) if n % 2 else said
        rating = "potential_five" if one.potential_five else str(one.stars or 3)
        meets = (
            {"stars": rating},
            {"group": one.subgroup[0]},
            {"subgroup": one.subgroup},
            {"province": f"63-{one.entity.province.code}"},
            {"valid_on": values.today(values.now()).isoformat()},
            {"standing": "verified" if one.verified else "declared"},
        )
        asked.append(f"/api/v1/search?{urlencode({'q': q, 'limit': LIMIT, **meets[n % len(meets)]})}")
    return asked


async def _load(*directories: national.Directory) -> None:
    for one in directories:
        async with db.transaction():
            await national.load(one, at=values.now())
    await db.fetch("VACUUM ANALYZE")


async def _both(small: str, large: str, asked: list[str]) -> tuple[float, float]:
    """The 95th percentile of each in milliseconds, the median of the rounds; each question is asked of both in turn."""
    found: list[tuple[float, float]] = []
    async with httpx.AsyncClient(base_url=small) as here, httpx.AsyncClient(base_url=large) as there:
        for place in range(ROUNDS + 1):
            took: dict[httpx.AsyncClient, list[float]] = {here: [], there: []}
            for path in asked:
                for client, times in took.items():
                    begun = time.perf_counter()
                    answer = await client.get(path)
                    times.append((time.perf_counter() - begun) * 1000)
                    assert answer.status_code == 200, answer.text
            if place:  # the first round warms both up
                found.append((_slowest(took[here]), _slowest(took[there])))
    return statistics.median(one for one, _ in found), statistics.median(other for _, other in found)


def _slowest(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@asynccontextmanager
async def _another_database() -> AsyncIterator[str]:
    """A second, empty and migrated database on the same server; its address."""
    own = db.engine().config
    admin = await asyncpg.connect(**{**own, "database": "postgres"})
    await admin.execute(f'CREATE DATABASE {_LARGE} TEMPLATE "{own["database"]}"')
    try:
        yield os.environ["DATABASE_URL"].replace(f"/{own['database']}", f"/{_LARGE}", 1)
    finally:
        await admin.execute(f"DROP DATABASE {_LARGE} WITH (FORCE)")
        await admin.close()


@asynccontextmanager
async def _there() -> AsyncIterator[None]:
    """Work on the second database."""
    engine = db.engine()
    own = engine.config
    engine.config = {**own, "database": _LARGE}
    try:
        yield
    finally:
        engine.config = own
