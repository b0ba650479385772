"""Headings between the rows name the places of what is below them, and of nothing below the next one that stands there."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.imports import grouping, matching
from events_app.imports.headings import Field
from events_app.imports.layout import Taken
from tests import make
from tests.imports import asking
from tests.imports.headed import BLANK, lines, made

pytestmark = pytest.mark.usefixtures("database")
HEADS = ["TT", "Tên sản phẩm", "Tên chủ thể", "Nhóm", "Hạng sao", "Địa chỉ"]


async def places(at: datetime, *rows: list[Any]) -> list[tuple[str, str | None, str]]:
    """The outcome, the province and the district of each product of a list whose headings stand in the first column."""
    row = await asking.read(await make.admin(), asking.a_csv(rows, HEADS), at=at)
    found = await db.fetch(
        """
        SELECT import_row.outcome, province_set, province_code, coalesce(district, '') AS district
        FROM import_row LEFT JOIN import_entity ON import_entity.id = entity
        WHERE import_row.within = $1 AND taken = 'product' ORDER BY number
        """,
        row.id,
    )
    return [
        (
            one["outcome"],
            one["province_code"] and f"{one['province_set']}-{one['province_code']}",
            one["district"],
        )
        for one in found
    ]


def product(n: int, address: str = "") -> list[Any]:
    return [n, f"Trà mẫu {n}", f"Hợp tác xã Mẫu {n}", 2, 4, address]


@pytest.mark.parametrize(
    ("heading", "province", "kept"),
    [
        ("3. Tỉnh Thái Bình", "63-34", "Tỉnh Thái Bình"),
        ("2. Tỉnh Bắc Ninh (cũ: Bắc Giang)", "63-24", "Tỉnh Bắc Ninh (cũ: Bắc Giang)"),
        ("2. Bắc Ninh (Bắc Giang cũ)", "63-24", "Bắc Ninh (Bắc Giang cũ)"),
        ("Tỉnh Cà Mau - 2 sản phẩm", "34-96", "Tỉnh Cà Mau"),
        ("Lạng Sơn (12 SP)", "34-20", "Lạng Sơn"),
        ("Tỉnh Sơn La: 01 sản phẩm", "34-14", "Tỉnh Sơn La"),
        ("Tỉnh Sơn La (12 sản phẩm, 8 chủ thể)", "34-14", "Tỉnh Sơn La"),
        ("Hải Phòng (gồm Hải Dương)", "34-31", "Hải Phòng (gồm Hải Dương)"),
        ("Sở NN&MT tỉnh Đắk Lắk", "34-66", "Đắk Lắk"),
        ("Các xã thuộc Bình Phước cũ", "63-70", "Bình Phước cũ"),
        ("1.Tỉnh An Giang", "34-91", "Tỉnh An Giang"),
        ("T.P. HCM", "34-79", "T.P. HCM"),
    ],
)
async def test_a_heading_of_a_province_is_understood_and_kept_as_written(
    heading: str, province: str, kept: str, at: datetime
) -> None:
    found = await places(at, ["1. Thành phố Hà Nội"], product(1), [heading], product(2))
    assert (found[0][0], *found[1:]) == ("create", ("create", province, ""))
    cells = await db.fetch("SELECT cells FROM import_row WHERE taken = 'product' ORDER BY number")
    assert cells[1]["cells"]["province"] == kept


@pytest.mark.parametrize(
    "heading", ["Vùng Tây Nguyên", "Kon Tum - Quảng Ngãi", "Tỉnh thành khác", "Hà Nội (Bắc Giang cũ)"]
)
async def test_a_heading_among_places_that_is_not_understood_ends_the_one_before(heading: str, at: datetime) -> None:
    carried = [3, "Trà mẫu 3", None, 2, 4]
    found = await places(at, ["Tỉnh Sơn La"], product(1), [heading], product(2), ["Tỉnh Sơn La"], carried)
    assert found[0] == ("create", "34-14", "")
    assert [one[0] for one in found[1:]] == ["fault", "fault"]  # the last one is of no entity above its heading
    wrongs = await db.fetch("SELECT wrongs FROM import_entity ORDER BY first_row")
    assert wrongs[1]["wrongs"] == [["province", matching.NO_PROVINCE, {}]]


@pytest.mark.parametrize(
    "heading", ["Nhóm 2: Đồ uống", "Đợt 1 năm 2025", "5 sao", "Sản phẩm công nhận mới", "Xã Mường La"]
)
async def test_a_heading_that_speaks_of_something_else_leaves_the_province(heading: str, at: datetime) -> None:
    found = await places(at, ["Tỉnh Sơn La"], product(1), [heading], [*product(2)[:4], None])
    assert found[1] == ("create", "34-14", "")


async def test_a_heading_that_stands_elsewhere_ends_no_province(at: datetime) -> None:
    found = await places(at, ["Tỉnh Sơn La"], product(1), [None, "Kẹo gừng"], product(2))
    assert found == [("create", "34-14", "")] * 2
    found = await places(at, ["I", "Tỉnh Sơn La"], product(1), [None, "Kẹo gừng"], product(2))
    assert found == [("create", "34-14", "")] * 2
    found = await places(at, ["I", "Tỉnh Sơn La"], product(1), ["II", "Vùng khác"], product(2))
    assert found == [("create", "34-14", ""), ("fault", None, "")]


async def test_how_many_products_there_are_may_stand_beside_a_heading(at: datetime) -> None:
    found = await places(at, ["II", "Tỉnh Sơn La", None, None, None, "12 sản phẩm"], product(1))
    assert found == [("create", "34-14", "")]


async def test_a_district_ends_with_its_province_and_is_kept_without_letter_and_capitals(at: datetime) -> None:
    found = await places(
        at,
        ["I. TỈNH LÂM ĐỒNG CŨ"],
        ["A. THÀNH PHỐ ĐÀ LẠT"],
        product(1, "Thôn Mẫu, xã Mẫu"),
        ["B. HUYỆN ĐỨC TRỌNG"],
        product(2),
        ["C. TỈNH BÌNH THUẬN CŨ"],
        product(3),
    )
    assert found == [
        ("create", "63-68", "Thành phố Đà Lạt"),
        ("create", "63-68", "Huyện Đức Trọng"),
        ("create", "63-60", ""),
    ]


async def test_a_district_is_added_once_to_an_address_of_today(at: datetime) -> None:
    addresses = ["Thôn Mẫu, xã Mẫu, TP Đà Lạt", "Thôn Mẫu, xã Mẫu", "xã Đức Trọng, TP.Đà Lạt"]
    rows = [product(n, one) for n, one in enumerate(addresses)]
    await places(at, ["TỈNH LÂM ĐỒNG (mới)"], ["A. THÀNH PHỐ ĐÀ LẠT"], *rows)
    found = await db.fetch("SELECT address FROM import_entity ORDER BY first_row")
    assert [one["address"] for one in found] == [
        addresses[0],
        "Thôn Mẫu, xã Mẫu, Thành phố Đà Lạt",
        addresses[2],
    ]


@pytest.mark.parametrize("name", ["Xạ đen", "Quần áo thổ cẩm", "Thuốc Cao Bằng", "Phương thuốc cổ"])
def test_a_name_that_is_a_place_only_without_its_accents_is_none(name: str) -> None:
    heads = grouping.Headings(product=1, columns={Field.ENTITY})
    assert heads.hear([None, name]) == (False, frozenset())
    assert heads.said == {}


def test_places_are_known_without_accents_where_nothing_has_any() -> None:
    heads = grouping.Headings(product=1, columns={Field.ENTITY})
    for said in ("II. TINH SON LA", "Huyen Muong La", "xa Muong Bu"):
        assert heads.hear([said])[0]
    assert heads.said == {
        Field.PROVINCE: "TINH SON LA",
        Field.DISTRICT: "Huyen Muong La",
        Field.COMMUNE: "xa Muong Bu",
    }
    heads.hear(["Quan 1"])
    assert heads.said == {Field.PROVINCE: "TINH SON LA", Field.DISTRICT: "Quan 1"}


def lying(*headings: list[Any]) -> list[tuple[str | None, ...]]:
    """Where the rows below each of these headings lie."""
    rows = [one for n, heading in enumerate(headings) for one in (heading, made(n, f"Trà {n}", f"HTX Mẫu {n}"))]
    places = (Field.PROVINCE, Field.DISTRICT, Field.COMMUNE)
    return [tuple(map(line.cells.get, places)) for line in lines(BLANK, *rows)[1::2]]


def test_a_town_of_the_name_of_its_province_is_a_district_where_districts_stand() -> None:
    assert lying(
        ["A", "TỈNH BẾN TRE (CŨ)"],
        ["I", "Huyện Ba Tri"],
        ["II", "THÀNH PHỐ BẾN TRE"],
        ["B", "TỈNH VĨNH LONG (CŨ)"],
        ["I", "TP. Trà Vinh"],
        ["II", "Huyện Tam Bình"],
        ["C", "Thừa Thiên Huế"],
        ["I", "Thành phố Huế"],
        ["D", "Thành phố Cần Thơ"],
        ["E", "Thành phố Bắc Ninh"],
    ) == [
        ("TỈNH BẾN TRE (CŨ)", None, None),
        ("TỈNH BẾN TRE (CŨ)", "Huyện Ba Tri", None),
        ("TỈNH BẾN TRE (CŨ)", "Thành phố Bến Tre", None),
        ("TỈNH VĨNH LONG (CŨ)", None, None),
        ("Trà Vinh", "TP. Trà Vinh", None),
        ("TỈNH VĨNH LONG (CŨ)", "Huyện Tam Bình", None),
        ("Thừa Thiên Huế", None, None),
        ("Thừa Thiên Huế", "Thành phố Huế", None),
        ("Thành phố Cần Thơ", None, None),
        ("Thành phố Bắc Ninh", None, None),
    ]
    assert lying(["Thành phố Tuyên Quang"], ["Tp Đồng Hới"]) == [
        ("Tuyên Quang", "Thành phố Tuyên Quang", None),
        (None, "Tp Đồng Hới", None),
    ]


def test_a_heading_may_name_the_larger_units_too_and_speaks_of_them_as_long_as_of_its_own() -> None:
    assert lying(
        ["TỈNH VĨNH LONG"],
        ["Huyện Vũng Liêm, tỉnh Vĩnh Long"],
        ["Huyện Ba Tri, tỉnh Bến Tre"],
        ["Huyện Cầu Kè - Trà Vinh"],
        ["Huyện Cái Bè (Tiền Giang)"],
        ["Huyện Tam Bình (3 xã)"],
        ["Xã Mỹ Thuận, tỉnh Đồng Tháp"],
        ["Xã Song Phú"],
        ["Phường 1, TP Vĩnh Long"],
        ["Phường Bến Thành, Quận 1, TP. HCM"],
    ) == [
        ("TỈNH VĨNH LONG", None, None),
        ("TỈNH VĨNH LONG", "Huyện Vũng Liêm", None),
        ("tỉnh Bến Tre", "Huyện Ba Tri", None),
        ("Trà Vinh", "Huyện Cầu Kè", None),
        ("Tiền Giang", "Huyện Cái Bè", None),
        ("TỈNH VĨNH LONG", "Huyện Tam Bình (3 xã)", None),
        ("tỉnh Đồng Tháp", None, "Xã Mỹ Thuận"),
        ("TỈNH VĨNH LONG", "Huyện Tam Bình (3 xã)", "Xã Song Phú"),
        ("TỈNH VĨNH LONG", "TP Vĩnh Long", "Phường 1"),
        ("TP. HCM", "Quận 1", "Phường Bến Thành"),
    ]


@pytest.mark.parametrize("where", ["ĐỊA BÀN BẾN TRE (CŨ)", "Khu vực Bến Tre", "Địa bàn tỉnh Bến Tre"])
def test_a_province_may_be_called_an_area(where: str) -> None:
    ((province, *below),) = lying(["III", where])
    assert (province or "").casefold().startswith("bến tre")
    assert below == [None, None]


@pytest.mark.parametrize(
    ("heading", "of", "place"),
    [
        ("UBND huyện Mẫu", Field.DISTRICT, "Huyện Mẫu"),
        ("II. UBND xã Mẫu (3 sản phẩm)", Field.COMMUNE, "Xã Mẫu"),
        ("Ủy ban nhân dân phường Mẫu", Field.COMMUNE, "Phường Mẫu"),
        ("UBND huyen Mau", Field.DISTRICT, "Huyen Mau"),
        ("Đơn vị: Phường Mẫu", Field.COMMUNE, "Phường Mẫu"),
        ("Địa phương: UBND thị xã Mẫu", Field.DISTRICT, "Thị xã Mẫu"),
        ("UBND tỉnh Bến Tre", Field.PROVINCE, "Tỉnh Bến Tre"),
    ],
)
@pytest.mark.parametrize("number", [None, "B", 2])
def test_a_heading_may_name_the_office_of_a_place(number: Any, heading: str, of: Field, place: str) -> None:
    assert said_of([[number, heading], [1, "Trà", "HTX Mẫu", 2, 4]], of) == [place]


def said_of(rows: list[list[Any]], of: Field, heads: list[str] = HEADS) -> list[Any]:
    return [line.cells.get(of) for line in lines(heads, *rows) if line.taken == Taken.PRODUCT]


def test_an_office_where_entities_are_named_is_no_place() -> None:
    within: list[list[Any]] = [[None, None, "UBND xã Mẫu"], [1, "Trà", None, 2, 4]]
    assert (said_of(within, Field.COMMUNE), said_of(within, Field.ENTITY)) == ([None], ["UBND xã Mẫu"])
    heads = [one for one in HEADS if one != "Tên chủ thể"]
    assert said_of([["A", "UBND xã Mẫu"], [1, "Trà", 2, 4]], Field.COMMUNE, heads) == [None]


def test_stars_may_be_drawn_in_a_heading_and_a_kind_be_joined_to_a_name() -> None:
    rows: list[list[Any]] = [["I", "★★★★"], [1, "Trà", "HTX Mẫu", 2], ["II", "***"], [2, "Nem", "HTX Mẫu", 1]]
    assert said_of(rows, Field.STARS) == ["4 sao", "3 sao"]
    rows = [["HTX-TM-DV Mẫu"], [1, "Trà", None, 2, 4], ["B", "HTX-NN Mẫu"], [2, "Nem", None, 1, 4]]
    assert said_of(rows, Field.ENTITY) == ["HTX-TM-DV Mẫu", "HTX-NN Mẫu"]
