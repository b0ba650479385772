"""A number and a text, and nothing else in the row: a product of the entity above, a heading, or a row that comes back."""

from datetime import datetime
from typing import Any

import pytest

from events_app.imports import discerning, finding, grouping, layout
from events_app.imports.headings import Field
from events_app.imports.layout import Layout, Line, Taken
from tests import make
from tests.imports import asking

HEADS = ["STT", "Tên sản phẩm", "Chủ thể", "Xếp hạng", "Số QĐ"]
NAMES = ["STT", "Tên sản phẩm", "Chủ thể", "Điện thoại"]  # of products and of entities, and nothing of a product


def lines(rows: list[list[Any]], heads: list[str] = HEADS) -> list[Line]:
    header = finding.found([heads])
    assert header
    one = Layout(header, [])
    return [one.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]


def told(rows: list[list[Any]], heads: list[str] = HEADS, of: Field = Field.ENTITY) -> list[str | None]:
    """What each row says of its entity, or ``of`` something else; of a heading that it is one, or that it comes back."""
    return [
        line.cells.get(of) if line.taken == Taken.PRODUCT else "back" if line.doubt else "heading"
        for line in lines(rows, heads)
    ]


def made(n: int | str | None, name: str, entity: str | None = None) -> list[Any]:
    return [n, name, entity, "4 sao", f"{name}/QĐ"]


@pytest.mark.parametrize(
    ("headings", "within"),
    [
        (["Tỉnh Bến Tre", "Tỉnh Trà Vinh", "Cần Thơ"], Field.PROVINCE),
        (["Huyện Lai Vung", "Huyện Lấp Vò", "Thành phố Cao Lãnh"], Field.DISTRICT),
        (["Xã Mẫu Một", "Xã Mẫu Hai", "Phường Mẫu"], Field.COMMUNE),
        (["Hợp tác xã Mẫu", "Hộ kinh doanh Năm", "Công ty TNHH Mẫu"], Field.ENTITY),
    ],
)
@pytest.mark.parametrize("numbers", [(None, None), (1, 2), ("1.1", "1.2"), (101, 102)])
def test_numbered_headings_each_speak_for_the_rows_below(
    headings: list[str], within: Field, numbers: tuple[Any, Any]
) -> None:
    entity = None if within == Field.ENTITY else "HTX Walk"
    rows = [
        one
        for n, text in enumerate(headings, 1)
        for one in ([n, text], *(made(m, f"Dừa {m}", entity) for m in numbers))
    ]
    assert told(rows, of=within) == [one for text in headings for one in ("heading", text, text)]


def test_a_place_is_a_heading_also_where_its_number_goes_on_with_the_products() -> None:
    rows = [made(1, "Dừa", "HTX Mẫu"), made(2, "Xoài"), [3, "Huyện Lấp Vò"], made(4, "Chiếu", "HTX Khác")]
    assert told(rows, of=Field.DISTRICT) == [None, None, "heading", "Huyện Lấp Vò"]


@pytest.mark.parametrize("heads", [HEADS, NAMES])
@pytest.mark.parametrize(
    "name",
    ["Cộng hưởng", "Du lịch cộng đồng Bản Mẫu", "Bánh pía tỉnh Sóc Trăng", "Hồ tiêu sấy", "Sản phẩm mây tre đan"],
)
def test_a_product_whose_number_goes_on_is_of_the_entity_above(heads: list[str], name: str) -> None:
    rows: list[list[Any]] = [
        ["I", "Nhóm thực phẩm"],
        [1, "Dừa sáp", "HTX Mẫu", "4 sao"],
        [2, "Dừa khô"],
        [3, name],
        [5, "Mứt dừa"],
    ]
    assert told([one[: len(heads)] for one in rows], heads) == ["heading", *["HTX Mẫu"] * 4]


def test_products_below_numbered_headings_that_say_nothing_more_go_on_by_their_own_numbers() -> None:
    first = [[1, "Huyện Lai Vung"], [2, "Huyện Lấp Vò"], [1, "Nem", "HTX Mẫu", "0912345678"]]
    rows = [*first, [2, "Bì"], [3, "Chả"], [3, "Huyện Cao Lãnh"], [1, "Chiếu", "HTX Khác"], [2, "Cói"], [4, "Nón"]]
    assert told(rows, NAMES) == [
        "heading",
        "heading",
        "HTX Mẫu",
        "HTX Mẫu",
        "back",
        "heading",
        "HTX Khác",
        "HTX Khác",
        "back",
    ]
    rows = [["1.", "Huyện Lai Vung"], ["1.1", "Nem", "HTX Mẫu"], ["1.2", "Bì"], ["2.", "Huyện Lấp Vò"]]
    assert told(rows, NAMES) == ["heading", "HTX Mẫu", "HTX Mẫu", "heading"]


@pytest.mark.parametrize(
    ("row", "before"),
    [
        ([2, "Vùng ven biển"], [made(None, "Dừa", "HTX Mẫu")]),
        ([2, "Vùng ven biển"], [made(1, "Dừa", "HTX Mẫu"), made(2, "Xoài")]),
        ([1, "Vùng ven biển"], [made(1, "Dừa", "HTX Mẫu"), ["II", "Nhóm đồ uống"]]),
        ([2, "Vùng ven biển"], [made("1.1", "Dừa", "HTX Mẫu"), made("1.2", "Xoài")]),
        ([7, "Du lịch cộng đồng Bản Mẫu"], [made(None, "Dừa", "HTX Mẫu")]),
        ([2, "Các sản phẩm khác"], [made(1, "Dừa", "HTX Mẫu")]),
        ([2, "Sản phẩm công nhận lại năm 2024"], [made(1, "Dừa", "HTX Mẫu")]),
        ([2, "Đồ uống"], [made(1, "Dừa", "HTX Mẫu")]),
        ([2, "Hộ kinh doanh Năm"], [made(1, "Dừa", "HTX Mẫu")]),
        (["-", "Vùng ven biển"], [made(1, "Dừa", "HTX Mẫu")]),
        (["A.1", "Vùng ven biển"], [made(1, "Dừa", "HTX Mẫu")]),
        (["II.1.2.", "Vùng ven biển"], [made(1, "Dừa", "HTX Mẫu")]),
    ],
)
def test_what_may_be_a_heading_comes_back_and_no_row_below_is_of_what_stood_above(
    row: list[Any], before: list[list[Any]]
) -> None:
    found = lines([["I", "Nhóm thực phẩm"], *before, row, made(9, "Muối")])
    assert (found[-2].taken, found[-2].doubt) == (Taken.GROUP, layout.ALONE)
    assert Field.ENTITY not in found[-1].cells or row[1].startswith(("Các sản phẩm", "Sản phẩm"))


@pytest.mark.parametrize(("n", "text"), [(1, "Đồ uống"), (None, "Du lịch cộng đồng Bản Mẫu")])
def test_what_may_be_a_heading_of_a_group_ends_the_one_before_and_begins_none(n: int | None, text: str) -> None:
    rows = [["I", "Nhóm thực phẩm"], made(n, "Dừa", "HTX Mẫu"), [2, text]]
    assert told([*rows, made(3, "Muối", "HTX Mẫu")], of=Field.GROUP) == ["heading", 1, "back", None]


def test_numbers_of_headings_are_known_from_those_of_products_where_both_count_on() -> None:
    rows = [
        *([1, "Huyện Lai Vung"], made(1, "Nem", "HTX Mẫu"), [2, "Vùng ven sông"], made(1, "Bì", "HTX Khác")),
        *([3, "Du lịch sinh thái và cộng đồng"], made(1, "Homestay", "HTX Khác")),
    ]
    assert told(rows, of=Field.GROUP) == ["heading", None, "back", None, "heading", 6]


def test_sub_headings_of_the_classification_are_no_products() -> None:
    rows = [
        *(["I", "NHÓM THỰC PHẨM"], ["1.1", "Ngành thực phẩm thô, sơ chế"], made(1, "Gạo", "HTX Mẫu"), made(2, "Nếp")),
        *(["1.2.", "Phân nhóm gạo, ngũ cốc"], made(3, "Tấm", "HTX Mẫu"), ["1.3", "Ngành chế biến từ gạo"]),
        *(made(4, "Bún", "HTX Mẫu"), ["-", "Sản phẩm công nhận lại"], made(5, "Bánh đa", "HTX Mẫu")),
        *(["II", "NHÓM ĐỒ UỐNG"], ["-", "Sản phẩm công nhận lại"], made(6, "Trà", "HTX Mẫu")),
    ]
    assert told(rows, of=Field.GROUP) == [
        *("heading", "heading", 1, 1, "heading", 1, "back", 1, "back", 1, "heading", "back", 2)
    ]
    assert [line.cells.get(Field.SUBGROUP) for line in lines(rows)] == [*[None] * 5, "1.2.1", *[None] * 7]


def test_without_a_column_of_entities_a_product_by_itself_says_nothing_of_those_below() -> None:
    heads = [head for head in HEADS if head != "Chủ thể"]
    for name in ("Du lịch cộng đồng Bản Mẫu", "Bánh pía tỉnh Sóc Trăng", "Hồ tiêu sấy"):
        rows: list[list[Any]] = [["I", "HTX Mẫu"], [1, "Dừa", "4 sao", "1/QĐ"], [2, name], [3, "Muối", "4 sao", "2/QĐ"]]
        found = lines(rows, heads)
        assert (found[2].taken, found[2].doubt) == (Taken.GROUP, layout.ALONE)
        assert not {Field.ENTITY, Field.GROUP, Field.PROVINCE} & found[3].cells.keys()
    rows = [["I", "HTX Mẫu"], [1, "Dừa", "4 sao", "1/QĐ"], [2, "Hộ kinh doanh Năm"], [1, "Muối", "4 sao", "2/QĐ"]]
    assert told(rows, heads) == ["heading", "HTX Mẫu", "heading", "Hộ kinh doanh Năm"]


def test_products_behind_dashes_are_of_the_entity_above() -> None:
    rows = [["-", "Dừa", "HTX Mẫu", "4 sao"], ["-", "Xoài"], ["-", "Các sản phẩm khác"], made("-", "Nem", "HTX Khác")]
    assert told(rows) == ["HTX Mẫu", "HTX Mẫu", "back", "HTX Khác"]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("2. Tỉnh Trà Vinh: 3 sản phẩm", discerning.Heading.SURE),
        ("Cần Thơ", discerning.Heading.SURE),
        ("Thị xã Mẫu", discerning.Heading.SURE),
        ("Phân nhóm gạo", discerning.Heading.SURE),
        ("TP Cao Lãnh", discerning.Heading.LIKELY),
        ("Thủ công mỹ nghệ, trang trí", discerning.Heading.LIKELY),
        ("Dược liệu và sản phẩm từ dược liệu", discerning.Heading.LIKELY),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", discerning.Heading.LIKELY),
        ("Vải và may mặc", discerning.Heading.LIKELY),
        ("Du lịch cộng đồng Bản Mẫu", discerning.Heading.OPEN),
        ("Được công nhận 4 sao", discerning.Heading.LIKELY),
        ("HTX Mẫu", discerning.Heading.LIKELY),
        ("Sản phẩm 4 sao", discerning.Heading.LIKELY),
        ("Sản phẩm đạt 4 sao", discerning.Heading.LIKELY),
        ("Sản phẩm từ đất nung", discerning.Heading.OPEN),
        ("Nước mắm Năm Sao", discerning.Heading.OPEN),
        ("Xạ đen", discerning.Heading.OPEN),
        ("Cà phê", discerning.Heading.OPEN),
        ("Khắc gỗ", discerning.Heading.OPEN),
        ("Nhóm hộ dệt Bản Mẫu", discerning.Heading.SURE),
    ],
)
def test_words_tell_how_surely_a_text_is_a_heading(text: str, how: discerning.Heading) -> None:
    assert discerning.surely(text) == how


@pytest.mark.parametrize(
    ("text", "household"), [("Hộ Mẫu", True), ("Ho Mau", True), ("Hồ tiêu", False), ("Họ nhà tre", False)]
)
def test_a_household_is_known_by_its_accents(text: str, household: bool) -> None:
    assert (grouping.kind(text) is not None) == household


@pytest.mark.usefixtures("database")
async def test_provinces_that_are_numbered_take_in_their_own_rows(at: datetime) -> None:
    heads = ["STT", "Tên sản phẩm", "Chủ thể", "Nhóm", "Xếp hạng"]
    rows = [[1, "Tỉnh Bến Tre"], ["", "Dừa", "HTX Một", 1, 4], [2, "Tỉnh Trà Vinh"], ["", "Dừa sáp", "HTX Hai", 1, 4]]
    row = await asking.read(
        await make.admin(), asking.a_csv([*rows, [3, "Vùng ven biển"], ["", "Muối", "HTX Ba", 1, 4]], heads), at=at
    )
    assert row.counts == {"rows": {"aside": 2, "create": 2, "fault": 2}, "entities": {"create": 2, "fault": 1}}


@pytest.mark.parametrize("beside", [[None, "12 sản phẩm"], [None, None, "(12 SP)"], [12], [None, 3]])
def test_how_many_products_a_place_has_may_stand_beside_its_number(beside: list[Any]) -> None:
    rows = [
        *([1, "Huyện Lai Vung", *beside], made(1, "Nem", "HTX Mẫu")),
        *([2, "Huyện Lấp Vò", *beside], made(1, "Bì", "HTX Khác")),
    ]
    assert told(rows, of=Field.DISTRICT) == ["heading", "Huyện Lai Vung", "heading", "Huyện Lấp Vò"]


def test_what_has_a_count_of_products_beside_it_is_a_heading_though_it_is_not_understood() -> None:
    rows = [[1, "Huyện Lai Vung"], made(1, "Nem", "HTX Mẫu"), [2, "Vùng ven biển", None, "12 sản phẩm"]]
    assert told([*rows, made(1, "Mắm", "HTX Khác")], of=Field.DISTRICT)[-2:] == ["back", None]


@pytest.mark.parametrize(
    ("text", "of"), [("TP Cao Lãnh", Field.DISTRICT), ("Hộ kinh doanh Năm", Field.ENTITY), ("Thực phẩm", Field.GROUP)]
)
def test_what_may_be_a_product_and_is_perhaps_a_heading_ends_what_stood_above(text: str, of: Field) -> None:
    first = [["I", "Nhóm thực phẩm"], ["A", "Huyện Lai Vung"], made(1, "Nem", "HTX Mẫu")]
    assert told([*first, [2, text], made(3, "Bì")], of=of)[-2:] == ["back", None]


def test_a_product_without_accents_is_no_commune() -> None:
    rows = [[1, "Tra sen", "HTX Mau"], [2, "Xa den"], [3, "Phuong thuoc"], [4, "Huyen Lap Vo"]]
    assert told(rows, NAMES) == [*["HTX Mau"] * 3, "heading"]
    assert discerning.surely("Quan 1") == discerning.Heading.OPEN
