"""A file taken apart and understood, whatever stands in one of its cells."""

from pathlib import Path
from typing import Any

import pytest

from events_app.imports import facts, understanding
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
