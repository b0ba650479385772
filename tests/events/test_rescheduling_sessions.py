"""The programme moves with the days of its event: each session goes with its day, or is lost with it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from events_app import values
from events_app.events import rescheduling
from events_app.events.tables import Event, Session
from tests import make
from tests.events.weeks import D16, D17, D18, D19, D20, Week, dates, moved

pytestmark = pytest.mark.usefixtures("database")


async def test_a_session_moves_with_its_day_at_the_same_local_time(week: Week, at: datetime) -> None:
    session = await make.session(week.event, week.venue)
    new = dates(moved(week.site, D19, week.days[0]), moved(week.site, D20, week.days[1]))
    change = await rescheduling.reschedule(week.event, new, at=at)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert (kept.starts_at, kept.ends_at) == (values.local(D19, time(9)), values.local(D19, time(11)))
    assert kept.dropped_at is None
    assert kept.version == 2
    assert change.sessions == [
        {"session": str(session.id), "was": "2026-12-16T02:00:00+00:00", "now": "2026-12-19T02:00:00+00:00"}
    ]


async def test_a_session_on_a_lost_day_is_lost_and_listed(week: Week, at: datetime) -> None:
    starts = values.local(D18, time(15)).astimezone(UTC)
    session = await make.session(week.event, week.venue, starts_at=starts, ends_at=starts + timedelta(hours=1))
    change = await rescheduling.reschedule(week.event, dates(moved(week.site, D16), moved(week.site, D17)), at=at)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert (kept.dropped_at, kept.starts_at) == (at, starts)
    assert change.sessions == [{"session": str(session.id), "was": starts.isoformat(), "now": None}]


async def test_a_session_on_no_opening_day_moves_with_the_first_day_and_stays_in_the_period(
    week: Week, at: datetime
) -> None:
    starts = values.local(date(2026, 12, 15), time(14)).astimezone(UTC)
    await Event.update({Event.first_on: date(2026, 12, 15)}).where(Event.id == week.event.id)
    session = await make.session(week.event, week.venue, starts_at=starts, ends_at=starts + timedelta(hours=1))
    await rescheduling.reschedule(week.event, dates(moved(week.site, D20)), at=at)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert kept.starts_at == values.local(D19, time(14))
    assert (week.event.first_on, week.event.last_on) == (D19, D20)


@pytest.mark.parametrize(("at_other", "expected"), [(False, D17), (True, D20)])
async def test_of_two_sites_the_one_at_the_venue_of_the_session_decides(
    week: Week, cast: Any, at: datetime, at_other: bool, expected: date
) -> None:
    elsewhere = await make.venue(cast.an.organization, "Siêu thị B")
    other = await make.site(week.event, elsewhere, days=1)
    session = await make.session(week.event, elsewhere if at_other else week.venue)
    await rescheduling.reschedule(week.event, dates(moved(week.site, D17), moved(other, D20)), at=at)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert kept.starts_at == values.local(expected, time(9))


async def test_a_session_elsewhere_is_lost_only_when_no_site_keeps_the_day(week: Week, cast: Any, at: datetime) -> None:
    other = await make.site(week.event, await make.venue(cast.an.organization, "Siêu thị B"), days=1)
    session = await make.session(week.event, await make.venue(cast.an.organization, "Khách sạn C"))
    await rescheduling.reschedule(week.event, dates(moved(other, D20)), at=at)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert kept.starts_at == values.local(D20, time(9))
    assert kept.dropped_at is None
