"""An address is taken apart into the units that it names, and put together again without some of them."""

import pytest

from events_app.directory import districts, dividing
from events_app.directory.dividing import Kind, When


def kinds(address: str) -> list[tuple[str, Kind]]:
    return [(one.said, one.kind) for one in dividing.parts(address) if one.kind != Kind.OTHER]


@pytest.mark.parametrize(
    ("address", "units"),
    [
        ("xã A, huyện B, tỉnh Đồng Tháp", ["xã A", "huyện B", "tỉnh Đồng Tháp"]),
        ("xã A - huyện B - tỉnh Đồng Tháp", ["xã A", "huyện B", "tỉnh Đồng Tháp"]),
        ("xã A-huyện B-tỉnh Đồng Tháp", ["xã A", "huyện B", "tỉnh Đồng Tháp"]),
        ("xã A. huyện B. tỉnh Đồng Tháp", ["xã A", "huyện B", "tỉnh Đồng Tháp"]),
        ("xã A huyện B tỉnh Đồng Tháp", ["xã A", "huyện B", "tỉnh Đồng Tháp"]),
        ("xã A (huyện B, Đồng Tháp)", ["xã A", "huyện B", "Đồng Tháp"]),
        ("xã A, huyện Lai Vung Đồng Tháp", ["xã A", "huyện Lai Vung", "Đồng Tháp"]),
        ("P.1, TP.Vũng Tàu, tỉnh BR-VT", ["P.1", "TP.Vũng Tàu", "tỉnh BR-VT"]),
        ("TX. Quảng Trị, T. Quảng Trị", ["TX. Quảng Trị", "T. Quảng Trị"]),
        ("xã A, tỉnh Thừa Thiên - Huế, Việt Nam", ["xã A", "tỉnh Thừa Thiên - Huế"]),
        ("tỉnh Đồng Tháp Việt Nam", ["tỉnh Đồng Tháp"]),
        ("Quận 5, TPHCM", ["Quận 5", "TPHCM"]),
        ("xa Long Hau huyen Lai Vung tinh Dong Thap", ["xa Long Hau", "huyen Lai Vung", "tinh Dong Thap"]),
        ("xa Tam Quan Bac, thi xa Hoai Nhon", ["xa Tam Quan Bac", "thi xa Hoai Nhon"]),
        ("12 đường Bà Huyện Thanh Quan, quận 3", ["quận 3"]),
        ("hợp tác xã Mẫu, đường tỉnh 852, cấp huyện 3", []),
        ("Km 12, tỉnh lộ 8", []),
        ("TT Huế", ["TT Huế"]),
        ("12-14 Lê Lợi, 30/4", []),
    ],
)
def test_units_are_told_apart_by_signs_and_by_the_words_for_them(address: str, units: list[str]) -> None:
    assert [said for said, _ in kinds(address)] == units


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("TP. Cao Lãnh", Kind.DISTRICT),
        ("TP Vĩnh Long", Kind.TOWN),
        ("TP. Vũng Tàu", Kind.TOWN),
        ("thành phố Cần Thơ", Kind.PROVINCE),
        ("TP Đồng Nai", Kind.PROVINCE),
        ("huyện Hòa Bình", Kind.DISTRICT),
        ("xã Bình Dương", Kind.COMMUNE),
        ("phường Hà Tĩnh", Kind.COMMUNE),
        ("Hà Tĩnh", Kind.NAME),
        ("đường Hà Nội", Kind.OTHER),
        ("Khu phố Bình Dương", Kind.OTHER),
        ("tỉnh Mẫu", Kind.OTHER),
    ],
)
def test_a_name_of_a_province_is_one_by_the_word_before_it(said: str, kind: Kind) -> None:
    assert [one.kind for one in dividing.parts(said)] == [kind]


@pytest.mark.parametrize(
    ("address", "times"),
    [
        ("xã A (nay là xã B), huyện C", [When.UNSAID, When.NOW, When.UNSAID]),
        ("xã A; nay thuộc xã B", [When.UNSAID, When.NOW]),
        ("xã A Nay: xã B", [When.UNSAID, When.NOW]),
        ("xa A nay la xa B", [When.UNSAID, When.NOW]),
        ("xã A => xã B", [When.UNSAID, When.NOW]),
        ("xã B (trước đây là xã A)", [When.UNSAID, When.BEFORE]),
        ("xã B (xã A, huyện C cũ)", [When.UNSAID, When.BEFORE, When.BEFORE]),
        ("xã A (xã B mới)", [When.UNSAID, When.NOW]),
        ("xã B; địa chỉ cũ: xã A", [When.UNSAID, When.BEFORE]),
        ("ấp Nay Mới, xã Cũ", [When.UNSAID, When.UNSAID]),
    ],
)
def test_what_was_and_what_is_are_told_apart(address: str, times: list[When]) -> None:
    assert [one.when for one in dividing.parts(address) if one.said] == times


def test_labels_say_which_address_is_the_seat() -> None:
    whole = dividing.parts("Trụ sở chính: xã A. Chi nhánh: xã B; VP: xã C; Xưởng sản xuất: xã D")
    assert [(one.said, one.seat) for one in whole] == [("xã A", 3), ("xã B", 0), ("xã C", 2), ("xã D", 0)]


@pytest.mark.parametrize(
    ("address", "dropped", "left"),
    [
        ("xã A, huyện B, tỉnh C", ["huyện B"], "xã A, tỉnh C"),
        ("huyện B, xã A", ["huyện B"], "xã A"),
        ("xã A (nay: xã D), huyện B", ["huyện B"], "xã A (nay: xã D)"),
        ("xã D (trước đây là huyện B), ấp 1", ["huyện B"], "xã D, ấp 1"),
        ("xã D (trước đây là huyện B, xã A)", ["huyện B"], "xã D (trước đây là xã A)"),
        ("Trụ sở: huyện B. Xưởng: xã D", ["huyện B"], "Xưởng: xã D"),
        ("huyện B nay là xã D", ["huyện B"], "nay là xã D"),
        ("huyện B", ["huyện B"], ""),
    ],
)
def test_an_address_is_put_together_without_some_parts(address: str, dropped: list[str], left: str) -> None:
    whole = dividing.parts(address)
    assert dividing.without(whole, []) == address
    assert dividing.without(whole, [one for one in whole if one.said in dropped]) == left


def test_a_district_is_known_by_its_province_of_before() -> None:
    assert districts.having("Lai Vung") == districts.having("lai vung") == {"87"}
    assert districts.having("Cao Lãnh") == {"87"}
    assert districts.having("5") == {"79"}
    assert {"80", "82", "83", "84", "87"} <= districts.having("Châu Thành")
    assert districts.having("Mẫu") == set()
