"""Entities are told what the authority of their province has decided about their certificates: that it verified or revoked them.

One letter for each entity and act, however many certificates it was about: an act is known by its authority and its instant. What
a list brings in as verified is told to entities that have people here; to others it would be a letter about nothing they did.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.i18n import plural
from events_app.i18n import text as _
from events_app.reminders import recipients
from events_app.reminders.tables import Purpose

MOST_LISTED = 300  # certificates in one letter; the entity's own page has them all
PURPOSES = frozenset({Purpose.VERIFIED, Purpose.REVOKED})
_WHOLE_AFTER = timedelta(minutes=2)  # a list brings in an entity's certificates in batches

Row = dict[str, Any]


async def _verified(message: outbox.Recorded, *, at: datetime) -> None:
    act = await db.one(_ACT, UUID(str(message.ids["id"])), message.at)
    if act is None or (act["listed"] and not act["has_people"]):
        return
    whose, by, on = str(act["organization"]), str(act["verified_for"]), message.at.isoformat()
    facts = {"verified": {"of": whose, "by": by, "at": on}}
    due_at = message.at + (_WHOLE_AFTER if act["listed"] else timedelta(0))
    await _write(Purpose.VERIFIED, act["organization"], f"{whose}:{by}:{on}", facts, due_at)


async def _revoked(message: outbox.Recorded, *, at: datetime) -> None:
    row = await db.one(_REVOKED, UUID(str(message.ids["id"])))
    if row is not None:
        await _write(Purpose.REVOKED, row["organization"], str(message.id), {"revoked": str(row["id"])}, message.at)


async def _write(
    purpose: Purpose, organization: UUID, subject: str, facts: Mapping[str, Any], due_at: datetime
) -> None:
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, [organization]))
    letter = {"purpose": purpose, "subject": subject, "facts": dict(facts), "event": None, "due_at": due_at}
    await recipients.write([{**person, **letter} for person in people], at=due_at)


async def read(letters: Sequence[Row]) -> dict[UUID, list[Row]]:
    """The certificates that each of these deliveries is about, as far as what was decided still stands."""
    ours = [row for row in letters if row["purpose"] in PURPOSES]
    if not ours:
        return {}
    whose = list({row["organization"] for row in ours})
    times = [datetime.fromisoformat(row["facts"]["verified"]["at"]) for row in ours if "verified" in row["facts"]]
    revoked = [UUID(row["facts"]["revoked"]) for row in ours if "revoked" in row["facts"]]
    acts: dict[tuple[UUID, str, str], list[Row]] = defaultdict(list)
    single: dict[tuple[UUID, str], list[Row]] = {}
    for row in await db.fetch(_JUDGED, whose, times, revoked):
        if row["verified_at"] is not None:
            acts[row["organization"], str(row["verified_for"]), row["verified_at"].isoformat()].append(row)
        if row["revoked_for"] is not None:
            single[row["organization"], str(row["id"])] = [row]
    found = {}
    for letter in ours:
        if letter["purpose"] == Purpose.REVOKED:
            found[letter["id"]] = single.get((letter["organization"], letter["facts"]["revoked"]), [])
        else:
            act = letter["facts"]["verified"]
            found[letter["id"]] = acts.get((letter["organization"], act["by"], act["at"]), [])
    return found


def lines(rows: Sequence[Row]) -> list[str]:
    """A line for each certificate, up to so many."""
    found = [
        _("%(product)s: certificate %(number)s", product=row["product"], number=row["number"])
        if row["number"]
        else str(row["product"])
        for row in rows[:MOST_LISTED]
    ]
    more = len(rows) - MOST_LISTED
    return [*found, plural("and %(n)s certificate more", "and %(n)s certificates more", more)] if more > 0 else found


TELLS: Mapping[str, Any] = {
    "certificate.verify": _verified,
    "certificate.revoke": _revoked,
}

# ``listed``: a list of the authority that was being brought in at the instant of the act has verified the certificate. What a list
# enters anew is recorded once for all of it, and never of an entity that has people.
_ACT = """
    SELECT product.organization, certificate.verified_for,
           EXISTS (SELECT FROM membership WHERE membership.organization = product.organization) AS has_people,
           EXISTS (
               SELECT FROM import_effect JOIN import ON import.id = import_effect.within
               WHERE import_effect.noun = 'certificate' AND import_effect.row = certificate.id
                 AND import.organization = certificate.verified_for AND import.created_at <= certificate.verified_at
                 AND coalesce(import.ended_at >= certificate.verified_at, true)
           ) AS listed
    FROM certificate JOIN product ON product.id = certificate.product
    WHERE certificate.id = $1 AND certificate.standing = 'verified' AND certificate.verified_at = $2
"""
_REVOKED = """
    SELECT certificate.id, product.organization FROM certificate JOIN product ON product.id = certificate.product
    WHERE certificate.id = $1 AND certificate.revoked_for IS NOT NULL
"""
_JUDGED = """
    SELECT certificate.id, certificate.number, certificate.decision_number, certificate.verified_for, certificate.verified_at,
           certificate.revoked_on, certificate.revocation_reason, certificate.revoked_for, product.name AS product,
           product.organization, verifier.name AS verifier, revoker.name AS revoker
    FROM certificate JOIN product ON product.id = certificate.product
    LEFT JOIN organization AS verifier ON verifier.id = certificate.verified_for
    LEFT JOIN organization AS revoker ON revoker.id = certificate.revoked_for
    WHERE product.organization = ANY($1) AND (certificate.verified_at = ANY($2) OR certificate.id = ANY($3))
    ORDER BY product.sort, certificate.id
"""
