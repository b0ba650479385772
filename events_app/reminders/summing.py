"""Letters about what was signed: every summary whole to the organizer, to each party its own agreements when they have changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.reminders import recipients, reporting
from events_app.reminders.tables import Purpose

Row = dict[str, Any]


async def _frozen(message: outbox.Recorded, *, at: datetime) -> None:
    """The whole summary to the organizer, and to each other party a letter with its own agreements only."""
    summary = await db.one(
        """
        SELECT summary.id, summary.event, summary.number, summary.facts, event.organization
        FROM summary JOIN event ON event.id = summary.event WHERE summary.id = $1
        """,
        UUID(str(message.ids["id"])),
    )
    if summary is None:
        return
    signed = [party for party in reporting.parties(summary["facts"]) if party != summary["organization"]]
    told = await _told(summary, signed)
    changed = [party for party in signed if party not in told or _own(told[party], party) != _own(summary, party)]
    before = {party: {"replaces": str(told[party]["number"])} for party in changed if party in told}
    await _write(message, summary, Purpose.SUMMARY, [summary["organization"]], {})
    await _write(message, summary, Purpose.AGREEMENTS, changed, before)


def _own(summary: Row, party: UUID) -> list[Mapping[str, Any]]:
    return reporting.signed_by(summary["facts"], party)


async def _told(summary: Row, parties: Sequence[UUID]) -> dict[UUID, Row]:
    """The summary that each party was told last, by the party; a letter that goes nowhere has told nobody."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (delivery.organization) delivery.organization, earlier.number, earlier.facts
        FROM delivery JOIN summary AS earlier ON earlier.id = delivery.summary_id
        WHERE delivery.event = $1 AND delivery.purpose = $2 AND delivery.organization = ANY($3) AND earlier.number < $4
          AND delivery.state IN ('waiting', 'suspended', 'claimed', 'wire', 'sent')
        ORDER BY delivery.organization, earlier.number DESC
        """,
        summary["event"],
        str(Purpose.AGREEMENTS),
        list(parties),
        summary["number"],
    )
    return {row["organization"]: row for row in rows}


async def _write(
    message: outbox.Recorded,
    summary: Row,
    purpose: Purpose,
    organizations: Sequence[UUID],
    facts: Mapping[UUID, Mapping[str, str]],
) -> None:
    letter = {
        "purpose": purpose,
        "subject": str(message.id),
        "event": summary["event"],
        "summary_id": summary["id"],
        "due_at": message.at,
    }
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, list(organizations)))
    letters = [{**person, **letter, "facts": dict(facts.get(person["organization_id"], {}))} for person in people]
    await recipients.write(letters, at=message.at)


TELLS = {"summary.freeze": _frozen}
