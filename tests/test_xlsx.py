"""Spreadsheets as they are read back."""

import io
import zipfile
from datetime import date

import python_calamine

from events_app import xlsx
from tests import make

SHEET = xlsx.Sheet(
    "A [b]: c", ["Above"], ["Name", "Count"], [["=1+1", 2], ["@x", 0.5], ["-", None], ["+84", 3], ["Chè", 4]]
)


def parts(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_no_text_is_a_formula_here_or_where_it_is_copied_to() -> None:
    read = parts(xlsx.book([SHEET], at=make.NOW))
    assert "<f>" not in read["xl/worksheets/sheet1.xml"]
    for kept in ("'=1+1", "'@x", "'-", "'+84", "Chè"):
        assert f">{kept}</t>" in read["xl/sharedStrings.xml"].replace("&#39;", "'")


def test_numbers_are_numbers_and_a_sheet_is_named() -> None:
    read = parts(xlsx.book([SHEET], at=make.NOW))
    assert '<c r="B4"><v>2</v></c>' in read["xl/worksheets/sheet1.xml"]
    assert 'name="1. A  b   c"' in read["xl/workbook.xml"]


def test_a_name_that_is_too_long_for_a_sheet_ends_with_a_whole_word() -> None:
    names = ["Sản phẩm theo tỉnh, thành phố", "Sản phẩm theo tỉnh của vùng", "A" * 40]
    read = parts(xlsx.book([xlsx.Sheet(name, [], ["Name"], []) for name in names], at=make.NOW))
    for named in ("1. Sản phẩm theo tỉnh, thành", "2. Sản phẩm theo tỉnh của vùng", f"3. {'A' * 28}"):
        assert f'name="{named}"' in read["xl/workbook.xml"]


def test_the_same_sheets_are_the_same_bytes() -> None:
    assert xlsx.book([SHEET], at=make.NOW) == xlsx.book([SHEET], at=make.NOW)


def test_a_sheet_that_grows_holds_what_a_whole_one_does() -> None:
    book = xlsx.Growing("A [b]", ["Name", "Count", "On"], [20, 8, 12])
    book.write([["=1+1", 2, date(2026, 12, 16)]])
    book.write([["Chè", None, None], ["", 4, None]])
    sheet = python_calamine.load_workbook(io.BytesIO(book.bytes())).get_sheet_by_index(0)
    assert sheet.name == "A  b "
    assert sheet.to_python() == [
        ["Name", "Count", "On"],
        ["'=1+1", 2.0, date(2026, 12, 16)],
        ["Chè", "", ""],
        ["", 4.0, ""],
    ]
