"""An announced event changes its place, its hours or its programme and keeps its dates: what was, and what is now.

All that one save changes is one Alteration, and its message ``event.alter`` names it, so that whoever comes is told of it once.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.events import scheduling
from events_app.events.tables import Alteration, Event, EventState

Thing = tuple[str, str]  # site, day or session, and which; an opening day is known by its site and date
Said = dict[str, Any]
_altering: ContextVar[UUID | None] = ContextVar("altering", default=None)
_SHOWN = """
    SELECT event, 'site' AS thing, id::text AS which, jsonb_build_object('venue', venue, 'hall', hall) AS said
    FROM site WHERE event = ANY($1)
    UNION ALL
    SELECT site.event, 'day', site.id || ':' || held_on,
           jsonb_build_object('site', site.id, 'on', held_on, 'opens', opens, 'closes', closes, 'next_day', closes_next_day)
    FROM opening_day JOIN site ON site.id = opening_day.site WHERE site.event = ANY($1) AND dropped_at IS NULL
    UNION ALL
    SELECT event, 'session', id::text,
           jsonb_build_object('venue', venue, 'room', room, 'starts_at', starts_at, 'ends_at', ends_at)
    FROM session WHERE event = ANY($1) AND dropped_at IS NULL
"""


@asynccontextmanager
async def schedule(event: Event, *, at: datetime) -> AsyncIterator[None]:
    """Hold ``event`` while sites, days or sessions change; of a published one, keep what is different afterwards.

    Within another such block of the same event it keeps nothing: that is one save. Raises WrongState once the event is over.
    """
    await lifecycle.lock(event)
    scheduling.must_be(event, scheduling.OPEN)
    if event.state != EventState.PUBLISHED or _altering.get() == event.id:
        yield
        return
    before = (await shown([event.id]))[event.id]
    token = _altering.set(event.id)
    try:
        yield
    finally:
        _altering.reset(token)
    changes = different(before, (await shown([event.id]))[event.id])
    if changes:
        alteration = Alteration(event=event.id, changes=changes, created_at=at)
        await alteration.save()
        await outbox.record("event.alter", at=at, id=event.id, alteration=alteration.id)


async def shown(events: Iterable[UUID]) -> dict[UUID, dict[Thing, Said]]:
    """Where and when the sites, opening days and sessions of these events are."""
    found: dict[UUID, dict[Thing, Said]] = {event: {} for event in events}
    for row in await db.fetch(_SHOWN, list(found)):
        found[row["event"]][row["thing"], row["which"]] = row["said"]
    return found


def different(before: Mapping[Thing, Said], after: Mapping[Thing, Said]) -> list[dict[str, Any]]:
    """What has changed for those who come, as an Alteration keeps it; a site or a session that is new changes nothing for them."""
    return [
        {"thing": thing, "which": which, "was": before.get((thing, which)), "now": after.get((thing, which))}
        for thing, which in sorted(before.keys() | after.keys())
        if before.get((thing, which)) != after.get((thing, which)) and (thing == "day" or (thing, which) in before)
    ]
