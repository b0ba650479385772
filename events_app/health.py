"""Is the program alive, and is everything there that it needs?"""

import asyncio
from typing import Any

from litestar import Response, get
from redis.asyncio import Redis

from events_app import db, migrating
from events_app.settings import settings

PATIENCE = 2.0  # seconds for each check


@get("/health/live", tags=["health"])
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/health/ready", tags=["health"], raises=[])
async def ready() -> Response[dict[str, Any]]:
    """Database, broker and migrations; 503 when one of them is missing."""
    broker, (database, migrations) = await asyncio.gather(_checked(_broker), _stored())
    checks = {"database": database, "broker": broker, "migrations": migrations}
    good = all(outcome == "ok" for outcome in checks.values())
    return Response({"status": "ok" if good else "unavailable", "checks": checks}, status_code=200 if good else 503)


async def _stored() -> tuple[str, str]:
    return await _checked(_database), await _checked(_migrations)


async def _checked(check: Any) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return str(await check())
    except Exception as broken:
        return type(broken).__name__


async def _database() -> str:
    await db.fetch("SELECT 1")
    return "ok"


async def _broker() -> str:
    broker = Redis.from_url(settings().redis_url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        await broker.ping()
    finally:
        await broker.aclose()
    return "ok"


async def _migrations() -> str:
    left = await migrating.pending()
    return "ok" if not left else f"{len(left)} pending"
