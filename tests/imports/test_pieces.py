"""A sheet that is cut into pieces says the same as one that is read whole."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from events_app.imports import pieces, reader
from events_app.imports.guarding import LONGEST_ROW

ROWS = 3 * pieces.ROWS + 70


def a_book(*, shared: bool = False) -> bytes:
    """Some thousands of rows, in the middle of which some are blank."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {} if shared else {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for n in range(ROWS):
        if 4000 <= n < 4010:
            sheet.set_row(n, 20)  # a row without cells
            continue
        sheet.write_row(n, 1, [f"Trà mẫu {n}", n, n / 7, n % 2 == 0])
        sheet.write_datetime(n, 5, date(2026, 1, 1 + n % 28), day)
    book.close()
    return out.getvalue()


def changed(book: bytes, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The same with its sheet changed, or another part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(info, change(text) if info.filename == part else text)
    return out.getvalue()


def in_capitals(book: bytes) -> bytes:
    """The same with its shared texts and its styles in parts whose names begin with a capital, as some programs have it."""
    out = io.BytesIO()
    names = {"sharedStrings.xml": "SharedStrings.xml", "styles.xml": "Styles.xml"}
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text, folder = old.read(name), name.rpartition("/")
            if name.startswith(("[Content", "xl/_rels")):
                for small, capital in names.items():
                    text = text.replace(small.encode(), capital.encode())
            new.writestr(folder[0] + folder[1] + names.get(folder[2], folder[2]), text)
    return out.getvalue()


def with_blank_rows(sheet: bytes) -> bytes:
    """Far more bytes of rows without cells than a row may have."""
    blank = b'<row r="%d" spans="1:20" s="5" customFormat="1" ht="15.75" customHeight="1"/>'
    behind = b"".join(blank % n for n in range(ROWS + 1, ROWS + 80_000))
    assert len(behind) > LONGEST_ROW + (1 << 20)
    return sheet.replace(b"</sheetData>", behind + b"</sheetData>")


def without_numbers(sheet: bytes) -> bytes:
    return re.sub(rb'(<row|<c) r="[A-Z]*[0-9]+"', rb"\1", sheet)


BOOKS: dict[str, Callable[[], bytes]] = {
    "texts in the cells": a_book,
    "texts shared": lambda: a_book(shared=True),
    "without numbers of rows": lambda: changed(a_book(), without_numbers),
    "texts in a part with a capital": lambda: in_capitals(a_book(shared=True)),
    "rows without cells behind it": lambda: changed(a_book(), with_blank_rows),
    "days since 1904": lambda: changed(
        a_book(), lambda book: book.replace(b"<workbookPr ", b'<workbookPr date1904="1" '), "xl/workbook.xml"
    ),
    "comments between rows": lambda: changed(
        a_book(), lambda sheet: sheet.replace(b"</row>", b"</row><!-- <c>1</c> -->")
    ),
    "numbers after other attributes": lambda: changed(
        a_book(), lambda sheet: re.sub(rb'<row (r="[0-9]+")', rb'<row hidden="0" \1', sheet)
    ),
}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the file of shared texts, which a child leaves
@pytest.mark.parametrize("kind", BOOKS)
def test_pieces_say_the_same_as_the_whole(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list"
    path.write_bytes(BOOKS[kind]())
    whole = list(reader._whole(path, ".xlsx", None).rows)
    monkeypatch.setattr(reader, "AT_ONCE", 0)
    cut = list(reader.opened(path).rows)
    said = [(number, cells) for number, cells in whole if any(cells)]
    assert len(said) == ROWS - 10
    assert [(number, cells) for number, cells in cut if any(cells)] == said


def test_the_first_piece_is_small_so_that_its_rows_are_there_at_once(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(a_book())
    book = pieces.Workbook(zipfile.ZipFile(path))
    sizes = [reader._piece(piece).height for piece in book.pieces(book.sheets[0])]
    assert (sizes[0], sizes[1]) == (pieces.FIRST, pieces.ROWS)
    assert sum(sizes) == ROWS


def test_a_piece_is_read_while_the_one_before_is_understood(tmp_path: Path) -> None:
    """No more than one is ahead: memory does not grow with the sheet."""
    path = tmp_path / "list"
    path.write_bytes(a_book())
    book = pieces.Workbook(zipfile.ZipFile(path))
    taken: list[int] = []

    def counted() -> Iterator[bytes]:
        for n, piece in enumerate(book.pieces(book.sheets[0])):
            taken.append(n)
            yield piece

    for n, _ in enumerate(reader._ahead(counted())):
        begun = time.monotonic()
        while taken[-1] < min(n + 1, 3):
            assert time.monotonic() - begun < 20
            time.sleep(0.01)
        assert taken[-1] == min(n + 1, 3)
    assert taken == [0, 1, 2, 3]
