"""An exhibitor changes its address in the moment in which the fair moves."""

import asyncio
from datetime import date, datetime, time

import pytest

from events_app import db, outbox, values
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.reminders import telling
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
