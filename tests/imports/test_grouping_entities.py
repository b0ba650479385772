"""A heading between the rows names the entity of those below it, or leaves them without one."""

from typing import Any

import pytest

from events_app.imports.headings import Field
from events_app.imports.layout import Taken
from tests.imports.headed import BLANK, bare, lines, made

pytestmark = pytest.mark.usefixtures("database")
NONE = ["STT", "Tên sản phẩm", "Nhóm", "Hạng sao", "Số QĐ"]


def entities(heads: list[str], *rows: list[Any]) -> list[str | None]:
    """The entity of each of its products."""
    return [line.cells.get(Field.ENTITY) for line in lines(heads, *rows) if line.taken == Taken.PRODUCT]


@pytest.mark.parametrize("name", ["HTX Mẫu Hai", "Lò rèn Bác Ba", "1.2. HTX Mẫu", "Du Mục Quán"])
def test_a_name_alone_in_the_column_of_entities_speaks_for_the_rows_below_that_name_none(name: str) -> None:
    spoken = name.removeprefix("1.2. ")
    rows = [
        made(1, "Trà sen", "HTX Mẫu Một"),
        ["II", name, None, None, "(2 sản phẩm)"],
        made(1, "Cao sen"),
        made(2, "Mứt"),
    ]
    assert entities(BLANK, *rows, made(1, "Dao", "Hộ Mẫu"), made(2, "Rựa")) == [
        "HTX Mẫu Một",
        *[spoken] * 2,
        *["Hộ Mẫu"] * 2,
    ]
    assert entities(BLANK, ["I", name], made(1, "Cao sen")) == [spoken]


@pytest.mark.parametrize(
    "heading", ["Đợt 1 năm 2025", "Sản phẩm công nhận mới", "HỢP TÁC XÃ", "Huyện Na Hang", "Vùng khác"]
)
def test_a_heading_in_the_column_of_entities_that_names_none_leaves_the_rows_below_without(heading: str) -> None:
    first = [["I", "Huyện Chiêm Hóa"], made(1, "Trà sen", "HTX Mẫu Một"), ["II", heading]]
    assert entities(BLANK, *first, made(2, "Cao sen")) == ["HTX Mẫu Một", None]


@pytest.mark.parametrize(
    "heading", [["Doanh nghiệp tư nhân Mẫu"], ["II", None, "Công ty Mẫu"], ["II", None, "Lò rèn Bác Ba"]]
)
def test_no_row_is_an_entitys_of_above_a_heading_that_stands_in_another_column(heading: list[Any]) -> None:
    spoken = heading[-1] if "Lò" not in heading[-1] else None
    found = entities(BLANK, made(1, "Trà sen", "HTX Mẫu Một"), heading, made(1, "Cao sen"))
    assert found == ["HTX Mẫu Một", spoken]


def test_a_name_that_stands_as_products_do_ends_no_entity_that_has_a_column() -> None:
    rows = [made(1, "Trà sen", "HTX Mẫu"), [None, None, "Kẹo gừng"], made(2, "Cao sen"), [None, "(trang 2)"]]
    assert entities(BLANK, *rows) == ["HTX Mẫu"] * 2
    assert entities(BLANK, *rows[:1], [None, None, "Cơ sở Bà Ba"], made(2, "Cao sen")) == ["HTX Mẫu", None]
    assert [line.doubt != "" for line in lines(BLANK, *rows[:1], [None, None, "Cơ sở Bà Ba"])] == [False, True]


@pytest.mark.parametrize(
    ("heading", "entity"),
    [
        (["IV", "Lò bánh Út Hết"], None),
        (["Vườn Bảy Mít"], None),
        (["2", "Vườn Bảy Mít"], None),
        (["2.", "Doanh nghiệp tư nhân Mẫu"], "Doanh nghiệp tư nhân Mẫu"),
        (["1.2", "HTX Mẫu Hai"], "HTX Mẫu Hai"),
        (["1.2. HTX Mẫu Hai: 3 sản phẩm"], "HTX Mẫu Hai"),
        (["2", "Chủ thể: HTX Mẫu Hai"], "HTX Mẫu Hai"),
        (["Đơn vị: Công ty TNHH Mẫu"], "Công ty TNHH Mẫu"),
        (["1. Tên chủ thể: Hộ Lê Mẫu (01 SP)"], "Hộ Lê Mẫu"),
        (["Cơ sở sản xuất: Cơ sở bánh Mẫu (02 SP)"], "Cơ sở bánh Mẫu"),
        (["Đơn vị: huyện Na Hang"], None),
        (["II", "Du lịch Mẫu Xanh"], None),
        (["II", "Nhóm hộ dệt Bản Mẫu"], None),
        (["II", "Sản phẩm của ông Mẫu"], None),
        (["II. HỘ KINH DOANH"], None),
        (["1. Nhóm đồ uống"], "HTX Mẫu Một"),
        (["Đợt 2 năm 2025"], "HTX Mẫu Một"),
        (["Địa chỉ: thôn Mẫu"], "HTX Mẫu Một"),
        (["ĐC: xã Mẫu, tỉnh Sơn La"], "HTX Mẫu Một"),
        (["Huyện Na Hang"], None),
    ],
)
def test_without_a_column_of_entities_a_heading_names_one_or_leaves_the_rows_below_without(
    heading: list[str], entity: str | None
) -> None:
    first = [["I", "HTX Mẫu Một"], bare("1.1", "Trà sen")]
    assert entities(NONE, *first, heading, bare("2.1", "Mít sấy"), bare("2.2", "Kẹo mít")) == [
        "HTX Mẫu Một",
        entity,
        entity,
    ]


def test_what_stands_beside_the_name_of_an_entity_in_a_heading_is_said_of_it_alone() -> None:
    heads = [*NONE, "Địa chỉ", "Điện thoại"]
    first = ["I", "Chủ thể: HTX Mẫu Một", None, None, None, "xã Mẫu, tỉnh Sơn La", "0912345678"]
    found = lines(heads, first, bare(1, "Trà sen"), ["II", "HTX Mẫu Hai"], bare(1, "Mứt"))
    assert [line.taken for line in found] == [Taken.GROUP, Taken.PRODUCT] * 2
    said = [
        (line.cells.get(Field.ENTITY), line.cells.get(Field.PHONE), line.cells.get(Field.ADDRESS))
        for line in found[1::2]
    ]
    assert said == [("HTX Mẫu Một", "0912345678", "xã Mẫu, tỉnh Sơn La"), ("HTX Mẫu Hai", None, None)]
