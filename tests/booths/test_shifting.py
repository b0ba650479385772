"""An event gets other days, or is cancelled: what becomes of its assignments."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from asyncpg.exceptions import ExclusionViolationError

from events_app import db
from events_app.booths import booking, shifting
from events_app.directory.tables import Kind
from events_app.events import cancelling, placing, postponing, rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.exhibitors.tables import Application
from events_app.values import Days
from tests import make

AT = make.NOW
UNTIL = AT + timedelta(days=3)
WEEK = list(Days(make.FIRST_ON, make.LAST_ON))
needs_database = pytest.mark.usefixtures("database")


def days(first: int, last: int, start: date = make.FIRST_ON) -> Days:
    """From the ``first`` to the ``last`` day of the week, counted from 1."""
    return Days(start + timedelta(days=first - 1), start + timedelta(days=last - 1))


async def reschedule(fair: make.Fair, to: Iterable[date | None]) -> None:
    """Give each opening day its new date in turn; None loses it."""
    old = (await placing.days(fair.id))[fair.site.id]
    new = [
        MovedDay(id=day.id, site_id=fair.site.id, on=on, opens=time(8), closes=time(21))
        for day, on in zip(old, to, strict=True)
        if on
    ]
    await rescheduling.reschedule(fair.event, NewDates(reason="Bão", days=new), at=AT)


async def given(fair: make.Fair, application: Application, booth: Any, on: Days, *, confirmed: bool = True) -> UUID:
    row = await booking.hold(application.id, application.organization, booth.id, on, until=UNTIL, at=AT)
    if confirmed:
        await booking.confirm(application.id, [row.id], at=AT)
    found: UUID = row.id
    return found


async def standing() -> list[tuple[UUID, UUID, Days, bool]]:
    rows = await db.fetch("SELECT * FROM assignment ORDER BY booth, first_on")
    return [
        (r["booth"], r["application_id"], Days(r["first_on"], r["last_on"]), r["held_until"] is not None) for r in rows
    ]


async def told(topic: str) -> list[dict[str, Any]]:
    return [row["payload"] for row in await db.fetch("SELECT payload FROM message WHERE topic = $1 ORDER BY id", topic)]


async def rotating(booths: int = 2) -> tuple[make.Fair, Application, Application]:
    """A fair in every booth of which one exhibitor stands on days 1 and 2 and another on days 3 to 5."""
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=booths)
    first = await make.application(fair.event, await make.organization())
    second = await make.application(fair.event, await make.organization())
    for booth in fair.booths:
        await given(fair, first, booth, days(1, 2))
        await given(fair, second, booth, days(3, 5))
    return fair, first, second


def test_days_lead_to_unbroken_ranges() -> None:
    one, two, three, four, five = WEEK
    assert shifting.ranges([]) == []
    assert shifting.ranges([three, one, two]) == [Days(one, three)]
    assert shifting.ranges([five, one, two]) == [Days(one, two), Days(five, five)]
    assert shifting.moved(Days(one, three), {one: two, two: None, three: four}) == [Days(two, two), Days(four, four)]
    assert shifting.moved(Days(one, two), {one: None}) == []


@needs_database
async def test_one_day_later_with_rotation_in_every_booth() -> None:
    fair, first, second = await rotating()
    await reschedule(fair, [on + timedelta(days=1) for on in WEEK])
    assert await standing() == [
        row
        for booth in sorted(fair.booths, key=lambda booth: str(booth.id))
        for row in [
            (booth.id, first.id, days(2, 3), False),
            (booth.id, second.id, days(4, 6), False),
        ]
    ]
    assert len(await told("assignment.shift")) == 4
    assert await told("assignment.lost") == []


@needs_database
async def test_without_deferring_the_same_move_breaks_the_constraint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: on the way the days of two exhibitors overlap, whichever of them moves first."""
    fair, _, _ = await rotating()
    monkeypatch.setattr(shifting, "MAY_OVERLAP_MEANWHILE", "a_site_has_a_day_once")
    with pytest.raises(ExclusionViolationError):
        await reschedule(fair, [on + timedelta(days=1) for on in WEEK])


@needs_database
async def test_days_in_another_order_take_their_exhibitors_along() -> None:
    fair, first, second = await rotating(1)
    one, two, three, four, five = WEEK
    await reschedule(fair, [four, five, one, two, three])
    booth = fair.booths[0].id
    assert await standing() == [(booth, second.id, days(1, 3), False), (booth, first.id, days(4, 5), False)]


@needs_database
async def test_days_that_are_torn_apart_split_the_assignment() -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=1)
    application = await make.application(fair.event, await make.organization())
    kept = await given(fair, application, fair.booths[0], days(1, 5), confirmed=False)
    later = [WEEK[0], WEEK[1], *(on + timedelta(days=7) for on in WEEK[2:])]
    await reschedule(fair, later)
    booth = fair.booths[0].id
    assert await standing() == [(booth, application.id, days(1, 2), True), (booth, application.id, days(10, 12), True)]
    rows = await db.fetch("SELECT id, held_until, version FROM assignment ORDER BY first_on")
    assert (rows[0]["id"], rows[0]["version"], rows[1]["version"]) == (kept, 2, 1)
    assert [row["held_until"] for row in rows] == [UNTIL, UNTIL]
    assert [message["id"] for message in await told("assignment.shift")] == [str(kept)]


@needs_database
async def test_lost_days_free_their_booths_and_are_listed() -> None:
    fair, first, second = await rotating(1)
    await reschedule(fair, [None, None, None, WEEK[3], WEEK[4]])
    assert await standing() == [(fair.booths[0].id, second.id, days(4, 5), False)]
    (rescheduled,) = await told("event.reschedule")
    lost = await told("assignment.lost")
    assert [(m["application"], m["days"], m["rescheduling"]) for m in lost] == [
        (str(first.id), "2026-12-16,2026-12-17", rescheduled["rescheduling"]),
        (str(second.id), "2026-12-18", rescheduled["rescheduling"]),
    ]
    (shifted,) = await told("assignment.shift")
    assert (shifted["application"], shifted["was"]) == (str(second.id), "2026-12-18/2026-12-20")


@needs_database
async def test_what_does_not_move_is_left_alone() -> None:
    fair, _, _ = await rotating(1)
    before = await standing()
    await reschedule(fair, WEEK)
    assert await standing() == before
    assert await told("assignment.shift") == []


@needs_database
async def test_holds_that_have_run_out_do_not_move() -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=1)
    application = await make.application(fair.event, await make.organization())
    await given(fair, application, fair.booths[0], days(1, 5), confirmed=False)
    await db.fetch("UPDATE assignment SET held_until = $1", AT)
    await reschedule(fair, [on + timedelta(days=1) for on in WEEK])
    assert await standing() == []
    assert len(await told("assignment.lapse")) == 1


@needs_database
async def test_another_event_does_not_move() -> None:
    fair, _, _ = await rotating(1)
    other, first, second = await rotating(1)
    await reschedule(fair, [on + timedelta(days=1) for on in WEEK])
    booth = other.booths[0].id
    assert [row for row in await standing() if row[0] == booth] == [
        (booth, first.id, days(1, 2), False),
        (booth, second.id, days(3, 5), False),
    ]


@needs_database
async def test_a_postponed_event_keeps_its_assignments_and_takes_no_holds() -> None:
    fair, first, _ = await rotating(1)
    before = await standing()
    await postponing.postpone(fair.event, "Bão", at=AT)
    assert await standing() == before
    with pytest.raises(booking.NotBookable):
        await given(fair, first, fair.booths[0], days(1, 1))


@needs_database
async def test_a_cancelled_event_releases_every_assignment() -> None:
    fair, first, second = await rotating()
    other, _, _ = await rotating(1)
    kept = [row for row in await standing() if row[0] == other.booths[0].id]
    await cancelling.cancel(fair.event, "Bão", at=AT)
    assert await standing() == kept
    released = await told("assignment.release")
    assert sorted(message["application"] for message in released) == sorted([str(first.id), str(second.id)] * 2)
