"""A heading that names a place and says something of the products there is heard with both; one that counts speaks of no row."""

from datetime import datetime
from typing import Any

import pytest

from events_app.imports import dividing, grouping, stars
from events_app.imports.grouping import Headings
from events_app.imports.headings import Field
from events_app.imports.layout import Taken
from tests import make
from tests.imports import asking
from tests.imports.headed import bare, lines

pytestmark = pytest.mark.usefixtures("database")
HEADS = ["STT", "Tên sản phẩm", "Chủ thể", "Nhóm", "Số QĐ"]


def told(*headings: str | list[Any], rated: bool = False) -> list[tuple[str | None, str | None]]:
    """The district of the row below each of these headings, and its stars."""
    rows: list[list[Any]] = []
    for n, heading in enumerate(headings):
        rows += [[heading] if isinstance(heading, str) else heading, [1, f"Trà {n}", f"HTX Mẫu {n}", 2, "5/QĐ"]]
    found = lines([*HEADS, "Hạng"] if rated else HEADS, *rows)
    assert [line.taken for line in found] == [Taken.GROUP, Taken.PRODUCT] * len(headings)
    return [(line.cells.get(Field.DISTRICT), line.cells.get(Field.STARS)) for line in found[1::2]]


@pytest.mark.parametrize("rated", [True, False])
def test_a_district_is_heard_beside_the_counts_of_its_products_and_these_speak_of_no_row(rated: bool) -> None:
    assert told(
        "Huyện Ba Tri",
        "Huyện Bình Đại: 02 sản phẩm 4 sao",
        "Huyện Chợ Lách (4 sao: 01 sp)",
        "HUYỆN GIỒNG TRÔM (2 sản phẩm, trong đó: 01 sản phẩm 4 sao, 01 sản phẩm 3 sao)",
        "Thị xã Mẫu có 02 sản phẩm đạt 3 sao",
        "Quận 3: 02 sản phẩm (4 sao: 01; 3 sao: 01)",
        "Huyen Dat Do: 2 san pham 3 sao",
        rated=rated,
    ) == [
        ("Huyện Ba Tri", None),
        ("Huyện Bình Đại", None),
        ("Huyện Chợ Lách", None),
        ("Huyện Giồng Trôm", None),
        ("Thị xã Mẫu", None),
        ("Quận 3", None),
        ("Huyen Dat Do", None),
    ]


def test_a_heading_of_stars_and_a_district_says_both_until_the_next_one_of_a_district() -> None:
    assert told(
        "I. Sản phẩm 4 sao huyện Ba Tri",
        "II. Huyện Bình Đại",
        "III. Huyện Chợ Lách - 3 sao",
        "IV. Các sản phẩm 3 sao của huyện Mỏ Cày Nam (02 sản phẩm)",
        "V. Thành phố Bến Tre: sản phẩm 4 sao",
        "VI. Huyện Ba Tri",
    ) == [
        ("Huyện Ba Tri", "4 sao"),
        ("Huyện Bình Đại", None),
        ("Huyện Chợ Lách", "3 sao"),
        ("Huyện Mỏ Cày Nam", "3 sao"),
        ("Thành phố Bến Tre", "4 sao"),
        ("Huyện Ba Tri", None),
    ]
    assert told("Huyện Chợ Lách - 3 sao", "Huyện Ba Tri") == [("Huyện Chợ Lách", "3 sao"), ("Huyện Ba Tri", None)]
    assert told("HẠNG 4 SAO", "Huyện Ba Tri", "Huyện Bình Đại")[1:] == [
        ("Huyện Ba Tri", "4 sao"),
        ("Huyện Bình Đại", "4 sao"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Các sản phẩm của huyện Chợ Lách",
        "Sản phẩm thuộc huyện Chợ Lách",
        "Danh sách huyện Chợ Lách",
        "Chủ thể ở huyện Chợ Lách",
        "Huyện: Chợ Lách",
        "Các sản phẩm OCOP trên địa bàn huyện Chợ Lách: 03 sản phẩm",
    ],
)
@pytest.mark.parametrize("led", ["", "II. ", "II", "2"])
def test_a_heading_of_the_products_of_a_district_is_of_the_district(heading: str, led: str) -> None:
    own = [led, heading] if led in {"II", "2"} else led + heading
    assert told([led and "I", "Huyện Ba Tri"] if isinstance(own, list) else "Huyện Ba Tri", own)[1:] == [
        ("Huyện Chợ Lách", None)
    ]


def test_a_commune_ends_with_the_district_that_a_heading_names_beside_stars() -> None:
    rows = (
        ["III. Xã Thạnh Phước, huyện Bình Đại"],
        bare(1, "Muối"),
        ["IV. Các sản phẩm 3 sao huyện Chợ Lách"],
        bare(1, "Mắm"),
    )
    found = lines(HEADS, *rows)
    assert [line.cells.get(Field.COMMUNE) for line in found[1::2]] == ["Xã Thạnh Phước", None]


@pytest.mark.parametrize(
    "heading",
    [
        "II. Sản phẩm 3 sao",
        "II. Các sản phẩm còn lại",
        "Sản phẩm do Phòng Kinh tế huyện Chợ Lách quản lý, 3 sao",
        "Sản phẩm do Phòng Kinh tế huyện Chợ Lách quản lý",
    ],
)
def test_a_heading_that_takes_the_place_of_one_of_a_district_ends_it_though_it_names_none(heading: str) -> None:
    led = "I. " if heading.startswith("II") else ""
    assert told(f"{led}Huyện Ba Tri", heading)[1][0] is None


@pytest.mark.parametrize(
    "heading", ["1. Sản phẩm 3 sao", "1. Nhóm 2", "Sản phẩm 3 sao cấp huyện", "Sản phẩm của xã viên 3 sao"]
)
def test_a_heading_within_a_district_leaves_it(heading: str) -> None:
    assert told("I. Huyện Ba Tri" if heading[0] == "1" else "Huyện Ba Tri", heading)[1][0] == "Huyện Ba Tri"


def test_what_a_district_counts_says_nothing_against_the_same_stars_around_it() -> None:
    assert told("I. HẠNG 4 SAO", "1. Huyện Ba Tri: 02 sản phẩm 4 sao", "2. Huyện Bình Đại (3 sao: 1)") == [
        (None, "4 sao"),
        ("Huyện Ba Tri", "4 sao"),
        ("Huyện Bình Đại", None),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Hạng 3 sao, 4 sao", "Sản phẩm 3-4 sao", "Sản phẩm đạt 3 sao trở lên", "Đợt 1: 02 sp 4 sao", "Huyện Mẫu ★★★"],
)
def test_a_heading_of_several_stars_or_of_counts_says_none_and_ends_those_above(heading: str) -> None:
    assert [rated for _, rated in told("HẠNG 5 SAO", heading)] == ["5 sao", None]


@pytest.mark.parametrize(
    "heading", ["Hạng 4 sao: 1 sản phẩm", "12 sản phẩm đạt 4 sao", "4 sao: 02 sản phẩm", "2. Hạng 4 sao (02)"]
)
def test_a_heading_of_nothing_but_stars_may_count_its_rows(heading: str) -> None:
    assert told(heading) == [(None, "4 sao")]


async def test_a_row_without_stars_below_a_heading_of_counts_comes_back_and_asks_for_them(at: datetime) -> None:
    said = ["Tỉnh Bến Tre", 2, "5/QĐ", "2026-01-05"]
    rows: list[list[Any]] = [
        ["I. Huyện Ba Tri: 03 sản phẩm (4 sao: 01; 3 sao: 02)"],
        [1, "Muối Mẫu", "HTX Mẫu Một", *said, 4],
        [2, "Mắm Mẫu", "HTX Mẫu Hai", *said],
        ["II. Huyện Bình Đại"],
        [1, "Cá Mẫu", "HTX Mẫu Ba", *said],
    ]
    heads = ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Nhóm", "Số QĐ", "Ngày QĐ", "Hạng"]
    row = await asking.read(await make.admin(), asking.a_csv(rows, heads), at=at)
    found = [
        (one["outcome"], [wrong[0] for wrong in one["wrongs"]])
        for one in await asking.rows(row)
        if one["taken"] == "product"
    ]
    assert found == [("create", []), ("fault", ["stars"]), ("fault", ["stars"])]


def test_the_name_of_an_entity_loses_the_counts_behind_it_and_nothing_else() -> None:
    heads = Headings(product=1, columns={Field.PRODUCT})
    for heading, name in (
        ("HTX Mẫu Một: 03 sản phẩm (4 sao: 01; 3 sao: 02)", "HTX Mẫu Một"),
        ("Công ty TNHH Mẫu (02 sản phẩm 4 sao)", "Công ty TNHH Mẫu"),
    ):
        assert heads.hear(["I", heading])[0]
        assert heads.said == {Field.ENTITY: name}
    for heading in ("Công ty TNHH Rượu 4 Sao", "Công ty TNHH Rượu 4 Sao có 02 sản phẩm"):
        assert not heads.hear(["I", heading])[0]
        assert heads.said == {}


@pytest.mark.parametrize(
    "heading", ["Kẹo dừa 4 sao", "Sản phẩm 4 sao", "Sản phẩm 4 sao (2 sản phẩm)", "4 sao: 01; 3 sao: 02"]
)
def test_a_heading_of_products_alone_keeps_its_words(heading: str) -> None:
    assert dividing.place(heading) == heading
    assert grouping.bare(heading) != ""


def test_a_tally_is_told_from_a_heading_of_stars() -> None:
    assert stars.is_tally("Huyện Mẫu: 2 sản phẩm 4 sao")
    assert stars.is_tally("II. Huyện Mẫu (4 sao: 02)")
    assert not stars.is_tally("II. Sản phẩm 4 sao: 02 sản phẩm")
    assert not stars.is_tally("Huyện Mẫu - 4 sao")
