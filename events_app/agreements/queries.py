"""Agreements with their parties and products, for those who may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, db, i18n, matching, paging, values
from events_app.actor import Actor
from events_app.directory.owing import Owed
from events_app.errors import NotFound
from events_app.events import queries as events
from events_app.events.tables import Event
from events_app.i18n import text as _

AGREEMENTS = """
    SELECT agreement.*,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('role', party.role, 'name', party.name,
                    'organization_id', party.organization) ORDER BY party.position, party.id), '[]')
            FROM party WHERE party.agreement = agreement.id) AS parties,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('name', made.name, 'product_id', made.product)
                    ORDER BY made.position, made.id), '[]')
            FROM agreement_product AS made WHERE made.agreement = agreement.id) AS products
    FROM agreement
"""
_A_PARTY = "EXISTS (SELECT FROM party WHERE party.agreement = agreement.id AND party.organization = $2)"


async def listed(actor: Actor, event_id: UUID, page: paging.Page, q: str | None = None) -> Any:
    """A page of an event's agreements: all for its organizer, its own for a party. Raises NotFound, SignedOut."""
    event = await events.seen(actor, event_id)
    access.signed_in(actor)
    allowed = "$2::uuid IS NOT NULL OR true" if _keeps(actor, event) else _A_PARTY
    return await paging.rows(
        f"""
        {AGREEMENTS} WHERE agreement.event = $1 AND ({allowed})
            AND ($3::text IS NULL OR agreement.search LIKE $3)
        """,
        [event_id, actor.organization_id, matching.together(q)],
        order=("signed_on:date", "id:uuid"),
        page=page,
    )


async def seen(actor: Actor, agreement_id: UUID) -> dict[str, Any]:
    """One agreement, for the organizer of its event and for its parties. Raises NotFound, SignedOut."""
    access.signed_in(actor)
    row = await db.one(f"{AGREEMENTS} WHERE agreement.id = $1", agreement_id)
    if row is None:
        raise NotFound
    event = await Event.objects().get(Event.id == row["event"])
    mine = str(actor.organization_id) in {party["organization_id"] for party in row["parties"]}
    if event is None or not (_keeps(actor, event) or (actor.organization_id and mine)):
        raise NotFound
    return row


async def of_event(event_id: UUID) -> list[dict[str, Any]]:
    """Every agreement of an event, in the order of signing."""
    return await db.fetch(f"{AGREEMENTS} WHERE agreement.event = $1 ORDER BY signed_on, agreement.id", event_id)


def _keeps(actor: Actor, event: Event) -> bool:
    return actor.admin or events.keeps(actor, event)


async def obliged(organizations: Sequence[UUID], at: datetime) -> list[Owed]:
    """The agreements that ``organizations`` signed and that still run."""
    rows = await db.fetch(
        """
        SELECT DISTINCT party.organization, agreement.id, agreement.title, agreement.valid_to, event.title AS event
        FROM party JOIN agreement ON agreement.id = party.agreement JOIN event ON event.id = agreement.event
        WHERE party.organization = ANY($1) AND agreement.valid_to >= $2 ORDER BY agreement.valid_to, agreement.id
        """,
        list(organizations),
        values.today(at),
    )
    return [
        Owed(
            row["organization"],
            "agreement",
            row["id"],
            _("The agreement “%(title)s” runs until %(day)s.", title=row["title"], day=row["valid_to"]),
            _(
                "If it has ended before, ask the organizer of %(event)s to correct that day.",
                event=i18n.localized(row["event"]),
            ),
        )
        for row in rows
    ]
