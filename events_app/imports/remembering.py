"""What a batch of a list did to the directory: recorded once, and kept row by row for whoever undoes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox, values
from events_app.imports.working import packed

Made = Mapping[str, Sequence[UUID]]  # noun: rows that are new
Effect = tuple[str, UUID, bool, dict[str, Any], int]  # noun, row, made, what stood there before, version


async def made(import_id: UUID, rows: Made, *, at: datetime) -> None:
    """Rows that statements over many made; one message speaks of all of them, whose id stands beside theirs."""
    if not any(rows.values()):
        return
    message = await outbox.record("import.enter", at=at, id=import_id)
    await db.copy(
        "import_made",
        ("id", "within", "message", "noun", "rows"),
        [(values.new_id(), import_id, message.id, noun, ids) for noun, ids in rows.items() if ids],
    )


async def done(import_id: UUID, effects: Sequence[Effect]) -> None:
    """Rows that were made or changed one by one: of one that is touched again, what stood there first and the version last."""
    if not effects:
        return
    last: dict[UUID, Effect] = {}
    for noun, row, new, before, version in effects:
        seen = last.get(row)
        last[row] = (
            (noun, row, seen[2] or new, {**before, **seen[3]}, max(version, seen[4]))
            if seen
            else (noun, row, new, before, version)
        )
    await db.fetch(
        """
        INSERT INTO import_effect (id, within, noun, row, made, before, version)
        SELECT given.id, $1, given.noun, given.row, given.made, given.before::jsonb, given.version
        FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::boolean[], $6::text[], $7::int[])
            AS given (id, noun, row, made, before, version)
        ON CONFLICT (within, row) DO UPDATE SET version = excluded.version, before = excluded.before || import_effect.before
        """,
        import_id,
        [values.new_id() for _ in last],
        [one[0] for one in last.values()],
        [one[1] for one in last.values()],
        [one[2] for one in last.values()],
        [packed(one[3]) for one in last.values()],
        [one[4] for one in last.values()],
    )
