"""Spreadsheets that go out: the rows of a list that did not go in, and products as a list that can be brought in again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from events_app import i18n, xlsx
from events_app.i18n import text as _
from events_app.imports import wording
from events_app.imports.headings import Field
from events_app.imports.tables import Outcome

_BATCH = 500


async def faults(rows: AsyncIterator[dict[str, Any]], mapping: dict[str, str]) -> bytes:
    """The faulty rows with row, column, value and reason, and then their cells as they were, to be corrected and sent again."""
    fields = list(dict.fromkeys(Field(field) for field in mapping.values() if field))
    said = sorted({*fields, Field.ENTITY}, key=list(Field).index)
    heads = [_("Row"), _("Column"), _("Value"), _("Reason"), *(i18n.text(wording.FIELDS[one]) for one in said)]
    book = xlsx.Growing(_("Rows that did not go in"), heads, [8, 22, 28, 50, *[24] * len(said)])
    language = i18n.language()
    return await _filled(book, rows, lambda row: _lines(row, said, language))


def _lines(row: dict[str, Any], said: Sequence[Field], language: str) -> list[list[Any]]:
    with i18n.speaking(language):
        wrongs = wording.reasons(row["wrongs"]) or [
            {"field": "", "column": "", "reason": i18n.text(wording.OUTCOMES[Outcome(row["outcome"])])}
        ]
    cells = row["cells"]
    found: list[list[Any]] = []
    for place, wrong in enumerate(wrongs):
        whole = [cells.get(one, "") for one in said] if place == 0 else []
        found.append([row["number"], wrong["column"], cells.get(wrong["field"], ""), wrong["reason"], *whole])
    return found


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
