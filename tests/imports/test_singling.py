"""A cell names one product, whatever counts it; one that names two comes back."""

import pytest

from events_app.imports import facts, singling
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear


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


def test_a_product_that_is_counted_in_one_list_is_the_same_in_another() -> None:
    keys = {facts.said({Field.PRODUCT: cell}, facts.Place()).key for cell in ("1. Trà sen", "- Trà sen", "Trà sen")}
    assert keys == {"tra sen"}
