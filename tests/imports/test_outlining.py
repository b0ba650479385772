"""A heading speaks until the next one of its level: what is not understood there leaves the rows below without."""

from typing import Any

import pytest

from events_app.imports import finding
from events_app.imports.headings import Field
from events_app.imports.layout import Layout, Taken

NONE = ["STT", "Tên sản phẩm", "Chủ thể", "Xếp hạng", "Số QĐ"]
NAMELESS = [head for head in NONE if head != "Chủ thể"]
UNRATED = [head for head in NONE if head != "Xếp hạng"]


def said(of: Field, *headings: list[Any], heads: list[str] = NONE) -> list[Any]:
    """What the rows below each of these headings say of something."""
    header = finding.found([heads])
    assert header
    layout = Layout(header, [])
    product = {"Tên sản phẩm": "Muối", "Chủ thể": "HTX Mẫu", "Xếp hạng": "4 sao", "Số QĐ": "1/QĐ"}
    found, number = [], 1
    for heading in headings:
        for row in (heading, [1, *map(product.get, heads[1:])]):
            line = layout.line(number := number + 1, [*row, *[None] * (len(heads) - len(row))])
        assert line.taken == Taken.PRODUCT
        found.append(line.cells.get(of))
    return found


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (["I", "NHÓM THỰC PHẨM"], ["III", "CÁC SẢN PHẨM KHÁC"]),
        (["V", "Thực phẩm"], ["VI", "Nhóm khác"]),
        (["I", "Thực phẩm"], ["II", "Hàng hóa tổng hợp"]),
        (["I", "Thực phẩm"], ["II", "Sản phẩm công nhận lại"]),
        (["I. Thực phẩm"], ["II", "Nhóm mới"]),
        (["A", "Thực phẩm"], ["B. Các sản phẩm còn lại"]),
        (["1", "Thực phẩm"], ["2", "Nhóm khác"]),
        (["1", "Thực phẩm"], ["II", "Nhóm khác"]),
        (["Thực phẩm"], ["Khác"]),
        (["Thực phẩm"], ["Phân bón, giống cây"]),
        ([None, "NHÓM THỰC PHẨM"], [None, "NHÓM KHÁC"]),
        (["NHÓM THỰC PHẨM"], ["VI", "NHÓM KHÁC"]),
        (["I", "Thực phẩm"], ["NHÓM KHÁC"]),
        (["-", "Thực phẩm"], ["-", "Sản phẩm khác"]),
    ],
)
def test_a_heading_of_a_group_that_is_not_understood_ends_the_one_before(first: list[Any], then: list[Any]) -> None:
    assert said(Field.GROUP, first, then) == [1, None]
    assert said(Field.GROUP, first, then, heads=NAMELESS) == [1, None]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (["I", "Thực phẩm"], ["1", "Ngành chế biến từ gạo"]),
        (["I", "Thực phẩm"], ["1.1", "Nhóm khác"]),
        (["I", "Thực phẩm"], ["I.1", "Bộ gia vị"]),
        (["1", "Thực phẩm"], ["a)", "Sản phẩm khác"]),
        (["Thực phẩm"], ["1", "Nhóm khác"]),
        (["I", "Thực phẩm"], ["-", "Sản phẩm công nhận lại"]),
        (["I", "Thực phẩm"], ["Đợt 2 năm 2025"]),
        (["Thực phẩm"], ["Đợt 2 năm 2025"]),
        (["Thực phẩm"], [None, "(trang 2)"]),
        ([None, "Thực phẩm"], [None, "(trang 2)"]),
        ([None, "Thực phẩm"], [None, "(loại 500 g)"]),
        ([None, "Thực phẩm"], [None, "HTX Mẫu"]),
        (["Thực phẩm"], ["Theo Quyết định số 12/QĐ-UBND"]),
        (["I", "Thực phẩm"], [None, "Kẹo gừng"]),
        (["I", "Thực phẩm"], ["1", "HTX Mẫu"]),
        (["I", "Thực phẩm"], ["1", "Huyện Ba Tri"]),
    ],
)
def test_a_heading_within_one_of_a_group_leaves_it(first: list[Any], then: list[Any]) -> None:
    assert said(Field.GROUP, first, then) == [1, 1]


def test_a_sub_heading_that_is_not_understood_ends_the_one_beside_it_and_not_the_one_around_it() -> None:
    headings = [["I", "Thực phẩm"], ["1.1", "Gạo, ngũ cốc"], ["1.2", "Ngành chế biến"], ["II", "Hàng khác"]]
    assert said(Field.GROUP, *headings) == [1, 1, 1, None]
    assert said(Field.SUBGROUP, *headings) == [None, "1.2.1", None, None]


def test_stars_of_a_heading_end_with_it_and_with_the_one_around_it() -> None:
    headings = [["I", "Thực phẩm"], ["1", "Sản phẩm 5 sao"], ["2", "Sản phẩm 4 sao"], ["3", "Sản phẩm đánh giá lại"]]
    assert said(Field.STARS, *headings, heads=UNRATED) == [None, "5 sao", "4 sao", None]
    headings = [["I", "Thực phẩm"], ["1", "Sản phẩm 5 sao"], ["II", "Đồ uống"], ["1", "Sản phẩm 3 sao"]]
    assert said(Field.STARS, *headings, heads=UNRATED) == [None, "5 sao", None, "3 sao"]
    assert said(Field.GROUP, *headings, heads=UNRATED) == [1, 1, 2, 2]
    headings = [["A", "Sản phẩm 5 sao"], ["I", "Thực phẩm"], ["II", "Đồ uống"], ["B", "Sản phẩm 4 sao"]]
    assert said(Field.GROUP, *headings, heads=UNRATED) == [None, 1, 2, None]
    assert said(Field.STARS, *headings, heads=UNRATED) == ["5 sao", "5 sao", "5 sao", "4 sao"]


def test_a_group_within_an_entity_or_a_place_ends_with_it() -> None:
    headings = [["I", "HTX Mẫu Một"], ["1", "Thực phẩm"], ["II", "HTX Mẫu Hai"]]
    assert said(Field.GROUP, *headings, heads=NAMELESS) == [None, 1, None]
    headings = [["A", "Tỉnh Sơn La"], ["I", "Thực phẩm"], ["B", "Tỉnh Lai Châu"], ["I", "Đồ uống"], ["C", "Vùng khác"]]
    assert said(Field.GROUP, *headings) == [None, 1, None, 2, None]


def test_a_place_and_an_entity_within_a_group_end_with_it() -> None:
    headings = [["I", "Thực phẩm"], ["1", "Huyện Ba Tri"], ["2", "Huyện Giồng Trôm"], ["II", "Đồ uống"]]
    assert said(Field.DISTRICT, *headings) == [None, "Huyện Ba Tri", "Huyện Giồng Trôm", None]
    headings = [["I", "Thực phẩm"], ["Tỉnh Sơn La"], ["Tỉnh Lai Châu"], ["II", "Đồ uống"], ["Tỉnh Sơn La"]]
    assert said(Field.PROVINCE, *headings) == [None, "Tỉnh Sơn La", "Tỉnh Lai Châu", None, "Tỉnh Sơn La"]
    headings = [["I", "Thực phẩm"], ["1", "HTX Mẫu Một"], ["2", "HTX Mẫu Hai"], ["II", "Đồ uống"], ["1", "HTX Mẫu Ba"]]
    assert said(Field.ENTITY, *headings, heads=NAMELESS) == [None, "HTX Mẫu Một", "HTX Mẫu Hai", None, "HTX Mẫu Ba"]
    headings = [["I", "HTX Mẫu Một"], ["Địa chỉ: xã Mẫu, tỉnh Sơn La"], ["1", "Thực phẩm"], ["II", "HTX Mẫu Hai"]]
    assert said(Field.PROVINCE, *headings, heads=NAMELESS) == [None, "Sơn La", "Sơn La", None]
    assert said(Field.ENTITY, *headings, heads=NAMELESS) == [*["HTX Mẫu Một"] * 3, "HTX Mẫu Hai"]


def test_a_group_within_a_place_leaves_the_place() -> None:
    headings = [["A", "Tỉnh Bến Tre"], ["I", "Thực phẩm"], ["II", "Đồ uống"], ["1", "Huyện Ba Tri"], ["III", "Khác"]]
    assert said(Field.PROVINCE, *headings) == ["Tỉnh Bến Tre"] * 4 + [None]
    assert said(Field.DISTRICT, *headings) == [None, None, None, "Huyện Ba Tri", None]


def test_headings_that_nothing_counts_say_one_thing_beside_the_other() -> None:
    headings = [["Thực phẩm"], ["Sản phẩm 5 sao"], ["Sản phẩm 4 sao"], ["Đồ uống"], ["Tỉnh Sơn La"]]
    assert said(Field.STARS, *headings, heads=UNRATED) == [None, "5 sao", "4 sao", "4 sao", "4 sao"]
    assert said(Field.GROUP, *headings, heads=UNRATED) == [1, 1, 1, 2, 2]


def test_a_name_that_may_be_an_entitys_leaves_the_group_that_stands_where_entities_do() -> None:
    headings = [["Thực phẩm"], ["HTX Mẫu Một"], ["Vườn Bảy Mít"], ["HTX Mẫu Hai"]]
    assert said(Field.GROUP, *headings, heads=NAMELESS) == [1, 1, 1, 1]
    assert said(Field.ENTITY, *headings, heads=NAMELESS) == [None, "HTX Mẫu Một", None, "HTX Mẫu Hai"]
