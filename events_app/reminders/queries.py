"""Rules and deliveries, for the organizer of their event."""

from typing import Any
from uuid import UUID

from events_app import db, mail, paging
from events_app.actor import Actor
from events_app.errors import Forbidden, NotFound
from events_app.events import queries as events
from events_app.events.tables import Event
from events_app.reminders.tables import DeliveryState, ReminderRule


async def rules(event_id: UUID, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the rules of an event, the earliest reminder first."""
    return await paging.rows(
        "SELECT * FROM reminder_rule WHERE event = $1", [event_id], order=["-days_before:int", "id:uuid"], page=page
    )


async def rule_seen(actor: Actor, rule_id: UUID) -> tuple[ReminderRule, Event]:
    """A rule and its event, for those who look after the event. Raises NotFound, SignedOut, Forbidden."""
    rule = await ReminderRule.objects().get(ReminderRule.id == rule_id)
    if rule is None:
        raise NotFound
    return rule, await events.looked_after(actor, rule.event)


async def rule_kept(actor: Actor, rule_id: UUID) -> tuple[ReminderRule, Event]:
    """A rule and its event, for those who may change it. Raises NotFound, SignedOut, Forbidden."""
    rule, event = await rule_seen(actor, rule_id)
    if not actor.writes:
        raise Forbidden
    return rule, event


async def deliveries(
    actor: Actor, event_id: UUID, page: paging.Page, state: DeliveryState | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the letters about an event, those that are due last first.

    Addresses are whole for the people of the actor's own organization only, and a telephone number is there only where no letter
    can go: who must be phoned is told so, and nobody else's address is anybody's business.
    """
    rows, following = await paging.rows(
        """
        SELECT delivery.id, delivery.purpose, delivery.state, delivery.due_at, delivery.sent_at, delivery.attempts,
               delivery.error, delivery.name, delivery.address, delivery.language, delivery.application_id,
               delivery.organization AS organization_id, organization.name AS organization,
               CASE WHEN delivery.state IN ('unreachable', 'failed') THEN delivery.phone END AS phone
        FROM delivery LEFT JOIN organization ON organization.id = delivery.organization
        WHERE delivery.event = $1 AND ($2::text IS NULL OR delivery.state = $2)
        """,
        [event_id, state.value if state else None],
        order=["-due_at:timestamptz", "id:uuid"],
        page=page,
    )
    return [row if _own(row, actor) else _masked(row) for row in rows], following


def _own(row: dict[str, Any], actor: Actor) -> bool:
    return actor.organization_id is not None and row["organization_id"] == actor.organization_id


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    """A letter without its address, which a mail server may have repeated in what it answered."""
    address = row["address"]
    return {**row, "address": address and mail.masked(address), "error": mail.masked(row["error"])}


async def counts(event_id: UUID) -> dict[str, int]:
    """How many letters about an event are in each state."""
    rows = await db.fetch("SELECT state, count(*) AS n FROM delivery WHERE event = $1 GROUP BY state", event_id)
    return {row["state"]: row["n"] for row in rows}
