"""A quotation mark that is never closed swallows no row, and cells of several lines stay whole."""

from datetime import datetime
from pathlib import Path

import pytest

from events_app import db
from events_app.imports import quoting, texts
from tests import make
from tests.imports import asking

HEADS = "Tên chủ thể;Tỉnh;Tên sản phẩm;Nhóm;Số sao;Ghi chú"


def lines(**said: str) -> list[str]:
    """Eight rows of which some, by their number, say otherwise of a column."""
    found = []
    for n in range(1, 9):
        cells = [f"HTX Ngoặc {n}", "Hà Tĩnh", f"SP ngoặc {n}", "1", "3", ""]
        for where, cell in said.items():
            row, column = where.removeprefix("row_").split("_")
            if int(row) == n:
                cells[int(column)] = cell
        found.append(";".join(cells))
    return [HEADS, *found]


def rows(tmp_path: Path, written: list[str], end: str = "\r\n") -> list[list[str]]:
    path = tmp_path / "list"
    path.write_bytes((end.join(written) + end).encode())
    return list(texts.rows(path, "utf-8"))


UNCLOSED: dict[str, dict[str, str]] = {
    "in the last column": {"row_3_5": '"đạt giải'},
    "in the middle": {"row_3_2": '"SP ngoặc 3'},
    "in the first column": {"row_3_0": '"HTX Ngoặc 3'},
    "in the last row": {"row_8_2": '"SP ngoặc 8'},
    "of two rows": {"row_3_2": '"SP ngoặc 3', "row_6_2": '"SP ngoặc 6'},
    "of rows that follow each other": {"row_3_5": '"đạt giải', "row_4_5": '"đạt giải'},
    "closed in the next row": {"row_3_2": '"SP ngoặc 3', "row_4_2": 'SP ngoặc 4"'},
    "before a row with a quoted cell": {"row_3_5": '"đạt giải', "row_4_2": '"SP; ngoặc"'},
    "before a cell of several lines": {"row_3_5": '"đạt giải', "row_5_5": '"đạt\ngiải"'},
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("where", sorted(UNCLOSED))
def test_a_quotation_mark_that_is_never_closed_stands_for_itself(where: str, end: str, tmp_path: Path) -> None:
    found = rows(tmp_path, lines(**UNCLOSED[where]), end)
    assert [(len(row), row[0].strip('"')) for row in found[1:]] == [(6, f"HTX Ngoặc {n}") for n in range(1, 9)]
    (row, column), cell = next((at.removeprefix("row_").split("_"), cell) for at, cell in UNCLOSED[where].items())
    assert found[int(row)][int(column)] == cell


WHOLE = {
    "in the first column": ("row_3_0", "HTX Ngoặc\nthôn A"),
    "in the middle": ("row_3_2", "SP; ngoặc;\nba; bốn; năm; sáu; bảy; tám"),
    "in the last column": ("row_3_5", "Ấp 1, xã A,\nhuyện B\ntỉnh C"),
    "with marks in it": ("row_3_2", 'SP "ngoặc"\n""ba""'),
    "in the last row": ("row_8_5", "một\nhai"),
}


@pytest.mark.parametrize("where", sorted(WHOLE))
def test_a_cell_of_several_lines_stays_whole(where: str, tmp_path: Path) -> None:
    place, cell = WHOLE[where]
    quoted = '"' + cell.replace('"', '""') + '"'
    found = rows(tmp_path, lines(**{place: quoted, "row_5_5": '"một\nhai"'}), "\n")
    assert [len(row) for row in found] == [6] * 9
    row, column = place.removeprefix("row_").split("_")
    assert (found[int(row)][int(column)], found[5][5]) == (cell, "một\nhai")


def test_commas_of_prose_make_no_row_of_a_line_within_a_cell(tmp_path: Path) -> None:
    written = ["name,kind,place", 'Trà,1,"Thôn 1, xã A, huyện B\nThôn 2, xã A, huyện B\nThôn 3"', "Cam,1,x"]
    assert [row[0] for row in rows(tmp_path, written)] == ["name", "Trà", "Cam"]


def test_as_many_columns_as_most_lines_have_are_looked_for() -> None:
    assert quoting.columns('DANH SÁCH\n\na;b;c\n1;"2;3\n4;5;6\n', ";") == 3
    assert quoting.columns("", ";") == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("where", [("note", 11), ("product", 1)])
async def test_every_row_of_such_a_list_is_in_or_returned(
    where: tuple[str, int], cast: make.Cast, at: datetime
) -> None:
    rows = [[*asking.a_row(n), ""] for n in range(1, 9)]
    rows[2][where[1]] = '"dat giai'
    heads = [*asking.HEADS, "Ghi chú"]
    file = "\n".join(";".join(map(str, row)) for row in [heads, *rows]).encode()
    row = await asking.read(cast.an, file, at=at)
    assert row.counts["rows"] == {"create": 8}
    await asking.brought(cast.an, row, at=at)
    names = {one["name"] for one in await db.fetch("SELECT name FROM product")}
    assert len(names) == 8
    assert ('"dat giai' in names) == (where[0] == "product")
