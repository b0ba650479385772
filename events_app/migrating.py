"""Bring the database to where this code is; several may try at once, one does it."""

import contextlib
import io
import re
from functools import cache
from pathlib import Path

from events_app import db

_LOCK = 0x0C0B  # any number, the same everywhere


async def migrate() -> list[str]:
    """Run the migrations that are missing and name them. Raises RuntimeError with what went wrong."""
    connection = await db.engine().get_new_connection()
    try:
        await connection.execute("SET lock_timeout = 0")
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        before = await pending() if await _has_history() else sorted(shipped())
        if before:
            await _run()
        return before
    finally:
        await connection.close()


async def pending() -> list[str]:
    """The migrations in this code that the database does not have yet."""
    rows = await db.fetch("SELECT name FROM migration WHERE app_name = 'events_app'")
    return sorted(shipped() - {row["name"] for row in rows})


@cache
def shipped() -> frozenset[str]:
    """The ids of the migrations that come with this code."""
    files = (Path(__file__).parent / "piccolo_migrations").glob("events_app_*.py")
    return frozenset(re.findall(r'^ID = "(.+)"$', "\n".join(file.read_text("utf-8") for file in files), re.MULTILINE))


async def _run() -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards  # heavy, and most starts have nothing to run

    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            await run_forwards("events_app")
    except SystemExit as stopped:
        if stopped.code:
            raise RuntimeError(said.getvalue()) from stopped


async def _has_history() -> bool:
    rows = await db.fetch("SELECT to_regclass('migration') IS NOT NULL AS there")
    return bool(rows[0]["there"])
