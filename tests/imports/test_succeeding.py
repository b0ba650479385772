"""Tables that stand below each other in one sheet: each row is read by the header above it, or comes back with one reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.imports import finding, succeeding
from events_app.imports.headings import Field
from events_app.imports.layout import Line, Taken
from events_app.imports.succeeding import Tables
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
HEADS = ["STT", "Tên sản phẩm", "Chủ thể", "Xã", "Huyện", "Tỉnh", "Nhóm", "Số sao", "Quyết định", "Ngày cấp"]
SWAPPED = ["STT", "Chủ thể", "Tên sản phẩm", "Huyện", "Xã", "Tỉnh", "Nhóm", "Ngày cấp", "Quyết định", "Số sao"]
FIRST = [1, "Chè Mẫu", "HTX Chè Mẫu", "Xã Một", "Huyện Hai", "Sơn La", "Đồ uống", 4, "2/QĐ-UBND", "10/12/2025"]
SECOND = [1, "HTX Xoài Mẫu", "Xoài Mẫu", "Huyện Bốn", "Xã Ba", "Sơn La", "Thực phẩm", "01/02/2025", "5/QĐ-UBND", 3]


def read(*rows: Sequence[Any], heads: Sequence[str] = HEADS, fields: dict[int, Field] | None = None) -> list[Line]:
    """The rows below a header, which was found or whose columns a person has chosen."""
    header = finding.found([heads]) if fields is None else finding.Header(0, 0, list(heads), fields)
    assert header
    tables = Tables(header, [], chosen=fields is not None)
    return [tables.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]


def names(lines: list[Line]) -> list[tuple[Any, ...]]:
    """The product, the entity, the district and the stars of each product."""
    said = (Field.PRODUCT, Field.ENTITY, Field.DISTRICT, Field.STARS)
    return [tuple(map(line.cells.get, said)) for line in lines if line.taken == Taken.PRODUCT]


async def test_a_second_table_is_read_by_its_own_header_and_that_is_no_product(at: datetime) -> None:
    rows: list[list[Any]] = [FIRST, [], ["Bảng 2. Sản phẩm 3 sao"], SWAPPED, SECOND]
    row = await asking.read(await make.admin(), asking.a_csv(rows, HEADS), at=at)
    found = [(one["taken"], one["outcome"]) for one in await asking.rows(row)]
    assert found == [("product", "create"), ("group", "aside"), ("header", "aside"), ("product", "create")]
    kept = await db.fetch(
        """
        SELECT import_row.name AS product, import_entity.name AS entity, commune, district, stars, issued_on::text
        FROM import_row JOIN import_entity ON import_entity.id = entity ORDER BY number
        """
    )
    assert [tuple(one.values()) for one in kept] == [
        ("Chè Mẫu", "HTX Chè Mẫu", "Xã Một", "Huyện Hai", 4, "2025-12-10"),
        ("Xoài Mẫu", "HTX Xoài Mẫu", "Xã Ba", "Huyện Bốn", 3, "2025-02-01"),
    ]


def test_columns_that_change_their_places_silently_are_told_too() -> None:
    heads = [*HEADS[:3], "Huyện", "Xã", *HEADS[5:]]
    assert names(read(FIRST, heads, [1, "Xoài Mẫu", "HTX Mẫu", "Huyện Bốn", "Xã Ba", *SECOND[5:]]))[1][2] == "Huyện Bốn"


@pytest.mark.parametrize(
    "upper",
    [["STT", "Sản phẩm", "Chủ thể", None, "Nhóm", "Số sao"], ["STT", "Sản phẩm", "Thông tin", None, "Nhóm", "Sao"]],
)
def test_the_header_of_a_second_table_may_have_two_rows(upper: list[Any]) -> None:
    rows = [upper, [None, None, "Địa chỉ", "Tên chủ thể"], [1, "Xoài Mẫu", "thôn Mẫu", "HTX Xoài Mẫu", 1, 3]]
    lines = read(FIRST, *rows)
    assert [line.taken for line in lines] == [Taken.PRODUCT, Taken.HEADER, Taken.HEADER, Taken.PRODUCT]
    assert names(lines)[1][:2] == ("Xoài Mẫu", "HTX Xoài Mẫu")
    assert lines[-1].cells[Field.ADDRESS] == "thôn Mẫu"


def test_a_header_whose_lower_row_alone_says_something_else_is_another_one() -> None:
    upper = ["STT", "Sản phẩm", "Chủ thể", None, "Nhóm", "Số sao"]
    header = finding.found([upper, [None, None, "Tên chủ thể", "Địa chỉ"]])
    assert header
    tables = Tables(header, [], chosen=False)
    rows: list[list[Any]] = [
        upper,
        [None, None, "Địa chỉ", "Tên chủ thể", None, None],
        [1, "Xoài Mẫu", "thôn Mẫu", "HTX Mẫu", 1, 3],
    ]
    lines = [tables.line(n, row) for n, row in enumerate(rows, 3)]
    assert [line.taken for line in lines] == [Taken.HEADER, Taken.HEADER, Taken.PRODUCT]
    assert lines[-1].cells[Field.ENTITY] == "HTX Mẫu"


def test_headings_above_the_first_table_speak_no_longer_and_those_between_the_two_do() -> None:
    bare = ["STT", "Chủ thể", "Tên sản phẩm", "Nhóm", "Quyết định"]
    first = ["I. Huyện Ba Tri - 4 sao"], [1, "Chè Mẫu", "HTX Mẫu", None, None, "Sơn La", 2, None, "2/QĐ"]
    lines = read(*first, bare, [1, "HTX Xoài Mẫu", "Xoài Mẫu", 1, "2/QĐ"])
    assert names(lines) == [("Chè Mẫu", "HTX Mẫu", "Huyện Ba Tri", "4 sao"), ("Xoài Mẫu", "HTX Xoài Mẫu", None, None)]
    lines = read(*first, ["II. Huyện Bình Đại - 3 sao"], bare, [1, "HTX Xoài Mẫu", "Xoài Mẫu", 1, "2/QĐ"])
    assert names(lines)[1] == ("Xoài Mẫu", "HTX Xoài Mẫu", "Huyện Bình Đại", "3 sao")


def test_a_second_table_may_have_the_address_of_before_beside_that_of_today() -> None:
    heads = ["STT", "Chủ thể", "Tên sản phẩm", "Địa chỉ mới", "Địa chỉ cũ"]
    rows = [1, "HTX Xoài Mẫu", "Xoài Mẫu", "xã Mẫu", "xã Cũ"], [2, "HTX Mít Mẫu", "Mít Mẫu", None, "xã Cũ"]
    lines = read(FIRST, heads, *rows)
    assert [(line.cells.get(Field.ADDRESS), line.doubt) for line in lines[2:]] == [("xã Mẫu", ""), ("xã Cũ", "")]


def test_a_header_that_says_the_same_once_more_leaves_the_headings_above_it() -> None:
    rows = ["I. Huyện Ba Tri - 4 sao"], [1, "Chè Mẫu", "HTX Mẫu"], HEADS, [2, "Xoài Mẫu", "HTX Mẫu"]
    for again in (HEADS, [one.upper() for one in HEADS], ["TT", "Tên sản phẩm OCOP", *HEADS[2:]]):
        lines = read(*rows[:2], again, rows[3])
        assert [line.taken for line in lines] == [Taken.GROUP, Taken.PRODUCT, Taken.HEADER, Taken.PRODUCT]
        assert names(lines)[1][2:] == ("Huyện Ba Tri", "4 sao")


@pytest.mark.parametrize(
    "heads",
    [
        ["STT", "Chủ thể", "Tên sản phẩm", "Quy mô"],
        ["STT", "Tên sản phẩm", "Quy mô"],
        ["TT", "Sản phẩm", "Tên gọi", "Quy mô"],
    ],
)
async def test_all_that_is_below_a_header_with_an_unknown_column_comes_back_for_one_reason(
    heads: list[str], at: datetime
) -> None:
    rows: list[list[Any]] = [
        FIRST,
        heads,
        ["II. Huyện Mẫu"],
        [1, "HTX Xoài Mẫu", "Xoài Mẫu", "Lớn"],
        [2, "HTX Mít Mẫu", "Mít Mẫu", "Nhỏ"],
    ]
    row = await asking.read(await make.admin(), asking.a_csv(rows, HEADS), at=at)
    found = [(one["taken"], one["outcome"], one["wrongs"][:1]) for one in await asking.rows(row)]
    why = [["product", succeeding.UNLIKE, {}]]
    assert found == [("product", "create", []), ("header", "aside", []), *[("product", "fault", why)] * 3]


def test_what_a_person_has_said_of_columns_holds_below_a_second_header_of_the_same_words() -> None:
    heads = ["STT", "Mặt hàng", "Tên", "Tên hộ", "Ghi rõ"]
    chosen = {1: Field.PRODUCT, 3: Field.ENTITY, 4: Field.STARS}
    other = ["STT", "Tên hộ", "Ghi rõ", "Mặt hàng", "Tên"]
    lines = read(
        [1, "Chè Mẫu", "x", "HTX Mẫu", 4], other, [1, "HTX Xoài Mẫu", 3, "Xoài Mẫu", "y"], heads=heads, fields=chosen
    )
    assert names(lines) == [("Chè Mẫu", "HTX Mẫu", None, 4), ("Xoài Mẫu", "HTX Xoài Mẫu", None, 3)]
    lines = read(FIRST, SWAPPED, SECOND, fields={1: Field.PRODUCT, 2: Field.ENTITY})
    assert names(lines)[1] == ("Xoài Mẫu", "HTX Xoài Mẫu", None, None)  # he has taken the others away


def test_a_column_that_was_chosen_and_is_said_twice_below_is_not_known() -> None:
    heads = ["STT", "Mặt hàng", "Chủ thể"]
    lines = read(
        ["1", "Chè", "HTX Mẫu"],
        ["STT", "Mặt hàng", "Tên sản phẩm", "Chủ thể"],
        [1, "a", "b", "HTX Mẫu"],
        heads=heads,
        fields={1: Field.PRODUCT, 2: Field.ENTITY},
    )
    assert [line.doubt for line in lines] == ["", "", succeeding.UNLIKE]


@pytest.mark.parametrize(
    "row",
    [
        ["STT", "Trà sen", "HTX Mẫu", None, None, "Sơn La", "Đồ uống"],
        [None, "Chủ thể"],
        ["Người lập biểu", None, None, "Thủ trưởng đơn vị"],
        ["STT", "Họ và tên", "Chức vụ"],
    ],
)
def test_what_names_no_columns_is_no_header(row: list[Any]) -> None:
    assert [line.taken for line in read(FIRST, row)][1] != Taken.HEADER
