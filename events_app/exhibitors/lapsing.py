"""Offers run out: the application returns to where it came from, and whoever looks before the sweep sees it there already."""

from datetime import datetime
from functools import partial
from uuid import UUID

from events_app import db, lifecycle, sweeping
from events_app.booths import booking
from events_app.exhibitors.tables import Application, ApplicationState


async def settle(application: Application, *, at: datetime) -> Application:
    """Hold the application against other writers, without an offer that has run out. Raises NotFound, Busy."""
    await lifecycle.lock(application)
    return await drop_offer(application, at=at)


async def drop_offer(application: Application, *, at: datetime) -> Application:
    """Return a locked application whose offer has run out to where it came from; leave every other as it is."""
    if application.state != ApplicationState.OFFERED:
        return application
    offers = await db.fetch(
        "SELECT id, held_until > $2 AS stands FROM assignment WHERE application_id = $1 AND offered AND held_until IS NOT NULL",
        application.id,
        at,
    )
    if any(offer["stands"] for offer in offers):
        return application
    if offers:
        await booking.release(application.id, [offer["id"] for offer in offers], at=at, only_held=True)
    return await lifecycle.move(
        application, "lapse", at=at, to=application.returns_to or ApplicationState.SUBMITTED, returns_to=None
    )


async def lapse_due(*, at: datetime) -> int:
    """Return every application whose offer has run out, each in a transaction of its own; the count of them."""
    due = await db.fetch(
        """
        SELECT id FROM application WHERE state = 'offered' AND NOT EXISTS (
            SELECT FROM assignment WHERE application_id = application.id AND offered AND held_until > $1)
        ORDER BY id
        """,
        at,
    )
    return await sweeping.each((row["id"] for row in due), partial(_lapse, at=at))


async def _lapse(application_id: UUID, *, at: datetime) -> bool:
    async with db.transaction():
        application = await lifecycle.locked(Application, application_id)
        offered = application.state == ApplicationState.OFFERED
        await drop_offer(application, at=at)
        return offered and application.state != ApplicationState.OFFERED
