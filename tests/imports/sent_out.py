"""Spreadsheets that are sent out, read again."""

import io
from typing import Any

import python_calamine

from events_app import i18n
from events_app.imports import queries, returning
from events_app.imports.tables import Import


def sheet(made: bytes) -> list[list[Any]]:
    """The rows of the first sheet of a workbook."""
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()


async def returned(row: Import) -> bytes:
    """The workbook of the rows that are returned of a list."""
    said = await queries.said_of_returned(row)
    return await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row))


async def faults(row: Import, language: str = "vi") -> list[list[Any]]:
    """Heads and rows of what is returned of a list, in this language."""
    with i18n.speaking(language):
        return sheet(await returned(row))
