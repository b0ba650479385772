"""Somebody lets workers go on with a list at which they had stopped."""

from datetime import datetime

from events_app import db, lifecycle
from events_app.imports.tables import Import, ImportState

_ON = {ImportState.RECEIVED: "read_on", ImportState.RUNNING: "run_on", ImportState.UNDOING: "undo_on"}


async def resume(row: Import, version: int, *, at: datetime) -> Import:
    """Let workers try again where they stopped. Raises Stale, WrongState."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        verb = _ON[ImportState(row.stopped_in or ImportState.RUNNING)]
        return await lifecycle.move(row, verb, at=at, stopped_in="", tries=0, kept_by={})
