"""Every product row is either in or returned, with what is wrong with it, and comes in again once that is corrected."""

from datetime import date, datetime
from typing import Any

import pytest

from events_app import db, i18n
from events_app.errors import WrongState
from events_app.imports import facts, returning, uploading
from events_app.imports.headings import Field
from tests import make
from tests.imports import asking, formats
from tests.imports.sent_out import faults, returned, sheet

pytestmark = pytest.mark.usefixtures("database")


FAULTY = [
    asking.a_row(1, stars="2 sao"),
    asking.a_row(2, issued="31/02/2024", group="Xe cộ"),
    asking.a_row(3, product=""),
    asking.a_row(4, code="0100109107"),
    asking.a_row(5, phone="12"),
    asking.a_row(6, province="24"),
    asking.a_row(7, entity="Sen Mẫu"),
    asking.a_row(8, stars="=1+1"),
]


async def test_every_row_is_in_or_returned_with_row_column_value_and_reason(cast: make.Cast, at: datetime) -> None:
    rows = [*FAULTY, *(asking.a_row(n) for n in range(10, 25))]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    inside = await db.fetch("SELECT FROM product")
    heads, *lines = await faults(row)
    assert len(inside) + len(lines) == len(rows)
    assert len({line[0] for line in lines}) == len(lines)
    assert heads[:4] == ["Dòng", "Cột", "Giá trị", "Lý do"]
    said = {
        (int(line[0]), column): (value, reason)
        for line in lines
        for column, value, reason in zip(*(str(cell).split("\n") for cell in line[1:4]), strict=True)
    }
    assert said[2, "Hạng sao"] == ("2 sao", "Sản phẩm một hoặc hai sao không được công nhận.")
    assert {(3, "Ngày cấp"), (3, "Nhóm sản phẩm"), (4, "Tên sản phẩm"), (5, "Mã số thuế"), (6, "Điện thoại")} <= set(
        said
    )
    assert said[7, "Tỉnh, thành phố"][0] in {"24", "24.0"}
    assert {8, 9} <= {number for number, _ in said}
    assert [line[2] for line in lines if line[0] == 9] == ["'=1+1"]
    english = await faults(row, "en")
    assert english[0][:4] == ["Row", "Column", "Value", "Reason"]
    assert english[1][3] == "Products of one or two stars are not certified."


async def test_a_name_that_is_too_long_has_one_reason_and_a_value_stands_once_however_many_it_has(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1, product="Trà " * 76), asking.a_row(2, product="123"), asking.a_row(3, product="")]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    lines = (await faults(row))[1:]
    assert [line[1] for line in lines[:3]] == ["Tên sản phẩm"] * 3
    assert lines[0][2:4] == [("Trà " * 76).strip(), "Hãy dùng nhiều nhất 300 ký tự."]
    with i18n.speaking("vi"):
        twice = {"number": 1, "outcome": "fault", "cells": {"stars": "7"}, "wrongs": [["stars", "a", {}]] * 2}
        told = returning._line(twice, [Field.STARS], facts.Place(), "vi")
    assert told[1:4] == ["Hạng sao\nHạng sao", "7\n", "a\na"]


def in_groups() -> bytes:
    """A workbook with headings of groups, an entity merged down, dates of Excel; every row has something wrong."""
    book = formats.Book()
    heads = ["STT", "Tên sản phẩm", "Hạng sao", "Số QĐ", "Ngày cấp", "Tên chủ thể", "Người đại diện", "Điện thoại"]
    day, maker = date(2025, 5, 5), ("Hợp tác xã Mẫu", "Nguyễn Văn Mẫu", "0912345678")
    book.rows(
        [
            ["DANH SÁCH"],
            heads,
            ["I", "NHÓM THỰC PHẨM"],
            [1, "Bánh mẫu", "2 sao", "1/QĐ", day, *maker],
            [2, "Kẹo mẫu", "6", "2/QĐ", "31/02/2025"],
            ["II", "NHÓM ĐỒ UỐNG"],
            [3, "Trà mẫu", "2 sao", "3/QĐ", day, "Hộ kinh doanh Thử", "Lê Thị Thử", "12"],
        ]
    )
    for column, cell in enumerate(maker, 5):
        book.sheets[0].merge_range(3, column, 4, column, cell)
    return book.bytes()


CORRECT = {"Hạng sao": "4 sao", "Ngày cấp": date(2025, 5, 6), "Điện thoại": "0912345679"}


async def test_rows_that_were_corrected_where_it_says_come_in_as_they_came_back(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, in_groups(), at=at, name="mau.xlsx")
    await uploading.correct(row, row.version, mapping=None, sheet=None, province="63-87", which="63", at=at)
    await asking.relayed(at)
    row = await asking.now(row)
    assert row.counts["rows"] == {"fault": 3, "aside": 2}
    heads, *lines = await faults(row)
    assert [line[heads.index("Ngày cấp")] for line in lines] == [date(2025, 5, 5), "31/02/2025", date(2025, 5, 5)]
    for line in lines:
        for column in line[1].split("\n"):
            line[heads.index(column)] = CORRECT[column]
    book = formats.Book()
    book.rows([heads, *lines])
    again = await asking.brought(cast.an, await asking.read(cast.an, book.bytes(), at=at, name="faults.xlsx"), at=at)
    assert again.counts == {"rows": {"create": 3}, "entities": {"create": 2}}
    assert await db.fetch(
        """
        SELECT product.name, product_group, organization.name AS entity, province_set, province_code, stars, issued_on
        FROM product JOIN organization ON organization.id = product.organization JOIN certificate ON product = product.id
        ORDER BY product.name
        """
    ) == [
        made("Bánh mẫu", 1, "Hợp tác xã Mẫu", 5),
        made("Kẹo mẫu", 1, "Hợp tác xã Mẫu", 6),
        made("Trà mẫu", 2, "Hộ kinh doanh Thử", 5),
    ]


def made(name: str, group: int, entity: str, day: int) -> dict[str, Any]:
    """A product of such a list as the directory has it."""
    return {
        "name": name,
        "product_group": group,
        "entity": entity,
        "province_set": "63",
        "province_code": "87",
        "stars": 4,
        "issued_on": date(2025, 5, day),
    }


async def test_days_and_provinces_come_back_as_people_write_them_and_are_understood_again(
    cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, issued="2025-05-06", product=""),
        asking.a_row(2, issued="2027-05-06", province="63-26"),
        asking.a_row(3, province="34-82", stars="9"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    await uploading.correct(row, row.version, mapping=None, sheet=None, province="", which="63", at=at)
    await asking.relayed(at)
    made = await returned(await asking.now(row))
    heads, *lines = sheet(made)
    provinces = ["Đồng Tháp (cũ)", "Vĩnh Phúc (cũ)", "Đồng Tháp (mới)"]
    assert [line[heads.index("Tỉnh, thành phố")] for line in lines] == provinces
    assert [line[2] for line in lines] == ["", "06/05/2027", "9"]
    again = await asking.read(cast.an, made, at=at)
    then = await db.fetch(
        "SELECT cells->>'province' AS said FROM import_row WHERE within = $1 ORDER BY number", again.id
    )
    assert [one["said"] for one in then] == provinces
    assert again.counts["rows"] == {"fault": 3}


async def test_faulty_rows_that_were_not_corrected_are_faulty_again(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv(FAULTY), at=at)
    with i18n.speaking("vi"):
        made = await returned(row)
    again = await asking.read(cast.an, made, at=at)
    assert (again.state, again.counts["rows"]) == ("read", row.counts["rows"])


async def test_nothing_is_returned_of_a_list_that_is_not_read(cast: make.Cast, at: datetime) -> None:
    row = await asking.sent(cast.an, asking.a_csv(FAULTY), at=at)
    with pytest.raises(WrongState):
        await faults(row)
