"""However an office numbers its headings, each speaks for the rows below it, and none for those of the next one."""

from typing import Any

import pytest

from events_app.imports import finding, ordinals
from events_app.imports.headings import Field
from events_app.imports.layout import Layout, Line, Taken

HEADS = ["STT", "Tên sản phẩm", "Chủ thể", "Nhóm", "Sao", "Số QĐ"]
UNGROUPED = [head for head in HEADS if head != "Nhóm"]
UNRATED = [head for head in HEADS if head != "Sao"]
NAMELESS = [head for head in HEADS if head != "Chủ thể"]
CELLS = {"Tên sản phẩm": "Muối", "Chủ thể": "HTX Mẫu", "Nhóm": "Thực phẩm", "Sao": "3 sao", "Số QĐ": "1/QĐ"}


def lines(heads: list[str], *headings: list[Any]) -> list[Line]:
    """Two products below each of these headings."""
    header = finding.found([heads])
    assert header
    layout = Layout(header, [])
    product = [1, *map(CELLS.get, heads[1:])]
    rows = [row for heading in headings for row in (heading, product, [2, *product[1:]])]
    found = [layout.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]
    assert [line.taken for line in found] == [Taken.GROUP, Taken.PRODUCT, Taken.PRODUCT] * len(headings)
    return found


def said(of: Field, heads: list[str], *headings: list[Any]) -> list[Any]:
    """What the rows below each of these headings say of something."""
    found = lines(heads, *headings)
    assert [line.cells.get(of) for line in found[1::3]] == [line.cells.get(of) for line in found[2::3]]
    return [line.cells.get(of) for line in found[1::3]]


NUMBERS = [
    *(
        "1.",
        "2-",
        "3 -",
        "4/",
        "5)",
        "6:",
        "7,",
        "(8)",
        "9 :",
        "10.-",
        "11/-",
        "12",
        "1.1",
        "1.2.",
        "1.3)",
        "2.1.1",
        "13a",
        "14 –",
    ),
    *(
        "I.",
        "II-",
        "III –",
        "IV/",
        "V-",
        "VI:",
        "VI,",
        "VII",
        "I.1",
        "A/",
        "B-",
        "C.",
        "D)",
        "a)",
        "b.",
        "Mục VII",
        "Phần II.",
    ),
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("apart", [True, False])
def test_a_number_of_any_form_leaves_the_heading_what_it_is(number: str, apart: bool) -> None:
    def numbered(words: str) -> list[str]:
        return [number, words] if apart else [f"{number} {words}"]

    assert said(Field.ENTITY, NAMELESS, ["1.", "HTX Muối Một"], numbered("Công ty TNHH Bưởi Hai")) == [
        "HTX Muối Một",
        "Công ty TNHH Bưởi Hai",
    ]
    assert said(Field.DISTRICT, UNGROUPED, ["Huyện Ba Tri"], numbered("Huyện Mỏ Cày Nam")) == [
        "Huyện Ba Tri",
        "Huyện Mỏ Cày Nam",
    ]
    assert said(Field.GROUP, UNGROUPED, numbered("Huyện Mỏ Cày Nam"), numbered("Nhóm sinh vật cảnh")) == [None, 5]
    if number == "12" and apart:
        return  # goes on with the numbers of the products, so that it comes back
    assert said(Field.STARS, UNRATED, ["B.", "SẢN PHẨM 4 SAO"], numbered("SẢN PHẨM 3 SAO")) == ["4 sao", "3 sao"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("apart", [True, False])
def test_what_is_not_understood_behind_a_number_leaves_the_rows_below_without(number: str, apart: bool) -> None:
    heading = [number, "Vùng ven sông"] if apart else [f"{number} Vùng ven sông"]
    assert said(Field.ENTITY, NAMELESS, [number, "HTX Muối Một"], heading) == ["HTX Muối Một", None]
    assert said(Field.GROUP, UNGROUPED, heading) == [None]
    before = [number, "Nhóm đồ uống"] if apart else [f"{number} Nhóm đồ uống"]
    assert said(Field.GROUP, UNGROUPED, before, heading) == [2, None]


def test_headings_of_each_kind_may_be_counted_by_signs_alike() -> None:
    places = [["A/", "TỈNH BẾN TRE"], ["I/", "Huyện Ba Tri"], ["II-", "Huyện Giồng Trôm"], ["B/", "TỈNH TRÀ VINH"]]
    assert said(Field.DISTRICT, HEADS, *places) == [None, "Huyện Ba Tri", "Huyện Giồng Trôm", None]
    assert said(Field.PROVINCE, HEADS, *places) == [*["TỈNH BẾN TRE"] * 3, "TỈNH TRÀ VINH"]


@pytest.mark.parametrize(
    ("heading", "group", "subgroup"),
    [
        ("1.2. Gạo, ngũ cốc", 1, "1.2.1"),
        ("1.6 Cà phê", 1, "1.6.1"),
        ("1.2 Thực phẩm thô, sơ chế từ gạo", 1, None),
        ("2.1 Gạo, ngũ cốc", 1, "1.2.1"),
        ("Nhóm 2: Chế biến", 2, None),
        ("3.1 Huyện Giồng Trôm", None, None),
        ("1.6 HTX cà phê Mẫu", None, None),
        ("1.5 Trà Vinh", None, None),
        ("1.1 Xã An Hòa Tây", None, None),
        ("2 Vùng ven sông", None, None),
        ("6- Huyện Bình Đại", None, None),
    ],
)
def test_a_code_names_a_group_only_where_the_words_do(heading: str, group: int | None, subgroup: str | None) -> None:
    assert said(Field.GROUP, UNGROUPED, [heading]) == [group]
    assert said(Field.SUBGROUP, UNGROUPED, [heading]) == [subgroup]


@pytest.mark.parametrize("name", ["V-Food Việt", "T-Farm", "Du Mục Quán", "3T Quán", "C.P Quán", "5S Coffee"])
def test_letters_of_a_name_are_no_number(name: str) -> None:
    assert ordinals.split(name) == ("", name)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A-NHÓM THỰC PHẨM", "A-"),
        ("II-HUYỆN BA TRI", "II-"),
        ("2-Công ty Mẫu", "2-"),
        ("(7) HTX Bảy", "(7)"),
        ("- Khác", "-"),
    ],
)
def test_a_number_may_stand_close_to_the_words(text: str, number: str) -> None:
    assert ordinals.split(text) == (number, text.removeprefix(number).strip())


def test_a_part_that_only_counts_ends_the_one_before() -> None:
    assert said(Field.STARS, UNRATED, ["Phần I", "SẢN PHẨM 4 SAO"], ["Phần II"]) == ["4 sao", None]
