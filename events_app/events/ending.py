"""Events end by themselves when their last day has passed."""

from datetime import datetime

from events_app import db, errors, lifecycle, values
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


async def end_due(*, at: datetime) -> int:
    """End every published event that is over at ``at``, each in a transaction of its own; how many ended."""
    ended = 0
    while await _end_one(at=at):
        ended += 1
    return ended


async def _end_one(*, at: datetime) -> bool:
    async with db.transaction():
        due = await db.one(
            f"""
            SELECT id FROM event WHERE state = 'published' AND first_on <= $1 AND {ENDS_AT} <= $2
            ORDER BY last_on, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
            """,
            values.today(at),
            at,
        )
        if due is None:
            return False
        event = await Event.objects().get(Event.id == due["id"])
        assert event is not None  # its row is locked
        await lifecycle.move(event, "end", at=at)
        return True


async def ended_at(event: Event) -> datetime:
    """When ``event`` is over, by its present days."""
    row = await db.one(f"SELECT {ENDS_AT} AS ends_at FROM event WHERE id = $1", event.id)
    if row is None:
        raise errors.NotFound
    ends_at: datetime = row["ends_at"]
    return ends_at
