"""Lists are forgotten: those that nobody brings in at all, those that are in but for what became of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.errors import WrongState
from events_app.imports.tables import Import, ImportState

WAITS = timedelta(days=30)  # for somebody who brings it in, or goes on with it
KEEPS = timedelta(days=90)  # its rows, since it was brought in or undone; so long it can be undone
AT_ONCE = 20
_FORGETTABLE = (ImportState.READ, ImportState.REFUSED, ImportState.STOPPED)


def undoable_until(one: Mapping[str, Any]) -> datetime | None:
    """Until when a list that is in can be undone."""
    if one["state"] != ImportState.DONE or one["emptied_at"] is not None or one["ended_at"] is None:
        return None
    ended: datetime = one["ended_at"]
    return ended + KEEPS


async def give_up(row: Import, version: int, *, at: datetime) -> None:
    """Forget a list that waits for somebody, file and rows; what is in of one that was stopped stays. Raises Stale, WrongState."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        if row.state not in _FORGETTABLE:
            raise WrongState(verb="delete", state=str(row.state))
        await _forget(row.id, at=at)


async def sweep(*, at: datetime) -> None:
    """Forget what nobody has brought in for so long, and the rows of what is in: they have numbers and addresses of people."""
    async with db.transaction():
        rows = await db.fetch(
            """
            SELECT id FROM import WHERE state = ANY($1) AND created_at < $2 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
            """,
            [one.value for one in _FORGETTABLE],
            at - WAITS,
            AT_ONCE,
        )
        for row in rows:
            await _forget(row["id"], at=at)
    async with db.transaction():
        rows = await db.fetch(
            """
            SELECT * FROM import WHERE state IN ('done', 'undone') AND ended_at < $1 AND emptied_at IS NULL
            ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
            """,
            at - KEEPS,
            AT_ONCE,
        )
        for row in rows:
            await _forget_all_of(row["id"])
            empty = lifecycle.found(Import, row)
            await lifecycle.edit(empty, empty.version, at=at, verb="empty", emptied_at=at, kept_by={}, samples=[])


async def _forget(import_id: UUID, *, at: datetime) -> None:
    await _forget_all_of(import_id)
    await db.fetch("DELETE FROM import WHERE id = $1", import_id)
    await outbox.record("import.delete", at=at, id=import_id)


async def _forget_all_of(import_id: UUID) -> None:
    """The file, the rows, and what they did: what stood before is of people too."""
    await forget_rows(import_id)
    for table in ("import_part", "import_answer", "import_made", "import_effect"):
        await db.fetch(f"DELETE FROM {table} WHERE within = $1", import_id)


async def forget_rows(import_id: UUID) -> None:
    """Forget what was read of a file."""
    await db.fetch("DELETE FROM import_row WHERE within = $1", import_id)
    await db.fetch("DELETE FROM import_entity WHERE within = $1", import_id)
