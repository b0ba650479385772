"""A worker reads a list: the file is laid out, a process of its own takes it apart, its rows are kept in batches.

Where a worker was killed, the next one begins anew: what was read before is forgotten first, and nothing has reached the directory.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Coroutine
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox, values
from events_app.directory import places
from events_app.i18n import marked
from events_app.imports import facts, headings, matching, planning, uploading, veiling
from events_app.imports.layout import Layout, Line, Taken
from events_app.imports.tables import Import, ImportState, Outcome
from events_app.imports.working import alone, packed
from events_app.lifecycle import locked
from events_app.settings import settings

BATCH = 2000  # rows that are kept in one transaction
_OTHER_NAME = marked("Row %(row)s has another entity with this tax code.")
PATIENCE = 300  # seconds that a file may take


class Refused(Exception):
    """The reader did not read the file, for the reason ``code``."""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


async def read(route_id: UUID, *, at: datetime) -> None:
    """Read the list that a message speaks of and work out what it would do; once, however often it is asked."""
    async with alone(route_id, ImportState.RECEIVED) as row:
        if row is None:
            return
        try:
            await _stage(row)
            await planning.plan(row, at=at)
        except Refused as refused:
            await _refuse(row, refused, route_id, at=at)
            return
        async with db.transaction():
            if await outbox.hear(route_id, at=at):
                now = await locked(Import, row.id)
                await lifecycle.move(now, "read", at=at, counts=await planning.counted(row.id))


async def _refuse(row: Import, refused: Refused, route_id: UUID, *, at: datetime) -> None:
    async with db.transaction():
        if await outbox.hear(route_id, at=at):
            await uploading.forget_rows(row.id)
            now = await locked(Import, row.id)
            await lifecycle.move(now, "refuse", at=at, problem=refused.code, problem_facts=refused.facts)


async def _stage(row: Import) -> None:
    """Keep what every row says. Raises Refused."""
    async with db.transaction():
        await uploading.forget_rows(row.id)
    with tempfile.TemporaryDirectory(prefix="fairs-import-") as folder:
        path = Path(folder, "list")
        await uploading.lay_out(row.id, path)
        frames = _frames(path, row.sheet)
        try:
            opened: dict[str, Any] = {}
            layout: Layout | None = None
            lines: list[Line] = []
            writing = _Writing()
            async for kind, said in frames:
                if kind == "opened":
                    opened = said
                elif kind == "rows":
                    layout = layout or await _begun(row, opened, said)
                    lines += [layout.line(*one) for one in said if one[0] > row.header_row]
                if len(lines) >= BATCH:
                    await writing.next(_keep(row, await _understood(row, lines)))
                    lines = []
            await writing.next(_keep(row, await _understood(row, lines)))
            await writing.done()
        finally:
            await writing.stop()
            await frames.aclose()


async def _begun(row: Import, opened: dict[str, Any], rows: list[tuple[int, list[Any]]]) -> Layout:
    """The header, found or as a person said, is written down. Raises Refused where there is none."""
    if row.mapped:
        header = headings.Header(
            0, 0, row.headings, {int(n): headings.Field(field) for n, field in row.mapping.items() if field}
        )
    else:
        found = headings.found([cells for _, cells in rows])
        if found is None:
            widest = max(
                (cells for _, cells in rows[: headings.DEPTH]), key=lambda cells: len(cells) - cells.count(None)
            )
            row.headings, row.mapping = [veiling.heading(cell) for cell in widest], {}
            await _write_down(row, opened)
            raise Refused("no_header", {})
        header, row.header_row = found, rows[found.last][0]
        row.headings, row.mapping = (
            [veiling.masked(one) for one in header.words],
            {str(n): str(field) for n, field in header.fields.items()},
        )
    await _write_down(row, opened)
    return Layout(header, opened["merged"])


async def _write_down(row: Import, opened: dict[str, Any]) -> None:
    """What a person looks at before the run: the words above the columns, and what each was taken for."""
    row.sheet, row.sheets, row.encoding = opened["sheet"], opened["sheets"], opened["encoding"]
    row.unread = opened["unread"]
    await db.fetch(
        """
        UPDATE import SET header_row = $2, headings = $3, mapping = $4, sheet = $5, sheets = $6, encoding = $7, unread = $8
        WHERE id = $1
        """,
        row.id,
        row.header_row,
        packed(row.headings),
        packed(row.mapping),
        row.sheet,
        packed(row.sheets),
        row.encoding,
        packed(row.unread),
    )


class _Writing:
    """One batch is written while the next is understood; they are written one after the other."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def next(self, write: Coroutine[Any, Any, None]) -> None:
        """Begin to write a batch once the one before it is written. Raises what went wrong with that one."""
        try:
            await self.done()
        except BaseException:
            write.close()
            raise
        self._task = asyncio.create_task(write)

    async def done(self) -> None:
        """Wait for what is being written. Raises what went wrong with it."""
        task, self._task = self._task, None
        if task is not None:
            await task

    async def stop(self) -> None:
        """Give up what is being written, if anything is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])


Understood = list[tuple[Line, facts.Said | None, str | None]]  # with the key of the entity
_AT_ONCE = 50  # rows that are understood before the batch before them gets a turn


async def _understood(row: Import, lines: list[Line]) -> Understood:
    """What each row of a batch says."""
    place = facts.Place(row.province, places.Set(row.which) if row.which else None)
    found: Understood = []
    before: facts.Entity | None = None
    key: str | None = None
    for n, line in enumerate(lines):
        if n % _AT_ONCE == 0:
            await asyncio.sleep(0)
        said = facts.said(line.cells, place) if line.taken == Taken.PRODUCT else None
        entity = said.entity if said else None
        if entity is not before:
            before, key = entity, digest(row.id, entity.key) if entity else None
        found.append((line, said, key))
    return found


async def _keep(row: Import, kept: Understood) -> None:
    """A batch of rows and the entities that they speak of, and how far the reading is."""
    entities: dict[str, tuple[UUID, int, facts.Entity]] = {}
    for line, said, key in kept:
        if said and said.entity and key is not None and key not in entities:
            entities[key] = values.new_id(), line.number, said.entity
    async with db.transaction():
        known = await _entities(row.id, entities)
        await db.insert_many("import_row", _ROW, [_row(row.id, known, *one) for one in kept])
        await db.fetch(
            "UPDATE import SET rows_read = rows_read + $2, version = version + 1 WHERE id = $1", row.id, len(kept)
        )


_ROW = {
    "id": "uuid",
    "within": "uuid",
    "number": "int",
    "taken": "text",
    "cells": "jsonb",
    "facts": "jsonb",
    "entity": "uuid",
    "key": "text",
    "outcome": "text",
    "wrongs": "jsonb",
}


def _row(
    import_id: UUID, known: dict[str, dict[str, Any]], line: Line, said: facts.Said | None, key: str | None
) -> tuple[Any, ...]:
    wrongs = list(said.wrongs) if said else [("product", line.doubt, {})] if line.doubt else []
    entity = known[key] if key is not None else None
    if said and said.entity and entity and not matching.named_alike(entity["facts"]["name"], said.entity.name):
        wrongs.append(("tax_code", _OTHER_NAME, {"row": entity["first_row"]}))
    whole = said is not None and said.product is not None and entity is not None and not wrongs
    outcome = Outcome.CREATE if whole else Outcome.FAULT if said or line.doubt else Outcome.ASIDE
    product = said.product if said else None
    return (
        values.new_id(),
        import_id,
        line.number,
        line.taken.value,
        packed(veiling.shown(line.cells)),
        packed(product) if whole else None,
        entity["id"] if entity else None,
        digest(import_id, values.plain(product.name)) if product else "",
        outcome.value,
        packed(wrongs),
    )


async def _entities(import_id: UUID, entities: dict[str, tuple[UUID, int, facts.Entity]]) -> dict[str, dict[str, Any]]:
    """They by key; one that stands in the list already is as its first row said it."""
    rows = [
        (entity_id, key, number, _facts(said), said.personal, said.alike)
        for key, (entity_id, number, said) in entities.items()
    ]
    if not rows:
        return {}
    found = await db.fetch(
        """
        INSERT INTO import_entity (id, within, key, first_row, facts, personal, alike, outcome, candidates, answer, wrongs)
        SELECT given.id, $1, given.key, given.number, given.facts::jsonb, given.personal, given.alike, 'create', '[]', '', '[]'
        FROM unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[])
            AS given (id, key, number, facts, personal, alike)
        ON CONFLICT (within, key) DO UPDATE SET key = excluded.key
        RETURNING id, key, first_row, facts
        """,
        import_id,
        *map(list, zip(*rows, strict=True)),
    )
    return {row["key"]: row for row in found}


def _facts(said: facts.Entity) -> str:
    built = msgspec.to_builtins(said)
    del built["personal"], built["alike"]  # they have columns of their own
    return packed(built)


def digest(import_id: UUID, key: str) -> str:
    """A key that tells nothing of what it was made of."""
    secret = settings().secret_key.encode()[:64]
    return blake2b(key.encode(), key=secret, salt=import_id.bytes, digest_size=16).hexdigest()


async def _frames(path: Path, sheet: str) -> AsyncGenerator[tuple[str, Any], None]:
    """What the reader's process says. Raises Refused with its reason, or where the kernel has ended it."""
    argv = [sys.executable, "-m", "events_app.imports.reader", str(path), *([sheet] if sheet else [])]
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=1 << 20
    )
    assert process.stdout is not None
    try:
        while True:
            async with asyncio.timeout(PATIENCE):
                size = int.from_bytes(await process.stdout.readexactly(4), "big")
                kind, *said = msgspec.msgpack.decode(await process.stdout.readexactly(size))
            if kind == "refused":
                raise Refused(*said)
            if kind == "end":
                return
            yield kind, said[0]
    except (asyncio.IncompleteReadError, TimeoutError):
        raise Refused("unpacks_too_large", {}) from None
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
