"""Somebody lets workers go on with a list at which they had stopped."""

from datetime import datetime, timedelta
from typing import Any

from events_app import db, lifecycle
from events_app.imports.tables import Import, ImportState

STILL_ONE = timedelta(minutes=30)  # entities are told of what stopped halfway an hour after it did
_ON = {ImportState.RECEIVED: "read_on", ImportState.RUNNING: "run_on", ImportState.UNDOING: "undo_on"}


async def resume(row: Import, version: int, *, at: datetime) -> Import:
    """Let workers try again where they stopped. Raises Stale, WrongState.

    What they verify from now on has an instant of its own where entities may have been told of the first part before they end.
    """
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        verb = _ON[ImportState(row.stopped_in or ImportState.RUNNING)]
        anew: dict[str, Any] = {}
        if verb == "run_on" and (row.stopped_at is None or at > row.stopped_at + STILL_ONE):
            anew = {"begun_at": at, "stopped_at": None}
        return await lifecycle.move(row, verb, at=at, stopped_in="", tries=0, kept_by={}, **anew)
