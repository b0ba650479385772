"""Totals and signatures are no products, in whichever columns their words and figures stand."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.imports import closing, layout
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


def a_total(product: str, entity: Any, first: Any = "", **said: Any) -> list[Any]:
    """A row of a total with figures in some columns."""
    blank = dict.fromkeys(("group", "stars", "number", "issued", "representative", "phone", "province"), "")
    return [first, *asking.a_row(0, **blank | {"product": product, "entity": entity} | said)[1:]]


@pytest.mark.parametrize(
    "total",
    [
        a_total("Tổng cộng", 15),
        a_total("Tổng cộng", "15 chủ thể"),
        a_total("TỔNG CỘNG (I+II)", "5 HTX, 3 DN và 7 hộ", group=20),
        a_total("Cộng", "(12 cơ sở)", group=20, stars=12, number="12 quyết định"),
        a_total("Cộng: 20", "-", stars="-", number="-", issued="-"),
        a_total("Tổng cộng", 15, first="21"),
        a_total("Tổng cộng", 15, first="III", group=20),
        a_total("Tổng số: 20 sản phẩm/15 chủ thể", "15"),
        a_total("Tổng số sản phẩm 4 sao: 12", "9 chủ thể"),
        a_total("Cộng huyện Ba Tri", "4"),
        a_total("Total", 15),
        a_total("Tổng cộng: 11 sản phẩm (02 huyện, 01 thành phố, 01 thị xã)", ""),
        a_total("", 15, first="Tổng cộng"),
    ],
)
async def test_a_total_is_set_aside_also_where_its_figures_stand_in_the_column_of_entities(
    total: list[Any], cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), total, asking.a_row(2), total]), at=at)
    assert [(one["taken"], one["outcome"]) for one in await asking.rows(row)] == [
        ("product", "create"),
        ("total", "aside"),
    ] * 2
    assert len(await db.fetch("SELECT FROM import_entity")) == 2


async def test_a_number_in_the_column_of_entities_makes_no_product_of_a_heading_or_a_name(
    cast: make.Cast, at: datetime
) -> None:
    rows = [a_total("Nhóm đồ uống", 15), asking.a_row(1), a_total("Chiếu lác", 3)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert [(one["outcome"], [wrong[1] for wrong in one["wrongs"]]) for one in await asking.rows(row)] == [
        ("aside", []),
        ("create", []),
        ("fault", [layout.ALONE]),
    ]


async def test_a_product_that_is_called_as_totals_begin_stays_one_beside_an_entity(
    cast: make.Cast, at: datetime
) -> None:
    named = {"group": 4, "stars": 4}
    rows = [
        a_total("Cồng chiêng mẫu", "HTX Mẫu", **named),
        a_total("Cộng hưởng", "Hợp tác xã Mẫu", first=2, **named),
        a_total("Cồng chiêng con", "", first=3, **named),
        a_total("Tổng hợp rau sấy", "", **named),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert [(one["taken"], one["outcome"]) for one in await asking.rows(row)] == [("product", "create")] * 4
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), a_total("Tổng hợp rau", "")]), at=at)
    assert [one[1] for one in (await asking.rows(row))[1]["wrongs"]] == [layout.AMONG_TOTALS]


def below(product: str, entity: str = "", issued: str = "") -> list[Any]:
    """A row below a list with words in some columns."""
    return a_total(product, entity, issued=issued)


CLOSINGS = [
    [
        below("Tổng số: 20 sản phẩm của 15 chủ thể"),
        below("Trong đó: 4 sao: 12; 3 sao: 8"),
        below("(Danh sách này gồm có 20 sản phẩm)"),
        below("Bến Tre, ngày 5 tháng 3 năm 2025"),
        below("NGƯỜI LẬP BIỂU", issued="GIÁM ĐỐC"),
        below("(Ký, ghi rõ họ tên)", issued="(Ký tên, đóng dấu)"),
        below("Nguyễn Văn Mẫu", issued="ThS. Trần Văn B"),
    ],
    [
        a_total("", "", first="Tổng cộng: 20 sản phẩm của 15 chủ thể"),
        below("", "Bến Tre, ngày    tháng    năm 2025"),
        below("Nơi nhận:", "KT. GIÁM ĐỐC"),
        below("- UBND tỉnh (b/c);", "PHÓ GIÁM ĐỐC"),
        below("- Sở NN&MT;"),
        below("UBND các xã, phường;"),
        below("- Lưu: VT, NN.", "Nguyễn Văn Mẫu"),
        below("(*) Sản phẩm được đánh giá lại"),
    ],
    [
        below("Tp. Bến Tre, ngày 05/03/2025"),
        below("TL. CHỦ TỊCH"),
        below("CHÁNH VĂN PHÒNG"),
        below("NGUYỄN VĂN MẪU"),
    ],
    [
        a_total("Tổng cộng", "15", first="III", group=20),
        below("Ngày 5/3/2025"),
        below("Người duyệt", "Người lập", "Kế toán"),
        below("Nguyễn Văn Mẫu", "Trần Thị Bé", "Lê Văn Tám"),
    ],
]


@pytest.mark.parametrize("rows", CLOSINGS)
async def test_nothing_below_a_list_comes_back_that_says_who_signed_it_where_and_when_and_who_gets_it(
    rows: list[list[Any]], cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), *rows]), at=at)
    found = [(one["outcome"], one["taken"] == "product", one["wrongs"]) for one in await asking.rows(row)]
    assert found == [("create", True, []), *[("aside", False, [])] * len(rows)]


async def test_a_name_below_signatures_that_may_be_a_product_s_comes_back(cast: make.Cast, at: datetime) -> None:
    rows = [
        asking.a_row(1),
        below("Ghi chú: các sản phẩm dưới đây đạt 3 sao"),
        below("Đào Nhật Tân"),
        below("Người lập biểu"),
        below("Hồ Tiêu"),
        below("- Chiếu lác"),
        asking.a_row(2, product="Đào Nhật Tân", entity="Hộ Lê Văn Tám"),
        below("Nơi nhận:"),
        below("Chiếu cói"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert [(one["outcome"], [wrong[1] for wrong in one["wrongs"]]) for one in await asking.rows(row)] == [
        ("create", []),
        ("aside", []),
        ("fault", [layout.BELOW]),
        ("aside", []),
        ("fault", [layout.BELOW]),
        ("fault", [layout.BELOW]),
        ("create", []),
        ("aside", []),
        ("fault", [layout.BELOW]),
    ]


def test_a_cell_without_a_letter_is_no_total() -> None:
    assert not closing.is_sum("")
