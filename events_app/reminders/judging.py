"""Entities are told what the authority of their province has decided about their certificates: that it verified or revoked them.

One letter for each entity and act, however many certificates it was about: an act is known by its authority and its instant. What
a list brings in as verified is one act, told once all of it is in, to entities that have people here; to others it would be a
letter about nothing they did. Where such a list is undone, whoever has that letter gets one more, as what it said is no longer so;
of a letter that has not gone out yet neither goes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox, values
from events_app.i18n import plural
from events_app.i18n import text as _
from events_app.reminders import recipients
from events_app.reminders.tables import Purpose

MOST_LISTED = 300  # certificates in one letter; the entity's own page has them all
PURPOSES = frozenset({Purpose.VERIFIED, Purpose.REVOKED, Purpose.TAKEN_BACK})
_STOPPED_FOR = timedelta(hours=1)  # so long somebody may go on with a list that stopped halfway, or undo it

Row = dict[str, Any]


async def _verified(message: outbox.Recorded, *, at: datetime) -> None:
    act = await db.one(_ACT, UUID(str(message.ids["id"])), message.at)
    if act is not None:
        await _write([_told(act, message.at)], message.at)


async def _listed(message: outbox.Recorded, *, at: datetime) -> None:
    """What a list has verified, be it whole; of one that stopped halfway the letter waits for what becomes of it.

    Once it was told, somebody who goes on with the list begins another act, of which its end tells.
    """
    acts = await db.fetch(_LISTED, UUID(str(message.ids["id"])))
    due_at = message.at + (_STOPPED_FOR if message.topic == "import.stop" else timedelta(0))
    await _write([_told(act, act["verified_at"]) for act in acts], due_at)


def _told(act: Row, on: datetime) -> Row:
    whose, by, instant = str(act["organization"]), str(act["verified_for"]), on.isoformat()
    facts = {"verified": {"of": whose, "by": by, "at": instant}}
    return {
        "organization": act["organization"],
        "purpose": Purpose.VERIFIED,
        "subject": f"{whose}:{by}:{instant}",
        "facts": facts,
    }


async def _taken_back(message: outbox.Recorded, *, at: datetime) -> None:
    """A list was undone: who was told what it had verified, and is still written to, is told that it is no longer so."""
    told = await db.fetch(_TOLD, UUID(str(message.ids["id"])), message.id)
    acts = {row["subject"]: row for row in told}
    had = {(row["subject"], row["recipient"]) for row in told}
    people = recipients.once(
        await db.fetch(recipients.OF_ORGANIZATIONS, list({one["organization"] for one in acts.values()}))
    )
    letters = [
        {**one, "purpose": Purpose.TAKEN_BACK, "subject": subject, "facts": act["facts"], "event": None}
        for one in people
        for subject, act in acts.items()
        if act["organization"] == one["organization_id"] and (subject, one["recipient"]) in had
    ]
    await recipients.write([{**one, "due_at": message.at} for one in letters], at=message.at)


async def _revoked(message: outbox.Recorded, *, at: datetime) -> None:
    row = await db.one(_REVOKED, UUID(str(message.ids["id"])))
    if row is not None:
        said = {"purpose": Purpose.REVOKED, "subject": str(message.id), "facts": {"revoked": str(row["id"])}}
        await _write([{**said, "organization": row["organization"]}], message.at)


async def _write(acts: Sequence[Row], due_at: datetime) -> None:
    """A letter about each act to everybody whom those of its organization reach."""
    of: dict[UUID, list[Row]] = defaultdict(list)
    for act in acts:
        of[act["organization"]].append({**act, "event": None, "due_at": due_at})
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, list(of)))
    await recipients.write([{**one, **act} for one in people for act in of[one["organization_id"]]], at=due_at)


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
            continue
        act = letter["facts"]["verified"]
        stands = acts.get((letter["organization"], act["by"], act["at"]), [])
        found[letter["id"]] = stands
        if letter["purpose"] == Purpose.TAKEN_BACK:
            found[letter["id"]] = [] if stands else [{**act, "on": values.today(datetime.fromisoformat(act["at"]))}]
    undone = [one for letter in ours if letter["purpose"] == Purpose.TAKEN_BACK for one in found[letter["id"]]]
    named = await db.fetch("SELECT id, name FROM organization WHERE id = ANY($1)", [UUID(one["by"]) for one in undone])
    for one in undone:
        one["verifier"] = next((row["name"] for row in named if str(row["id"]) == one["by"]), "")
    return found


def lines(rows: Sequence[Row]) -> list[str]:
    """A line for each certificate, up to so many."""
    found = [
        _("%(product)s: certificate %(number)s", product=row["product"], number=row["number"])
        if row["number"]
        else str(row["product"])
        for row in rows[:MOST_LISTED]
        if "product" in row  # of what was taken back nothing is left to be listed
    ]
    more = len(rows) - MOST_LISTED
    return [*found, plural("and %(n)s certificate more", "and %(n)s certificates more", more)] if more > 0 else found


TELLS: Mapping[str, Any] = {
    "certificate.verify": _verified,
    "certificate.revoke": _revoked,
    "import.finish": _listed,
    "import.stop": _listed,
    "import.take_back": _taken_back,
}

_ACT = """
    SELECT product.organization, certificate.verified_for
    FROM certificate JOIN product ON product.id = certificate.product
    WHERE certificate.id = $1 AND certificate.standing = 'verified' AND certificate.verified_at = $2
"""
# What a list enters anew is never of an entity that has people.
_LISTED = """
    SELECT DISTINCT product.organization, certificate.verified_for, certificate.verified_at
    FROM import JOIN import_effect ON import_effect.within = import.id AND import_effect.noun = 'certificate'
    JOIN certificate ON certificate.id = import_effect.row AND certificate.verified_for = import.organization
    JOIN product ON product.id = certificate.product
    WHERE import.id = $1 AND certificate.standing = 'verified'
      AND EXISTS (SELECT FROM membership WHERE membership.organization = product.organization)
"""
# What a list verified is known by the instants of its acts; messages of the time in which it was there are looked through.
_TOLD = """
    SELECT delivery.organization, delivery.recipient, delivery.subject, delivery.facts
    FROM delivery JOIN import ON import.id = $1 AND delivery.facts->'verified'->>'by' = import.organization::text
    WHERE delivery.purpose = 'verified' AND delivery.state IN ('sent', 'wire') AND delivery.organization IS NOT NULL
      AND (delivery.facts->'verified'->>'at')::timestamptz IN (
          SELECT message.at FROM message WHERE message.id > $1 AND message.id < $2
            AND message.topic = 'certificate.verify_by_list' AND message.payload->>'list' = $1::text)
    ORDER BY delivery.id
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
