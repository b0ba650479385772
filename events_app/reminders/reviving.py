"""A warning that reached nobody goes out after all, once the organization names an address.

Whoever could only be phoned gets its own letter; where nobody at all had one, those get it whom the organization names now. What
a later warning names too is left alone, and a letter reads before it goes what is still true.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.reminders import ledger, recipients
from events_app.reminders.tables import Purpose

PURPOSES = (Purpose.LAPSE, Purpose.LAPSES)


async def revive(organization: UUID, *, at: datetime) -> None:
    """Address the warnings to an organization that reached nobody to those whom it names now."""
    await db.fetch("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", organization)
    rows = await db.fetch(_WARNINGS, organization, list(PURPOSES))
    if not any(row["state"] == "unreachable" for row in rows):
        return
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, [organization]))
    reached = [person for person in people if person["address"]]
    for letters in _still_of_use(rows):
        await _address(letters, reached, at=at)


def _still_of_use(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The deliveries of each warning, the latest first, without those of which every certificate is in a later one."""
    warnings: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        warnings.setdefault((row["purpose"], row["subject"]), []).append(row)
    named: dict[str, set[tuple[str, str]]] = {}
    found = []
    for (purpose, _subject), letters in warnings.items():
        certificates = set(letters[0]["facts"]["certificates"].items())
        if not certificates <= named.setdefault(purpose, set()):
            found.append(letters)
        named[purpose] |= certificates
    return found


async def _address(letters: Sequence[dict[str, Any]], reached: Sequence[dict[str, Any]], *, at: datetime) -> None:
    unreached = {row["recipient"]: row for row in letters if row["state"] == "unreachable"}
    told = {row["address"] for row in letters if row["address"] and row["state"] != "cancelled"}
    for person in reached:
        row = unreached.get(person["recipient"])
        if row and person["address"] not in told:
            await db.fetch(
                f"""
                UPDATE delivery SET state = 'waiting', due_at = $2, name = $3, address = $4, phone = $5, language = $6,
                                    version = version + 1
                WHERE id = $1 AND state IN ({ledger.sources("move")})
                """,
                row["id"],
                at,
                *(person[name] for name in ("name", "address", "phone", "language")),
            )
            told.add(person["address"])
    if reached and not told:
        about = {name: letters[0][name] for name in ("purpose", "subject", "facts")}
        await recipients.write([{**person, **about, "event": None, "due_at": at} for person in reached], at=at)
        await db.fetch(
            f"""
            UPDATE delivery SET state = 'cancelled', version = version + 1
            WHERE id = ANY($1) AND state IN ({ledger.sources("cancel")})
            """,
            sorted(row["id"] for row in unreached.values()),
        )


_WARNINGS = """
    SELECT id, purpose, subject, recipient, facts, address, state FROM delivery
    WHERE organization = $1 AND purpose = ANY($2) ORDER BY created_at DESC, id DESC FOR UPDATE
"""
