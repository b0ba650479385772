"""Days that Decree 81/2018/ND-CP gives for filing a fair."""

from datetime import date
from typing import Any

import pytest

from events_app.events import filing
from events_app.events.tables import Event, EventKind, EventState
from events_app.values import new_id
from tests import make


def fair(**given: Any) -> Event:
    period = {"first_on": date(2026, 12, 16), "last_on": date(2026, 12, 20)}
    return Event(**{"organization": new_id(), "created_at": make.NOW, "kind": EventKind.FAIR, **period, **given})


def test_a_fair_is_filed_at_most_365_and_at_least_30_days_before_it_opens() -> None:
    assert filing.first_lawful_on(date(2026, 12, 16)) == date(2025, 12, 16)
    assert filing.last_lawful_on(date(2026, 12, 16)) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 7), True),  # Monday
        (date(2026, 12, 5), False),  # Saturday
        (date(2026, 12, 6), False),  # Sunday
        (date(2026, 8, 22), True),  # a Saturday worked for Monday 31 August
        (date(2026, 8, 31), False),
        (date(2026, 9, 2), False),  # National Day
        (date(2026, 2, 18), False),  # Tết
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
    ],
)
def test_a_working_day(day: date, works: bool) -> None:
    assert filing.working(day) is works


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2026, 11, 2), date(2026, 11, 11)),  # Monday; 3, 4, 5, 6, 9, 10, 11
        (date(2026, 11, 6), date(2026, 11, 17)),  # Friday
        (date(2026, 8, 20), date(2026, 8, 28)),  # the worked Saturday counts
        (date(2026, 8, 26), date(2026, 9, 9)),  # 31 August, 1 and 2 September are free
        (date(2026, 2, 13), date(2026, 3, 3)),  # Tết from 16 to 20 February
    ],
)
def test_the_answer_is_due_on_the_seventh_working_day_after_filing(filed: date, due: date) -> None:
    assert filing.answer_due_on(filed) == due


def doubts(event: Event) -> list[tuple[str, dict[str, Any]]]:
    return [(wrong.field, wrong.values) for wrong in filing.doubts(event)]


def test_a_fair_that_is_not_filed_is_told_its_last_lawful_day() -> None:
    assert doubts(fair(filing_required=True)) == [("filing.filed_on", {"last": date(2026, 11, 16)})]


@pytest.mark.parametrize("filed", [date(2025, 12, 15), date(2026, 11, 17)])
def test_a_filing_too_early_or_too_late_is_doubtful(filed: date) -> None:
    days = {"filed": filed, "first": date(2025, 12, 16), "last": date(2026, 11, 16)}
    assert doubts(fair(filing_required=True, filing_filed_on=filed)) == [("filing.filed_on", days)]


@pytest.mark.parametrize("filed", [date(2025, 12, 16), date(2026, 11, 16)])
def test_a_filing_on_the_first_and_on_the_last_lawful_day_waits_for_its_answer(filed: date) -> None:
    waiting = fair(filing_required=True, filing_filed_on=filed)
    assert doubts(waiting) == [("filing.answered_on", {"due": filing.answer_due_on(filed)})]
    answered = fair(filing_required=True, filing_filed_on=filed, filing_answered_on=date(2026, 11, 20))
    assert doubts(answered) == []


def test_a_fair_that_is_cancelled_waits_for_no_answer() -> None:
    waiting = fair(filing_required=True, filing_filed_on=date(2026, 11, 16))
    waiting.state = EventState.CANCELLED
    assert doubts(waiting) == []


def test_what_is_exempt_or_no_fair_needs_no_filing() -> None:
    assert doubts(fair(filing_required=False)) == []
    assert doubts(fair(kind=EventKind.CONFERENCE, filing_required=True)) == []
    assert doubts(fair(kind=EventKind.PROMOTION, filing_required=True)) == []
