"""Offers run out: the application returns to where it came from, and whoever looks before the sweep sees it there already.

Nobody can answer an offer of a fair that is put off: it stands until there are new dates, and then for as long as a new one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from events_app import db, lifecycle, outbox, sweeping
from events_app.booths import booking
from events_app.booths.tables import UNTIL_NEW_DATES
from events_app.exhibitors.tables import Application, ApplicationState

OFFER_LASTS = timedelta(days=3)

_OFFERS = """
    SELECT assignment.id FROM assignment JOIN booth ON booth.id = assignment.booth JOIN site ON site.id = booth.site
    WHERE site.event = $1 AND offered
"""


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


def answered_by(at: datetime, opens_at: datetime | None) -> datetime:
    """Until when an offer that is made at ``at`` stands: three days, but not beyond the opening of the fair if that is to come."""
    until = at + OFFER_LASTS
    return min(until, opens_at) if opens_at and opens_at > at else until


async def wait(message: outbox.Recorded) -> None:
    """Let every offer of a postponed event that has not run out stand until the event has new dates."""
    await db.fetch(
        f"""
        UPDATE assignment SET held_until = $2, version = version + 1
        WHERE id IN ({_OFFERS} AND held_until > $3 ORDER BY assignment.id FOR UPDATE OF assignment)
        """,
        UUID(str(message.ids["id"])),
        UNTIL_NEW_DATES,
        message.at,
    )


async def renew(message: outbox.Recorded) -> None:
    """Give every offer that waited for new dates a limit again, in the transaction in which its event gets them."""
    event_id = UUID(str(message.ids["id"]))
    row = await db.one(
        """
        SELECT min((held_on + opens) AT TIME ZONE 'Asia/Ho_Chi_Minh') AS opens_at
        FROM opening_day JOIN site ON site.id = opening_day.site WHERE site.event = $1 AND dropped_at IS NULL
        """,
        event_id,
    )
    await db.fetch(
        f"""
        UPDATE assignment SET held_until = $2, version = version + 1
        WHERE id IN ({_OFFERS} AND held_until = $3 ORDER BY assignment.id FOR UPDATE OF assignment)
        """,
        event_id,
        answered_by(message.at, row["opens_at"] if row else None),
        UNTIL_NEW_DATES,
    )


FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {"event.postpone": (wait,), "event.reschedule": (renew,)}
