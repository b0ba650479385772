"""Numbers are read from forms as the language of the page writes them, and from nothing else."""

import pytest

from events_app import i18n, numerals


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("vi", "1.234", "1234"),
        ("vi", "1 234", "1234"),
        ("vi", "1\u00a0234\u00a0567", "1234567"),
        ("vi", " 1234 ", "1234"),
        ("id", "1.234.567", "1234567"),
        ("en", "1,234", "1234"),
        ("vi", "-1.000", "-1000"),
        ("en", "5.000.000", "5000000"),
        ("vi", "1,234", None),
        ("en", "1.000", None),
        ("vi", "1.23", None),
        ("vi", "1.234 567", None),
        ("vi", "12.34.567", None),
        ("vi", "mười", None),
        ("vi", "１２", None),
    ],
)
def test_a_whole_number_is_grouped_as_its_language_does(language: str, written: str, read: str | None) -> None:
    with i18n.speaking(language):
        assert numerals.whole(written) == read


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("vi", "10,5", "10.5"),
        ("vi", "10.762622", "10.762622"),
        ("vi", "10.762", "10.762"),
        ("vi", "1.234,5", "1234.5"),
        ("en", "10.5", "10.5"),
        ("en", "1,234.5", "1234.5"),
        ("en", "10,5", "10.5"),
        ("id", "105", "105"),
        ("vi", "10,5,5", None),
        ("vi", "x", None),
        ("vi", "nan", None),
    ],
)
def test_a_fraction_is_parted_as_its_language_does_or_by_a_point(language: str, written: str, read: str | None) -> None:
    with i18n.speaking(language):
        assert numerals.fraction(written) == read
