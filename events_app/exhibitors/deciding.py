"""The organizer decides about an application: yes, not yet, wait, no."""

from datetime import datetime
from typing import Any

from events_app import db, lifecycle
from events_app.booths import booking
from events_app.exhibitors import applying, lapsing
from events_app.exhibitors.tables import Application, ApplicationState


async def accept(application: Application, *, at: datetime) -> Application:
    """Say yes before a booth is named. Raises NotHeldNow, WrongState."""
    async with db.transaction():
        await applying.coming(application.event)
        await lapsing.settle(application, at=at)
        return await lifecycle.move(application, "accept", at=at)


async def request_changes(application: Application, reason: str, *, at: datetime) -> Application:
    """Give the application back to its entity, saying what is missing; what it held is free. Raises NotHeldNow, WrongState."""
    return await _without_booths(application, "request_changes", at=at, reason=reason)


async def waitlist(application: Application, *, at: datetime) -> Application:
    """Let the entity wait for a booth that becomes free; what it held is free again. Raises NotHeldNow, WrongState."""
    return await _without_booths(application, "waitlist", at=at)


async def reject(application: Application, reason: str, *, at: datetime) -> Application:
    """Say no, and why, also to an exhibitor; every booth that it held or had is free again. Raises NotHeldNow, WrongState."""
    return await _without_booths(application, "reject", at=at, reason=reason)


async def _without_booths(application: Application, verb: str, *, at: datetime, **changes: Any) -> Application:
    async with db.transaction():
        await applying.coming(application.event)
        await lapsing.settle(application, at=at)
        await booking.release(application.id, None, at=at, only_held=application.state != ApplicationState.CONFIRMED)
        return await lifecycle.move(application, verb, at=at, **changes)
