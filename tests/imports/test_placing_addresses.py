"""What an address in a list says of its province and its district, in whichever form an office writes it."""

import pytest

from events_app.directory.places import Set
from events_app.imports import placing
from events_app.imports.placing import Lying, lying

DONG_THAP = "34-82"
# An address, and what is read in it whichever province is assumed: set and code, what is left of it, the district.
READ = [
    ("Phường Long Bình Tân - Thành phố Biên Hòa - Tỉnh Đồng Nai", "63-75", "Phường Long Bình Tân", "Thành phố Biên Hòa"),
    ("Phong Điền, Thừa Thiên Huế", "34-46", "Phong Điền, Thừa Thiên Huế", ""),
    ("Tỉnh Lào Cai, xã Bát Xát", "34-15", "Tỉnh Lào Cai, xã Bát Xát", ""),
    ("Thôn 3 - xã Ea Tu - TP. Buôn Ma Thuột - Đắk Lắk", "63-66", "Thôn 3 - xã Ea Tu", "TP. Buôn Ma Thuột"),
    ("KCN Sa Đéc, Đồng Tháp", "34-82", "KCN Sa Đéc, Đồng Tháp", ""),
    ("Đồng Tháp, huyện Lai Vung, xã Hòa Long", "63-87", "xã Hòa Long", "huyện Lai Vung"),
    ("TP Hà Nội, huyện Ba Vì, xã Vật Lại", "63-01", "xã Vật Lại", "huyện Ba Vì"),
    ("Huyện Yên Thế, tỉnh Bắc Giang nay là tỉnh Bắc Ninh", "63-24", "nay là tỉnh Bắc Ninh", "Huyện Yên Thế"),
    ("xã A, huyện Châu Thành, tỉnh Bến Tre nay thuộc tỉnh Vĩnh Long", "63-83", "xã A nay thuộc tỉnh Vĩnh Long", "huyện Châu Thành"),
    (
        "xã Tháp Mười, tỉnh Đồng Tháp (xã Mỹ Hòa, huyện Tháp Mười cũ)",
        "63-87",
        "xã Tháp Mười, tỉnh Đồng Tháp (xã Mỹ Hòa)",
        "huyện Tháp Mười",
    ),
    (
        "Xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre (nay: xã Phú Túc, tỉnh Vĩnh Long)",
        "63-83",
        "Xã Tân Thạch (nay: xã Phú Túc, tỉnh Vĩnh Long)",
        "huyện Châu Thành",
    ),
    (
        "Xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre; nay là xã Phú Túc, tỉnh Vĩnh Long",
        "63-83",
        "Xã Tân Thạch; nay là xã Phú Túc, tỉnh Vĩnh Long",
        "huyện Châu Thành",
    ),
    (
        "Xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre - nay là xã Phú Túc, tỉnh Vĩnh Long",
        "63-83",
        "Xã Tân Thạch - nay là xã Phú Túc, tỉnh Vĩnh Long",
        "huyện Châu Thành",
    ),
    (
        "Xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre Nay là: xã Phú Túc, tỉnh Vĩnh Long",
        "63-83",
        "Xã Tân Thạch Nay là: xã Phú Túc, tỉnh Vĩnh Long",
        "huyện Châu Thành",
    ),
    (
        "Xã Phú Túc, tỉnh Vĩnh Long (trước đây là xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre)",
        "63-83",
        "Xã Phú Túc, tỉnh Vĩnh Long (trước đây là xã Tân Thạch)",
        "huyện Châu Thành",
    ),
    (
        "thị xã Cai Lậy, tỉnh Tiền Giang, nay là xã Mỹ Phước Tây, tỉnh Đồng Tháp",
        "63-82",
        "nay là xã Mỹ Phước Tây, tỉnh Đồng Tháp",
        "thị xã Cai Lậy",
    ),
    (
        "xã A, huyện Yên Thế, tỉnh Bắc Giang cũ, nay là xã Yên Thế, tỉnh Bắc Ninh",
        "63-24",
        "xã A, nay là xã Yên Thế, tỉnh Bắc Ninh",
        "huyện Yên Thế",
    ),
    ("xã A, huyện Mộc Hóa, tỉnh Long An, nay thuộc tỉnh Tây Ninh", "63-80", "xã A, nay thuộc tỉnh Tây Ninh", "huyện Mộc Hóa"),
    (
        "Trụ sở: xã A, huyện Lấp Vò, Đồng Tháp; Xưởng: xã B, huyện Châu Thành, tỉnh Long An",
        "63-87",
        "Trụ sở: xã A; Xưởng: xã B, huyện Châu Thành, tỉnh Long An",
        "huyện Lấp Vò",
    ),
    (
        "Trụ sở chính: xã A, huyện Ba Tri, tỉnh Bến Tre. Chi nhánh: Quận 7, TP. Hồ Chí Minh",
        "63-83",
        "Trụ sở chính: xã A. Chi nhánh: Quận 7, TP. Hồ Chí Minh",
        "huyện Ba Tri",
    ),
    ("P.Vĩnh Hải, TP Nha Trang, Khánh Hoà", "63-56", "P.Vĩnh Hải", "TP Nha Trang"),
    ("Đường Hà Nội, phường 5, TP. Vũng Tàu", "63-77", "Đường Hà Nội, phường 5", "TP. Vũng Tàu"),
    ("P. Quảng Ninh, TP Thanh Hóa", "63-38", "P. Quảng Ninh", "TP Thanh Hóa"),
    ("Số 5, phường 1, TP. Cao Lãnh", "63-87", "Số 5, phường 1", "TP. Cao Lãnh"),
    ("TP. Thủ Đức, Thành phố Hồ Chí Minh", "63-79", "", "TP. Thủ Đức"),
    ("xã Kim Thành, TP Hải Phòng", "34-31", "xã Kim Thành, TP Hải Phòng", ""),
    ("xã Tân Phước, huyện Gò Công Đông, tỉnh Tiền Giang", "63-82", "xã Tân Phước", "huyện Gò Công Đông"),
    ("ấp 1, xã Long Hậu, huyện Lai Vung tỉnh Đồng Tháp", "63-87", "ấp 1, xã Long Hậu", "huyện Lai Vung"),
    ("xã Long Hậu huyện Lai Vung, Đồng Tháp", "63-87", "xã Long Hậu", "huyện Lai Vung"),
    ("xã Long Hậu huyện Lai Vung", "63-87", "xã Long Hậu", "huyện Lai Vung"),
    ("xã A, Huyện: Thạnh Phú, tỉnh Bến Tre", "63-83", "xã A", "Huyện Thạnh Phú"),
    ("xã Gò Công Đông, tỉnh Đồng Tháp (Tiền Giang cũ)", "63-82", "xã Gò Công Đông, tỉnh Đồng Tháp (Tiền Giang cũ)", ""),
    # A district of what is another province of before than the one that has its new name.
    ("phường 1, TP Mỹ Tho, tỉnh Đồng Tháp", "63-82", "phường 1, tỉnh Đồng Tháp", "TP Mỹ Tho"),
    ("huyện Kim Thành, TP Hải Phòng", "63-30", "TP Hải Phòng", "huyện Kim Thành"),
    ("Phường Phú Khương, thành phố Bến Tre, tỉnh Vĩnh Long", "63-83", "Phường Phú Khương, tỉnh Vĩnh Long", "thành phố Bến Tre"),
]  # fmt: skip


@pytest.mark.parametrize("assumed", ["", "34-82", "34-86", "34-01"])
@pytest.mark.parametrize(("address", "province", "left", "district"), READ)
def test_an_address_says_where_it_is_in_any_form_and_to_everybody_the_same(
    address: str, province: str, left: str, district: str, assumed: str
) -> None:
    which, code = province.split("-")
    assert lying("", address, "", assumed, None) == Lying(which, code, left, district)


@pytest.mark.parametrize(
    "address",
    [
        "đường Hà Nội, khóm 3",
        "xã Bình Dương",
        "phường Hà Tĩnh",
        "Khu phố Bình Dương, phường 2",
        "12 Nguyễn Thái Bình, phường 1",
        "ấp 1, xã A, huyện Mẫu",
        "KDC Bến Tre",
    ],
)
def test_a_street_or_a_commune_of_the_name_of_a_province_is_none(address: str) -> None:
    assert lying("", address, "", DONG_THAP, None) == Lying("34", "82", address, "")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("Thôn 3, Hòa Bình", "Hòa Bình"),
        ("Hòa Bình, xã A", "Hòa Bình"),
        ("xã A (Bến Tre)", "Bến Tre"),
        ("Thừa Thiên Huế", "Huế"),
        ("xã Long Hậu Sơn La", "Sơn La"),
        ("phường 5 Vĩnh Long", "Vĩnh Long"),
    ],
)
def test_a_name_that_may_be_that_of_another_province_is_asked_about(address: str, named: str) -> None:
    found = lying("", address, "", DONG_THAP, None)
    assert (found.province_code, found.wrong) == (None, placing._PERHAPS)
    assert (found.told["named"]["vi"], found.told["province"]["vi"]) == (named, "Đồng Tháp")
    # What the sentence asks for settles it.
    assert lying("", f"{address}, tỉnh Đồng Tháp", "", DONG_THAP, None).province_code == "82"
    assert lying("Đồng Tháp", address, "", DONG_THAP, None).province_code == "82"


def test_a_name_that_its_own_province_has_is_no_other_one() -> None:
    for address in ("ấp 1, Bến Tre", "xã A (Bến Tre)", "Vĩnh Long"):
        assert lying("", address, "", "34-86", None) == Lying("34", "86", address, "")


@pytest.mark.parametrize(
    "address",
    [
        "xã A, huyện Lấp Vò, tỉnh Đồng Tháp; xã B, huyện Châu Thành, tỉnh Long An",
        "Cơ sở 1: xã A, tỉnh Sơn La; Cơ sở 2: xã B, tỉnh Lào Cai",
        "xã A, tỉnh Bến Tre (nay là xã B, tỉnh Đồng Tháp)",
        "xã A, tỉnh Bến Tre, tỉnh Trà Vinh",
    ],
)
def test_an_address_in_two_provinces_is_asked_about(address: str) -> None:
    for assumed in ("", DONG_THAP, "34-14"):
        found = lying("", address, "", assumed, None)
        assert (found.province_code, found.wrong) == (None, placing._SEVERAL)
        assert found.told["named"] != found.told["other"]


def test_of_two_districts_none_is_taken() -> None:
    address = "CS1: xã A, huyện Lấp Vò, tỉnh Đồng Tháp; CS2: xã B, huyện Lai Vung, tỉnh Đồng Tháp"
    assert lying("", address, "", "", None) == Lying("63", "87", address, "")


@pytest.mark.parametrize(
    ("district", "code"),
    [("Gò Công Đông", "82"), ("H. Tháp Mười", "87"), ("huyện: Châu Thành", "87"), ("huyện Mẫu", "87")],
)
def test_a_district_tells_which_part_of_a_province_of_today_is_meant(district: str, code: str) -> None:
    assert lying("Đồng Tháp", "xã A", district, "", None) == Lying("63", code, "xã A", district.replace(":", ""))
    assert lying("Đồng Tháp", "xã A", district, "", Set.OLD).province_code == "87"


def test_a_district_that_is_only_elsewhere_is_there() -> None:
    assert lying("", "xã A, huyện Lai Vung", "", "34-01", None) == Lying("63", "87", "xã A", "huyện Lai Vung")
    found = lying("", "xã A, huyện Châu Thành", "", "34-01", None)
    assert (found.wrong, found.told["named"]) == (placing._PERHAPS, "huyện Châu Thành")
    assert lying("", "xã A", "Lai Vung", "34-01", None).province_code == "01"  # a column says it of its own list
    assert lying("", "xã A, huyện Châu Thành", "", DONG_THAP, None) == Lying("34", "82", "xã A, huyện Châu Thành", "")


def test_a_district_of_the_name_of_another_province_is_asked_about() -> None:
    assert lying("Sơn La", "xã Huy Mẫu, Phù Yên", "", "", None).wrong is None
    for code in ("34-14", "63-14"):
        assert lying("", "xã Huy Mẫu, Phù Yên", "", code, None).wrong == placing._PERHAPS
