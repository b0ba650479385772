"""Letters to who has to decide: about a claim to an entity the authority of its province, about who waits for approval the admins.

Claims to others go to the admins, and so do those for which no authority of the province can be written to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.directory import jurisdiction
from events_app.directory.tables import Kind
from events_app.reminders import recipients, welcoming
from events_app.reminders.tables import Purpose


async def _claimed(message: outbox.Recorded, *, at: datetime) -> None:
    row = await db.one(
        """
        SELECT claim.id, organization.kind, organization.province_set, organization.province_code
        FROM claim JOIN organization ON organization.id = claim.organization WHERE claim.id = $1 AND claim.state = 'waiting'
        """,
        _id(message),
    )
    if row is None:
        return
    where = jurisdiction.unit(row["province_set"], row["province_code"]) if row["kind"] == Kind.ENTITY else None
    officers = await _officers(where)
    letter = {
        "purpose": Purpose.CLAIM_WAITING,
        "subject": str(message.id),
        "event": None,
        "facts": {"claim": str(row["id"])},
        "due_at": message.at,
    }
    await recipients.write([{**officer, **letter} for officer in officers], at=message.at)
    if not officers:
        await _to_admins(Purpose.CLAIM_WAITING, message, claim=row["id"])


async def _waits(message: outbox.Recorded, *, at: datetime) -> None:
    await _to_admins(Purpose.APPROVAL_WAITING, message, organization=_id(message))


async def _officers(unit: str | None) -> list[dict[str, Any]]:
    """Whom the authorities of a province name, as far as a letter reaches them."""
    rows = await db.fetch(_AUTHORITIES) if unit is not None else []
    ours = [row["id"] for row in rows if jurisdiction.unit(row["province_set"], row["province_code"]) == unit]
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, ours)) if ours else []
    return [person for person in people if person["address"]]


async def _to_admins(purpose: Purpose, message: outbox.Recorded, **facts: Any) -> None:
    for row in await db.fetch("SELECT email, name, language FROM users WHERE admin AND erased_at IS NULL ORDER BY id"):
        await welcoming.write(purpose, message, row["email"], row["name"], row["language"], **facts)


def _id(message: outbox.Recorded) -> UUID:
    return UUID(str(message.ids["id"]))


_AUTHORITIES = """
    SELECT id, province_set, province_code FROM organization WHERE kind = 'authority' AND state = 'active' ORDER BY id
"""

TELLS: Mapping[str, Any] = {
    "claim.create": _claimed,
    "organization.wait": _waits,
}
