"""Copies of the migrated database, for tests that commit and for processes that they start."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

TEMPLATE = "fairs_template"


@asynccontextmanager
async def copied(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Within the block this process works in a copy of its own, and ``DATABASE_URL`` names it; its URL."""
    from events_app import db, together, values  # not above: an engine can be had only when the servers are there

    together.tie()
    engine = db.engine()
    before, pool = engine.config, engine.pool
    outside = engine.current_transaction.set(None)  # a module may mark all its tests as rolled back
    name = f"fairs_{values.new_id().hex}"
    admin = await asyncpg.connect(**{**before, "database": "postgres"})
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    engine.config, engine.pool = {**before, "database": name}, None
    url = os.environ["DATABASE_URL"].replace(f"/{before['database']}", f"/{name}", 1)
    monkeypatch.setenv("DATABASE_URL", url)
    try:
        async with db.pool(70):
            yield url
    finally:
        engine.config, engine.pool = before, pool
        engine.current_transaction.reset(outside)
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()
