"""Two changes of what an entry shows, at once: both are shown, whichever comes first."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from events_app import db, values
from events_app.calendars import entries, showing
from events_app.events import scheduling
from events_app.events.bodies import EventChange
from events_app.venues import keeping
from tests import make
from tests.calendars.readers import lines

Change = Callable[[make.Fair, datetime], Awaitable[Any]]


async def rename_venue(fair: make.Fair, at: datetime) -> None:
    """The venue gets a new name."""
    await keeping.change(fair.venue, fair.venue.version, name="AEON MALL Hà Đông", at=at)


async def rename_event(fair: make.Fair, at: datetime) -> None:
    """The event gets a new title."""
    change = EventChange.model_validate({"title": {"vi": "Tuần lễ mới"}})
    await scheduling.edit_event(fair.event, fair.event.version, change, at=at)


async def both(first: Change, second: Change) -> list[set[str]]:
    """The lines of every entry after ``second`` began while ``first`` was not committed yet."""
    at = values.now()
    fair = await make.fair((await make.cast()).an.organization, booths=0)
    async with db.transaction():
        await entries.refresh(fair.id, at=at)
    made = asyncio.Event()

    async def hesitate() -> None:
        async with db.transaction():
            await first(fair, at)
            made.set()
            await asyncio.sleep(0.4)

    async def follow() -> None:
        await made.wait()
        await second(fair, at)

    await asyncio.gather(hesitate(), follow())
    rows = await db.fetch("SELECT ics_vi FROM entry WHERE event = $1", fair.id)
    return [set(lines(row["ics_vi"])) for row in rows]


BOTH = {"SUMMARY:Tuần lễ mới", "LOCATION:AEON MALL Hà Đông\\, 1 Phố Mẫu\\, Hà Nội"}
ORDERS = [(rename_venue, rename_event), (rename_event, rename_venue)]


@pytest.mark.parametrize(("first", "second"), ORDERS)
async def test_two_changes_at_once_are_both_shown(own_database: str, first: Change, second: Change) -> None:
    assert all(shown >= BOTH for shown in await both(first, second))


@pytest.mark.parametrize(("first", "second"), ORDERS)
async def test_control_without_the_locks_one_change_is_lost(
    own_database: str, monkeypatch: pytest.MonkeyPatch, first: Change, second: Change
) -> None:
    class Unguarded:
        """The database without the two locks."""

        @staticmethod
        async def fetch(sql: str, *given: Any) -> list[dict[str, Any]]:
            return await db.fetch(sql.replace("FOR SHARE", "").replace("FOR NO KEY UPDATE", ""), *given)

    monkeypatch.setattr(showing, "db", Unguarded)
    assert not all(shown >= BOTH for shown in await both(first, second))
