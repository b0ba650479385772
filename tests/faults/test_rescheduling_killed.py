"""Whoever moves a fair is killed with -9 in the middle: all of it has moved, or nothing has."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from events_app import actor, db, values
from events_app.calendars import entries
from events_app.exhibitors import choosing
from events_app.values import Days
from tests import make, processes
from tests.faults import crowds, moving
from tests.reminders import posting

ALWAYS_OPEN: dict[str, Any] = {"registration_opens_at": None, "registration_closes_at": None}
LATER = timedelta(days=1)

# Everything that a move moves, each with the date by which it is known.
_MOVABLE = {
    "event": "SELECT first_on FROM event",
    "opening_day": "SELECT held_on FROM opening_day",
    "session": "SELECT starts_at FROM session",
    "assignment": "SELECT first_on FROM assignment",
    "delivery": "SELECT due_at FROM delivery WHERE purpose = 'reminder'",
    "entry": "SELECT starts_at FROM entry",
}


async def dates() -> dict[str, list[Any]]:
    """The dates of everything that a move moves, in order."""
    return {name: sorted([next(iter(row.values())) for row in await db.fetch(sql)]) for name, sql in _MOVABLE.items()}


async def rotating() -> make.Fair:
    """A fair with a session and a booth that one exhibitor has on the first day and another on the others; both are reminded."""
    at = values.now()
    cast = await make.cast()
    first_on, last_on = values.today(at) + timedelta(9), values.today(at) + timedelta(11)
    fair = await posting.fair(cast.an, first_on=first_on, last_on=last_on, **ALWAYS_OPEN)
    await make.session(fair.event, fair.venue)
    await entries.refresh(fair.id, at=at)
    for person, days in (
        (cast.binh, Days(first_on, first_on)),
        (cast.em, Days(first_on + LATER, last_on)),
    ):
        application = await make.application(fair.event, person.organization)
        with actor.as_actor(person.actor):
            await choosing.hold(application, fair.booths[0].id, days, at=at)
            await choosing.confirm(application, at=at)
    await posting.tell(at)
    return fair


def move(fair: make.Fair, place: Callable[[], None], folder: Path) -> int:
    """Let another process move it by a day; its status."""
    argv = ("-m", "tests.faults.moving", str(fair.id), str(LATER.days), place.__name__)
    with processes.run(argv, folder, "moving") as process:
        return process.running.wait(crowds.PATIENCE)


async def test_all_or_nothing(own_database: str, tmp_path: Path) -> None:
    fair = await rotating()
    before = await dates()
    assert all(before.values())
    for place in (moving.after_the_days, moving.before_the_last_follower):
        assert move(fair, place, tmp_path) == -9
        assert await dates() == before
        assert await db.fetch("SELECT FROM rescheduling") == []
    assert move(fair, moving.nowhere, tmp_path) == 0
    after = await dates()
    assert {name: [was + LATER for was in dated] for name, dated in before.items()} == after


async def test_without_the_one_transaction_a_part_of_it_moves(own_database: str, tmp_path: Path) -> None:
    fair = await rotating()
    before = await dates()
    assert move(fair, moving.after_the_days_which_were_committed, tmp_path) == -9
    after = await dates()
    assert {name for name in before if before[name] != after[name]} == {"opening_day"}
