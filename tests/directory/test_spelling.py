"""Provinces as people write them."""

import unicodedata
from datetime import date

import pytest

from events_app.directory import places, spelling
from events_app.directory.places import Province, Set
from events_app.values import plain

ALL = [one for which in Set for one in places.provinces(which).values()]
OLD_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "úy": "uý", "ùy": "uỳ", "ủy": "uỷ"}


def _old_tones(name: str) -> str:
    for new, old in OLD_TONES.items():
        name = name.replace(new, old)
    return name


def spellings(one: Province) -> list[str]:
    """Decomposed with the tone at the old place, ASCII capitals run together, with its title and that shortened, in English."""
    name = one.name["vi"]
    title, short = ("TP. ", "T.P. ") if places.is_city(one, date(2026, 5, 1)) else ("Tỉnh ", "T. ")
    bare = name.removeprefix("Thành phố ")
    return [
        unicodedata.normalize("NFD", _old_tones(name)),
        plain(bare).upper().replace(" ", ""),
        f"  {title}{bare.replace('Đ', 'Ð')} ",
        f"{short}{bare}",
        one.name["en"],
    ]


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.set}-{one.code}")
def test_each_of_the_97_names_resolves_in_five_spellings(one: Province) -> None:
    written = spellings(one)
    assert [spelling.resolve(text, which=one.set) for text in written] == [one] * 5
    assert all(one in spelling.candidates(text) for text in written)


def test_no_two_provinces_of_a_set_are_called_the_same() -> None:
    for which in Set:
        names = [spelling._key(plain(one.name["vi"])) for one in places.provinces(which).values()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("TPHCM", "Thành phố Hồ Chí Minh"),
        ("T.P Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("tp HCM", "Thành phố Hồ Chí Minh"),
        ("Saigon", "Thành phố Hồ Chí Minh"),
        ("Sài Gòn", "Thành phố Hồ Chí Minh"),
        ("Ho Chi Minh", "Thành phố Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh.", "Thành phố Hồ Chí Minh"),
        ("Ha Noi city", "Hà Nội"),
        ("Hanoi", "Hà Nội"),
        ("Dak Lak", "Đắk Lắk"),
        ("Đăk Lăk", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("Daklak", "Đắk Lắk"),
        ("TT Huế", "Huế"),
        ("Thừa Thiên - Huế", "Huế"),
        ("34-24", "Bắc Ninh"),
        ("34 - 24", "Bắc Ninh"),
    ],
)
def test_what_offices_write_is_understood(written: str, name: str) -> None:
    assert spelling.resolve(written, on=date(2026, 1, 1)).name["vi"] == name


def test_a_name_of_both_sets_is_told_apart_by_a_set_or_a_date_and_otherwise_asked_about() -> None:
    with pytest.raises(spelling.WhichSet) as asked:
        spelling.resolve("Bắc Ninh")
    assert [(one.set, one.code) for one in asked.value.candidates] == [("34", "24"), ("63", "27")]
    assert spelling.resolve("Bắc Ninh", which=Set.OLD).code == "27"
    assert spelling.resolve("Bắc Ninh", on=date(2025, 6, 30)).code == "27"
    assert spelling.resolve("Bắc Ninh", on=date(2025, 7, 1)).code == "24"
    assert spelling.resolve("Bắc Ninh (cũ)").code == "27"
    assert spelling.resolve("Bắc Ninh mới").code == "24"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Bắc Ninh (Bắc Giang cũ)", "63-24"),
        ("Tỉnh Bắc Ninh (cũ: Bắc Giang)", "63-24"),
        ("Lâm Đồng (trước đây là Bình Thuận)", "63-60"),
        ("TP. Hồ Chí Minh (Bà Rịa - Vũng Tàu cũ)", "63-77"),
        ("Tỉnh Phú Yên (nay là Đắk Lắk)", "63-54"),
        ("Bắc Giang (nay thuộc tỉnh Bắc Ninh)", "63-24"),
        ("Hải Phòng (gồm Hải Dương)", "34-31"),
        ("Hải Phòng (Hải Dương)", "34-31"),
        ("Lâm Đồng (Bình Thuận, Đắk Nông cũ)", "34-68"),
        ("Cần Thơ (gồm Sóc Trăng và Hậu Giang)", "34-92"),
    ],
)
def test_a_province_with_another_beside_it_is_the_one_that_both_mean(written: str, code: str) -> None:
    (found,) = spelling.candidates(written)
    assert f"{found.set}-{found.code}" == code
    assert spelling.candidates(written, found.set) == (found,)
    assert spelling.candidates(written, next(one for one in Set if one != found.set)) == ()


@pytest.mark.parametrize(
    "written",
    [
        "Hà Nội (Bắc Giang cũ)",
        "Phú Yên (nay là Lâm Đồng)",
        "Bắc Ninh (12 SP)",
        "Bắc Ninh (gồm)",
        "Bắc Ninh (Hà Nội, x)",
    ],
)
def test_two_provinces_that_do_not_belong_together_are_none(written: str) -> None:
    assert spelling.candidates(written) == ()


def test_a_name_that_only_the_63_have_stays_what_it_is() -> None:
    assert spelling.resolve("Bắc Giang", on=date(2026, 1, 1)).set == Set.OLD
    assert spelling.candidates("Bắc Giang", Set.NEW) == ()


def test_24_alone_is_refused_with_the_question_which_set() -> None:
    with pytest.raises(spelling.WhichSet) as asked:
        spelling.resolve("24")
    assert [one["name"] for one in asked.value.facts["candidates"]] == ["Bắc Ninh", "Bắc Giang"]
    assert spelling.resolve("24", which=Set.OLD).name["vi"] == "Bắc Giang"
    assert spelling.resolve("63-24").name["vi"] == "Bắc Giang"
    assert spelling.resolve("4", which=Set.NEW).name["vi"] == "Cao Bằng"


def test_a_code_of_one_set_only_needs_no_question() -> None:
    assert spelling.resolve("02").name["vi"] == "Hà Giang"


@pytest.mark.parametrize("written", ["", " ", "Atlantis", "tp", "99", "tỉnh", "24-34", "x" * 300, "Hà", "63-24-1"])
def test_what_is_no_province_is_refused(written: str) -> None:
    with pytest.raises(spelling.NoSuchProvince):
        spelling.resolve(written)
