"""Spreadsheets: sheets of rows as the bytes of an XLSX file. No text of ours or of anybody can become a formula."""

import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import xlsxwriter

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 31  # characters of the name of a sheet
_WIDEST = 60  # characters
_DAY = "dd/mm/yyyy"

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Cell = str | int | float | date | None


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its name, lines above the table, the heads of the columns, the rows."""

    name: str
    above: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def book(sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """The file; the same sheets at the same time are the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **_PLAIN}) as made:
        day = made.add_format({"num_format": _DAY})
        made.set_properties({"created": at.replace(tzinfo=None)})
        bold = made.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for number, sheet in enumerate(sheets, 1):
            page = made.add_worksheet(_named(sheet.name, f"{number}. "))
            lines: list[Sequence[Cell]] = [*([line] for line in sheet.above), [], sheet.heads, *sheet.rows]
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    _write(page, row, column, value, bold if line is sheet.heads else None, day)
            page.freeze_panes(len(sheet.above) + 2, 0)
            for column in range(len(sheet.heads)):
                said = [str(line[column]) for line in (sheet.heads, *sheet.rows) if len(line) > column]
                page.set_column(column, column, min(_WIDEST, max(map(len, said)) + 2))
    return out.getvalue()


class Growing:
    """A file with one sheet that is written to the disk row by row, however long it gets; its heads stand in the first row."""

    def __init__(
        self, name: str, heads: Sequence[str], widths: Sequence[int], wrapped: Collection[int] = frozenset()
    ) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"constant_memory": True, **_PLAIN})
        self._page = self._book.add_worksheet(_named(name))
        self._day = self._book.add_format({"num_format": _DAY})
        bold = self._book.add_format({"bold": True, "text_wrap": True})
        lines = self._book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(widths):
            self._page.set_column(column, column, width, lines if column in wrapped else None)
        self._page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            _write(self._page, 0, column, head, bold, self._day)
        self._next = 1

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """These rows below those before; an empty text is no cell."""
        for row in rows:
            for column, value in enumerate(row):
                if value != "":
                    _write(self._page, self._next, column, value, None, self._day)
            self._next += 1

    def bytes(self) -> bytes:
        """The file; afterwards nothing of it lies on the disk."""
        self._book.close()
        return self._out.getvalue()


def _write(page: Any, row: int, column: int, value: Cell, form: Any, day: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, guarded(value), form)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif value is not None:
        page.write_number(row, column, value, form)


def guarded(text: str) -> str:
    """``text`` so that no program takes it for a formula when it is copied on: an apostrophe stands before ``= + - @``."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _named(text: str, before: str = "") -> str:
    """A name that a sheet may have; one that is too long ends with a whole word."""
    named, most = "".join(" " if letter in "[]:*?/\\" else letter for letter in text), _LONGEST - len(before)
    return before + (named if len(named) <= most else named[: most + 1].rpartition(" ")[0] or named[:most])
