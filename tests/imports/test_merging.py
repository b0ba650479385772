"""Merged cells are found in whatever a workbook is written as, where the sheet has them."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from events_app.imports import merging, reader
from events_app.imports.guarding import LONGEST_ROW, Unreadable
from events_app.imports.pieces import Merged
from tests.imports import binary, formats

ROWS: list[list[Any]] = [["A", "B", "C"], [None, "E", "F"], [None, "H", "I"]]
DOWN = (0, 2, 0, 0)


def written(path: Path, content: str) -> Path:
    """A spreadsheet of OpenDocument with these tables."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("content.xml", content)
    return path


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.xlsb", lambda: binary.book(ROWS, merged=[DOWN])),
        ("a.ods", lambda: formats.ods(ROWS, [DOWN])),
    ],
)
def test_what_a_file_merges_is_found(name: str, made: object, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(made())  # type: ignore[operator]  # one of the two above
    opened = reader.opened(path)
    assert (opened.merged, [row[0] for _, row in opened.rows]) == ([Merged(*DOWN)], ["A", None, None])


def test_rows_and_cells_that_are_said_once_for_many_count_as_many(tmp_path: Path) -> None:
    cell, blank = "<table:table-cell/>", '<table:table-cell table:number-columns-repeated="3"/>'
    table = (
        f'<table:table-row table:number-rows-repeated="5">{cell}</table:table-row><table:table-row>{blank}'
        '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="2"/><table:covered-table-cell/>'
        '<table:table-cell table:number-rows-spanned="4"/></table:table-row>'
    )
    other = table.replace('spanned="4"', 'spanned="7"')
    text = (
        f'<table:table table:name="Một">{other}</table:table><table:table table:name="A &amp; B">{table}</table:table>'
    )
    with zipfile.ZipFile(written(tmp_path / "a.ods", text)) as file:
        assert list(merging._of_ods(file, "A & B")) == [Merged(5, 6, 3, 4), Merged(5, 8, 5, 5)]


def test_tags_are_whole_wherever_a_chunk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsb"
    path.write_bytes(binary.book(ROWS, merged=[DOWN, (0, 1, 2, 2)]))
    text = '<table:table table:name="D"><table:table-row><table:table-cell table:number-rows-spanned="3"/></table:table-row>'
    for size in (7, 19, 64):
        monkeypatch.setattr("events_app.imports.pieces._CHUNK", size)
        with zipfile.ZipFile(path) as file:
            assert list(merging._of_xlsb(file, "Danh sách")) == [Merged(*DOWN), Merged(0, 1, 2, 2)]
        with zipfile.ZipFile(written(tmp_path / "a.ods", text)) as file:
            assert list(merging._of_ods(file, "D")) == [Merged(0, 2, 0, 0)]


def test_a_record_or_tag_without_an_end_is_not_gathered_in_memory(tmp_path: Path) -> None:
    long = LONGEST_ROW + (2 << 20)
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("sheet", b"\x06\xff\xff\xff\x7f" + bytes(long))
        file.writestr("content.xml", "<table:table " + " " * long)
    with zipfile.ZipFile(path) as file:
        for begun in (merging.records(file, "sheet", 176), merging._tags(file)):
            with pytest.raises(Unreadable):
                list(begun)
