"""A file taken apart and understood, whatever stands in one of its cells."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from events_app.imports import ending, facts, understanding
from events_app.imports.layout import Taken
from tests.imports import asking

MANY = "9" * 5000  # digits: Python makes no number of more than 4,300


@pytest.mark.parametrize("column", asking.HEADS)
def test_a_cell_of_thousands_of_digits_is_wrong_by_itself(column: str, tmp_path: Path) -> None:
    long: list[Any] = asking.a_row(2)
    long[asking.HEADS.index(column)] = MANY
    heading = ["2", "Huyện Lấp Vò", *[None] * (len(asking.HEADS) - 2)]
    path = tmp_path / "list.csv"
    path.write_bytes(asking.a_csv([asking.a_row(1), long, heading, asking.a_row(3)]))
    asked = understanding.Asked(str(path), "", facts.Place())
    *_, rows, end = understanding.frames(asked, lambda: True)
    assert isinstance(end, understanding.End)
    assert isinstance(rows, understanding.Rows)
    wrong = [bool(row.wrongs) for row in rows.rows if row.taken == Taken.PRODUCT]
    assert wrong == [False, column != "STT", False]


def test_notes_are_heard_below_a_header_that_a_person_points_at(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, head in enumerate(["TT", "Tên gọi", "Nhóm", None, None, "Chủ thể", "Ghi chú"]):
            if head:
                sheet.merge_range(0, column, 1, column, head)
        sheet.merge_range("D1:E1", "Kết quả")
        sheet.write_row(1, 3, ["3 sao", "4 sao"])
        sheet.write_row(2, 0, [1, "Khô cá tra", "Thực phẩm", "x", None, "HTX Mẫu", "Đã thu hồi"])
        sheet.write_row(3, 0, [2, "Chà bông cá", "Thực phẩm", None, "x", "HTX Mẫu"])
    asked = understanding.Asked(str(path), "", facts.Place(), header_row=2)
    opened, refused = understanding.frames(asked, lambda: True)
    assert isinstance(opened, understanding.Opened)
    assert opened.headings == ["TT", "Tên gọi", "Nhóm", "Kết quả – 3 sao", "Kết quả – 4 sao", "Chủ thể", "Ghi chú"]
    assert isinstance(refused, understanding.Refused)
    mapping = {"1": "product", "2": "group", "3": "stars_3", "4": "stars_4", "5": "entity"}
    for headings in ([], opened.headings):
        again = understanding.Asked(str(path), "", facts.Place(), 2, headings, mapping)
        told, rows, _ = understanding.frames(again, lambda: True)
        assert isinstance(told, understanding.Opened)
        assert told.headings == opened.headings
        assert isinstance(rows, understanding.Rows)
        assert [[wrong[1] for wrong in row.wrongs] for row in rows.rows] == [[ending.NOTED], []]
