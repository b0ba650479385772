"""A worker reads a list: the file is laid out, a process of its own takes it apart, its rows are kept in batches.

Where a worker was killed, the next one begins anew: what was read before is forgotten first, and nothing has reached the directory.
"""

import asyncio
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox, values
from events_app.directory import places
from events_app.imports import (
    answering,
    forgetting,
    keeping,
    matching,
    placing,
    planning,
    queries,
    standby,
    understanding,
    uploading,
)
from events_app.imports.keeping import Noticed
from events_app.imports.tables import Import, ImportState
from events_app.imports.working import alone, packed
from events_app.imports.writing import Writing
from events_app.lifecycle import locked

BATCH = 2000  # rows that are kept in one transaction
ENOUGH = 4000  # after which PostgreSQL looks over them: without knowing that many are new, each is compared with each
_NEW = "import_entity (within, id, alike, plain, slug), import_row (within, entity, key)"


class Refused(Exception):
    """The reader did not read the file, for the reason ``code``."""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


async def read(route_id: UUID, *, at: datetime) -> None:
    """Read the list that a message speaks of and work out what it would do; once, however often it is asked."""
    async with alone(route_id, ImportState.RECEIVED, at=at) as row:
        if row is None:
            return
        try:
            named, noticed = await _stage(row, at=at)
            gone = placing.of_before(named) if not row.which else None
            if gone:
                row.which, row.of_before = places.Set.OLD.value, gone[:300]
                await db.fetch(
                    "UPDATE import SET which = $2, of_before = $3 WHERE id = $1", row.id, row.which, row.of_before
                )
                _, noticed = await _stage(row, at=at)
            await planning.plan(row, noticed, at=at)
            await answering.answer_again(row, at=at)
            counts = await planning.counted(row.id)
        except Refused as refused:
            await _refuse(row, refused, route_id, at=at)
            return
        async with db.transaction():
            if await outbox.hear(route_id, at=at):
                now = await locked(Import, row.id)
                await lifecycle.move(now, "read", at=at, counts=counts)


async def _refuse(row: Import, refused: Refused, route_id: UUID, *, at: datetime) -> None:
    async with db.transaction():
        if await outbox.hear(route_id, at=at):
            await forgetting.forget_rows(row.id)
            now = await locked(Import, row.id)
            await lifecycle.move(now, "refuse", at=at, problem=refused.code, problem_facts=refused.facts)


async def _stage(row: Import, *, at: datetime) -> tuple[set[str], Noticed]:
    """Keep what every row says; the names of provinces that the column of these has, what was noticed. Raises Refused."""
    importer = await matching.importer_of(row.organization)
    async with db.transaction():
        await forgetting.forget_rows(row.id)
        await db.fetch("UPDATE import SET rows_read = 0 WHERE id = $1", row.id)  # a worker may have been at it before
    with tempfile.TemporaryDirectory(prefix="fairs-import-") as folder:
        path = Path(folder, "list")
        await uploading.lay_out(row.id, path)
        asked = _asked(row, path, values.today(at))
        frames = standby.read(asked)
        try:
            waiting: list[keeping.Understood] = []
            named: set[str] = set()
            kept, looked_over = 0, False
            writing, rows = Writing(), keeping.Keeping(row.id, importer)
            async for frame in frames:
                await asyncio.sleep(0)  # frames that are there already let nothing be written meanwhile
                if isinstance(frame, understanding.Refused):
                    raise Refused(frame.code, frame.facts)
                if isinstance(frame, understanding.Opened):
                    await _write_down(row, frame)
                    asked = frame.of_this_kind(asked)
                if isinstance(frame, understanding.Lines):
                    frame = understanding.understood(frame.lines, asked.place)
                if isinstance(frame, understanding.Rows):
                    waiting += rows.keyed(frame)
                    named |= frame.provinces
                ended = isinstance(frame, understanding.End)
                if len(waiting) >= BATCH or ended:
                    await writing.next(rows.keep(waiting))
                    kept += len(waiting)
                    waiting = []
                if not looked_over and (kept >= ENOUGH or ended):
                    await writing.next(db.look_over(_NEW))
                    looked_over = True
            await writing.done()
            return named, rows.noticed
        finally:
            await writing.stop()
            await frames.aclose()


def _asked(row: Import, path: Path, today: date) -> understanding.Asked:
    return understanding.Asked(
        str(path),
        row.sheet,
        msgspec.structs.replace(queries.place_of(row), today=today),
        row.header_row,
        row.headings,
        row.mapping if row.mapped else None,
    )


async def _write_down(row: Import, opened: understanding.Opened) -> None:
    """What a person looks at before the run."""
    await db.fetch(
        """
        UPDATE import SET header_row = $2, headings = $3, mapping = $4, sheet = $5, sheets = $6, encoding = $7, unread = $8,
            samples = $9
        WHERE id = $1
        """,
        row.id,
        opened.header_row,
        packed(opened.headings),
        packed(opened.mapping),
        opened.sheet,
        packed(opened.sheets),
        opened.encoding,
        packed(opened.unread),
        packed(opened.samples),
    )
