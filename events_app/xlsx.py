"""Spreadsheets: sheets of rows as the bytes of an XLSX file. No text of ours or of anybody can become a formula."""

import io
from collections.abc import Sequence
from datetime import datetime

import msgspec
import xlsxwriter

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60  # characters

Cell = str | int | float | None


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its name, lines above the table, the heads of the columns, the rows."""

    name: str
    above: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def book(sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """The file; the same sheets at the same time are the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as made:
        made.set_properties({"created": at.replace(tzinfo=None)})
        bold = made.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for number, sheet in enumerate(sheets, 1):
            page = made.add_worksheet(f"{number}. {_named(sheet.name)}"[:31])
            lines: list[Sequence[Cell]] = [*([line] for line in sheet.above), [], sheet.heads, *sheet.rows]
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, str):
                        page.write_string(row, column, guarded(value), bold if line is sheet.heads else None)
                    elif value is not None:
                        page.write_number(row, column, value)
            page.freeze_panes(len(sheet.above) + 2, 0)
            for column in range(len(sheet.heads)):
                said = [str(line[column]) for line in (sheet.heads, *sheet.rows) if len(line) > column]
                page.set_column(column, column, min(_WIDEST, max(map(len, said)) + 2))
    return out.getvalue()


def guarded(text: str) -> str:
    """``text`` so that no program takes it for a formula when it is copied on: an apostrophe stands before ``= + - @``."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _named(text: str) -> str:
    """A name that a sheet may have."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in text)
