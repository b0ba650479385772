"""Bring the database to where this code is; several may try at once, one does it."""

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import run_forwards

from events_app import db, health

_LOCK = 0x0C0B  # any number, the same everywhere


async def migrate() -> list[str]:
    """Run the migrations that are missing and name them. Raises RuntimeError with what went wrong."""
    connection = await db.engine().get_new_connection()
    try:
        await connection.execute("SET lock_timeout = 0")
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        before = await health.pending() if await _has_history() else sorted(health.shipped())
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                await run_forwards("events_app")
        except SystemExit as stopped:
            if stopped.code:
                raise RuntimeError(said.getvalue()) from stopped
        return before
    finally:
        await connection.close()


async def _has_history() -> bool:
    rows = await db.fetch("SELECT to_regclass('migration') IS NOT NULL AS there")
    return bool(rows[0]["there"])
