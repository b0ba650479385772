"""A feed of 100 entries, in full and unchanged, against a bare Litestar handler that returns the same bytes.

Both on the same server (uvicorn, uvloop, httptools, two processes), asked in turn by wrk; the median of three. While the feed is
under load a change is committed, and each process must show it within two seconds.
"""

import asyncio
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar, Request, Response, get

from events_app import db, together, values
from events_app.calendars import entries
from events_app.events import scheduling
from events_app.events.bodies import EventChange
from tests import make
from tests.benchmarks.measuring import Result, compared
from tests.calendars import serving

ENTRIES = 100
ROUNDS = 3
SECONDS = 5
CONNECTIONS = 32
FRESH = 2.0  # seconds within which every process must show a change
BODY, ETAG = "FAIRS_BENCH_BODY", "FAIRS_BENCH_ETAG"


def bare() -> Litestar:
    """What the feed is measured against: a handler that answers ready bytes with the same headers, and 304 for its tag."""
    body = Path(os.environ[BODY]).read_bytes()
    etag = os.environ[ETAG]
    headers = {
        "ETag": etag,
        "Last-Modified": "Mon, 07 Dec 2026 02:00:00 GMT",
        "Cache-Control": "public, max-age=60",
        "Vary": "Accept-Encoding",
    }

    @get("/feed.ics")
    async def feed(request: Request[Any, Any, Any]) -> Response[bytes]:
        if request.headers.get("if-none-match") == etag:
            return Response(b"", status_code=304, headers=headers)
        return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)

    return Litestar([feed], openapi_config=None, logging_config=None)


def run() -> list[Result]:
    """feed-200, feed-304 and feed-fresh."""
    return asyncio.run(_run())


async def _run() -> list[Result]:
    together.tie()
    async with db.pool(4):
        fair = await _fair()
        path = f"/calendars/events/{fair.event.slug}.ics"
        async with serving.server() as (url, parent), _bare_server(f"{url}{path}") as (bare_url, etag):
            full = await _compared(f"{url}{path}", f"{bare_url}/feed.ics")
            unchanged = await _compared(f"{url}{path}", f"{bare_url}/feed.ics", f"If-None-Match: {etag}")
            slowest = await _slowest(fair, url, path, await serving.client_of_each_worker(url, parent))
    return [
        Result(name="feed-200", figure=full[0], limit=full[1], ratio=full[0] / full[1], required=1.0),
        Result(
            name="feed-304", figure=unchanged[0], limit=unchanged[1], ratio=unchanged[0] / unchanged[1], required=1.0
        ),
        Result(name="feed-fresh", figure=slowest, limit=FRESH, ratio=FRESH / slowest, required=1.0),
    ]


async def _fair() -> make.Fair:
    """A published fair of 99 days and an overview, from tomorrow on."""
    first_on = values.today(values.now()) + timedelta(days=1)
    async with db.transaction():
        organizer = await make.organization(name="Trung tâm Xúc tiến Thương mại")
        last_on = first_on + timedelta(days=ENTRIES - 2)
        fair = await make.fair(organizer, booths=0, first_on=first_on, last_on=last_on)
        count = await entries.refresh(fair.id, at=values.now())
    assert count == ENTRIES
    return fair


@asynccontextmanager
async def _bare_server(feed_url: str) -> AsyncIterator[tuple[str, str]]:
    """The handler that the feed is measured against, and the tag of both."""
    async with httpx.AsyncClient(headers={"accept-encoding": "identity"}) as client:
        answer = await client.get(feed_url)
    assert answer.text.count("BEGIN:VEVENT") == ENTRIES
    with tempfile.NamedTemporaryFile(suffix=".ics") as body:
        body.write(answer.content)
        body.flush()
        etag = answer.headers["etag"]
        environ = {BODY: body.name, ETAG: etag}
        async with serving.server("tests.benchmarks.feed:bare", ready="/feed.ics", environ=environ) as (url, _):
            yield url, etag


async def _compared(feed: str, limit: str, header: str | None = None) -> tuple[float, float]:
    """Requests per second of the feed and of the handler, measured in turn."""
    return await compared(lambda: _requests_per_second(feed, header), lambda: _requests_per_second(limit, header))


async def _requests_per_second(url: str, header: str | None) -> float:
    wished = ["-H", header] if header else []
    process = await asyncio.create_subprocess_exec(
        *("wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", *wished, url), stdout=asyncio.subprocess.PIPE
    )
    told = (await process.communicate())[0].decode()
    assert "Non-2xx" not in told, told
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found, told
    return float(found[1])


async def _slowest(fair: make.Fair, url: str, path: str, clients: list[httpx.AsyncClient]) -> float:
    """The most seconds that a process took to show a change, of three changes under load."""
    load = asyncio.create_task(_requests_per_second(f"{url}{path}", None))
    slowest = 0.0
    for n in range(ROUNDS):
        await asyncio.sleep(1)
        title = f"Tuần lễ lần {n}"
        change = EventChange.model_validate({"title": {"vi": title}})
        await scheduling.edit_event(fair.event, fair.event.version, change, at=values.now())
        committed = time.monotonic()
        shown = await asyncio.gather(*(_shown(client, path, title, committed) for client in clients))
        slowest = max(slowest, *shown)
    await load
    for client in clients:
        await client.aclose()
    return slowest


async def _shown(client: httpx.AsyncClient, path: str, title: str, committed: float) -> float:
    while title not in (await client.get(path)).text:
        assert time.monotonic() - committed < 30
    return time.monotonic() - committed
