"""Columns are recognised however an office words them, and as we word them ourselves."""

from typing import Any

import pytest

from events_app import i18n
from events_app.imports import headings, wording
from events_app.imports.finding import found
from events_app.imports.headings import Field


@pytest.mark.parametrize("language", list(i18n.Language))
def test_what_we_call_a_column_ourselves_is_recognised(language: i18n.Language) -> None:
    with i18n.speaking(language):
        said = {field: headings.meant(headings.words_of(i18n.text(words))) for field, words in wording.FIELDS.items()}
    assert said == {field: field for field in Field}


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("Tên sản phẩm", Field.PRODUCT),
        ("TÊN SẢN PHẨM (đầy đủ)", Field.PRODUCT),
        ("ten san pham", Field.PRODUCT),
        ("Sản phẩm", Field.PRODUCT),
        ("Mã số thuế/CCCD", Field.TAX_CODE),
        ("Hạng\nsao", Field.STARS),
        ("Số QĐ", Field.NUMBER),
        ("Người đại diện theo pháp luật", Field.REPRESENTATIVE),
        ("Người đại diện/SĐT", Field.REPRESENTATIVE),
        ("Tên người đại diện - SĐT", Field.REPRESENTATIVE),
        ("SĐT người đại diện", Field.PHONE),
        ("Ngày ra QĐ", Field.ISSUED),
        ("Địa chỉ mới", Field.ADDRESS),
        ("Địa phương (tỉnh cũ)", Field.PROVINCE),
        ("Địa phương (tỉnh/thành phố)", Field.PROVINCE),
        ("Địa phương (huyện cũ)", Field.DISTRICT),
        ("Huyện (tỉnh cũ)", Field.DISTRICT),
        ("Mặt hàng OCOP", Field.PRODUCT),
        ("OCOP rank", Field.STARS),
        ("Product name", Field.PRODUCT),
        ("Danh mục sản phẩm", Field.PRODUCT),
        ("Tên SP OCOP", Field.PRODUCT),
        ("Tên sản phẩm được công nhận", Field.PRODUCT),
        ("Sản phẩm tham gia", Field.PRODUCT),
        ("Products", Field.PRODUCT),
        ("Item", Field.PRODUCT),
        ("Số chứng nhận", Field.NUMBER),
        ("QĐ số", Field.NUMBER),
        ("QĐ", Field.NUMBER),
        ("Số, ngày QĐ", Field.NUMBER),
        ("Kind", Field.KIND),
        ("Type", Field.KIND),
        ("Entity type", Field.KIND),
        ("Phân hạng sao", Field.STARS),
        ("Hạng sao OCOP", Field.STARS),
        ("Số sao đạt được", Field.STARS),
        ("Số sao được công nhận", Field.STARS),
        ("Cấp sao", Field.STARS),
        ("Phân hạng sản phẩm", Field.STARS),
        ("Đạt chuẩn OCOP (sao)", Field.STARS),
        ("OCOP stars", Field.STARS),
        ("Organization", Field.ENTITY),
        ("Company", Field.ENTITY),
        ("Enterprise", Field.ENTITY),
        ("Owner", Field.ENTITY),
        ("Manufacturer", Field.ENTITY),
        ("Doanh nghiệp/HTX", Field.ENTITY),
        ("Tổ chức/cá nhân", Field.ENTITY),
        ("Chủ thể tham gia", Field.ENTITY),
        ("Tên DN, HTX, hộ KD", Field.ENTITY),
        ("Tên công ty/HTX", Field.ENTITY),
        ("Decision No", Field.NUMBER),
        ("Số QĐ, ngày tháng", Field.NUMBER),
        ("Số, ngày, tháng, năm quyết định công nhận", Field.NUMBER),
        ("Issued", Field.ISSUED),
        ("Ngày, tháng, năm QĐ", Field.ISSUED),
        ("Ngày cấp giấy chứng nhận", Field.ISSUED),
        ("Hiệu lực", Field.ENDS),
        ("Thời hạn hiệu lực", Field.ENDS),
        ("Hiệu lực đến ngày", Field.ENDS),
        ("Expiry", Field.ENDS),
        ("Tel", Field.PHONE),
        ("Category", Field.GROUP),
        ("Bộ sản phẩm", Field.SUBGROUP),
        ("5 sao (tiềm năng)", Field.POTENTIAL),
        ("5 sao (TN)", Field.POTENTIAL),
        ("TN 5*", Field.POTENTIAL),
        ("Tiềm năng", Field.POTENTIAL),
        ("Potential 5-star", Field.POTENTIAL),
        ("5 sao (đề nghị Trung ương)", Field.POTENTIAL),
        ("5 sao (đề nghị)", None),
        ("4 sao (dự kiến)", None),
        ("3*", Field.THREE),
        ("★★★★", Field.FOUR),
        ("Đạt 5 sao", Field.FIVE),
        ("Mã số thuế/ số CCCD", Field.TAX_CODE),
        ("MST chủ thể", Field.TAX_CODE),
        ("Người đại diện, chức vụ", Field.REPRESENTATIVE),
        ("Chủ hộ/Giám đốc", Field.REPRESENTATIVE),
        ("SĐT liên hệ", Field.PHONE),
        ("Địa chỉ trụ sở chính", Field.ADDRESS),
        ("Huyện/TP", Field.DISTRICT),
        ("Huyện/thị cũ", Field.DISTRICT),
        ("Huyện, thị xã, TP cũ", Field.DISTRICT),
        ("Địa bàn huyện trước sáp nhập", Field.DISTRICT),
        ("Tên chủ thể, địa chỉ, điện thoại", Field.ENTITY),
        ("Tên chủ thể, địa chỉ", Field.ENTITY),
        ("Chủ thể/Người đại diện/SĐT", Field.ENTITY),
        ("Địa chỉ chủ thể", Field.ADDRESS),
        ("Địa phương", Field.DISTRICT),
        ("Địa phương (tỉnh)", Field.PROVINCE),
        ("QĐ công nhận (số, ngày)", Field.NUMBER),
        ("Số, ký hiệu QĐ", Field.NUMBER),
        ("Quyết định phê duyệt kết quả đánh giá", Field.NUMBER),
        ("Mã số chứng nhận", Field.NUMBER),
        ("Thời điểm công nhận", Field.ISSUED),
        ("GCN có giá trị đến", Field.ENDS),
        ("Hạn sử dụng GCN", Field.ENDS),
        ("Cơ quan ban hành QĐ", Field.ISSUER),
        ("Cấp ban hành", Field.ISSUER),
        ("Tên hộ/HTX/DN", Field.ENTITY),
        ("Loại hình SXKD", Field.KIND),
        ("Số sao hiện tại", Field.STARS),
        ("Ngành/Nhóm", Field.GROUP),
        ("Nhóm sản phẩm OCOP", Field.GROUP),
        ("Tên hàng", Field.PRODUCT),
        ("Tên sản phẩm đạt sao", Field.PRODUCT),
        ("Số", None),
        ("Hạn sử dụng", None),
        ("Sản phẩm tiềm năng", None),
        ("Số CCCD", None),
        ("Giá bán (tính theo kg)", None),
        ("Tên chỉ tiêu", None),
        ("Số sao đề nghị", None),
        ("Hạng sao đăng ký", None),
        ("Số sản phẩm đạt 3 sao", None),
        ("Bản sao giấy chứng nhận", None),
        ("Điểm, hạng sao", None),
        ("Tổ chức sản xuất", None),
        ("Số hộ tham gia", None),
        ("Tham gia HTX", None),
        ("Sản phẩm của HTX", None),
        ("Số QĐ thành lập HTX", None),
        ("Số giấy chứng nhận đăng ký kinh doanh", None),
        ("Số GCN ATTP", None),
        ("Ngày cấp CCCD", None),
        ("Ngày có hiệu lực", None),
        ("STT", None),
        ("Ghi chú", None),
        ("Nhu cầu vốn", None),
    ],
)
def test_a_heading_means(cell: str, field: Field | None) -> None:
    assert headings.field_of(cell) == field


def test_a_header_of_two_rows_is_read_as_one() -> None:
    rows: list[list[Any]] = [
        ["DANH SÁCH"],
        ["STT", "Chủ thể", None, "Sản phẩm", None],
        [None, "Tên", "Điện thoại", "Tên", "Nhóm"],
    ]
    header = found(rows)
    assert header
    assert (header.first, header.last) == (1, 2)
    assert header.fields == {1: Field.ENTITY, 2: Field.PHONE, 3: Field.PRODUCT, 4: Field.GROUP}
    assert header.words[4] == "Sản phẩm – Nhóm"


HEADS = ["Tên sản phẩm", "Chủ thể"]


def below(upper: str, *lower: Any) -> list[Field | None]:
    """What columns mean that stand below one heading."""
    header = found([[*HEADS, upper, *[None] * (len(lower) - 1)], [None, None, *lower]])
    assert header
    return [header.fields.get(column) for column in range(2, 2 + len(lower))]


def test_what_a_number_is_of_and_a_day_stands_above_them() -> None:
    said = [Field.NUMBER, Field.ISSUED, Field.ISSUER]
    assert below("Quyết định phê duyệt kết quả", "Số", "Ngày ban hành", "Cơ quan ban hành") == said
    assert below("Thông tin quyết định", "Số, ký hiệu", "Ngày", "Cơ quan cấp") == said
    header = found([["Tên sản phẩm", "Chủ thể OCOP", None], [None, "Tên", "Địa chỉ"]])
    assert header
    assert header.fields == {0: Field.PRODUCT, 1: Field.ENTITY, 2: Field.ADDRESS}
    assert below("Vốn", "Số", "Ngày") == [None, None]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Phân hạng", ("3 sao", "4 sao", "5 sao (tiềm năng)", "5 sao")),
        ("Kết quả xếp hạng", ("3*", "4*", "TN 5*", "5*")),
        ("Sao", ("3", "4", "5 (TN)", "5")),
    ],
)
def test_stars_are_crossed_below_their_heading(upper: str, lower: tuple[str, ...]) -> None:
    assert below(upper, *lower) == [Field.THREE, Field.FOUR, Field.POTENTIAL, Field.FIVE]


def test_figures_below_the_heading_of_stars_may_be_numbers() -> None:
    header = found([[*HEADS, "Sao", None, None, "Quyết định"], [None, None, 3, 4, 5, "Số"]])
    assert header
    assert list(header.fields.values())[2:] == [Field.THREE, Field.FOUR, Field.FIVE, Field.NUMBER]
    header = found([[*HEADS, "Sao", "Tỉnh"], [1, 2, 3, 4]])
    assert header
    assert (header.last, header.fields[2]) == (0, Field.STARS)


def test_without_the_name_of_a_product_there_is_no_header() -> None:
    assert found([["STT", "Chủ thể", "Điện thoại"]]) is None
    assert found([["Sản phẩm OCOP"], ["a", "b"]]) is None


@pytest.mark.parametrize(
    "title",
    [
        ["Danh sách sản phẩm OCOP tỉnh Hưng Yên"],
        ["(Số liệu đến 30-6-2025)", None, None, "Đơn vị tính: sản phẩm"],
    ],
)
def test_a_title_is_not_joined_to_the_headings_below_it(title: list[Any]) -> None:
    heads = ["Tên sản phẩm", "Chủ thể", "Sao", "Ghi chú"]
    header = found([title, heads])
    assert header
    assert (header.first, header.words, len(header.fields)) == (1, heads, 3)


def test_a_list_below_its_header_is_not_taken_for_a_second_row_of_it() -> None:
    header = found([["Tên sản phẩm", "Nhóm", "Chủ thể"], ["Trà", "Đồ uống", "Hợp tác xã"]])
    assert header
    assert header.last == 0


def test_a_column_that_says_it_outright_is_taken_before_a_vague_one() -> None:
    header = found([["Danh mục sản phẩm", "Tên sản phẩm", "Sản phẩm", "Chủ thể"]])
    assert header
    assert header.fields == {1: Field.PRODUCT, 3: Field.ENTITY}


def test_a_column_of_just_these_words_is_taken_before_one_that_is_made_of_them() -> None:
    header = found([["Tên sản phẩm", "Doanh nghiệp/HTX", "Chủ thể", "Kết quả", "Số sao đạt được"]])
    assert header
    assert header.fields == {0: Field.PRODUCT, 2: Field.ENTITY, 4: Field.STARS}


def test_kinds_that_are_crossed_below_their_heading_are_no_entities() -> None:
    upper = ["Tên sản phẩm", "Loại hình", None, "Quyết định", None, None]
    header = found([upper, [None, "Doanh nghiệp/HTX", "Hộ kinh doanh", "Số", "Ngày ban hành", "Cơ quan ban hành"]])
    assert header
    assert header.fields == {0: Field.PRODUCT, 3: Field.NUMBER, 4: Field.ISSUED, 5: Field.ISSUER}


def test_no_form_of_headings_names_a_product_which_would_not_be_looked_at() -> None:
    assert Field.PRODUCT not in headings._MADE_OF


def test_the_header_that_was_seen_before_is_taken_again() -> None:
    rows = [["Tên sản phẩm", "Nhóm", "Chủ thể"], ["x"], ["Sản phẩm", "Đơn vị"]]
    assert [header.last for header in (found(rows), found(rows, 2)) if header] == [0, 2]
