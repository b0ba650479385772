"""An event moves, and its days with it: they are matched, added or lost, and what is wrong is listed at once."""

from datetime import date, datetime, time
from typing import Any

import pytest

from events_app import db, errors, values
from events_app.events import rescheduling
from events_app.events.bodies import NewDates
from events_app.events.tables import Event, EventKind, EventState, Rescheduling, Session
from events_app.values import new_id
from tests import make
from tests.events.weeks import D16, D17, D18, D19, D20, Week, dates, days_of, moved, present

pytestmark = pytest.mark.usefixtures("database")


async def refused(event: Event, new: NewDates, at: datetime) -> list[tuple[str, str]]:
    with pytest.raises(errors.Invalid) as invalid:
        await rescheduling.reschedule(event, new, at=at)
    return [(wrong.field, wrong.message % wrong.values) for wrong in invalid.value.errors]


async def test_one_day_later_keeps_every_row_though_the_dates_overlap(week: Week, at: datetime) -> None:
    first, second, third = week.days
    new = dates(moved(week.site, D17, first), moved(week.site, D18, second), moved(week.site, D19, third))
    change = await rescheduling.reschedule(week.event, new, at=at)
    assert await present(week.site) == [(first.id, D17), (second.id, D18), (third.id, D19)]
    assert (week.event.first_on, week.event.last_on, week.event.state) == (D17, D19, "published")
    assert week.event.reason == "Theo công văn số 12"
    kept = await Rescheduling.objects().get(Rescheduling.id == change.id)
    assert kept is not None
    assert kept.days == [
        {
            "day": str(day.id),
            "site": str(week.site.id),
            "was": was.isoformat(),
            "now": now.isoformat(),
            "was_open": "08:00-21:00",
            "now_open": "08:00-21:00",
        }
        for day, was, now in zip(week.days, (D16, D17, D18), (D17, D18, D19), strict=True)
    ]
    assert (kept.was_first_on, kept.was_last_on, kept.first_on, kept.last_on) == (D16, D18, D17, D19)
    assert (kept.event, kept.reason, kept.created_at) == (week.event.id, "Theo công văn số 12", at)


async def test_the_message_names_the_rescheduling(week: Week, at: datetime) -> None:
    change = await rescheduling.reschedule(week.event, dates(moved(week.site, D17)), at=at)
    messages = await db.fetch("SELECT payload FROM message WHERE topic = 'event.reschedule'")
    assert messages == [{"payload": {"id": str(week.event.id), "rescheduling": str(change.id)}}]


async def test_days_may_swap_their_dates(week: Week, at: datetime) -> None:
    first, second, third = week.days
    new = dates(moved(week.site, D17, first), moved(week.site, D16, second), moved(week.site, D18, third))
    await rescheduling.reschedule(week.event, new, at=at)
    assert await present(week.site) == [(first.id, D17), (second.id, D16), (third.id, D18)]
    assert [day.version for day in await days_of(week.site)] == [2, 2, 1]


async def test_days_that_are_not_named_are_matched_in_order_and_the_rest_is_lost(week: Week, at: datetime) -> None:
    first, second, third = week.days
    change = await rescheduling.reschedule(week.event, dates(moved(week.site, D20), moved(week.site, D19)), at=at)
    assert await present(week.site) == [(first.id, D19), (second.id, D20)]
    assert [day.dropped_at for day in await days_of(week.site)] == [None, None, at]
    assert [day["now"] for day in change.days] == ["2026-12-19", "2026-12-20", None]
    assert change.days[2] == {
        "day": str(third.id),
        "site": str(week.site.id),
        "was": "2026-12-18",
        "now": None,
        "was_open": "08:00-21:00",
        "now_open": None,
    }


async def test_a_named_day_keeps_its_row_and_the_others_follow_in_order(week: Week, at: datetime) -> None:
    first, second, third = week.days
    new = dates(moved(week.site, D20, first), moved(week.site, D19), moved(week.site, D18))
    await rescheduling.reschedule(week.event, new, at=at)
    assert await present(week.site) == [(first.id, D20), (second.id, D18), (third.id, D19)]


async def test_more_days_than_before_are_new_rows(week: Week, at: datetime) -> None:
    new = dates(*(moved(week.site, on) for on in (D16, D17, D18, D19, D20)))
    change = await rescheduling.reschedule(week.event, new, at=at)
    found = await present(week.site)
    assert found[:3] == [(day.id, on) for day, on in zip(week.days, (D16, D17, D18), strict=True)]
    assert sorted(on for _, on in found[3:]) == [D19, D20]
    assert [(day["was"], day["now"]) for day in change.days[3:]] == [(None, "2026-12-19"), (None, "2026-12-20")]


async def test_a_day_that_is_to_go_gives_its_place_to_no_new_one(week: Week, at: datetime) -> None:
    first, second, third = week.days
    new = dates(moved(week.site, D16, first), moved(week.site, D19), moved(week.site, D18, third))
    change = await rescheduling.reschedule(week.event, new, at=at, lost=frozenset({second.id}))
    assert [(day["was"], day["now"]) for day in change.days] == [
        ("2026-12-16", "2026-12-16"),
        ("2026-12-17", None),
        ("2026-12-18", "2026-12-18"),
        (None, "2026-12-19"),
    ]


async def test_hours_change_with_the_dates(week: Week, at: datetime) -> None:
    late = moved(week.site, D16, week.days[0], opens=time(17, 30), closes=time(0, 30), closes_next_day=True)
    await rescheduling.reschedule(week.event, dates(late), at=at)
    day = (await days_of(week.site))[0]
    assert (day.held_on, day.opens, day.closes, day.closes_next_day) == (D16, time(17, 30), time(0, 30), True)


async def test_a_lost_date_can_be_taken_again(week: Week, at: datetime) -> None:
    await rescheduling.reschedule(week.event, dates(moved(week.site, D16)), at=at)
    new = dates(moved(week.site, D16), moved(week.site, D18))
    change = await rescheduling.reschedule(week.event, new, at=at)
    assert [(day["was"], day["now"]) for day in change.days] == [("2026-12-16", "2026-12-16"), (None, "2026-12-18")]


async def test_each_site_moves_by_itself(week: Week, cast: Any, at: datetime) -> None:
    other = await make.site(week.event, await make.venue(cast.an.organization, "Siêu thị B"), days=1)
    (there,) = await days_of(other)
    await rescheduling.reschedule(week.event, dates(moved(week.site, D19), moved(other, D20)), at=at)
    assert await present(week.site) == [(week.days[0].id, D19)]
    assert await present(other) == [(there.id, D20)]
    assert (week.event.first_on, week.event.last_on) == (D19, D20)


async def test_from_postponed_it_comes_back(week: Week, at: datetime) -> None:
    await Event.update({Event.state: EventState.POSTPONED}).where(Event.id == week.event.id)
    await rescheduling.reschedule(week.event, dates(moved(week.site, D20)), at=at)
    assert week.event.state == "published"


async def test_everything_wrong_is_listed_at_once_and_nothing_moves(week: Week, cast: Any, at: datetime) -> None:
    other = await make.site(week.event, await make.venue(cast.an.organization, "Siêu thị B"), days=0)
    stranger = await make.site(await make.event(cast.an.organization), week.venue)
    (foreign, *_) = await days_of(stranger)
    first, second, _third = week.days
    new = dates(
        moved(stranger, D16),
        moved(week.site, D17, foreign),
        moved(other, D16, first),
        moved(week.site, D18, second),
        moved(week.site, D18, second, opens=time(21), closes=time(8)),
        moved(week.site, date(2026, 12, 1)),
        first_on=D17,
        last_on=D17,
    )
    assert await refused(week.event, new, at) == [
        ("days.0.site_id", "This event has no such site."),
        ("days.1.id", "This event has no such day."),
        ("days.2.site_id", "A day stays at its site."),
        ("days.3.id", "This day is named twice."),
        ("days.3.on", "2026-12-18 is there twice at this site."),
        ("days.4.id", "This day is named twice."),
        ("days.4.on", "2026-12-18 is there twice at this site."),
        ("days.4.closes", "2026-12-18 closes before it opens."),
        ("days.5.on", "2026-12-01 has passed."),
        ("first_on", "An opening day is before the first day of the period."),
        ("last_on", "An opening day is after the last day of the period."),
    ]
    assert await present(week.site) == [(day.id, day.held_on) for day in week.days]
    assert await Rescheduling.count() == 0


async def test_a_day_that_has_passed_may_stay(week: Week) -> None:
    during = values.local(D17, time(12))
    new = dates(moved(week.site, D16), moved(week.site, D17), moved(week.site, D20))
    await rescheduling.reschedule(week.event, new, at=during)
    assert [on for _, on in await present(week.site)] == [D16, D17, D20]


async def test_a_week_needs_a_day(week: Week, at: datetime) -> None:
    assert await refused(week.event, dates(), at) == [("days", "Add an opening day.")]


async def test_a_promotion_without_days_says_its_period(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization, kind=EventKind.PROMOTION)
    required = "This is required."
    assert await refused(event, dates(), at) == [("first_on", required), ("last_on", required)]
    backwards = dates(first_on=D20, last_on=D19)
    assert await refused(event, backwards, at) == [("last_on", "The last day is before the first.")]
    session = await make.session(event, await make.venue(cast.an.organization))
    await rescheduling.reschedule(event, dates(first_on=D18, last_on=D20), at=at)
    assert (event.first_on, event.last_on) == (D18, D20)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert kept.starts_at == values.local(D18, time(9))


async def test_the_period_may_be_wider_than_the_days(week: Week, at: datetime) -> None:
    await rescheduling.reschedule(week.event, dates(moved(week.site, D18), first_on=D17, last_on=D20), at=at)
    assert (week.event.first_on, week.event.last_on) == (D17, D20)


async def test_a_day_that_was_added_in_the_meantime_is_not_lost_unseen(week: Week, at: datetime) -> None:
    first, second, _ = week.days
    new = dates(moved(week.site, D19, first), moved(week.site, D20, second))
    with pytest.raises(errors.Stale):
        await rescheduling.reschedule(week.event, new, at=at, seen=frozenset({first.id, second.id}))
    everything = frozenset({day.id for day in week.days} | {new_id()})
    await rescheduling.reschedule(week.event, new, at=at, seen=everything)
    assert [on for _, on in await present(week.site)] == [D19, D20]


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED, EventState.ENDED, EventState.CLOSED])
async def test_only_what_is_announced_is_rescheduled(week: Week, at: datetime, state: EventState) -> None:
    await Event.update({Event.state: state}).where(Event.id == week.event.id)
    with pytest.raises(errors.WrongState):
        await rescheduling.reschedule(week.event, dates(), at=at)
