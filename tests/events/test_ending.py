"""Events end when their last day has passed, and not before."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, outbox, values
from events_app.events import ending
from events_app.events.tables import Event, EventKind, EventState, OpeningDay
from tests import make

pytestmark = pytest.mark.usefixtures("database")
LAST = make.LAST_ON


async def state_of(event: Event) -> str:
    row = await Event.select(Event.state).where(Event.id == event.id).first()
    assert row is not None
    return str(row["state"])


async def ends_exactly_at(event: Event, end: datetime) -> None:
    assert await ending.ended_at(event) == end
    await ending.end_due(at=end - timedelta(seconds=1))
    assert await state_of(event) == "published"
    await ending.end_due(at=end)
    assert await state_of(event) == "ended"


async def test_a_week_ends_with_the_last_closing_of_its_last_day(cast: Any) -> None:
    event = await make.event(cast.an.organization)
    await make.site(event, await make.venue(cast.an.organization))
    await ends_exactly_at(event, values.local(LAST, time(21)))


async def test_closing_after_midnight_ends_on_the_next_day(cast: Any) -> None:
    event = await make.event(cast.an.organization)
    site = await make.site(event, await make.venue(cast.an.organization))
    await OpeningDay.update({OpeningDay.closes: time(0, 30), OpeningDay.closes_next_day: True}).where(
        OpeningDay.site == site.id
    )
    await ends_exactly_at(event, values.local(LAST + timedelta(days=1), time(0, 30)))


async def test_a_lost_day_does_not_count(cast: Any) -> None:
    event = await make.event(cast.an.organization)
    await make.site(event, await make.venue(cast.an.organization))
    await OpeningDay.update({OpeningDay.dropped_at: make.NOW}).where(OpeningDay.held_on == LAST)
    await ends_exactly_at(event, values.local(LAST - timedelta(days=1), time(21)))


async def test_a_later_session_ends_it_later(cast: Any) -> None:
    event = await make.event(cast.an.organization)
    venue = await make.venue(cast.an.organization)
    await make.site(event, venue)
    starts = values.local(LAST, time(21, 30))
    await make.session(event, venue, starts_at=starts, ends_at=starts + timedelta(hours=1))
    await ends_exactly_at(event, starts + timedelta(hours=1))


async def test_a_promotion_without_days_ends_with_its_period(cast: Any) -> None:
    event = await make.event(cast.an.organization, kind=EventKind.PROMOTION)
    await make.session(event, await make.venue(cast.an.organization))
    await ends_exactly_at(event, values.local(date(2026, 12, 21), time(0)))


async def test_each_is_ended_once_and_recorded(cast: Any) -> None:
    after = values.local(LAST, time(23, 59)) + timedelta(days=1)
    events = [await make.event(cast.an.organization) for _ in range(3)]
    assert await ending.end_due(at=after) == 3
    assert await ending.end_due(at=after) == 0
    recorded = await db.fetch("SELECT payload ->> 'id' AS id FROM message WHERE topic = 'event.end'")
    assert {row["id"] for row in recorded} == {str(event.id) for event in events}


@pytest.mark.parametrize("state", [state for state in EventState if state != EventState.PUBLISHED])
async def test_only_what_is_published_ends(cast: Any, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    assert await ending.end_due(at=make.NOW + timedelta(days=100)) == 0
    assert await state_of(event) == str(state)


async def test_an_event_that_cannot_end_keeps_no_other_from_ending(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [await make.event(cast.an.organization, last_on=LAST + timedelta(days=days)) for days in (0, 1)]

    async def breaks(message: outbox.Recorded) -> None:
        if message.ids["id"] == first.id:
            raise RuntimeError("a follower that breaks")

    assert outbox._followers is not None
    monkeypatch.setattr(outbox, "_followers", {**outbox._followers, "event.end": [breaks]})
    after = values.local(LAST + timedelta(days=3), time(0))
    assert await ending.end_due(at=after) == 1
    assert [await state_of(event) for event in (first, second)] == ["published", "ended"]
