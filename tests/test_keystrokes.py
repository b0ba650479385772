"""Telex and VNI keys read back."""

import unicodedata

import pytest

from events_app import keystrokes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuaafn leex", "tuần lễ"),
        ("tuaafn lex", "tuần lẽ"),
        ("tuaanf leex", "tuần lễ"),
        ("nuowcs mawsm", "nước mắm"),
        ("nwocs mawms", "nước mắm"),
        ("ddawcj sanr", "đặc sản"),
        ("dawcjd saorn", "đặc saorn"),
        ("DDuwowngf thoots noots", "đường thốt nốt"),
        ("hoongf", "hồng"),
        ("ruwowuj neeps", "rượu nếp"),
        ("thuowr", "thuở"),
        ("huwu", "hưu"),
        ("khoawn", "khoăn"),
        ("gif", "gì"),
        ("gias", "giá"),
        ("quees", "quế"),
        ("quaanf", "quần"),
        ("nghieeng", "nghiêng"),
        ("nguyeexn", "nguyễn"),
        ("khuyru", "khuỷu"),
        ("w", "ư"),
        ("maatj ong", "mật ong"),
        ("tua6n2 le64", "tuần lễ"),
        ("nu7o71c ma81m", "nước mắm"),
        ("nuoc71 mam81", "nước mắm"),
        ("d9a85c sa3n", "đặc sản"),
        ("dac985 san3", "đặc sản"),
        ("hoa2", "hòa"),
        ("busn/mieesn (quees)", "bún/miến (quế)"),
    ],
)
def test_keys_are_read_as_the_text_that_they_would_have_made(typed: str, meant: str) -> None:
    assert keystrokes.read(typed) == unicodedata.normalize("NFC", meant)


@pytest.mark.parametrize(
    "word",
    ["ocop", "coffee", "aeon", "go!", "big c", "mm mega", "coop", "winmart", "3 sao", "4", "tuần lễ", "tra", "hop tac xa",
     "mat ong", "sen viet", "vietgap", "a" * 500, "", "l3", "ss", "www"],
)  # fmt: skip
def test_what_is_no_syllable_of_keys_stays_as_it_is(word: str) -> None:
    assert keystrokes.read(word) == word


def test_a_mark_apart_from_its_letter_ends_no_word() -> None:
    assert keystrokes.read(unicodedata.normalize("NFD", "Mâts")) == "mâts"


_TONES = "\u0301\u0300\u0309\u0303\u0323"
_TELEX = dict(zip(_TONES, "sfrxj", strict=True)) | {"\u031b": "w", "\u0306": "w"}
_VNI = dict(zip(_TONES, "12345", strict=True)) | {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "name", ["hợp tác xã", "đắk lắk", "quyết thắng", "bưởi năm roi", "chè shan tuyết", "khuya", "thủy", "nghĩa", "giữa"]
)
def test_a_name_comes_back_from_its_keys_with_the_tone_at_its_letter_or_at_the_end(name: str, late: bool) -> None:
    typed = [" ".join(_keys(word, of, late) for word in name.split()) for of in (_TELEX, _VNI)]
    assert [keystrokes.read(keys) for keys in typed] == [name, name]


def _keys(word: str, of: dict[str, str], late: bool) -> str:
    """``word`` as somebody types it who puts marks right behind their letter, and the tone there or at the end."""
    typed: list[str] = []
    tones: list[str] = []
    for letter in word.replace("đ", "dd" if of is _TELEX else "d9"):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        typed.append(base)
        for mark in sorted(marks, key=_TONES.find):  # the marks of the vowel first
            (tones if late and mark in _TONES else typed).append(of.get(mark, base))
    return "".join(typed + tones)
