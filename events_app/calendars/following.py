"""Which events show what a message speaks of; their entries change in its transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from events_app import db, outbox
from events_app.calendars import entries

_OF_EVENT = "SELECT $1::uuid AS event"
_OF_SITE = "SELECT event FROM site WHERE id = $1"
_OF_DAY = """
    SELECT site.event FROM opening_day JOIN site ON site.id = opening_day.site WHERE opening_day.id = $1
    UNION SELECT event FROM entry WHERE thing = 'day' AND thing_id = $1
"""
_OF_SESSION = """
    SELECT event FROM session WHERE id = $1
    UNION SELECT event FROM entry WHERE thing = 'session' AND thing_id = $1
"""
_OF_SPEAKER = "SELECT session.event FROM speaker JOIN session ON session.id = speaker.session WHERE speaker.id = $1"
_OF_VENUE = "SELECT event FROM site WHERE venue = $1 UNION SELECT event FROM session WHERE venue = $1"
_OF_HALL = "SELECT event FROM site WHERE hall = $1"

_EVENTS = {
    "event": _OF_EVENT,
    "site": _OF_SITE,
    "opening_day": _OF_DAY,
    "session": _OF_SESSION,
    "speaker": _OF_SPEAKER,
    "venue": _OF_VENUE,
    "hall": _OF_HALL,
}
_VERBS = {
    "event": ("publish", "edit", "postpone", "reschedule", "cancel"),
    "site": ("create", "edit", "delete"),
    "opening_day": ("create", "edit", "drop", "delete"),
    "session": ("create", "edit", "drop", "delete"),
    "speaker": ("create", "edit", "delete"),
    "venue": ("edit",),
    "hall": ("edit",),
}


async def follow(message: outbox.Recorded) -> None:
    """Refresh the entries of every event that shows what ``message`` speaks of."""
    if "event" in message.ids:
        found = [UUID(str(message.ids["event"]))]
    else:
        noun = message.topic.partition(".")[0]
        rows = await db.fetch(_EVENTS[noun], UUID(str(message.ids["id"])))
        found = [row["event"] for row in rows]
    await entries.refresh(*found, at=message.at)


FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {
    f"{noun}.{verb}": (follow,) for noun, verbs in _VERBS.items() for verb in verbs
}
