"""Owners are told that two records have become one, and so is who kept either: the person of one finds a stranger beside it.

Whoever did it knows already. What a letter says is read from the message, which names all that was given up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.reminders import recipients, welcoming
from events_app.reminders.tables import Purpose

Row = dict[str, Any]


async def _merged(message: outbox.Recorded, *, at: datetime) -> None:
    owners = await db.fetch(_OWNERS, message.id)
    for row in owners:
        await welcoming.write(Purpose.MERGED, message, row["email"], row["name"], row["language"], merger=message.id)
    known = {row["email"].lower() for row in owners}
    keepers = [row["id"] for row in await db.fetch(_KEEPERS, message.id)]
    letter = {
        "purpose": Purpose.MERGED,
        "subject": str(message.id),
        "event": None,
        "facts": {"merger": str(message.id)},
        "due_at": message.at,
    }
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, keepers))
    await recipients.write([{**one, **letter} for one in people if one["address"] not in known], at=message.at)


async def read(letters: Sequence[Row]) -> dict[UUID, Row]:
    """The merger that each of these deliveries is about."""
    ours = {row["id"]: UUID(row["facts"]["merger"]) for row in letters if row["purpose"] == Purpose.MERGED}
    rows = await db.fetch(_MERGERS, list(set(ours.values()))) if ours else []
    found = {row["id"]: row for row in rows}
    return {letter: found[message] for letter, message in ours.items() if message in found}


TELLS: Mapping[str, Any] = {"organization.merge": _merged}

# The record that stayed, or what it has gone into since.
_STAYED = """
    coalesce((SELECT organization FROM merged_organization WHERE id = (message.payload->>'id')::uuid),
             (message.payload->>'id')::uuid)
"""
_OWNERS = f"""
    SELECT users.email, users.name, users.language FROM message
    JOIN membership ON membership.organization = {_STAYED} AND membership.role = 'owner'
    JOIN users ON users.id = membership."user"
    WHERE message.id = $1 AND users.id IS DISTINCT FROM message.user_id ORDER BY membership.id
"""
_KEEPERS = f"""
    SELECT keeper.id FROM message JOIN organization ON organization.id = {_STAYED}
    JOIN organization AS keeper ON keeper.id IN (organization.keeper, (message.payload->>'keeper')::uuid)
    WHERE message.id = $1 AND keeper.id IS DISTINCT FROM message.organization_id ORDER BY keeper.id
"""
_MERGERS = f"""
    SELECT message.id, organization.name, organization.slug, coalesce(former.name, organization.name) AS former,
           decider.name AS decider,
           ARRAY(SELECT event.title FROM application JOIN event ON event.id = application.event
                 WHERE application.id = ANY(string_to_array(message.payload->>'given_up', ' ')::uuid[])
                 ORDER BY event.first_on, event.id) AS withdrawn
    FROM message JOIN organization ON organization.id = {_STAYED}
    LEFT JOIN organization_name AS former ON former.id = (message.payload->>'name')::uuid
    LEFT JOIN organization AS decider ON decider.id = message.organization_id
    WHERE message.id = ANY($1)
"""
