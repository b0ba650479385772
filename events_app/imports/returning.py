"""Spreadsheets that go out: the rows of a list that did not go in, and products as a list that can be brought in again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from events_app import i18n, xlsx
from events_app.i18n import text as _
from events_app.imports import ending, facts, placing, saying, wording
from events_app.imports.headings import Field
from events_app.imports.tables import Outcome

_BATCH = 500


async def faults(
    rows: AsyncIterator[dict[str, Any]], said: Collection[Field], place: facts.Place, notes: Sequence[str] = ()
) -> bytes:
    """The faulty rows with row, column, value and reason, and then all that they say, to be corrected and sent again; of the
    columns of ``notes`` those by which they came back.

    A row is one line, so that it comes in again as one; of several reasons each has a line within its cells. What was said
    of the whole list, of its ``place``, the rows say for themselves.
    """
    fields = sorted({*said, Field.ENTITY, Field.PROVINCE}, key=list(Field).index)
    heads = [
        _("Row"),
        _("Column"),
        _("Value"),
        _("Reason"),
        *(i18n.text(wording.FIELDS[one]) for one in fields),
        *notes,
    ]
    widths = [8, 22, 28, 50, *[24] * (len(heads) - 4)]
    book = xlsx.Growing(_("Rows that did not go in"), heads, widths, wrapped=_TOLD)
    language = i18n.language()

    def line(row: dict[str, Any]) -> list[Any]:
        noted = ending.noted_in(row["wrongs"])
        return [*_line(row, fields, place, language), *(noted.get(one, "") for one in notes)]

    return await _filled(book, rows, lambda row: [line(row)])


_TOLD = range(1, 4)  # the columns that say what is wrong
_DAYS = {Field.ISSUED, Field.ENDS}


def _line(row: dict[str, Any], fields: Sequence[Field], place: facts.Place, language: str) -> list[Any]:
    with i18n.speaking(language):
        wrongs = wording.reasons(row["wrongs"]) or [
            {"field": "", "column": "", "reason": i18n.text(wording.OUTCOMES[Outcome(row["outcome"])])}
        ]
    cells = row["cells"]
    fields_of = [one["field"] for one in wrongs]
    values = ["" if one in fields_of[:n] else wording.cell(one, cells.get(one, "")) for n, one in enumerate(fields_of)]
    told = [[one["column"] for one in wrongs], values, [one["reason"] for one in wrongs]]
    return [row["number"], *map("\n".join, told), *(_whole(one, cells, place) for one in fields)]


def _whole(field: Field, cells: dict[str, str], place: facts.Place) -> date | str:
    """A cell as it comes in again: the day of a cell that says one; the province also where the list as a whole said it."""
    cell = cells.get(field, "")
    if field == Field.PROVINCE:
        if not cell and placing.is_assumed(cells.get(Field.ADDRESS, ""), cells.get(Field.DISTRICT, ""), place.province):
            cell = place.province
        return placing.settled(cell, place.which_of(cell))
    if field in _DAYS and cell:
        with suppress(saying.Unclear):
            return saying.day(cell) or cell
    return cell


async def products(rows: AsyncIterator[dict[str, Any]]) -> bytes:
    """Products with their entities and all certificates, in columns that are recognised when the list is brought in again."""
    columns = [one for one in Field if one not in _CROSSED]
    heads = [i18n.text(wording.FIELDS[one]) for one in columns]
    book = xlsx.Growing(_("OCOP products"), heads, [28] * len(columns))
    return await _filled(book, rows, lambda row: [[_cell(row.get(one)) for one in columns]])


_CROSSED = {Field.THREE, Field.FOUR, Field.FIVE}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "x" if value else ""
    return "" if value is None else value


async def _filled(
    book: xlsx.Growing, rows: AsyncIterator[dict[str, Any]], lines: Callable[[dict[str, Any]], list[list[Any]]]
) -> bytes:
    """The file with all lines of all rows; other requests are served between the batches."""
    try:
        async for batch in _batched(rows):
            await asyncio.to_thread(book.write, [line for row in batch for line in lines(row)])
    except BaseException:
        book.bytes()  # what lies on the disk is taken away with it
        raise
    return await asyncio.to_thread(book.bytes)


async def _batched(rows: AsyncIterator[dict[str, Any]]) -> AsyncIterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
