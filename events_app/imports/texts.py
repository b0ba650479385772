"""CSV as offices send it: UTF-8 with or without its mark, UTF-16, Windows-1258, or bytes of before Unicode."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from events_app.imports import quoting
from events_app.imports.guarding import LONGEST_CELL, MOST_COLUMNS, Unreadable

SAMPLE = 64 << 10
_SEPARATORS = ",;\t|"


def encoding(path: Path) -> str:
    """How the text is encoded; ``cp1252`` stands for bytes that are told apart by their header. Raises Unreadable."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        if wide := in_utf_16(start):
            return wide
        if start.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        if b"\x00" in start:
            raise Unreadable("nul")
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(1 << 20):
                if b"\x00" in chunk:
                    raise Unreadable("nul")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def in_utf_16(start: bytes) -> str:
    """In which UTF-16 a text is that begins so, empty where in none: with a mark, or every other byte mostly nothing."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    high, low = start[1:SAMPLE:2][:500], start[0:SAMPLE:2][:500]
    for code, nothing, something in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if len(nothing) > 4 and nothing.count(0) > len(nothing) // 2 and something.count(0) == 0:
            return code
    return ""


def lines(path: Path) -> int:
    """How many lines a file has, and so at most how many rows."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b"")) + 1


def rows(path: Path, encoded: str) -> Iterator[list[str]]:
    """The rows as texts. Raises Unreadable for a cell or a row that is too long."""
    csv.field_size_limit(LONGEST_CELL * 4)
    with path.open(encoding=encoded, errors="replace", newline="") as file:
        start = file.read(SAMPLE)
        file.seek(0)
        if not start.strip():
            raise Unreadable("empty")
        separator = _separator(start)
        lines = quoting.mended(_whole(file), separator, quoting.columns(start, separator))
        reader = csv.reader(lines, delimiter=separator)
        try:
            for row in reader:
                if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
                    raise Unreadable("too_many_columns", most=MOST_COLUMNS)
                yield [unicodedata.normalize("NFC", cell) for cell in row]
        except csv.Error:
            raise Unreadable("cell_too_long", most=LONGEST_CELL) from None


def _whole(file: io.TextIOWrapper) -> Iterator[str]:
    """Lines, none longer than a row may be."""
    while line := file.readline(LONGEST_CELL * 8):
        if len(line) >= LONGEST_CELL * 8:
            raise Unreadable("cell_too_long", most=LONGEST_CELL)
        if "\x00" in line:
            raise Unreadable("nul")
        yield line


def _separator(start: str) -> str:
    """The sign that most lines have most often, and as often as each other."""
    lines = [line for line in start.splitlines()[:60] if line.strip()]
    return max(_SEPARATORS, key=lambda sign: sum(min(line.count(sign), 30) for line in lines))
