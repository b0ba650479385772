"""A name is left alone by whatever takes titles and years away, and of a title nothing is kept in either spelling."""

import random

import pytest

from events_app.imports import speaking, titles
from events_app.values import plain


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Nguyễn Văn Sinh 1970", "Nguyễn Văn Sinh"),
        ("Trần Nam Sinh 1985", "Trần Nam Sinh"),
        ("Lê Ngọc Sinh 1985", "Lê Ngọc Sinh"),
        ("Nguyễn Văn Nam sinh 1970", "Nguyễn Văn Nam"),
        ("Nguyen Van Nam sinh 1970", "Nguyen Van Nam"),
        ("Nguyễn Thị Ns 1960", "Nguyễn Thị Ns"),
        ("Nguyễn Văn A, Sinh 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn A (Sinh năm 1970)", "Nguyễn Văn A"),
        ("Nguyễn Văn A Sinh năm: 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn A Năm sinh 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn A sinh 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn A SN 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn A - Sinh: 1970", "Nguyễn Văn A"),
        ("Nguyễn Văn Sinh năm 1970", "Nguyễn Văn Sinh"),
        ("Nguyen Van Sinh nam 1970", "Nguyen Van Sinh"),
        ("NGUYỄN VĂN SINH NĂM 1970", "NGUYỄN VĂN SINH"),
        ("Trần Sinh năm 1970", "Trần Sinh"),
        ("Ông Lê Đức Sinh năm 1970", "Lê Đức Sinh"),
        ("Giám đốc: Nguyễn Thị Sinh năm 1970", "Nguyễn Thị Sinh"),
        ("Nguyễn Văn Năm sinh 1970", "Nguyễn Văn Năm"),
        ("Nguyễn Văn Năm sinh năm 1970", "Nguyễn Văn Năm"),
        ("Nguyễn Văn Sinh sinh năm 1970", "Nguyễn Văn Sinh"),
        ("Nguyễn Thị Năm Sinh năm 1970", "Nguyễn Thị Năm"),
        ("Nguyễn Văn A\nSinh năm 1970", "Nguyễn Văn A"),
        ("Lê A, Sinh năm 1970", "Lê A"),
        ("Sinh năm 1970", "Sinh năm 1970"),
    ],
)
def test_a_year_of_birth_takes_no_given_name_with_it(cell: str, name: str) -> None:
    assert speaking.bare(cell) == name


@pytest.mark.parametrize("title", ["Bà", "Ông", "ThS.", "Ông\nThS.", "Anh:"])
def test_a_title_in_a_line_of_its_own_is_left_away(title: str) -> None:
    assert speaking.bare(f"{title}\nNguyễn Thị Bích") == "Nguyễn Thị Bích"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Dai dien Nguyen Van A", "Nguyen Van A"),
        ("Nguyen Van A chu ho", "Nguyen Van A"),
        ("Nguyen Van A quan ly", "Nguyen Van A"),
        ("P GĐ Nguyễn Văn A", "Nguyễn Văn A"),
        ("Chức vụ: Giám đốc Nguyễn Văn A", "Nguyễn Văn A"),
        ("CT HDQT Nguyen Van A", "Nguyen Van A"),
        ("Nguyen Van To Truong", "Nguyen Van To Truong"),
    ],
)
def test_a_title_without_a_sign_is_left_away(cell: str, name: str) -> None:
    assert speaking.bare(cell) == name


@pytest.mark.parametrize("title", [*titles.POSTS, *titles.DEGREES])
def test_every_title_is_left_away_in_both_spellings(title: str) -> None:
    for name, said in (("Nguyễn Văn Ấm", title), ("Nguyen Van Am", plain(title))):
        for before in (f"{said.capitalize()} {name}", f"{said.upper()}: {name}"):
            assert speaking.bare(before) == name
        if title in titles.POSTS and not title.startswith("đại diện"):
            assert speaking.bare(f"{name} {said}") == name
            assert speaking.bare(f"{name} ({said.capitalize()})") == name


def test_what_is_kept_is_a_name_that_nothing_is_taken_from_again() -> None:
    chance = random.Random(11)
    words = [
        *titles.POSTS,
        *titles.DEGREES,
        "Ông",
        "Bà",
        "Bà:",
        "Chủ",
        "Sinh",
        "Nam",
        "1970",
        "sinh năm 1980",
        "45 tuổi",
        "HTX",
    ]
    names = [
        "Nguyễn Văn Sinh",
        "Lê A",
        "Trần Thị Bích",
        "Kim Thị Sa Rết",
        "Nguyen Van A",
        "To Truong Giang",
        "Hai",
        "\0",
        "xã Mẫu",
    ]
    for _ in range(5000):
        parts = [chance.choice(chance.choice([words, names])) for _ in range(chance.randint(1, 5))]
        said = [chance.choice([plain(one), one, one, one.upper(), one.capitalize()]) for one in parts]
        cell = "".join(
            one + chance.choice([" ", " ", "\n", ", ", " - ", " (", ") ", "; ", ": "]) for one in said
        ).strip()
        name = speaking.bare(cell)
        assert speaking.bare(name) == name, cell
