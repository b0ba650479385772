"""Sentences, dates and money as three languages say them."""

import asyncio
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from events_app import i18n
from events_app.i18n import Language

VI, EN, ID = Language.VI, Language.EN, Language.ID
OPENING = date(2026, 12, 16)
NBSP = "\N{NO-BREAK SPACE}"


def in_each(say: object, *values: object) -> list[str]:
    said = []
    for language in (VI, EN, ID):
        with i18n.speaking(language):
            said.append(say(*values))  # type: ignore[operator]  # any form of i18n
    return said


def test_vietnamese_is_spoken_unless_another_language_is_asked_for() -> None:
    assert i18n.language() == VI
    with i18n.speaking(EN):
        assert i18n.language() == EN
        with i18n.speaking("id"):
            assert i18n.language() == ID
        assert i18n.language() == EN
    assert i18n.language() == VI


async def test_two_tasks_speak_each_its_own_language() -> None:
    async def speak(wanted: Language) -> str:
        i18n.speak(wanted)
        await asyncio.sleep(0)
        return i18n.text("Save")

    assert await asyncio.gather(*(asyncio.create_task(speak(one)) for one in (VI, EN, ID))) == ["Lưu", "Save", "Simpan"]


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"), i18n.speaking("fr"):
        pass


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, VI),
        ("", VI),
        ("*", VI),
        ("fr-FR,fr;q=0.9", VI),
        ("en-US,en;q=0.9,vi;q=0.8", EN),
        ("fr, en;q=0.3, id;q=0.7", ID),
        ("in-ID", ID),
        ("vi-VN", VI),
        ("en;q=0", VI),
        ("en;q=oh, id;q=0.1", ID),
        ("EN", EN),
    ],
)
def test_the_browser_says_which_language_it_likes_best(header: str | None, chosen: Language) -> None:
    assert i18n.choose(header) == chosen


def test_a_sentence_is_translated_and_filled_in() -> None:
    assert in_each(lambda: i18n.text("This must be at least %(ge)s.", ge=3)) == [
        "Giá trị này ít nhất phải là 3.",
        "This must be at least 3.",
        "Nilai ini paling sedikit 3.",
    ]


def test_what_is_not_translated_is_english_and_what_is_missing_is_left_standing() -> None:
    assert i18n.text("Nobody has %(verb)s %(this)s 100%.", verb="said") == "Nobody has said %(this)s 100%."
    assert i18n.text("100%% of it") == "100% of it"
    assert i18n.text("") == ""


def test_values_are_said_as_the_language_says_them() -> None:
    said = in_each(
        lambda: i18n.text(
            "%(on)s %(at)s %(opens)s %(name)s %(all)s %(none)s|",
            on=OPENING,
            at=datetime(2026, 12, 16, 10, 30, tzinfo=UTC),
            opens=time(8, 5),
            name={"vi": "Tuần lễ", "en": "Week"},
            all=["a", OPENING],
            none=None,
        )
    )
    assert said == [
        "16/12/2026 17:30 ngày 16/12/2026 08:05 Tuần lễ a, 16/12/2026 |",
        "16/12/2026 17:30 on 16/12/2026 08:05 Week a, 16/12/2026 |",
        "16/12/2026 17.30, 16/12/2026 08.05 Tuần lễ a, 16/12/2026 |",
    ]


def test_a_value_is_not_filled_in_again() -> None:
    assert i18n.text("%(name)s", name="%(secret)s", secret="x") == "%(secret)s"


@pytest.mark.parametrize(
    ("count", "said"), [(1, ["1 sao", "1 star", "1 bintang"]), (4, ["4 sao", "4 stars", "4 bintang"])]
)
def test_one_and_many(count: int, said: list[str]) -> None:
    assert in_each(lambda: i18n.plural("%(n)s star", "%(n)s stars", count)) == said


def test_many_are_counted_with_the_separators_of_the_language() -> None:
    assert in_each(lambda: i18n.plural("%(n)s star", "%(n)s stars", 12345)) == [
        "12.345 sao",
        "12,345 stars",
        "12.345 bintang",
    ]


def test_a_localized_text_falls_back_to_vietnamese() -> None:
    week = {"vi": "Tuần lễ", "en": "Week", "id": ""}
    assert in_each(i18n.localized, week) == ["Tuần lễ", "Week", "Tuần lễ"]
    assert i18n.localized(week, EN) == "Week"
    assert i18n.localized({"en": "Only English"}) == "Only English"
    assert i18n.localized({}) == i18n.localized(None) == ""


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        (i18n.date, OPENING, ["16/12/2026", "16/12/2026", "16/12/2026"]),
        (i18n.date, date(2026, 2, 6), ["06/02/2026", "06/02/2026", "06/02/2026"]),
        (i18n.long_date, OPENING, ["ngày 16 tháng 12 năm 2026", "16 December 2026", "16 Desember 2026"]),
        (i18n.weekday, OPENING, ["Thứ Tư", "Wednesday", "Rabu"]),
        (i18n.month, OPENING, ["tháng 12/2026", "December 2026", "Desember 2026"]),
        (i18n.time, time(17, 30), ["17:30", "17:30", "17.30"]),
        (i18n.time, time(0, 0), ["00:00", "00:00", "00.00"]),
        (i18n.money, 1234567, [f"1.234.567{NBSP}₫", f"1,234,567{NBSP}₫", f"1.234.567{NBSP}₫"]),
        (i18n.money, 0, [f"0{NBSP}₫", f"0{NBSP}₫", f"0{NBSP}₫"]),
        (i18n.number, Decimal("1234567.89"), ["1.234.567,89", "1,234,567.89", "1.234.567,89"]),
    ],
)
def test_forms(form: object, value: object, said: list[str]) -> None:
    assert in_each(form, value) == said


def test_an_instant_is_said_in_the_time_of_viet_nam() -> None:
    just_before_new_year = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    just_after = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert i18n.moment(just_before_new_year) == "23:59 ngày 31/12/2026"
    assert in_each(i18n.moment, just_after) == ["00:00 ngày 01/01/2027", "00:00 on 01/01/2027", "00.00, 01/01/2027"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (OPENING, OPENING, "16/12/2026"),
        (OPENING, None, "16/12/2026"),
        (OPENING, date(2026, 12, 19), "16–19/12/2026"),
        (date(2026, 2, 2), date(2026, 2, 9), "02–09/02/2026"),
        (date(2019, 11, 28), date(2019, 12, 3), "28/11–03/12/2019"),
        (date(2026, 12, 30), date(2027, 1, 2), "30/12/2026 – 02/01/2027"),
    ],
)
def test_a_range_of_days_is_said_shortly(first: date, last: date | None, said: str) -> None:
    assert i18n.days(first, last) == said
    assert i18n.days((first, last or first)) == said
