"""A cell names one product, whatever counts it; one that names two comes back."""

from datetime import datetime

import pytest

from events_app import db
from events_app.imports import facts, singling
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from events_app.values import searched
from tests import make
from tests.imports import asking


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("1. Trà sen", "Trà sen"),
        ("12.Trà sen", "Trà sen"),
        ("1) Trà sen", "Trà sen"),
        ("(1) Trà sen", "Trà sen"),
        ("3/ Trà sen", "Trà sen"),
        ("2 - Trà sen", "Trà sen"),
        ("1. 2. Kẹo dừa", "Kẹo dừa"),
        ("1.2. Kẹo dừa", "Kẹo dừa"),
        ("1.2) Kẹo dừa", "Kẹo dừa"),
        ("1/ 2/ Kẹo dừa", "Kẹo dừa"),
        ("(1) 2) Kẹo dừa", "Kẹo dừa"),
        ("- 2. Kẹo dừa", "Kẹo dừa"),
        ("1.2 Kẹo dừa", "1.2 Kẹo dừa"),
        ("2/9 Kẹo dừa", "2/9 Kẹo dừa"),
        ("- Cao gừng", "Cao gừng"),
        ("'- Cao gừng", "Cao gừng"),
        ("+ Cao gừng", "Cao gừng"),
        ("• Cao gừng", "Cao gừng"),
        ("3 trong 1", "3 trong 1"),
        ("2-in-1 cà phê", "2-in-1 cà phê"),
        ("1.5 lít nước mắm", "1.5 lít nước mắm"),
        ("6 Nghĩa coffee", "6 Nghĩa coffee"),
        ("(Mẫu) Trà", "(Mẫu) Trà"),
        ("-", "-"),
        ("Trà sen\n(hộp 50 g)", "Trà sen (hộp 50 g)"),
        ("Trà Shan tuyết\nPhìn Hồ", "Trà Shan tuyết Phìn Hồ"),
        ("Bộ quà:\n- Trà sen\n- Mứt sen", "Bộ quà: - Trà sen - Mứt sen"),
        ("Mật ong\nbạc hà", "Mật ong bạc hà"),
        ("Mắm tôm của\nCơ sở bà Ba", "Mắm tôm của Cơ sở bà Ba"),
        ("TRÀ SEN\nTÂY HỒ", "TRÀ SEN TÂY HỒ"),
        ("HỦ TIẾU BỘT\nLỌC", "HỦ TIẾU BỘT LỌC"),
        ("Gạo nếp cái hoa vàng\nĐông Triều", "Gạo nếp cái hoa vàng Đông Triều"),
        ("NƯỚC MẮM\nCÁ CƠM", "NƯỚC MẮM CÁ CƠM"),
        ("BỘT\nBÁNH XÈO", "BỘT BÁNH XÈO"),
        ("XOÀI CÁT CHU\nCAO LÃNH", "XOÀI CÁT CHU CAO LÃNH"),
        ("DỪA SÁP\nTRÀ VINH", "DỪA SÁP TRÀ VINH"),
        ("Kẹo Lạc\nPhố Cổ", "Kẹo Lạc Phố Cổ"),
        ("Mật Ong Hoa Nhãn\nTây Hồ", "Mật Ong Hoa Nhãn Tây Hồ"),
        ("CAO ATISO\nTRÀ", "CAO ATISO TRÀ"),
        ("Gạo ST25\nGạo", "Gạo ST25 Gạo"),
        ("MẮM TÔM CỦA\nMẮM BÀ BA", "MẮM TÔM CỦA MẮM BÀ BA"),
        (15, "15"),
    ],
)
def test_a_product_is_called_without_what_counts_it(cell: str | int, name: str) -> None:
    assert singling.name(cell) == name


@pytest.mark.parametrize(
    "cell",
    [
        "Trà hai trong một\nRượu hai trong một",
        "Trà sen\nMứt sen",
        "1. Trà sen\n2. Mứt Sen",
        "- TRÀ\n- RƯỢU",
        "1. Bánh gai; 2. Bánh tẻ",
        "TRÀ SEN\nTRÀ LÀI",
        "TRÀ SEN\nMỨT SEN",
        "Gạo A\nGạo B",
        "Mật ong rừng\nMật Ong Hoa Tràm",
        "Chả lụa Bà Năm\nChả Bò Bà Năm",
        "Gạo Nếp\nCái Hoa Vàng\nGạo Tẻ",
        "Trà Sen\nCà Phê Sen",
        "GẠO A\r\nGẠO B",
    ],
)
def test_a_cell_that_names_two_products_is_unclear(cell: str) -> None:
    with pytest.raises(Unclear) as unclear:
        singling.name(cell)
    assert unclear.value.message == singling.TWO
    said = facts.said({Field.PRODUCT: cell, Field.ENTITY: "HTX Mẫu"}, facts.Place())
    assert (said.product, said.wrongs[0][:2]) == (None, (Field.PRODUCT, singling.TWO))


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        ("Trà sen; Trà gừng", ";"),
        ("Trà sen;Mứt gừng", ";"),
        ("Gạo ST25; nếp cái hoa vàng", ";"),
        ("Mật ong (500 ml); Phấn hoa", ";"),
        ("1. Trà sen; Mứt", ";"),
        ("Trà sen + Trà gừng", "+"),
        ("trà sen + trà gừng", "+"),
        ("Cao Atiso + Mật ong", "+"),
        ("Trà sen, Trà gừng", ","),
        ("Trà sen và Trà gừng", "và"),
        ("TRÀ SEN VÀ TRÀ GỪNG", "VÀ"),
        ("Tra sen va Tra gung", "va"),
        ("Trà sen/Trà gừng", "/"),
        ("Gạo ST24 & Gạo ST25", "&"),
        ("Bò khô; Bò giàng", ";"),
        ("Trà sen, hộp 50 g; Mứt sen", ";"),
    ],
)
def test_a_sign_may_join_two_products(cell: str, sign: str) -> None:
    assert singling.joined(cell) == sign


@pytest.mark.parametrize(
    "cell",
    [
        "Mật ong (500 ml; 1 l)",
        "Trà sen; hộp 50 g",
        "Trà sen; 50 g",
        "Trà gừng + mật ong",
        "Cà phê 3+1",
        "Vitamin C + D",
        "Trà A+",
        "; Trà",
        "Bộ quà Trà sen; Trà gừng",
        "Hộp quà Trà sen + Mứt sen",
        "Quà Tết: Trà sen; Mứt sen",
        "Bún, miến, phở khô",
        "Mắm tôm, mắm tép",
        "Trà Shan và Mật ong",
        "Rượu 29,5 độ/500 ml",
    ],
)
def test_a_sign_in_the_name_of_one_product_joins_none(cell: str) -> None:
    assert singling.joined(cell) == ""


@pytest.mark.usefixtures("database")
async def test_a_new_product_that_may_be_two_comes_back_and_one_that_is_known_by_this_name_does_not(
    cast: make.Cast, at: datetime
) -> None:
    name = "Trà sen và Trà gừng"
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, product=name), asking.a_row(2)]), at=at)
    assert [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)] == [
        ("fault", [["product", singling.TWO_JOINED, {"sign": "và"}]]),
        ("create", []),
    ]
    assert (await asking.brought(cast.an, row, at=at)).counts["rows"] == {"create": 1, "fault": 1}
    await db.fetch("UPDATE product SET name = $1, search = $2", name, searched(name))
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(2, product=name)]), at=at)
    assert row.counts["rows"] == {"same": 1}


def test_a_product_that_is_counted_in_one_list_is_the_same_in_another() -> None:
    keys = {facts.said({Field.PRODUCT: cell}, facts.Place()).key for cell in ("1. Trà sen", "- Trà sen", "Trà sen")}
    assert keys == {"tra sen"}
