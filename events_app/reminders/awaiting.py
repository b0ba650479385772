"""Letters to who has to decide: about a claim to an entity the authority of its province, about who waits for approval the admins.

Claims to others go to the admins, and so do those for which no authority of the province can be written to.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.directory import claim_queries
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
    officers = await _officers(await claim_queries.authorities(row["kind"], row["province_set"], row["province_code"]))
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


async def ask(purpose: Purpose, message: outbox.Recorded, place: tuple[Any, ...], facts: Mapping[str, str]) -> None:
    """A letter to the authority of a ``place``, which is a kind with set and code of a province; to the admins without one."""
    officers = await _officers(await claim_queries.authorities(*place))
    letter = {"purpose": purpose, "subject": str(message.id), "event": None, "facts": facts, "due_at": message.at}
    await recipients.write([{**officer, **letter} for officer in officers], at=message.at)
    if not officers:
        await _to_admins(purpose, message, **facts)


async def _officers(authorities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Whom authorities name as contacts, as far as a letter reaches them."""
    ours = [row["id"] for row in authorities]
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, ours)) if ours else []
    return [person for person in people if person["address"]]


async def _to_admins(purpose: Purpose, message: outbox.Recorded, **facts: Any) -> None:
    for row in await db.fetch("SELECT email, name, language FROM users WHERE admin AND erased_at IS NULL ORDER BY id"):
        await welcoming.write(purpose, message, row["email"], row["name"], row["language"], **facts)


def _id(message: outbox.Recorded) -> UUID:
    return UUID(str(message.ids["id"]))


TELLS: Mapping[str, Any] = {
    "claim.create": _claimed,
    "organization.wait": _waits,
}
