"""Letters to who has to decide: about a claim to an entity the authority of its province, about who waits for approval the admins.

Claims to others go to the admins, and so do those for which no authority of the province can be written to, or whose only
officers claim the record themselves: they decide nothing about it, and are not asked.
"""

from collections.abc import Collection, Mapping, Sequence
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
        SELECT claim.id, claim.organization, organization.kind, organization.province_set, organization.province_code
        FROM claim JOIN organization ON organization.id = claim.organization WHERE claim.id = $1 AND claim.state = 'waiting'
        """,
        _id(message),
    )
    if row is None:
        return
    involved = await claim_queries.claimants(row["organization"])
    place = (row["kind"], row["province_set"], row["province_code"])
    await ask(Purpose.CLAIM_WAITING, message, place, {"claim": str(row["id"])}, involved)


async def _waits(message: outbox.Recorded, *, at: datetime) -> None:
    await _to_admins(Purpose.APPROVAL_WAITING, message, organization=_id(message))


async def ask(
    purpose: Purpose,
    message: outbox.Recorded,
    place: tuple[str, str | None, str | None],
    facts: Mapping[str, str],
    involved: Collection[UUID] = (),
) -> None:
    """A letter to the authority of a ``place``, which is a kind with set and code of a province; to the admins without one.

    Nobody who is ``involved`` is asked.
    """
    officers = await _officers(await claim_queries.authorities(*place, involved), involved)
    letter = {"purpose": purpose, "subject": str(message.id), "event": None, "facts": facts, "due_at": message.at}
    await recipients.write([{**officer, **letter} for officer in officers], at=message.at)
    if not officers:
        await _to_admins(purpose, message, involved, **facts)


async def _officers(authorities: Sequence[Mapping[str, Any]], involved: Collection[UUID]) -> list[dict[str, Any]]:
    """Whom authorities name as contacts, as far as a letter reaches them and they are nobody who is ``involved``."""
    ours = [row["id"] for row in authorities]
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, ours)) if ours else []
    theirs = await _addresses(involved) if people else set()
    return [person for person in people if person["address"] and person["address"] not in theirs]


async def _addresses(people: Collection[UUID]) -> set[str]:
    """By which addresses these people read letters: their own, and those of the contacts that are known to be theirs."""
    rows = await db.fetch(
        """
        SELECT lower(email) AS address FROM users WHERE id = ANY($1)
        UNION SELECT lower(email) FROM contact WHERE "user" = ANY($1) AND removed_at IS NULL AND email IS NOT NULL
        """,
        list(people),
    )
    return {row["address"] for row in rows}


async def _to_admins(purpose: Purpose, message: outbox.Recorded, involved: Collection[UUID] = (), **facts: Any) -> None:
    """To each admin who is not ``involved``; to all where there is no other."""
    admins = await db.fetch("SELECT id, email, name, language FROM users WHERE admin AND erased_at IS NULL ORDER BY id")
    for row in [one for one in admins if one["id"] not in involved] or admins:
        await welcoming.write(purpose, message, row["email"], row["name"], row["language"], **facts)


def _id(message: outbox.Recorded) -> UUID:
    return UUID(str(message.ids["id"]))


TELLS: Mapping[str, Any] = {
    "claim.create": _claimed,
    "organization.wait": _waits,
}
