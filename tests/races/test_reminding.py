"""An exhibitor changes its address, or gives a booth back, in the moment in which the fair moves."""

import asyncio
from datetime import date, datetime, time
from uuid import UUID

import pytest

from events_app import actor, db, outbox, values
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.events import postponing
from events_app.exhibitors import applying, choosing
from events_app.reminders import telling
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
