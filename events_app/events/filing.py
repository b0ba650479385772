"""Filing a trade fair with the Department of Industry and Trade of its province: the days that the law gives.

Source: Decree 81/2018/ND-CP on trade promotion, in its chapter on fairs and exhibitions. A fair inside a programme that the
Prime Minister or a provincial People's Committee has decided is exempt; the number of that decision is kept instead.
"""

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import holidays

from events_app.errors import Wrong
from events_app.events.tables import Event, EventKind, EventState
from events_app.i18n import marked

EARLIEST = 365  # days before opening (Decree 81/2018/ND-CP)
LATEST = 30  # days before opening, for an amendment of name, date, place or scale too (Decree 81/2018/ND-CP)
ANSWERED_WITHIN = 7  # working days (Decree 81/2018/ND-CP)
FILED_KINDS = frozenset(
    {EventKind.WEEK, EventKind.FAIR}
)  # a conference or a promotion in shops is no fair in this sense


def first_lawful_on(opening_on: date) -> date:
    """The first day on which a fair that opens on ``opening_on`` may be filed: 365 days before (Decree 81/2018/ND-CP)."""
    return opening_on - timedelta(days=EARLIEST)


def last_lawful_on(opening_on: date) -> date:
    """The last day on which it may be filed or amended: 30 days before (Decree 81/2018/ND-CP)."""
    return opening_on - timedelta(days=LATEST)


def answer_due_on(filed_on: date) -> date:
    """The day by which the Department answers: the seventh working day after the filing (Decree 81/2018/ND-CP)."""
    day, left = filed_on, ANSWERED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= working(day)
    return day


def working(day: date) -> bool:
    """Whether offices work on ``day``: weekdays but public holidays and days off in exchange, and the Saturdays worked for them."""
    if day in _worked_saturdays():
        return True
    return day.weekday() < 5 and day not in _exchanged() and day not in _public_holidays(day.year)


def doubts(event: Event) -> list[Wrong]:
    """What about the filing of ``event`` is not as the law has it; this is told to the organizer and bars nothing."""
    if event.kind not in FILED_KINDS or not event.filing_required or event.state == EventState.CANCELLED:
        return []
    first, last = first_lawful_on(event.first_on), last_lawful_on(event.first_on)
    filed = event.filing_filed_on
    if filed is None:
        return [Wrong("filing.filed_on", marked("Not filed yet; the last lawful day is %(last)s."), last=last)]
    if not first <= filed <= last:
        return [
            Wrong(
                "filing.filed_on",
                marked("Filed on %(filed)s; lawful days are %(first)s to %(last)s."),
                filed=filed,
                first=first,
                last=last,
            )
        ]
    if event.filing_answered_on is None:
        due = answer_due_on(filed)
        return [Wrong("filing.answered_on", marked("Not answered yet; the answer is due by %(due)s."), due=due)]
    return []


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


@cache
def _exchanges() -> tuple[tuple[date, date], ...]:
    """Saturdays that are worked, each with the working day that is free instead; announced by the Government year by year."""
    with files("events_app.events").joinpath("data/worked_saturdays.csv").open(encoding="utf-8") as table:
        return tuple(
            (date.fromisoformat(row["worked_on"]), date.fromisoformat(row["instead_of"]))
            for row in csv.DictReader(table)
        )


@cache
def _worked_saturdays() -> frozenset[date]:
    return frozenset(worked for worked, _ in _exchanges())


@cache
def _exchanged() -> frozenset[date]:
    return frozenset(free for _, free in _exchanges())
