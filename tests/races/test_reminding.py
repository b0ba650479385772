"""An exhibitor changes its address, confirms or gives a booth back in the moment in which the fair or its rules change."""

import asyncio
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from asyncpg.exceptions import RestrictViolationError

from events_app import actor, db, outbox, values
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.events import postponing
from events_app.exhibitors import applying, choosing
from events_app.exhibitors.tables import Application
from events_app.reminders import ruling, telling
from events_app.reminders.tables import ReminderRule
from events_app.values import Days
from tasks.outbox import ROUTES
from tests import make
from tests.reminders import posting

OLD, NEW = values.local(date(2026, 12, 13), time(8)), values.local(date(2026, 12, 20), time(8))


async def _meet() -> list[datetime]:
    """The fair moves; before that is committed a worker hears that the address has changed. The due times afterwards."""
    cast = await make.cast()
    fair = await posting.fair(cast.an)
    await posting.confirmed(fair, cast.binh)
    contact = await Contact.objects().get(Contact.organization == cast.binh.organization.id)
    assert contact is not None
    await contacting.change(contact, contact.version, at=make.NOW, email="moi@fairs.example")
    await outbox.route(ROUTES, at=make.NOW)
    [route] = await db.fetch("SELECT id FROM route WHERE done_at IS NULL")
    moved = asyncio.Event()

    async def move() -> None:
        async with db.transaction():
            await posting.moves(fair, 7)
            moved.set()
            await asyncio.sleep(0.7)

    async def hear() -> None:
        await moved.wait()
        await telling.tell(route["id"], at=make.NOW)

    await asyncio.gather(move(), hear())
    [row] = await posting.deliveries("reminder")
    assert row["address"] == "moi@fairs.example"
    return [row["due_at"]]


async def test_the_new_date_stays(own_database: str, at: datetime) -> None:
    assert await _meet() == [NEW]


async def test_control_without_holding_the_fair_the_old_date_is_written_back(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = db.fetch

    async def unheld(sql: str, *given: object) -> list[dict[str, object]]:
        return await fetch(sql.replace("FOR SHARE OF event", ""), *given)

    monkeypatch.setattr(db, "fetch", unheld)
    assert await _meet() == [OLD]


async def _leave() -> list[str]:
    """A fair is postponed; before that is committed its exhibitor gives a further hold back. The reminders afterwards."""
    cast = await make.cast()
    fair = await posting.fair(cast.an)
    application = await posting.confirmed(fair, cast.binh)
    with actor.as_actor(cast.binh.actor):
        held = await choosing.hold(
            application, fair.booths[1].id, Days(fair.event.first_on, fair.event.last_on), at=make.NOW
        )
    postponed = asyncio.Event()

    async def postpone() -> None:
        async with db.transaction():
            await postponing.postpone(fair.event, "Bão", at=make.NOW)
            postponed.set()
            await asyncio.sleep(0.7)

    async def release() -> None:
        await postponed.wait()
        with actor.as_actor(cast.binh.actor):
            await choosing.release(application, held.id, held.version, at=make.NOW)

    await asyncio.gather(postpone(), release())
    return await posting.states("reminder")


async def test_what_is_given_back_while_a_fair_is_postponed_wakes_no_reminder(own_database: str, at: datetime) -> None:
    assert await _leave() == ["suspended"]


async def test_control_without_holding_the_fair_a_reminder_wakes(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unheld(event_id: UUID) -> None:
        """Look at nothing."""

    monkeypatch.setattr(applying, "coming", unheld)
    assert await _leave() == ["waiting"]


def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who changes a rule holds the event as who hears of a confirmation does: neither waits for the other."""
    fetch = db.fetch

    async def shared(sql: str, *given: object) -> list[dict[str, object]]:
        return await fetch(
            sql.replace("event WHERE id = $1 FOR NO KEY UPDATE", "event WHERE id = $1 FOR SHARE"), *given
        )

    monkeypatch.setattr(db, "fetch", shared)


async def _picked() -> tuple[make.Cast, make.Fair, Application]:
    """Bình holds a booth at a fair that has one rule."""
    cast = await make.cast()
    fair = await posting.fair(cast.an)
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        days = Days(fair.event.first_on, fair.event.last_on)
        await choosing.hold(application, fair.booths[0].id, days, at=make.NOW)
    return cast, fair, application


async def _confirm_while_a_rule_is_added() -> list[datetime]:
    """When Bình is reminded, who confirms before the new rule is committed."""
    cast, fair, application = await _picked()
    added = asyncio.Event()

    async def add() -> None:
        async with db.transaction():
            await ruling.add(fair.event, ruling.NewRule(days_before=5), at=make.NOW)
            added.set()
            await asyncio.sleep(0.7)

    async def confirm() -> None:
        await added.wait()
        with actor.as_actor(cast.binh.actor):
            await choosing.confirm(application, at=make.NOW)
        await posting.tell()

    await asyncio.gather(add(), confirm())
    return sorted(row["due_at"] for row in await posting.deliveries("reminder"))


async def test_who_confirms_while_a_rule_is_added_is_reminded_by_it_too(own_database: str, at: datetime) -> None:
    assert await _confirm_while_a_rule_is_added() == [OLD - timedelta(days=2), OLD]


async def test_control_without_holding_the_fair_alone_the_new_rule_forgets_who_confirms(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _shared(monkeypatch)
    assert await _confirm_while_a_rule_is_added() == [OLD]


async def _remove_the_rule_while_reminders_are_made() -> list[str]:
    """The states of the reminders after a rule was taken away in the moment in which Bình is confirmed."""
    cast, fair, application = await _picked()
    rule = await ReminderRule.objects().get(ReminderRule.event == fair.id)
    assert rule is not None
    told = asyncio.Event()

    async def confirm() -> None:
        async with db.transaction():
            with actor.as_actor(cast.binh.actor):
                await choosing.confirm(application, at=make.NOW)
            await posting.tell()
            told.set()
            await asyncio.sleep(0.7)

    async def remove() -> None:
        await told.wait()
        await ruling.remove(rule, fair.event, rule.version, at=make.NOW)

    await asyncio.gather(confirm(), remove())
    return await posting.states("reminder")


async def test_a_rule_that_is_taken_away_while_reminders_are_made_takes_them_with_it(
    own_database: str, at: datetime
) -> None:
    assert await _remove_the_rule_while_reminders_are_made() == ["cancelled"]


async def test_control_without_holding_the_fair_alone_the_reminders_are_in_the_way(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _shared(monkeypatch)
    with pytest.raises(RestrictViolationError):
        await _remove_the_rule_while_reminders_are_made()
