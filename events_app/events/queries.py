"""Which events an actor sees, and which it may change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, db, i18n
from events_app.actor import Actor
from events_app.directory.owing import Owed
from events_app.errors import Forbidden, NotFound
from events_app.events.tables import Event, EventState, Series
from events_app.i18n import text as _


def events_of(actor: Actor) -> tuple[str, list[Any]]:
    """The condition on ``event`` under which ``actor`` sees a row, and its values: what is public, and what is its own."""
    if actor.admin:
        return "true", []
    return "(event.state <> 'draft' OR event.organization = $1)", [actor.organization_id]


async def seen(actor: Actor, event: UUID | str) -> Event:
    """The event with this id or slug, if ``actor`` sees it. Raises NotFound."""
    key = Event.slug == event if isinstance(event, str) else Event.id == event
    row = await Event.objects().where(key).first()
    if row is None or (row.state == EventState.DRAFT and not (actor.admin or keeps(actor, row))):
        raise NotFound
    return row


async def kept(actor: Actor, event: UUID | str) -> Event:
    """The event if ``actor`` may change it. Raises NotFound for what it does not see, SignedOut, Forbidden."""
    row = await seen(actor, event)
    access.signed_in(actor)
    if not actor.writes or not (actor.admin or keeps(actor, row)):
        raise Forbidden
    return row


async def looked_after(actor: Actor, event: UUID | str) -> Event:
    """The event if ``actor`` may look behind its public face: its organizer's people, viewers too. Raises as ``kept``."""
    row = await seen(actor, event)
    access.signed_in(actor)
    if not (actor.admin or keeps(actor, row)):
        raise Forbidden
    return row


async def series_kept(actor: Actor, series_id: UUID) -> Series:
    """The series if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await Series.objects().get(Series.id == series_id)
    if row is None:
        raise NotFound
    access.signed_in(actor)
    if not actor.writes or not (actor.admin or actor.organization_id == row.organization):
        raise Forbidden
    return row


def keeps(actor: Actor, event: Event) -> bool:
    """Whether ``actor`` acts for the organizer of ``event``."""
    return actor.organization_id is not None and actor.organization_id == event.organization


async def first_day(event_id: UUID) -> Any:
    """The first opening day that an event has, or None."""
    row = await db.one(
        """
        SELECT min(held_on) AS first_on FROM opening_day JOIN site ON site.id = opening_day.site
        WHERE site.event = $1 AND opening_day.dropped_at IS NULL
        """,
        event_id,
    )
    return row["first_on"] if row else None


async def answering(events: Iterable[UUID]) -> set[UUID]:
    """Those of ``events`` to which somebody has applied who waits for the organizer's answer."""
    rows = await db.fetch(
        "SELECT DISTINCT event FROM application WHERE event = ANY($1) AND state = 'submitted'", list(events)
    )
    return {row["event"] for row in rows}


async def obliged(organizations: Sequence[UUID], at: datetime) -> list[Owed]:
    """The fairs of ``organizations`` that are announced and not over."""
    rows = await db.fetch(
        """
        SELECT id, organization, title FROM event
        WHERE organization = ANY($1) AND state IN ('published', 'postponed') ORDER BY first_on, id
        """,
        list(organizations),
    )
    return [
        Owed(
            row["organization"],
            "event",
            row["id"],
            _("%(event)s is announced and not over.", event=i18n.localized(row["title"])),
            _("It is over once you have ended or cancelled it."),
            f"/desk/events/{row['id']}",
        )
        for row in rows
    ]
