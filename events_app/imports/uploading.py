"""Lists arrive: the file is kept in pieces in the database, and a worker hears of it.

In the database and not in the data folder, because workers may run on other machines; in pieces, so that neither end holds more
than one of them. The pieces go when the list is in or was given up (``forgetting``).
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, problems, values
from events_app.actor import Actor
from events_app.directory import places
from events_app.errors import Invalid, Refusal, Wrong, WrongState
from events_app.i18n import marked
from events_app.imports.tables import Import, ImportState, Outcome

PIECE = 512 << 10  # bytes
_EMPTY = marked("This file is empty.")
_NO_COLUMN = marked("The list has no such column: it has %(n)s, counted from 0.")
_FOREIGN = marked("Only the authority of the province can bring in verified certificates.")
_PROVINCE = marked("There is no province with this code in this set.")


class TooLarge(problems.TooLarge):
    """This file is larger than a list may be."""


class NothingGood(Refusal):
    """No row of this list can go in: answer its questions, name its columns, or correct the faulty rows and send it again."""


async def receive(
    actor: Actor, organization: UUID | None, filename: str, pieces: AsyncIterator[bytes], *, most: int, at: datetime
) -> Import:
    """Keep a file that comes bit by bit, and let a worker read it. Raises TooLarge, Invalid for an empty one."""
    home = await db.one("SELECT kind, province_set, province_code FROM organization WHERE id = $1", organization)
    async with db.transaction():
        row = Import(
            user=actor.user_id,
            organization=organization,
            filename="".join(sign for sign in filename if sign.isprintable())[:300] or "list",
            province=places.chosen(home["province_set"], home["province_code"]) if home else "",
            created_at=at,
        )
        await row.save()
        size = await _keep(row.id, pieces, most)
        await db.fetch("UPDATE import SET size = $2 WHERE id = $1", row.id, size)
        await outbox.record("import.create", at=at, id=row.id)
        return await lifecycle.lock(row)  # as it is in the table: what is JSON there is Python from now on


async def _keep(import_id: UUID, pieces: AsyncIterator[bytes], most: int) -> int:
    size, position, waiting = 0, 0, bytearray()

    async def put(whole: bytes) -> None:
        await db.fetch(
            "INSERT INTO import_part (id, within, position, bytes) VALUES ($1, $2, $3, $4)",
            values.new_id(),
            import_id,
            position,
            whole,
        )

    async for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLarge(most_bytes=most)
        waiting += piece
        while len(waiting) >= PIECE:
            await put(bytes(waiting[:PIECE]))
            del waiting[:PIECE]
            position += 1
    if waiting:
        await put(bytes(waiting))
    if not size:
        raise Invalid([Wrong("file", _EMPTY)])
    return size


async def lay_out(import_id: UUID, path: Path) -> None:
    """Write the file as it was sent to ``path``, piece by piece."""
    position = 0
    with path.open("wb") as file:
        while piece := await db.one(
            "SELECT bytes FROM import_part WHERE within = $1 AND position = $2", import_id, position
        ):
            file.write(piece["bytes"])
            position += 1


async def correct(
    row: Import,
    version: int,
    *,
    mapping: dict[str, str] | None,
    sheet: str | None,
    province: str | None,
    which: str | None,
    header_row: int | None = None,
    at: datetime,
) -> Import:
    """Say what the columns are, in which row they are named, which sheet, where the entities are; the file is read anew.

    What is None stays, but that a set of provinces was taken without anybody saying so. Another sheet or header has other
    columns, which are found anew. One at which workers stopped is corrected where they were reading it: what they were bringing
    in is as its columns were then. Raises Invalid, Stale, WrongState.
    """
    if province and places.province(*province.partition("-")[::2]) is None:
        raise Invalid([Wrong("province", _PROVINCE)])
    changes = {"mapping": mapping, "sheet": sheet, "province": province, "which": which}
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        if row.stopped_in not in ("", ImportState.RECEIVED):
            raise WrongState(verb="reread", state=str(row.state))
        given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
        if row.of_before:
            given |= {"which": which, "of_before": ""}
        another = header_row if header_row != row.header_row else None
        same = sheet in (None, row.sheet) and another is None
        beyond = [one for one in mapping or () if int(one) >= len(row.headings)] if same and row.headings else []
        if beyond:
            raise Invalid([Wrong(f"columns.{one}", _NO_COLUMN, n=len(row.headings)) for one in beyond])
        if not same:
            given |= {"header_row": another or 0, "headings": []}
        return await lifecycle.move(
            row,
            "reread",
            at=at,
            **given,
            mapped=mapping is not None or (row.mapped and same),
            problem="",
            problem_facts={},
            stopped_in="",
            counts={},
            rows_read=0,
            tries=0,
        )


async def start(row: Import, version: int, *, decision_number: str, may_verify: bool, at: datetime) -> Import:
    """Bring the good rows in; with a decision number their certificates as verified.

    Raises Stale, WrongState, Invalid, NothingGood.
    """
    if decision_number and not may_verify:
        raise Invalid([Wrong("decision_number", _FOREIGN)])
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        lifecycle.check(row, "start")
        if not good(row.counts):
            raise NothingGood
        return await lifecycle.move(
            row, "start", at=at, decision_number=decision_number, begun_at=at, stopped_at=None, rows_done=0, tries=0
        )


def good(counts: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether any row goes in, or would only have to be verified."""
    return any(counts.get("rows", {}).get(one) for one in (Outcome.CREATE, Outcome.CHANGE, Outcome.SAME))
