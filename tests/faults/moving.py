"""``python -m tests.faults.moving EVENT DAYS PLACE``: moves an event by so many days and is killed at a place on the way."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from events_app import db, together, values
from events_app.events import placing, rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import Event
from events_app.reminders import due


async def _die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


async def _commit_and_die(*_: Any, **__: Any) -> Any:
    current = db.engine().current_transaction.get()
    assert current
    await current.connection.execute("COMMIT")
    await _die()


def after_the_days() -> None:
    """The opening days have their new dates; nothing else has."""
    rescheduling._write_sessions = _die


def before_the_last_follower() -> None:
    """Days, programme, assignments and entries have moved; the reminders have not."""
    due.recompute = _die


def after_the_days_which_were_committed() -> None:
    """The control: the days were committed by themselves."""
    rescheduling._write_sessions = _commit_and_die


def nowhere() -> None:
    """It is not killed."""


PLACES: dict[str, Callable[[], None]] = {
    place.__name__: place
    for place in (after_the_days, before_the_last_follower, after_the_days_which_were_committed, nowhere)
}


async def main(event_id: UUID, later: timedelta, place: str) -> None:
    """Move it."""
    together.tie()
    PLACES[place]()
    async with db.pool(2):
        event = await Event.objects().get(Event.id == event_id)
        assert event
        days = [
            MovedDay(id=day.id, site_id=site, on=day.on + later, opens=day.opens, closes=day.closes)
            for site, held in (await placing.days(event.id)).items()
            for day in held
        ]
        await rescheduling.reschedule(event, NewDates(reason="Bão", days=days), at=values.now())


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), timedelta(days=int(sys.argv[2])), sys.argv[3]))
