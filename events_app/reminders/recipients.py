"""Who gets an organization's letters: its contacts, once each; and the one place that writes deliveries."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.reminders.tables import DeliveryState
from events_app.settings import settings

# To be joined to a FROM that has ``application`` (or anything else with a column ``organization``).
JOINS = """
    JOIN organization ON organization.id = application.organization
    LEFT JOIN contact ON contact.organization = organization.id AND contact.removed_at IS NULL
"""
COLUMNS = """
    organization.id AS organization_id, contact.id AS contact_id,
    coalesce(contact.id, organization.id)::text AS recipient,
    coalesce(nullif(contact.name, ''), nullif(organization.representative, ''), organization.name) AS name,
    lower(coalesce(nullif(contact.email, ''), nullif(organization.email, ''))) AS address,
    coalesce(nullif(contact.phone, ''), nullif(organization.phone, '')) AS phone,
    coalesce(contact.language, 'vi') AS language
"""

OF_ORGANIZATIONS = f"""
    SELECT NULL::uuid AS application_id, {COLUMNS} FROM unnest($1::uuid[]) AS application (organization) {JOINS}
"""


def once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The recipients without those who would get the same letter at an address that has it already."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (str(row["organization_id"]), row["contact_id"] is None, row["recipient"])):
        found.setdefault((row.get("application_id"), row["organization_id"], row["address"] or row["recipient"]), row)
    return list(found.values())


async def write(
    rows: Sequence[dict[str, Any]],
    *,
    at: datetime,
    state: DeliveryState = DeliveryState.WAITING,
    revive: bool = False,
) -> None:
    """Write a delivery for each row that is not told yet; without an address it is unreachable, for the organizer to phone.

    With ``revive`` a letter that was cancelled before it was sent is taken up again.
    """
    again = (
        """
        DO UPDATE SET state = excluded.state, due_at = excluded.due_at, name = excluded.name,
            address = excluded.address, phone = excluded.phone, language = excluded.language, rule = excluded.rule,
            version = delivery.version + 1
        WHERE delivery.state = 'cancelled'
        """
        if revive
        else "DO NOTHING"
    )
    await db.execute_many(
        f"""
        INSERT INTO delivery (id, purpose, subject, recipient, channel, event, organization, contact, application_id,
                              summary_id, rule, facts, name, address, phone, language, state, due_at, message_id,
                              attempts, error, created_at, version)
        VALUES ($1, $2, $3, $4, 'email', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, '', $19, 1)
        ON CONFLICT (purpose, subject, recipient, channel) {again}
        """,
        [_columns(row, state, at) for row in rows],
    )


def _columns(row: dict[str, Any], state: DeliveryState, at: datetime) -> tuple[Any, ...]:
    delivery_id = values.new_id()
    return (
        delivery_id,
        str(row["purpose"]),
        row["subject"],
        row["recipient"],
        row["event"],
        row["organization_id"],
        row["contact_id"],
        row.get("application_id"),
        row.get("summary_id"),
        row.get("rule"),
        json.dumps(row.get("facts", {})),
        row["name"],
        row["address"],
        row["phone"],
        row["language"],
        str(state if row["address"] else DeliveryState.UNREACHABLE),
        row["due_at"],
        message_id(delivery_id),
        at,
    )


def message_id(delivery_id: UUID) -> str:
    """The Message-ID of a letter, the same at every attempt, so that a rare resend after a crash is recognisable."""
    return f"<{delivery_id.hex}@{_domain()}>"


@cache
def _domain() -> str:
    return parseaddr(settings().mail_from)[1].rpartition("@")[2] or "fairs.example"
