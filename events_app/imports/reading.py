"""A worker reads a list: the file is laid out, a process of its own takes it apart, its rows are kept in batches.

Where a worker was killed, the next one begins anew: what was read before is forgotten first, and nothing has reached the directory.
"""

import asyncio
import tempfile
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox, values
from events_app.directory import places
from events_app.i18n import marked
from events_app.imports import (
    answering,
    facts,
    forgetting,
    matching,
    placing,
    planning,
    queries,
    standby,
    understanding,
    uploading,
)
from events_app.imports.matching import Importer
from events_app.imports.tables import Import, ImportState, Outcome
from events_app.imports.working import LATER, alone, packed
from events_app.imports.writing import Writing
from events_app.lifecycle import locked
from events_app.settings import settings

BATCH = 1000  # rows that are kept in one transaction
ENOUGH = 4000  # after which PostgreSQL looks over them: without knowing that many are new, each is compared with each
_NEW = "import_entity (within, id, alike, plain, slug), import_row (within, entity, key)"
_OTHER_NAME = marked("Row %(row)s has another entity with this tax code.")


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
            named = await _stage(row, at=at)
            gone = placing.of_before(named) if not row.which else None
            if gone:
                row.which, row.of_before = places.Set.OLD.value, gone[:300]
                await db.fetch(
                    "UPDATE import SET which = $2, of_before = $3 WHERE id = $1", row.id, row.which, row.of_before
                )
                await _stage(row, at=at)
            await planning.plan(row, at=at)
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


async def _stage(row: Import, *, at: datetime) -> set[str]:
    """Keep what every row says; the names of provinces that the column of these has. Raises Refused."""
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
            waiting: list[Understood] = []
            named: set[str] = set()
            kept, looked_over = 0, False
            writing, known = Writing(), dict[str, Known]()
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
                    waiting += _keyed(row.id, frame)
                    named |= frame.provinces
                ended = isinstance(frame, understanding.End)
                if len(waiting) >= BATCH or ended:
                    await writing.next(_keep(row.id, waiting, known, importer))
                    kept += len(waiting)
                    waiting = []
                if not looked_over and (kept >= ENOUGH or ended):
                    await writing.next(db.look_over(_NEW))
                    looked_over = True
            await writing.done()
            return named
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


Understood = tuple[understanding.Row, facts.Entity | None, str | None]  # with its entity, and the key of that


def _keyed(import_id: UUID, frame: understanding.Rows) -> list[Understood]:
    keys = [digest(import_id, one.key) for one in frame.entities]
    return [
        (row, None, None) if row.entity is None else (row, frame.entities[row.entity], keys[row.entity])
        for row in frame.rows
    ]


class Known(NamedTuple):
    """An entity of the list as the first of its rows named it."""

    id: UUID
    first_row: int
    name: str


async def _keep(import_id: UUID, kept: list[Understood], known: dict[str, Known], importer: Importer) -> None:
    """A batch of rows and the entities that they speak of first, which are ``known`` by key then, and how far the reading is."""
    new: list[tuple[str, Known, facts.Entity]] = []
    for said, entity, key in kept:
        if entity is not None and key is not None and key not in known:
            known[key] = Known(values.new_id(), said.number, entity.name)
            new.append((key, known[key], entity))
    async with db.transaction():
        await db.fetch(LATER)
        await db.copy("import_entity", _ENTITY, [_entity(import_id, *one, importer) for one in new])
        await db.copy("import_row", _ROW, [_row(import_id, known, *one) for one in kept])
        await db.fetch(
            "UPDATE import SET rows_read = rows_read + $2, version = version + 1 WHERE id = $1", import_id, len(kept)
        )


_ROW = ("id", "within", "number", "taken", "cells", "facts", "entity", "key", "outcome", "wrongs")


def _row(
    import_id: UUID,
    known: dict[str, Known],
    said: understanding.Row,
    entity: facts.Entity | None,
    key: str | None,
) -> tuple[Any, ...]:
    wrongs = list(said.wrongs) if said.understood else [("product", said.doubt, {})] if said.doubt else []
    kept = known[key] if key is not None else None
    if entity and kept and not matching.named_alike(kept.name, entity.name):
        wrongs.append(("tax_code", _OTHER_NAME, {"row": kept.first_row}))
    whole = said.product is not None and kept is not None and not wrongs
    outcome = Outcome.CREATE if whole else Outcome.FAULT if said.understood or said.doubt else Outcome.ASIDE
    return (
        values.new_id(),
        import_id,
        said.number,
        said.taken,
        said.cells,
        said.product if whole else None,
        kept.id if kept else None,
        said.key,
        outcome,
        msgspec.json.encode(wrongs) if wrongs else b"[]",
    )


_ENTITY = (
    "id", "within", "key", "first_row", "facts", "personal", "alike", "slug", "plain", "outcome", "wrongs",
)  # fmt: skip


def _entity(import_id: UUID, key: str, known: Known, said: facts.Entity, importer: Importer) -> tuple[Any, ...]:
    """An entity of the list, for now as one that nobody knows."""
    match = matching.alone(known.id, said, importer)
    plain = match.outcome == Outcome.CREATE
    wrongs = msgspec.json.encode([[*match.wrong, {}]]) if match.wrong else b"[]"
    named = (said.personal, said.alike, said.slug)
    return (known.id, import_id, key, known.first_row, _facts(said), *named, plain, match.outcome, wrongs)


def _facts(said: facts.Entity) -> bytes:
    built = msgspec.to_builtins(said)
    del built["personal"], built["alike"], built["slug"]  # they have columns of their own
    if not said.hidden:
        del built["hidden"]
    return msgspec.json.encode(built)


def digest(import_id: UUID, key: str) -> str:
    """A key that tells nothing of what it was made of."""
    secret = settings().secret_key.encode()[:64]
    return blake2b(key.encode(), key=secret, salt=import_id.bytes, digest_size=16).hexdigest()
