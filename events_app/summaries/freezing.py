"""Summaries are frozen: the first by a sweep when the fair is over and its grace time has passed, later ones on request."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, sweeping, values
from events_app.agreements import queries as agreements
from events_app.errors import WrongState
from events_app.events.ending import ENDS_AT
from events_app.events.tables import Event, EventState
from events_app.settings import settings
from events_app.summaries import counting
from events_app.summaries.tables import Summary

_OVER = {EventState.ENDED, EventState.CLOSED}
_DUE = f"""
    SELECT event.id FROM event
    WHERE event.state IN ('ended', 'closed') AND {ENDS_AT} <= $1
      AND NOT EXISTS (SELECT FROM summary WHERE summary.event = event.id)
    ORDER BY event.last_on, event.id LIMIT 50
"""


async def freeze(event: Event, *, at: datetime) -> Summary:
    """Freeze the agreements of ``event`` as they stand into its next summary. Raises WrongState before the event has ended."""
    async with db.transaction():
        await lifecycle.lock(event)
        if event.state not in _OVER:
            raise WrongState(state=event.state)
        return await _freeze(event, at=at)


async def freeze_due(*, at: datetime) -> int:
    """Freeze summary no. 1 of each event that is over and past its grace time; the count of those frozen."""
    due = await db.fetch(_DUE, at - timedelta(hours=settings().summary_grace_hours))
    return await sweeping.each((row["id"] for row in due), partial(_freeze_first, at=at))


async def _freeze_first(event_id: UUID, *, at: datetime) -> bool:
    """No. 1, unless another sweep was faster: the event's row is locked before looking."""
    async with db.transaction():
        event = await lifecycle.locked(Event, event_id)
        if event.state not in _OVER or await Summary.exists().where(Summary.event == event_id):
            return False
        await _freeze(event, at=at)
        return True


async def _freeze(event: Event, *, at: datetime) -> Summary:
    number = 1 + await Summary.count().where(Summary.event == event.id)
    whole = counting.facts(
        await _described(event),
        await agreements.of_event(event.id),
        number=number,
        frozen_at=at.astimezone(values.ZONE).isoformat(timespec="seconds"),
    )
    summary = Summary(event=event.id, number=number, frozen_at=at, facts=whole)
    await summary.save()
    await outbox.record("summary.freeze", at=at, id=summary.id, event=event.id)
    return summary


async def _described(event: Event) -> dict[str, Any]:
    rows = await db.fetch(
        """
        SELECT venue.name FROM site JOIN venue ON venue.id = site.venue
        WHERE site.event = $1 ORDER BY site.position, site.id
        """,
        event.id,
    )
    organizer = await db.one("SELECT name FROM organization WHERE id = $1", event.organization)
    return {
        "id": str(event.id),
        "slug": event.slug,
        "title": event.title,
        "first_on": event.first_on.isoformat(),
        "last_on": event.last_on.isoformat(),
        "places": [row["name"] for row in rows],
        "organizer": organizer["name"] if organizer else "",
    }
