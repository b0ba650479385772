"""Registration opens: 200 clients, each on a connection of its own, race for 50 booths at the same moment."""

import asyncio
from collections import Counter

import httpx

from events_app import db, together, values
from tests.benchmarks import crowding
from tests.benchmarks.measuring import Result
from tests.calendars import serving

CLIENTS = 200
BOOTHS = 50


def run() -> list[Result]:
    """rush."""
    return [asyncio.run(_run())]


async def _run() -> Result:
    together.tie()
    async with db.pool(4):
        crowd = await crowding.crowd(CLIENTS, BOOTHS, at=values.now())
        async with serving.server() as (url, _):
            answers = await _race(url, crowd)
        rows = await db.fetch("SELECT DISTINCT booth FROM assignment WHERE booth = ANY($1)", crowd.booths)
    statuses = Counter(answer.status_code for answer in answers)
    kinds = Counter(answer.json()["type"].rpartition("/")[2] for answer in answers if answer.status_code == 409)
    winners = statuses[201] if set(statuses) == {201, 409} and len(rows) == statuses[201] else 0
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return Result(
        name="rush",
        figure=winners,
        limit=BOOTHS,
        ratio=winners / BOOTHS,
        required=1.0,
        note=f"answers: {dict(statuses)}; losers: {told}",
    )


async def _race(url: str, crowd: crowding.Crowd) -> list[httpx.Response]:
    """Everybody is connected first, then all ask at once, four for each booth."""
    first_on, last_on = crowd.days[0], crowd.days[-1]
    start = asyncio.Event()

    async def ask(n: int, one: crowding.Exhibitor) -> httpx.Response:
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
            await client.get("/health/live")
            await start.wait()
            return await client.post(
                f"/api/v1/applications/{one.application}/holds",
                headers={"Authorization": f"Bearer {one.token}"},
                json={"booth_id": str(crowd.booths[n % BOOTHS]), "first_on": first_on, "last_on": last_on},
            )

    asking = [asyncio.create_task(ask(n, one)) for n, one in enumerate(crowd.exhibitors)]
    await asyncio.sleep(2)
    start.set()
    return list(await asyncio.gather(*asking))
