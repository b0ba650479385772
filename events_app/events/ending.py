"""Events end by themselves when their last day has passed."""

from datetime import datetime
from functools import partial
from uuid import UUID

from events_app import db, errors, lifecycle, sweeping, values
from events_app.events.tables import Event

# The instant at which the row ``event`` is over: the last closing of an opening day, or the end of the period where there is
# none, and the end of a session that is later still.
ENDS_AT = """
    greatest(
        coalesce(
            (SELECT max((opening_day.held_on + opening_day.closes
                         + CASE WHEN opening_day.closes_next_day THEN interval '1 day' ELSE interval '0' END)
                        AT TIME ZONE 'Asia/Ho_Chi_Minh')
             FROM opening_day JOIN site ON site.id = opening_day.site
             WHERE site.event = event.id AND opening_day.dropped_at IS NULL),
            (event.last_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'),
        (SELECT max(session.ends_at) FROM session WHERE session.event = event.id AND session.dropped_at IS NULL))
"""

_OVER = f"state = 'published' AND first_on <= $1 AND {ENDS_AT} <= $2"


async def end_due(*, at: datetime) -> int:
    """End every published event that is over at ``at``, each in a transaction of its own; how many ended."""
    due = await db.fetch(f"SELECT id FROM event WHERE {_OVER} ORDER BY last_on, id", values.today(at), at)
    return await sweeping.each((row["id"] for row in due), partial(_end, at=at))


async def _end(event_id: UUID, *, at: datetime) -> bool:
    """End it if it is still over, unless somebody has it in hand: the next sweep looks again."""
    async with db.transaction():
        found = await db.one(
            f"SELECT * FROM event WHERE id = $3 AND {_OVER} FOR NO KEY UPDATE SKIP LOCKED",
            values.today(at),
            at,
            event_id,
        )
        if found is None:
            return False
        await lifecycle.move(lifecycle.found(Event, found), "end", at=at)
        return True


async def ended_at(event: Event) -> datetime:
    """When ``event`` is over, by its present days."""
    row = await db.one(f"SELECT {ENDS_AT} AS ends_at FROM event WHERE id = $1", event.id)
    if row is None:
        raise errors.NotFound
    ends_at: datetime = row["ends_at"]
    return ends_at
