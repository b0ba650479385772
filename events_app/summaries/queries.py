"""Summaries for those who may see them: whole for the organizer, a party's share for a party."""

from typing import Any
from uuid import UUID

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.errors import NotFound
from events_app.events import queries as events
from events_app.summaries import counting


async def listed(actor: Actor, event_id: UUID, page: paging.Page) -> Any:
    """A page of an event's summaries, newest first; for its organizer. Raises NotFound, SignedOut, Forbidden."""
    await events.looked_after(actor, event_id)
    return await paging.rows(
        "SELECT id, event, number, frozen_at, facts, pdf IS NOT NULL AS printed FROM summary WHERE event = $1",
        [event_id],
        order=("-number:smallint", "id:uuid"),
        page=page,
    )


async def seen(actor: Actor, summary_id: UUID) -> dict[str, Any]:
    """One summary as ``actor`` may see it: ``facts``, and ``whole`` for its organizer. Raises NotFound, SignedOut."""
    access.signed_in(actor)
    row = await db.one(
        """
        SELECT summary.id, summary.event, summary.number, summary.frozen_at, summary.facts, summary.version,
               event.organization, event.slug FROM summary JOIN event ON event.id = summary.event WHERE summary.id = $1
        """,
        summary_id,
    )
    if row is None:
        raise NotFound
    whole = actor.admin or (actor.organization_id is not None and actor.organization_id == row["organization"])
    if whole:
        return {**row, "whole": True, "facts": counting.in_order(row["facts"])}
    if actor.organization_id is None or actor.organization_id not in counting.parties(row["facts"]):
        raise NotFound
    return {**row, "whole": False, "facts": counting.share(row["facts"], actor.organization_id)}


async def kept_pdf(summary_id: UUID) -> bytes | None:
    """The PDF as it was printed when the summary was frozen, if that has happened."""
    row = await db.one("SELECT pdf FROM summary WHERE id = $1", summary_id)
    return row["pdf"] if row else None
