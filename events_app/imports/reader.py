"""The rows of a table, whatever kind of file it is in, for a process whose memory and time are limited (standby)."""

import ctypes
import io
import os
import resource
import signal
import sys
import zipfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import python_calamine as calamine

from events_app.embedded.launch import PR_SET_PDEATHSIG
from events_app.imports import erring, merging, texts
from events_app.imports.finding import score
from events_app.imports.guarding import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, TITLE, Unreadable
from events_app.imports.legacy import Legacy, converted
from events_app.imports.pieces import Merged, Sheet, Survey, Workbook

MEMORY = 320 << 20  # bytes more than the process begins with
SECONDS = 120  # of computing
AT_ONCE = 24 << 20  # bytes of sheets with shared texts: read in one go, which is sooner than in pieces
CELLS = 4_000_000  # likewise, blank ones too
SURE = 6  # fields of a header that is taken as it stands
LOOKED_AT = 60  # rows among which the header is sought
Row = list[Any]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Opened(msgspec.Struct, frozen=True):
    """The sheet that is read and those that there are; those that look like lists too and are not read; the encoding, what is
    merged, the numbered rows."""

    sheet: str
    sheets: list[str]
    unread: list[str]
    encoding: str
    merged: Sequence[Merged]
    rows: Iterator[tuple[int, Row]]


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong with a file in the block is told as why it is not read. Raises Unreadable."""
    try:
        yield
    except calamine.PasswordError:
        raise Unreadable("encrypted") from None
    except calamine.CalamineError as wrong:
        too_much = "limit exceeded" in str(wrong)  # calamine's own, before it takes the memory
        raise Unreadable("unpacks_too_large" if too_much else "broken") from None
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError):
        raise Unreadable("broken") from None


def opened(path: Path, wanted: str | None = None) -> Opened:
    """Open a file, whatever kind it is of. Raises Unreadable, and what ``told`` knows."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Unreadable("empty")
    if start.startswith(b"PK"):
        return _of_zip(path, wanted)
    if start == _OLE:
        return _of_ole(path, wanted)
    return _of_text(path)


def _of_zip(path: Path, wanted: str | None) -> Opened:
    file = zipfile.ZipFile(path)
    names = set(file.namelist())
    if any(info.flag_bits & 1 for info in file.infolist()):
        raise Unreadable("encrypted")
    if any(info.file_size > MOST_UNPACKED for info in file.infolist()):
        raise Unreadable("unpacks_too_large")
    if "xl/workbook.xml" in names:
        return _of_xlsx(file, path, wanted)
    if "META-INF/manifest.xml" in names and b"encryption-data" in file.read("META-INF/manifest.xml"):
        raise Unreadable("encrypted")
    if not names & {"xl/workbook.bin", "content.xml"}:
        raise Unreadable("not_a_table")
    return _whole(path, ".ods" if "content.xml" in names else ".xlsb", wanted)


def _of_xlsx(file: zipfile.ZipFile, path: Path, wanted: str | None) -> Opened:
    book = Workbook(file)
    if not book.sheets:
        raise Unreadable("empty")
    if not all(book.usual(sheet) for sheet in book.sheets):
        return _whole(path, ".xlsx", wanted)
    with ThreadPoolExecutor(1) as beside:  # calamine and zlib do not hold Python up
        surveying = beside.submit(lambda: {sheet.name: book.survey(sheet) for sheet in book.sheets})
        if book.texts_size and _is_plain(book, surveying.result().values()):
            with suppress(calamine.CalamineError):  # of a sheet, perhaps, that is not wanted
                return _whole(path, ".xlsx", wanted, failed=False)
        beginnings = {sheet.name: _beginning(book, sheet) for sheet in book.sheets}
        surveys = surveying.result()
    chosen, legacy = _chosen(beginnings, wanted)
    sheet = next(one for one in book.sheets if one.name == chosen)
    rows = (row for piece in _ahead(book.pieces(sheet)) for row in _rows_of(piece))
    names, unread = [one.name for one in book.sheets], _unread(beginnings, chosen)
    return Opened(chosen, names, unread, legacy or "", surveys[chosen].merged, _in_unicode(rows, legacy))


def _is_plain(book: Workbook, surveys: Collection[Survey]) -> bool:
    size = sum(one.size for one in surveys) + book.texts_size
    return size <= AT_ONCE and sum(one.cells for one in surveys) <= CELLS and not any(one.failed for one in surveys)


def _beginning(book: Workbook, sheet: Sheet) -> list[Row]:
    first = next(book.pieces(sheet, LOOKED_AT), None)
    return [row for _, row in _rows_of(_piece(first))] if first else []


def _ahead(pieces: Iterator[bytes]) -> Iterator[calamine.CalamineSheet]:
    """Pieces, each cut and read in a thread while the rows of the one before it are understood."""
    following = map(_piece, pieces)
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, following, None)
        while (come := coming.result()) is not None:
            coming = thread.submit(next, following, None)
            yield come


def _piece(piece: bytes) -> calamine.CalamineSheet:
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(piece)).get_sheet_by_index(0)


def _rows_of(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Row]]:
    top, left = sheet.start or (0, 0)
    for number, row in enumerate(sheet.to_python(), top + 1):
        yield number, [None] * left + _cells(row)


def _of_ole(path: Path, wanted: str | None) -> Opened:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise Unreadable("encrypted")
    return _whole(path, ".xls", wanted)


def _whole(path: Path, suffix: str, wanted: str | None, *, failed: bool = True) -> Opened:
    """A file that calamine reads in one go; it says what is wrong with one only where the name says what the file is."""
    named = path.with_name(f"{path.name}{suffix}")
    named.symlink_to(path.resolve())
    try:
        book = calamine.CalamineWorkbook.from_path(named)
    finally:
        named.unlink()
    names = [
        one.name
        for one in book.sheets_metadata
        if one.visible == calamine.SheetVisibleEnum.Visible and one.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    sheets = {name: book.get_sheet_by_name(name) for name in names}
    beginnings = {name: one.to_python(nrows=LOOKED_AT) for name, one in sheets.items()}
    if not any(beginnings.values()):
        raise Unreadable("empty")
    chosen, legacy = _chosen(beginnings, wanted)
    sheet = sheets[chosen]
    if sheet.width > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    if sheet.total_height > MOST_ROWS + TITLE:
        raise Unreadable("too_many_rows", most=MOST_ROWS)
    merged, unread = merging.of(path, sheet), _unread(beginnings, chosen)
    rows = _of_sheet(sheet)
    if failed and (errors := erring.of(path, chosen, book.sheet_names.index(chosen))):
        rows = errors.shown(rows)
    return Opened(chosen, names, unread, legacy or "", merged, _in_unicode(rows, legacy))


def _of_sheet(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Row]]:
    """Rows with their numbers from 1, each from the first column on; calamine gives those before the first cell too."""
    left = [None] * (sheet.start or (0, 0))[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [*left, *_cells(row)]


def _of_text(path: Path) -> Opened:
    _kind_of_text(path)
    encoded = texts.encoding(path)
    best = 0
    choice: tuple[str, Legacy | None] = (encoded, None)
    tried: list[tuple[str, Legacy | None]] = [(encoded, None), *((encoded, one) for one in Legacy)]
    if encoded == "cp1252":
        tried[0] = ("cp1258", None)
    for code, legacy in tried:
        if best >= SURE:
            break
        beginning = [row for row, _ in zip(texts.rows(path, code), range(LOOKED_AT), strict=False)]
        found = score([[converted(c, legacy) if legacy else c for c in row] for row in beginning])
        if found > best:
            best, choice = found, (code, legacy)
    if not best and encoded == "cp1252":
        raise Unreadable("unknown_encoding")
    if texts.lines(path) > MOST_ROWS and sum(map(any, texts.rows(path, choice[0]))) > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS)  # before any of them is understood
    rows = _in_unicode(_numbered(texts.rows(path, choice[0])), choice[1])
    return Opened("", [""], [], str(choice[1] or choice[0]), [], rows)


def _kind_of_text(path: Path) -> None:
    """Look whether the bytes may be a table's. Raises Unreadable for a picture (bytes that no text has) and for a web page."""
    with path.open("rb") as file:
        start = file.read(4096)
    if b"<html" in start[:1024].lower() or b"<table" in start[:1024].lower():
        raise Unreadable("web_page")
    if texts.in_utf_16(start):
        return
    odd = sum(start.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    if odd > len(start) // 50 or start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"RIFF", b"BM")):
        raise Unreadable("not_a_table")


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(rows, 1):
        yield number, _cells(row)


def _chosen(beginnings: dict[str, list[Row]], wanted: str | None) -> tuple[str, Legacy | None]:
    """The sheet that looks most like a list of products, and the encoding of before Unicode that its texts are in."""
    found = {name: _best(rows) for name, rows in beginnings.items() if wanted in (None, name)}
    if not found:
        raise Unreadable("no_such_sheet")
    name = max(found, key=lambda one: found[one][0])  # of equals the first
    return name, found[name][1]


def _best(rows: list[Row]) -> tuple[int, Legacy | None]:
    """How much the beginning of a sheet looks like a list of products, and in which encoding; of equals in Unicode."""
    tried: list[tuple[int, Legacy | None]] = [(score(rows), None)]
    for old in Legacy if tried[0][0] < SURE else ():
        said = [[converted(cell, old) if isinstance(cell, str) else cell for cell in row] for row in rows]
        tried.append((score(said), old))
    return max(tried, key=lambda one: one[0])


def _unread(beginnings: dict[str, list[Row]], chosen: str) -> list[str]:
    """The sheets that look like lists too: they have the header of one, and rows below it."""
    return [name for name, rows in beginnings.items() if name != chosen and _best(rows)[0] and len(rows) > 1]


def _in_unicode(rows: Iterator[tuple[int, Row]], legacy: Legacy | None) -> Iterator[tuple[int, Row]]:
    if legacy is None:
        yield from rows
        return
    for number, row in rows:
        yield number, [converted(cell, legacy) if isinstance(cell, str) else cell for cell in row]


def _cells(row: Sequence[Any]) -> Row:
    """Cells as texts or numbers; an empty one is nothing. Raises Unreadable."""
    found: Row = []
    for cell in row:
        if cell == "":
            found.append(None)
        elif isinstance(cell, str):
            text = cell.strip()
            if len(text) > LONGEST_CELL:
                raise Unreadable("cell_too_long", most=LONGEST_CELL)
            if "\x00" in text:
                raise Unreadable("nul")
            found.append(text or None)
        elif isinstance(cell, float):
            found.append(int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell)
        else:
            found.append(_other(cell))
    return found


def _other(cell: Any) -> str | int | None:
    """A cell that is no text and no number with a point; a date is written as ISO 8601."""
    if isinstance(cell, bool):
        return "x" if cell else None
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell if isinstance(cell, int) else None


def limit(parent: int) -> None:
    """Let the kernel end this process when it wants too much, and when its parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
