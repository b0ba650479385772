"""A name that is wrapped over two rows does not go in cut off: both rows come back, and rows that only look alike do not."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from events_app import db
from events_app.imports import facts, finding, layout, understanding, wrapping
from events_app.imports.layout import Layout
from tests import make
from tests.imports import asking

HEADS = ["STT", "Tên sản phẩm", "Chủ thể", "Xếp hạng", "Số QĐ", "Địa chỉ"]


def made(n: int | str | None, name: str, entity: str | None = "HTX Mẫu") -> list[Any]:
    return [n, name, entity, "4 sao", f"{n}/QĐ", "Ấp Một"]


def told(*rows: list[Any], heads: list[str] = HEADS) -> list[str]:
    """Of each row, that its name goes on, that it is the rest of one, any other doubt, or nothing."""
    header = finding.found([heads])
    assert header
    one = Layout(header, [])
    lines = [one.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]
    wrapping.cut(lines)
    return [_CALLED.get(line.doubt, "doubt") for line in lines]


_CALLED = {"": "", wrapping.CUT: "cut", wrapping.REST: "rest"}


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Trà túi lọc", "hoa cúc"),
        ("Trà túi lọc", "Hoa cúc"),
        ("TRÀ TÚI LỌC", "HOA CÚC"),
        ("Trà túi lọc", "(hộp 50 g)"),
        ("Bột ngũ cốc", "5 loại hạt"),
        ("Xà phòng", "thảo dược"),
        ("Xà phòng", "Thảo dược"),
        ("Bánh tét lá cẩm", "Cần Thơ"),
        ("Trà thảo mộc", "tổng hợp"),
        ("Mắm tôm của", "Cơ sở bà Ba"),
        ("Mứt dừa, mứt gừng,", "Mứt Bí"),
    ],
)
def test_a_name_that_may_go_on_comes_back_with_its_rest(name: str, rest: str) -> None:
    assert told(made(1, name), [None, rest], made(2, "Nem")) == ["cut", "rest", ""]


def test_a_name_may_go_on_over_three_rows_and_beside_the_rest_of_other_cells() -> None:
    assert told(made(1, "Trà túi lọc"), [None, "hoa cúc"], [None, "mật ong"]) == ["cut", "rest", "rest"]
    first = made(1, "Trà túi lọc", "Hợp tác xã nông nghiệp")
    assert told(first, [None, "hoa cúc", "Tân Tiến"], made(2, "Nem")) == ["cut", "rest", ""]
    assert told(first, [None, "hoa cúc", None, None, None, "xã Mẫu"]) == ["cut", "rest"]


def test_a_name_goes_on_in_a_list_without_numbers_too() -> None:
    rows = [made(None, "Trà túi lọc")[1:], ["hoa cúc"], made(None, "Nem")[1:]]
    assert told(*rows, heads=HEADS[1:]) == ["cut", "rest", ""]


@pytest.mark.parametrize(
    "below",
    [
        [2, "Mật ong"],
        ["-", "Mật ong"],
        [None, "- Mật ong"],
        [None, "II. Vùng ven biển"],
        [None, "Kẹo gừng"],
        [None, "Dừa nước"],
        [None, "Huyện Lai Vung"],
        [None, "Hợp tác xã Khác"],
        [None, "Nhóm đồ uống"],
        ["Cần Thơ"],
        ["hoa cúc"],
        [None, None, "Hợp tác xã Khác"],
        [None, "Mật ong", "HTX Khác"],
        [None, "Mật ong", "HTX Mẫu"],
        [None, "Mật ong", "Tân Tiến", "4 sao"],
        [None, "Tổng hợp rau sấy"],
    ],
)
def test_what_is_a_product_or_a_heading_of_its_own_leaves_the_row_above(below: list[Any]) -> None:
    assert told(made(1, "Dừa sáp"), below)[0] == ""


def test_headings_that_stand_as_a_rest_would_take_no_product_away() -> None:
    rows = [[None, "Huyện Lai Vung"], made(1, "Nem"), [None, "Vùng ven biển"], made(2, "Muối")]
    assert told(*rows) == ["", "", "doubt", ""]
    assert told(made(1, "Nem"), [None, "Huyện Lai Vung"], [None, "hoa cúc"]) == ["", "", "doubt"]


def test_a_province_that_may_end_a_name_takes_in_no_rows() -> None:
    heads = [*HEADS, "Tỉnh"]
    header = finding.found([heads])
    assert header
    one = Layout(header, [])
    rows = [made(1, "Bánh tét"), [None, "Cần Thơ"], made(2, "Nem")]
    *_, last = [one.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]
    assert "province" not in last.cells


def test_a_name_goes_on_where_all_other_cells_reach_down_over_both_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for first, names in ((1, ("Trà túi lọc", "hoa cúc")), (3, ("Kẹo dừa", "Mứt dừa")), (5, ("kẹo lạc", "mứt bí"))):
            for column, cell in enumerate(made(first, "", f"HTX Mẫu {first}")):
                if column != 1:
                    sheet.merge_range(first, column, first + 1, column, cell)
            sheet.write_column(first, 1, names)
    assert _wrongs(path) == [[wrapping.CUT], [wrapping.REST], [], [], [], []]


def test_a_name_goes_on_from_one_batch_of_rows_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    many = [asking.a_row(n) for n in range(1, understanding.BATCH)]
    blank = [""] * (len(asking.HEADS) - 2)
    for before in (many[1:], many, [*many, asking.a_row(0)]):
        path.write_bytes(asking.a_csv([*before, ["", "hoa cúc", *blank], asking.a_row(999)]))
        found = _wrongs(path)
        at = len(before)
        assert found == [*[[]] * (at - 1), [wrapping.CUT], [wrapping.REST], []]


def _wrongs(path: Path) -> list[list[str]]:
    asked = understanding.Asked(str(path), "", facts.Place(province="34-82"))
    rows = [row for frame in understanding.frames(asked, lambda: True) for row in getattr(frame, "rows", [])]
    return [[wrong[1] for wrong in row.wrongs] or ([row.doubt] if row.doubt else []) for row in rows]


@pytest.mark.usefixtures("database")
async def test_neither_part_of_a_name_goes_in_by_itself(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1, product="Trà túi lọc"), [None, "hoa cúc", *[None] * 9], asking.a_row(2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    kept = [(one["outcome"], [wrong[1] for wrong in one["wrongs"]]) for one in await asking.rows(row)]
    assert kept == [("fault", [wrapping.CUT]), ("fault", [wrapping.REST]), ("create", [])]
    await asking.brought(cast.an, row, at=at)
    assert [one["name"] for one in await db.fetch("SELECT name FROM product")] == ["Trà mẫu 2"]
    alone = await asking.read(cast.an, asking.a_csv([["", "Kẹo gừng", *[""] * 9], asking.a_row(3)]), at=at)
    assert [one["wrongs"][0][1] for one in await asking.rows(alone) if one["wrongs"]] == [layout.ALONE]
