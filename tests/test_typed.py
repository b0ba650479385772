"""What is typed in a form is read as people write it, and what cannot be read is said at its field."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import Field

from events_app import i18n, reading, typed
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
    day: reading.Day | None = None
    amount: Decimal | None = None


def test_a_form_is_read_by_the_kinds_of_its_fields() -> None:
    tree = {"volume": "1.234", "months": ["1", "2"], "word": "1.234", "inner": [{"length": "3,5"}], "day": "16/12/2026"}
    with i18n.speaking("vi"):
        read = typed.check(Form, tree)
    assert (read.volume, read.months, read.word, read.inner[0].length) == (1234, [1, 2], "1.234", 3.5)
    assert read.day == date(2026, 12, 16)


@pytest.mark.parametrize(
    ("language", "written", "amount"),
    [
        ("vi", "1,5", "1.5"),
        ("vi", "1.5", "1.5"),
        ("vi", "1.500", "1500"),
        ("vi", "1,500", "1.5"),
        ("vi", "1.500,5", "1500.5"),
        ("en", "1.5", "1.5"),
        ("en", "1,500", "1500"),
        ("id", "1.500", "1500"),
    ],
)
def test_an_amount_may_be_of_thousands_and_have_a_fraction(language: str, written: str, amount: str) -> None:
    with i18n.speaking(language):
        assert typed.check(Form, {"amount": written}).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("16/12/2026", "2026-12-16"),
        ("1/2/2026", "2026-02-01"),
        (" 16-12-2026 ", "2026-12-16"),
        ("16.12.2026", "2026-12-16"),
        ("2026-12-16", "2026-12-16"),
        ("31/02/2026", "31/02/2026"),
        ("12/16/2026", "12/16/2026"),
        ("16/12-2026", "16/12-2026"),
        ("16/12/26", "16/12/26"),
        ("１６/12/2026", "１６/12/2026"),
    ],
)
def test_a_day_is_written_with_its_day_first_or_as_programs_say_it(written: str, said: str) -> None:
    assert typed.day(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("16/12/2026 17:30", "2026-12-16T17:30"),
        ("16/12/2026, 9.00", "2026-12-16T09:00"),
        ("16-12-2026 9h05", "2026-12-16T09:05"),
        ("2026-12-16 17:30", "2026-12-16T17:30"),
        ("2026-12-16T17:30", "2026-12-16T17:30"),
        ("16/12/2026", "16/12/2026"),
    ],
)
def test_an_hour_may_stand_beside_a_day(written: str, said: str) -> None:
    assert typed.moment(written) == said


def test_what_is_no_number_is_named_with_its_field() -> None:
    tree = {"volume": "1,000", "months": ["1", "x"], "inner": [{"length": "x"}], "day": "31/02/2026", "other": "1"}
    with i18n.speaking("vi"), pytest.raises(Invalid) as refused:
        typed.check(Form, tree)
    found = {wrong.field: wrong.message for wrong in refused.value.errors}
    assert found == {
        "volume": "Enter a whole number.",
        "months.1": "Enter a whole number.",
        "inner.0.length": "Enter a number.",
        "day": "Enter a date as day/month/year, such as 16/12/2026.",
        "other": "This field is not known.",
    }
