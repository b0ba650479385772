"""Which cells of a sheet are merged: calamine says it of .xlsx and .xls; of .xlsb and .ods it is looked up in the file itself."""

import html
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import python_calamine as calamine

from events_app.imports.guarding import LONGEST_ROW, Unreadable
from events_app.imports.pieces import Merged, chunks, part_of

_SHEET, _MERGED = 156, 176  # numbers of records in MS-XLSB: a sheet's name and part, cells that are merged
_ENDS = struct.Struct("<IIII")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ID, _TARGET = re.compile(r'\bId="([^"]*)"'), re.compile(r'\bTarget="([^"]*)"')
_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>(?:\s*<text:p[^>]*>([^<]{1,12})<)?"
)
_FAR = 1 << 16  # bytes: farther behind a tag no short text of its cell comes
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_REPEATED = re.compile(rb'\btable:number-(?:rows|columns)-repeated="(\d+)"')
_DOWN = re.compile(rb'\btable:number-rows-spanned="(\d+)"')
_ACROSS = re.compile(rb'\btable:number-columns-spanned="(\d+)"')


def of(path: Path, sheet: calamine.CalamineSheet) -> list[Merged]:
    """The cells of a sheet of this file that are merged. Raises Unreadable."""
    known = sheet.merged_cell_ranges
    if known is not None:
        return [Merged(top, bottom, left, right) for (top, left), (bottom, right) in known]
    with zipfile.ZipFile(path) as file:
        for part, found in (("content.xml", _of_ods), ("xl/workbook.bin", _of_xlsb)):
            if part in file.NameToInfo:
                return list(found(file, sheet.name))
    return []


def _of_xlsb(file: zipfile.ZipFile, sheet: str) -> Iterator[Merged]:
    for part in parts_of_xlsb(file, sheet):
        for _, ends in records(file, part, _MERGED):
            if len(ends) == _ENDS.size:
                yield Merged(*_ENDS.unpack(ends))


def parts_of_xlsb(file: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    """The part of the zip that holds a sheet of an .xlsb."""
    relations = _RELATION.findall(b"".join(chunks(file, "xl/_rels/workbook.bin.rels", most=1 << 20)).decode())
    targets = {_first(_ID, one): _first(_TARGET, one) for one in relations}
    for _, held in records(file, "xl/workbook.bin", _SHEET):
        relation, end = _text(held, 8)
        if _text(held, end)[0] == sheet and relation in targets:
            yield part_of(targets[relation])


def records(file: zipfile.ZipFile, part: str, *wanted: int) -> Iterator[tuple[int, bytes]]:
    """The records of some numbers with what they hold; a number has one byte or two, the length after it up to four of seven
    bits each."""
    text = b""
    for chunk in chunks(file, part):
        text += chunk
        at = 0
        while at < len(text) - 6:  # the last one says only that the part ends
            number, n = text[at], at + 1
            if number > 127:
                number, n = number & 127 | (text[n] & 127) << 7, n + 1
            size = 0
            for shift in (0, 7, 14, 21):
                size, n = size | (text[n] & 127) << shift, n + 1
                if text[n - 1] < 128:
                    break
            if n + size > len(text):
                break
            if number in wanted:
                yield number, text[n : n + size]
            at = n + size
        text = text[at:]
        if len(text) > LONGEST_ROW:
            raise Unreadable("broken")


def _text(held: bytes, at: int) -> tuple[str, int]:
    """The text that stands there, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(held[at : at + 4], "little")
    return held[at + 4 : end].decode("utf-16-le"), end


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return html.unescape(found[1]) if found else ""


def _of_ods(file: zipfile.ZipFile, sheet: str) -> Iterator[Merged]:
    """Cells are counted: neither they nor rows have a number, and those that are alike may be said once."""
    for row, column, said, _ in cells_of_ods(file, sheet):
        if (down := _number(_DOWN, said)) > 1:
            yield Merged(row, row + down - 1, column, column + _number(_ACROSS, said) - 1)


def cells_of_ods(file: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, bytes, bytes]]:
    """The cells of a sheet of an .ods, each with row, column, attributes and the short text that it shows, if it does."""
    inside, row, following, column = False, 0, 0, 0
    for kind, said, shown in _tags(file):
        if kind == b"table":
            name = _NAME.search(said)
            inside, following = name is not None and html.unescape(name[1].decode()) == sheet, 0
        elif not inside:
            continue
        elif kind == b"table-row":
            row, following, column = following, following + _number(_REPEATED, said), 0
        else:
            yield row, column, said, shown
            column += _number(_REPEATED, said)


def _tags(file: zipfile.ZipFile) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Whole tags, each once what follows it up to the next one is there."""
    text = b""
    for chunk in chunks(file, "content.xml"):
        text += chunk
        end = text.rfind(b"<table:")
        if end < 0 or len(text) - end > _FAR:
            end = text.rfind(b">") + 1
        for tag in _TAG.finditer(text, 0, end):
            yield tag[1], tag[2], tag[3] or b""
        text = text[end:]
        if len(text) > LONGEST_ROW:
            raise Unreadable("broken")
    for tag in _TAG.finditer(text):
        yield tag[1], tag[2], tag[3] or b""


def _number(pattern: re.Pattern[bytes], said: bytes) -> int:
    """A number that an attribute says, else one."""
    found = pattern.search(said) if said else None
    return int(found[1][:9]) if found else 1


class Down:
    """Merged cells, in the order of their rows: the first row of each is remembered for those that follow."""

    def __init__(self, merged: Sequence[Merged]) -> None:
        wanted = [one for one in merged if one.last_row > one.first_row]
        self._coming = sorted(((one.first_row, one.last_row, one.first_column) for one in wanted), reverse=True)
        self._open: dict[int, tuple[int, Any]] = {}  # column: last row, cell

    def filled(self, place: int, row: Sequence[Any]) -> list[Any]:
        """The row with the cells that are merged into it from above."""
        if not self._open and not (self._coming and self._coming[-1][0] <= place):
            return list(row)
        whole = list(row)
        for column, (last, cell) in list(self._open.items()):
            if last < place:
                del self._open[column]
            elif column >= len(whole):
                whole += [None] * (column + 1 - len(whole))
                whole[column] = cell
            elif whole[column] is None:
                whole[column] = cell
        while self._coming and self._coming[-1][0] <= place:
            first, last, column = self._coming.pop()
            if first == place and column < len(whole):
                self._open[column] = (last, whole[column])
        return whole
