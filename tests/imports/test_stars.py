"""Stars as offices write them: in a cell, with a cross, in a heading; no word is passed over that may take them away."""

from typing import Any

import pytest

from events_app.imports import stars
from events_app.imports.saying import Unclear


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (4, (4, False)),
        ("4", (4, False)),
        ("4 sao", (4, False)),
        ("****", (4, False)),
        ("★★★★★", (5, False)),
        ("★★★☆☆", (3, False)),
        ("3*", (3, False)),
        ("4 s", (4, False)),
        ("Hạng 3 sao", (3, False)),
        ("Đạt tiêu chuẩn 3 sao", (3, False)),
        ("4 sao cấp tỉnh", (4, False)),
        ("5 sao cấp quốc gia", (5, False)),
        ("4 sao (công nhận lại)", (4, False)),
        ("Nâng hạng 4 sao", (4, False)),
        ("bốn (4) sao", (4, False)),
        ("Four-star", (4, False)),
        ("bintang 4", (4, False)),
        ("5.0", (5, False)),
        ("5,0", (5, False)),
        ("4.00 sao", (4, False)),
        (3.0, (3, False)),
        ("Tiềm năng 5.0 sao", (None, True)),
        ("4.0 (tiềm năng 5.0)", (4, True)),
        ("Tiềm năng 5 sao", (None, True)),
        ("5 sao (tiềm năng)", (None, True)),
        ("TN 5 sao", (None, True)),
        ("TN5*", (None, True)),
        ("TN 5s", (None, True)),
        ("T.năng 5 sao", (None, True)),
        ("Potential five-star", (None, True)),
        ("5 bintang potensial", (None, True)),
        ("4 sao (tiềm năng 5 sao)", (4, True)),
        ("4 sao - TN5", (4, True)),
        ("5 sao (đề nghị TW)", (None, True)),
        ("Đề nghị Trung ương công nhận 5 sao", (None, True)),
        ("4 sao, đề nghị TW 5 sao", (4, True)),
        ("bốn sao", (4, False)),
        ("Chưa phân hạng", (None, False)),
        (None, (None, False)),
        ("", (None, False)),
    ],
)
def test_stars(cell: Any, said: tuple[int | None, bool]) -> None:
    assert stars.said(cell) == said


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("2 sao", stars.FEW_STARS),
        ("6", stars.STARS),
        ("3 - 4 sao", stars.STARS),
        ("4.5", stars.STARS),
        (5.5, stars.STARS),
        ("4,05", stars.STARS),
        ("50", stars.STARS),
        ("0", stars.STARS),
        ("tốt", stars.STARS),
        ("=1+1", stars.STARS),
        ("< 3 sao", stars.STARS),
        ("ba (4) sao", stars.STARS),
        ("4**", stars.STARS),
        ("tiềm năng 3 sao", stars.STARS),
        ("Tiềm năng 4 sao", stars.STARS),
        ("4 sao TN", stars.STARS),
        ("không đạt 3 sao", stars.NOT_THESE),
        ("chưa đạt 3 sao", stars.NOT_THESE),
        ("dưới 3 sao", stars.NOT_THESE),
        ("Rớt", stars.NOT_THESE),
        ("thu hồi 4 sao", stars.NOT_THESE),
        ("dự kiến 5 sao", stars.PROPOSED),
        ("Đề nghị 5 sao", stars.PROPOSED),
        ("Dự kiến TN 5 sao", stars.PROPOSED),
        ("4 sao (đăng ký)", stars.PROPOSED),
        ("5 sao cấp tỉnh", stars.NATIONAL),
        ("TNN 5 sao", stars.OTHER_WORDS),
        ("3 sao (hết hạn)", stars.OTHER_WORDS),
        ("cận 4 sao", stars.OTHER_WORDS),
    ],
)
def test_no_stars(cell: Any, message: str) -> None:
    with pytest.raises(Unclear) as wrong:
        stars.said(cell)
    assert wrong.value.message == message


def test_the_reason_says_the_words_as_they_are_written_and_no_number_of_a_person() -> None:
    with pytest.raises(Unclear) as wrong:
        stars.said("Rớt 3 sao – 079123456789")
    assert wrong.value.values == {"words": "Rớt 3 sao"}


@pytest.mark.parametrize(
    "cell",
    [
        "x",
        "X",
        "✓",
        "*",
        1,
        2,
        78,
        "75,5",
        "4 sao",
        "bốn sao",
        "****",
        "★★★★☆",
        4,
        4.0,
        "4 (bốn) sao",
        "đạt",
        "v",
        "có",
    ],
)
def test_a_cell_is_crossed(cell: Any) -> None:
    assert stars.crossed(cell, 4)


@pytest.mark.parametrize("cell", ["", 0, "0", "-", "–", "không", "no"])
def test_a_cell_is_not_crossed(cell: Any) -> None:
    assert not stars.crossed(cell, 4)
    assert not stars.crossed_as_potential(cell)


@pytest.mark.parametrize("cell", ["rớt", "TN", "thu hồi", "không đạt", "#N/A"])
def test_it_is_not_known_whether_a_cell_is_crossed(cell: Any) -> None:
    with pytest.raises(Unclear):
        stars.crossed(cell, 4)


@pytest.mark.parametrize(
    "cell",
    [
        "****",
        "4 sao",
        "4*",
        "4★",
        "bốn sao",
        4,
        4.0,
        "4.0 sao",
        "2 sao",
        "**",
        "đạt 4 sao",
        "3 sao, 4 sao",
        "5",
        "hạng 4",
    ],
)
def test_a_cross_that_names_other_stars_than_its_column_comes_back(cell: Any) -> None:
    with pytest.raises(Unclear) as wrong:
        stars.crossed(cell, 3)
    assert wrong.value.message == stars.OF_OTHERS


@pytest.mark.parametrize("cell", ["3 sao", "TN 4 sao", "***", 4])
def test_a_cross_of_potential_products_names_five_stars_or_none(cell: Any) -> None:
    with pytest.raises(Unclear):
        stars.crossed_as_potential(cell)


def test_the_column_of_potential_products_is_crossed_with_its_own_words_too() -> None:
    for cell in ("TN 5 sao", "5 sao", "*****", "x", "91,5", 1):
        assert stars.crossed_as_potential(cell)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("I. SẢN PHẨM 5 SAO (02 sản phẩm)", (5, False)),
        ("Sản phẩm 3*", (3, False)),
        ("II. Sản phẩm tiềm năng 5 sao", (None, True)),
        ("Sản phẩm TN 5 sao", (None, True)),
        ("★★★★", (4, False)),
        ("***", (3, False)),
        ("Sản phẩm ★★★★★", (5, False)),
        ("Hạng sao: ★★★", (3, False)),
        ("⭐⭐⭐⭐ (12 sản phẩm)", (4, False)),
    ],
)
def test_a_heading_says_the_stars_of_its_rows(heading: str, said: tuple[int | None, bool]) -> None:
    assert stars.said(stars.headed(heading)) == said


@pytest.mark.parametrize("heading", ["Sản phẩm không đạt 3 sao", "III. Đề nghị công nhận 4 sao", "Dưới 3 sao"])
def test_rows_below_a_heading_that_takes_the_stars_away_come_back(heading: str) -> None:
    with pytest.raises(Unclear):
        stars.said(stars.headed(heading))


@pytest.mark.parametrize(
    "heading", ["Tỉnh Đồng Tháp", "35 sao", "Sao Mai 2", "*", "**", "******", "*** Ghi chú", "★★★★ không đạt"]
)
def test_a_heading_without_stars(heading: str) -> None:
    assert stars.headed(heading) is None
