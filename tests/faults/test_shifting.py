"""A rescheduling that is killed in the middle has not happened."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from events_app import db
from tests import processes
from tests.booths.test_shifting import WEEK, days, reschedule, rotating, standing

# In another process: reschedule by one day, and stand still for ever when half of the assignments have moved.
HALFWAY = """
import asyncio, sys
from datetime import timedelta
from events_app import db, together
from events_app.booths import shifting
from events_app.events.tables import Event, OpeningDay, Site
from tests import make
from tests.booths.test_shifting import WEEK, reschedule

moved, shift_one = 0, shifting._shift_one

async def stand_still(*given):
    global moved
    await shift_one(*given)
    moved += 1
    if moved == int(sys.argv[2]):
        print("halfway", flush=True)
        await asyncio.sleep(3600)

shifting._shift_one = stand_still

async def main():
    together.tie()
    async with db.pool(3):
        event = await Event.objects().get(Event.id == sys.argv[1])
        site = await Site.objects().get(Site.event == event.id)
        fair = make.Fair(event, None, site, None, [])
        await reschedule(fair, [on + timedelta(days=1) for on in WEEK])

asyncio.run(main())
"""


async def _days() -> list[Any]:
    return await db.fetch("SELECT held_on, version FROM opening_day ORDER BY held_on")


async def _messages() -> int:
    rows = await db.fetch("SELECT count(*) AS n FROM message WHERE topic LIKE 'assignment.shift'")
    found: int = rows[0]["n"]
    return found


async def test_killed_halfway_nothing_has_moved_and_the_next_try_moves_all(own_database: str, tmp_path: Path) -> None:
    fair, first, second = await rotating(10)
    before, opened = await standing(), await _days()
    argv = ("-c", HALFWAY, str(fair.id), "10")
    with processes.run(argv, tmp_path, "rescheduling", DATABASE_URL=own_database) as rescheduling:
        rescheduling.says("halfway")
        assert await standing() == before  # others do not see half of it either
        rescheduling.kill()
    assert (await standing(), await _days(), await _messages()) == (before, opened, 0)
    await _until_unlocked()

    await reschedule(fair, [on + timedelta(days=1) for on in WEEK])
    moved = await standing()
    assert {row[2] for row in moved if row[1] == first.id} == {days(2, 3)}
    assert {row[2] for row in moved if row[1] == second.id} == {days(4, 6)}
    assert (len(moved), await _messages()) == (20, 20)


async def _until_unlocked(patience: float = 20) -> None:
    """PostgreSQL notices that a client was killed when it next looks at its connection."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        rows = await db.fetch(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND xact_start < now()"
            " AND pid <> pg_backend_pid()"
        )
        if not rows[0]["n"]:
            return
    raise AssertionError("the killed process still holds its transaction")
