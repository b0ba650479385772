"""Which cells of a sheet hold the error of a formula, and which: calamine reads them as blank, so that the file itself is asked.

A cell that looks blank is taken for the same as above, or for nothing said; one in which a formula failed is neither. Sheets of
.xlsx that are cut into pieces have them as texts already.
"""

import re
import struct
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from events_app.imports.guarding import LONGEST_ROW, Unreadable, column_number
from events_app.imports.merging import cells_of_ods, parts_of_xlsb, records
from events_app.imports.pieces import Workbook, chunks

CODES = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # as files in binary form have them  # fmt: skip
TEXTS = frozenset(
    [
        *CODES.values(), "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!",
        "#PYTHON!", "#TIMEOUT!", "#ERROR!", "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!",
        *(f"Err:{code}" for code in range(501, 541)),
    ]
)  # as texts have them, of LibreOffice and Google too  # fmt: skip
_NAMES = sorted(TEXTS)
_PLACES = {name: n for n, name in enumerate(_NAMES)}
_ROW, _VALUE, _FORMULA = 0, 3, 11  # numbers of records in MS-XLSB
_FAILED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:<(?:\w+:)?f\b.*?(?:/>|</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<',
    re.S,
)
_BOF, _EOF, _SHEET, _BOOL_OR_ERROR, _RESULT = 0x809, 0x0A, 0x85, 0x205, 0x06  # numbers of records in MS-XLS
_SECTOR_ENDS = 0xFFFFFFFA  # and above: no sector


def without_errors(row: Iterable[Any]) -> list[Any]:
    """A row in which the cells are blank where a formula failed."""
    return [None if cell in TEXTS else cell for cell in row]


class Errors:
    """The errors of a sheet, in the order of its rows."""

    def __init__(self, found: Iterator[tuple[int, int, str]]) -> None:
        kept = array("Q", (row << 24 | column << 8 | _PLACES[name] for row, column, name in found if name in _PLACES))
        self._coming = array("Q", sorted(kept, reverse=True))  # eight bytes each: every cell of a long list may be one

    def __bool__(self) -> bool:
        return bool(self._coming)

    def shown(self, rows: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """The rows with their errors as texts."""
        for number, row in rows:
            while self._coming and self._coming[-1] >> 24 < number:
                one = self._coming.pop()
                column = one >> 8 & 0xFFFF
                if one >> 24 == number - 1:
                    row += [None] * (column + 1 - len(row))
                    row[column] = _NAMES[one & 0xFF]
            yield number, row


def of(path: Path, sheet: str, place: int) -> Errors:
    """The errors of a sheet, the one at ``place`` among all of its file. Raises Unreadable."""
    if not zipfile.is_zipfile(path):
        return Errors(_of_xls(path, place))
    with zipfile.ZipFile(path) as file:
        for part, found in (("content.xml", _of_ods), ("xl/workbook.bin", _of_xlsb), ("xl/workbook.xml", _of_xlsx)):
            if part in file.NameToInfo:
                return Errors(found(file, sheet))
    return Errors(iter(()))


def _of_ods(file: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    for row, column, _, shown in cells_of_ods(file, sheet):
        if shown.startswith((b"#", b"Err:")):
            yield row, column, shown.decode()


def _of_xlsb(file: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    row = 0
    for part in parts_of_xlsb(file, sheet):
        for number, held in records(file, part, _ROW, _VALUE, _FORMULA):
            if number == _ROW:
                (row,) = struct.unpack_from("<I", held)
            else:
                yield row, *_coded(struct.unpack_from("<I", held)[0], held[8])


def _of_xlsx(file: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Of a sheet that is not cut: its tags may have a prefix."""
    for part in [one.part for one in Workbook(file).sheets if one.name == sheet]:
        text = b""
        for chunk in chunks(file, part):
            text += chunk
            end = 0
            for found in _FAILED.finditer(text):
                end = found.end()
                yield int(found[2]) - 1, column_number(found[1].decode()), found[3].decode()
            text = text[max(end, text.rfind(b"<", 0, text.rfind(b'r="') + 1)) :]
            if len(text) > LONGEST_ROW:
                raise Unreadable("broken")


def _of_xls(path: Path, place: int) -> Iterator[tuple[int, int, str]]:
    """The cells of one sheet: it stands where the book says, and ends where it does, charts within it left out."""
    try:
        stream = _book_of(path.read_bytes())
    except (struct.error, ValueError):  # written in a way that only calamine knows
        return
    sheets = [struct.unpack_from("<I", held)[0] for number, held in _in_xls(stream, 0) if number == _SHEET]
    if place >= len(sheets):
        return
    for number, held in _in_xls(stream, sheets[place]):
        if number == _BOOL_OR_ERROR and len(held) >= 8 and held[7] == 1:
            yield *_placed(held), CODES.get(held[6], "#N/A")
        elif number == _RESULT and len(held) >= 14 and held[12:14] == b"\xff\xff" and held[6] == 2:
            yield *_placed(held), CODES.get(held[8], "#N/A")


def _placed(held: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", held)
    return row, column


def _coded(column: int, code: int) -> tuple[int, str]:
    return column, CODES.get(code, "#N/A")


def _in_xls(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from here to the end of what begins here."""
    depth = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        depth += (number == _BOF) - (number == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield number, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _book_of(file: bytes) -> bytes:
    """The stream of the workbook in a compound file: sectors that are linked by a table, itself in sectors (MS-CFB)."""
    size = 1 << struct.unpack_from("<H", file, 30)[0]
    if size > 4096:
        raise Unreadable("broken")

    def sector(n: int) -> bytes:
        return file[(n + 1) * size : (n + 2) * size]

    def numbers(held: bytes) -> "array[int]":
        return array("I", held[: len(held) // 4 * 4])

    tables, more = numbers(file[76:512]), struct.unpack_from("<I", file, 68)[0]
    while more < _SECTOR_ENDS and len(tables) < len(file) // size:
        *further, more = numbers(sector(more))
        tables.extend(further)
    following = numbers(b"".join(sector(n) for n in tables if n < _SECTOR_ENDS))

    def chain(n: int) -> bytes:
        found: list[bytes] = []
        while n < len(following) and len(found) <= len(following):
            found.append(sector(n))
            n = following[n]
        return b"".join(found)

    folder = chain(struct.unpack_from("<I", file, 48)[0])
    for at in range(0, len(folder) - 127, 128):
        name = folder[at : at + 64].decode("utf-16-le", "replace").rstrip("\0")
        if name in {"Workbook", "Book"}:
            first, length = struct.unpack_from("<II", folder, at + 116)
            return chain(first)[:length]
    return b""
