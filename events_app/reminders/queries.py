"""Rules and deliveries for the organizer of their event, warnings for the authority of the entity's province."""

from typing import Any
from uuid import UUID

from events_app import access, db, mail, paging
from events_app.actor import Actor
from events_app.directory import jurisdiction
from events_app.directory.tables import Organization
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
    """A rule and its event, for those who look after the event; others' are not there. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    rule = await ReminderRule.objects().get(ReminderRule.id == rule_id)
    if rule is None:
        raise NotFound
    event = await events.seen(actor, rule.event)
    if not (actor.admin or events.keeps(actor, event)):
        raise NotFound
    return rule, event


async def rule_kept(actor: Actor, rule_id: UUID) -> tuple[ReminderRule, Event]:
    """A rule and its event, for those who may change it. Raises SignedOut, NotFound, Forbidden."""
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


async def warnings(
    authority: Organization, page: paging.Page, state: DeliveryState | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the letters about certificates that lapse to entities of the authority's province, the last first.

    Addresses are masked, and a telephone number is there only where no letter can go: somebody has to phone.
    """
    condition, places = _of_province(authority, 2)
    rows, following = await paging.rows(
        f"""
        SELECT delivery.id, delivery.state, delivery.due_at, delivery.sent_at, delivery.error, delivery.name,
               delivery.address, delivery.facts, organization.id AS organization_id, organization.name AS organization,
               organization.slug,
               CASE WHEN delivery.state IN ('unreachable', 'failed') THEN delivery.phone END AS phone
        FROM delivery JOIN organization ON organization.id = delivery.organization
        WHERE delivery.purpose = 'lapse' AND ($1::text IS NULL OR delivery.state = $1) AND {condition}
        """,
        [state.value if state else None, *places],
        order=["-due_at:timestamptz", "id:uuid"],
        page=page,
    )
    return await _with_products(rows), following


async def _with_products(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """These letters with the certificates that each names, and the names of their products."""
    wanted = {UUID(one) for row in rows for one in row["facts"]["certificates"]}
    found = await db.fetch(
        """
        SELECT certificate.id, product.name FROM certificate JOIN product ON product.id = certificate.product
        WHERE certificate.id = ANY($1) ORDER BY product.sort, certificate.id
        """,
        list(wanted),
    )
    return [
        {
            **_masked(row),
            "threshold": row["facts"]["threshold"],
            "named": [(one["id"], one["name"]) for one in found if str(one["id"]) in row["facts"]["certificates"]],
        }
        for row in rows
    ]


async def counts_of_warnings(authority: Organization) -> dict[str, int]:
    """How many letters about certificates that lapse in the authority's province are in each state."""
    condition, places = _of_province(authority, 1)
    rows = await db.fetch(
        f"""
        SELECT delivery.state, count(*) AS n
        FROM delivery JOIN organization ON organization.id = delivery.organization
        WHERE delivery.purpose = 'lapse' AND {condition} GROUP BY delivery.state
        """,
        *places,
    )
    return {row["state"]: row["n"] for row in rows}


def _of_province(authority: Organization, n: int) -> tuple[str, list[Any]]:
    return jurisdiction.within(jurisdiction.unit_of(authority), n)
