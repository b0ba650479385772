"""Numbers are read from forms as the language of the page writes them, and from nothing else."""

from typing import Annotated

import pytest
from pydantic import Field

from events_app import i18n, numerals, reading
from events_app.errors import Invalid


class Inner(reading.Body):
    """What stands inside."""

    length: float | None = None


class Form(reading.Body):
    """What is read here."""

    volume: Annotated[int, Field(ge=1)] | None = None
    months: list[int] = []
    word: str = ""
    inner: list[Inner] = []


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


def test_a_form_is_read_by_the_kinds_of_its_fields() -> None:
    tree = {"volume": "1.234", "months": ["1", "2"], "word": "1.234", "inner": [{"length": "3,5"}]}
    with i18n.speaking("vi"):
        read = reading.check(Form, numerals.typed(Form, tree))
    assert (read.volume, read.months, read.word, read.inner[0].length) == (1234, [1, 2], "1.234", 3.5)


def test_what_is_no_number_is_named_with_its_field() -> None:
    tree = {"volume": "1,000", "months": ["1", "x"], "inner": [{"length": "x"}], "other": "1"}
    with i18n.speaking("vi"), pytest.raises(Invalid) as refused:
        reading.check(Form, numerals.typed(Form, tree))
    found = {wrong.field: wrong.message for wrong in refused.value.errors}
    assert found == {
        "volume": "Enter a whole number.",
        "months.1": "Enter a whole number.",
        "inner.0.length": "Enter a number.",
        "other": "This field is not known.",
    }
