"""Texts as they are searched, sorted and put into addresses, Vietnamese ones and all others."""

import unicodedata

import pytest

from events_app import values


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Tuần lễ\tOCOP ", "tuan le ocop"),
        (unicodedata.normalize("NFD", "Đặc sản Đắk Nông"), "dac san dak nong"),
        ("ĐẶC SẢN", "dac san"),
        ("Ɖak Ðak", "dak dak"),  # letters of other alphabets that look like đ
        ("Straße İstanbul ﬁn", "strasse istanbul fin"),
        ("Žluťoučký kůň", "zlutoucky kun"),
        ("Чай 茶", "чаи 茶"),
        ("a\u200bb 50°", "a\u200bb 50°"),
    ],
)
def test_a_text_is_compared_without_accents(text: str, plain: str) -> None:
    assert values.plain(text) == plain
    assert values.plain(f"{text} {'x' * 80}") == f"{plain} {'x' * 80}"  # long ones are not remembered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Trà (sen) Tây Hồ", "tra sen tay ho"),
        (" Mật ong,hoa nhãn – 100%_ ", "mat ong hoa nhan 100"),
        ("“M'Nông”…", "m nong"),
        ("!?", ""),
        ("Чай (茶)", "чаи 茶"),
        (unicodedata.normalize("NFD", "Bún/miến"), "bun mien"),
    ],
)
def test_a_text_is_searched_without_signs(text: str, words: str) -> None:
    assert values.searched(text) == words
    assert values.searched(f"{text} {'x' * 80}") == f"{words} {'x' * 80}".strip()


def test_signs_are_told_from_letters_alike_however_a_text_is_written() -> None:
    for code in range(0x2200):
        quick, slow = values.searched(f"a{chr(code)}b"), values.searched(f"a{chr(code)}b 茶")
        assert f"{quick} 茶" == slow, hex(code)


def test_texts_sort_as_in_a_vietnamese_dictionary() -> None:
    words = ["ca", "cà", "cả", "cã", "cá", "cạ", "cam", "căn", "cân", "dưa", "đào", "e", "ê", "Ô", "ơ", "u", "ư", "y"]
    assert sorted(set(words), key=values.sort_key) == words


def test_a_letter_whose_base_is_several_signs_keeps_its_tone_apart() -> None:
    letters, _, tones = values.sort_key("q\u0301à").partition("\x01")  # no letter is made of q and its mark
    assert (letters, tones) == (values.sort_key("qa").partition("\x01")[0], "041")


def test_an_address_is_made_of_ascii_words() -> None:
    assert values.slug_of("Tuần lễ OCOP – Big C (2026)") == "tuan-le-ocop-big-c-2026"
    assert values.slug_of("茶 Чай") == "x"
    assert values.slug_of("a" * 79 + " bc") == "a" * 79
