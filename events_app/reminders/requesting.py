"""Letters about requests for contact: to whom a distributor asks, and to the distributor when it is answered.

Those who act for the entity are told: its own people, or as long as it has none the organizer that speaks for it. Where nobody
does, whoever reads letters at the address of the record is told how to claim it, and the authority of its province that somebody
asks for it, so that it can print a code. Whoever acts for it later is told once of all that is open by then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.i18n import text as _
from events_app.reminders import awaiting, recipients
from events_app.reminders.tables import Purpose

PEOPLE, KEEPER, RECORD = "people", "keeper", "record"  # to whom a letter went, as its facts keep it
_NOT_AGAIN = timedelta(days=30)  # so long an authority was told that somebody asks for a record, whoever asks besides

Row = dict[str, Any]


async def _asked(message: outbox.Recorded, *, at: datetime) -> None:
    request = str(message.ids["id"])
    row = await db.one(
        "SELECT entity FROM contact_request WHERE id = $1 AND state = 'open'",
        UUID(request),
    )
    if row is None:
        return
    entity = await _held(row["entity"])
    to, whom = _acting(entity)
    if not await _untold(entity, to, whom, [request]):
        return
    about = {"purpose": Purpose.CONTACT_REQUEST, "facts": {"contact_request": request, "to": to}}
    people = await _people(whom)
    if to == RECORD:
        people = [one for one in people if one["address"]]
        await _tell_authority(entity, request, message)
    await _write(people, message, about)


async def tell_open(organization: UUID, message: outbox.Recorded) -> None:
    """Tell those who act for an entity since of the requests to it that are open, unless they were told already."""
    requests = await db.fetch(  # what was asked since is told by itself
        "SELECT id FROM contact_request WHERE entity = $1 AND state = 'open' AND id < $2 ORDER BY id",
        organization,
        message.id,
    )
    if not requests:
        return
    entity = await _held(organization)
    to, whom = _acting(entity)
    if to != RECORD and (open_still := await _untold(entity, to, whom, [str(row["id"]) for row in requests])):
        about = {"purpose": Purpose.CONTACT_WAITING, "facts": {"contact_requests": open_still, "to": to}}
        invited = await _invited(organization, open_still)
        await _write([one for one in await _people(whom) if one["address"] not in invited], message, about)


async def _held(organization: UUID) -> Row:
    """An entity that is held, so that of two messages about it the second knows what the first has told."""
    row = await db.one(
        """
        SELECT id, kind, keeper, province_set, province_code,
               EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) AS has_people
        FROM organization WHERE id = $1 FOR NO KEY UPDATE
        """,
        organization,
    )
    assert row is not None
    return row


def _acting(entity: Row) -> tuple[str, UUID]:
    """Who is told, and of which organization the letters are."""
    to = _whoever(entity)
    return to, entity["keeper"] if to == KEEPER else entity["id"]


def _whoever(entity: Row) -> str:
    """Who acts for an entity; its record where nobody does."""
    if entity["has_people"]:
        return PEOPLE
    return KEEPER if entity["keeper"] else RECORD


async def _untold(entity: Row, to: str, whom: UUID, requests: list[str]) -> list[str]:
    """Those of the requests of which nobody was told who acts for the entity as it is now."""
    rows = await db.fetch(
        """
        SELECT request FROM unnest($1::text[]) AS request WHERE NOT EXISTS (
            SELECT FROM delivery
            WHERE delivery.purpose IN ('contact_request', 'contact_waiting') AND delivery.state <> 'unreachable'
              AND delivery.organization = $3 AND coalesce(delivery.facts->>'to', 'people') = $2
              AND (delivery.facts->>'contact_request' = request OR delivery.facts->'contact_requests' ? request)
        )
        """,
        requests,
        to,
        whom,
    )
    return [row["request"] for row in rows]


async def _invited(organization: UUID, requests: list[str]) -> set[str]:
    """The addresses at which the record was told of these requests, without those of people who are its own by now."""
    rows = await db.fetch(
        """
        SELECT DISTINCT address FROM delivery
        WHERE purpose = 'contact_request' AND facts->>'to' = 'record' AND facts->>'contact_request' = ANY($2) AND state = 'sent'
          AND address NOT IN (
              SELECT lower(users.email) FROM membership JOIN users ON users.id = membership."user"
              WHERE membership.organization = $1
          )
        """,
        organization,
        requests,
    )
    return {row["address"] for row in rows}


async def _people(organization: UUID) -> list[Row]:
    return recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, [organization]))


async def _write(people: Sequence[Row], message: outbox.Recorded, about: Mapping[str, Any]) -> None:
    letter = {**about, "subject": str(message.id), "event": None, "due_at": message.at}
    await recipients.write([{**one, **letter} for one in people], at=message.at)


async def _tell_authority(entity: Row, request: str, message: outbox.Recorded) -> None:
    """Tell the authority of its province, or else the admins, that somebody asks for a record; of each record once in a while."""
    told = await db.fetch(
        "SELECT FROM delivery WHERE purpose = $1 AND facts->>'record' = $2 AND created_at > $3 LIMIT 1",
        Purpose.CONTACT_UNCLAIMED,
        str(entity["id"]),
        message.at - _NOT_AGAIN,
    )
    if not told:
        place = (entity["kind"], entity["province_set"], entity["province_code"])
        facts = {"contact_request": request, "record": str(entity["id"])}
        await awaiting.ask(Purpose.CONTACT_UNCLAIMED, message, place, facts)


async def _answered(message: outbox.Recorded, *, at: datetime) -> None:
    """The distributor who asked."""
    request = str(message.ids["id"])
    row = await db.one(
        "SELECT distributor FROM contact_request WHERE id = $1 AND state IN ('accepted', 'declined')", UUID(request)
    )
    if row is not None:
        about = {"purpose": Purpose.CONTACT_ANSWER, "facts": {"contact_request": request}}
        await _write(await _people(row["distributor"]), message, about)


def is_asked(facts: Mapping[str, Any], request: Row) -> bool:
    """Whether a letter to whom a distributor asks is true: the request is open, and who reads it acts for the entity still."""
    return request.get("state") == "open" and bool(facts.get("to", PEOPLE) == _whoever(request))


def is_unclaimed(request: Row) -> bool:
    """Whether a request is open, and nobody acts for whom it asks."""
    return is_asked({"to": RECORD}, request)


def lines(requests: Sequence[Row]) -> list[str]:
    """A line for each request."""
    return [
        _("%(distributor)s, about %(products)s", distributor=one["distributor"], products=one["products"])
        for one in requests
    ]


TELLS: Mapping[str, Any] = {
    "contact_request.create": _asked,
    "contact_request.accept": _answered,
    "contact_request.decline": _answered,
}
