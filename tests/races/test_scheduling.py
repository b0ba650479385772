"""Many change one event at once: each change starts from what the one before it left; without the lock they do not."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import db, lifecycle, values
from events_app.errors import Refusal
from events_app.events import ending, publishing, rescheduling, scheduling, siting
from events_app.events.bodies import EventChange, Hours, MovedDay, NewDates
from events_app.events.tables import Event, EventState, OpeningDay, Rescheduling
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

CLIENTS = 20
FIRST = date(2027, 1, 1)


async def rush(verb: Callable[[int], Awaitable[object]]) -> Counter[str]:
    """Let everybody go at once; how often each outcome was seen (a refusal by its kind)."""

    async def one(n: int) -> str:
        try:
            await verb(n)
        except Refusal as refusal:
            return refusal.kind()
        return "done"

    return Counter(await asyncio.gather(*(one(n) for n in range(CLIENTS))))


async def fresh(event_id: UUID) -> Event:
    row = await Event.objects().get(Event.id == event_id)
    assert row is not None
    return row


async def topics(topic: str) -> int:
    row = await db.one("SELECT count(*) FROM message WHERE topic = $1", topic)
    assert row is not None
    return int(row["count"])


async def moved_at_once(at: datetime) -> tuple[Counter[str], make.Fair]:
    """Everybody moves a week of three days, each to a first day of its own."""
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))

    async def move(n: int) -> None:
        first = FIRST + timedelta(days=n)
        days = [
            MovedDay(site_id=fair.site.id, on=first + timedelta(days=more), opens=time(8), closes=time(21))
            for more in range(3)
        ]
        await rescheduling.reschedule(await fresh(fair.id), NewDates(days=days, reason=f"Lần {n}"), at=at)

    return await rush(move), fair


async def starts() -> Counter[date]:
    """From which first day each rescheduling started."""
    return Counter(change.was_first_on for change in await Rescheduling.objects())


async def test_each_rescheduling_starts_from_what_the_one_before_left(at: datetime) -> None:
    outcomes, fair = await moved_at_once(at)
    assert outcomes == {"done": CLIENTS}
    assert set((await starts()).values()) == {1}
    event = await fresh(fair.id)
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    assert [day.held_on for day in days] == [event.first_on + timedelta(days=n) for n in range(3)]
    assert [day.dropped_at for day in days] == [None, None, None]
    assert (event.last_on, await topics("event.reschedule")) == (days[-1].held_on, CLIENTS)


async def test_without_the_lock_several_start_from_the_same_days(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unlocked(row: Any) -> Any:
        return row

    monkeypatch.setattr(lifecycle, "lock", unlocked)
    outcomes, _ = await moved_at_once(at)
    assert outcomes["done"] < CLIENTS or max((await starts()).values()) > 1


async def test_of_many_who_add_the_same_day_one_adds_it(at: datetime) -> None:
    cast = await make.cast()
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    site = await make.site(event, await make.venue(cast.an.organization), days=0)

    async def add(_n: int) -> None:
        await siting.add_day(site, Hours(on=make.FIRST_ON, opens=time(8), closes=time(21)), at=at)

    assert await rush(add) == {"done": 1, "day-twice": CLIENTS - 1}
    assert await OpeningDay.count().where(OpeningDay.site == site.id) == 1


async def test_of_many_who_edit_the_same_version_one_is_heard(at: datetime) -> None:
    cast = await make.cast()
    event = await make.event(cast.an.organization)

    async def edit(n: int) -> None:
        await scheduling.edit_event(await fresh(event.id), 1, EventChange(contact=f"Người {n}"), at=at)

    assert await rush(edit) == {"done": 1, "stale": CLIENTS - 1}
    assert (await fresh(event.id)).version == 2


async def test_of_many_who_publish_one_publishes(at: datetime) -> None:
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)

    async def publish(_n: int) -> None:
        await publishing.publish(await fresh(fair.id), at=at)

    assert await rush(publish) == {"done": 1, "wrong-state": CLIENTS - 1}
    assert await topics("event.publish") == 1


async def test_two_beats_end_each_event_once(at: datetime) -> None:
    cast = await make.cast()
    for _ in range(CLIENTS):
        await make.event(cast.an.organization)
    after = values.local(make.LAST_ON + timedelta(days=1), time(1))
    assert sum(await asyncio.gather(*(ending.end_due(at=after) for _ in range(4)))) == CLIENTS
    assert await topics("event.end") == CLIENTS
