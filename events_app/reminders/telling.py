"""What people are told when something has happened: each message becomes one delivery for each person who must know.

The verb hears its message and writes the letters in one transaction, so that a message that is sent twice tells once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.directory import forwarding
from events_app.events.tables import EventState
from events_app.reminders import (
    awaiting,
    due,
    judging,
    ledger,
    merging,
    recipients,
    requesting,
    reviving,
    summing,
    welcoming,
)
from events_app.reminders.tables import Purpose

SETTLED_AFTER = timedelta(minutes=2)  # what is corrected at once is told in one letter
TOLD_OF_MOVES = ("submitted", "changes_requested", "accepted", "waitlisted", "offered", "confirmed")


async def tell(route_id: UUID, *, at: datetime) -> None:
    """Write the letters that a message owes; nothing when that was done before."""
    async with db.transaction():
        message = await outbox.hear(route_id, at=at)
        if message is not None:
            await TELLS[message.topic](message, at=at)


async def settle(*, before: datetime) -> None:
    """Write every letter that the messages so far owe, each as of its own time, and record as skipped what fell due ``before``.

    For rows that were loaded with times in the past; telling them again when the relay comes by adds nothing.
    """
    async with db.transaction():
        rows = await db.fetch(
            "SELECT id, topic, at, payload FROM message WHERE topic = ANY($1) AND routed_at IS NULL ORDER BY at, id",
            list(TELLS),
        )
        for row in rows:
            message = outbox.Recorded(row["id"], row["topic"], row["at"], row["payload"])
            await TELLS[message.topic](message, at=message.at)
        await ledger.skip_before(before)


async def _confirmed(message: outbox.Recorded, *, at: datetime) -> None:
    application = await _application(message)
    if application is None:
        return
    if application["state"] == "confirmed":
        await _to_applicant(application, Purpose.CONFIRMATION, message)
    await due.recompute(application["event"], application["id"], at=at)


async def _offered(message: outbox.Recorded, *, at: datetime) -> None:
    await _if_still(message, "offered", Purpose.OFFER)


async def _changes_requested(message: outbox.Recorded, *, at: datetime) -> None:
    await _if_still(message, "changes_requested", Purpose.CHANGES)


async def _rejected(message: outbox.Recorded, *, at: datetime) -> None:
    await _if_still(message, "rejected", Purpose.REJECTION)


async def _if_still(message: outbox.Recorded, state: str, purpose: Purpose) -> None:
    application = await _application(message)
    if application is not None and application["state"] == state:
        await _to_applicant(application, purpose, message)


async def _postponed(message: outbox.Recorded, *, at: datetime) -> None:
    await _to_exhibitors(message, Purpose.POSTPONEMENT)


async def _rescheduled(message: outbox.Recorded, *, at: datetime) -> None:
    await _to_exhibitors(message, Purpose.RESCHEDULING, rescheduling=str(message.ids["rescheduling"]))


async def _altered(message: outbox.Recorded, *, at: datetime) -> None:
    """One letter for each contact of each exhibitor, in the place of those about earlier changes that have not gone out.

    Nothing where there was another change since, which tells of this one too.
    """
    event_id, alteration = UUID(str(message.ids["id"])), UUID(str(message.ids["alteration"]))
    row = await db.one(
        """
        SELECT state, EXISTS (SELECT FROM alteration WHERE event = $1 AND id > $2) AS overtaken
        FROM event WHERE id = $1 FOR SHARE OF event
        """,
        event_id,
        alteration,
    )
    if row is None or row["state"] != EventState.PUBLISHED or row["overtaken"]:
        return
    others = "purpose = 'alteration' AND event = $1 AND subject <> $2"
    await due.cancel_unsent(others, event_id, str(message.id))
    people = await _people(
        "SELECT id AS application_id, organization FROM application WHERE event = $1 AND state = 'confirmed'", event_id
    )
    facts = {"alteration": str(alteration)}
    await _write(people, Purpose.ALTERATION, message, facts, after=SETTLED_AFTER, event=event_id)


async def _cancelled(message: outbox.Recorded, *, at: datetime) -> None:
    await _to_exhibitors(message, Purpose.CANCELLATION)


async def _contacts_changed(message: outbox.Recorded, *, at: datetime) -> None:
    """Reminders that are still to come follow the contacts of an exhibitor."""
    row = await db.one(
        """
        SELECT organization, email FROM contact WHERE id = $1
        UNION ALL SELECT organization, NULL FROM membership WHERE id = $1
        """,
        UUID(str(message.ids["id"])),
    )
    if row is not None:
        await _lift(row["email"], message)
        await _address(row["organization"], message, at=at)
        await reviving.revive(row["organization"], at=at)


async def _joined(message: outbox.Recorded, *, at: datetime) -> None:
    """Reminders follow, and what waited for somebody to act for an entity is told."""
    await _contacts_changed(message, at=at)
    row = await db.one("SELECT organization FROM membership WHERE id = $1", UUID(str(message.ids["id"])))
    if row is not None:
        await requesting.tell_open(row["organization"], message)


async def _contact_removed(message: outbox.Recorded, *, at: datetime) -> None:
    """Who is no contact any more gets nothing more."""
    await due.cancel_unsent("contact = $1", UUID(str(message.ids["id"])))
    await _contacts_changed(message, at=at)


async def _organization_changed(message: outbox.Recorded, *, at: datetime) -> None:
    """An organization without contacts is written to at its own address."""
    row = await db.one("SELECT id, email FROM organization WHERE id = $1", UUID(str(message.ids["id"])))
    if row is not None:
        await _lift(row["email"], message)
        await _address(row["id"], message, at=at)
        await reviving.revive(row["id"], at=at)


async def _lift(address: str | None, message: outbox.Recorded) -> None:
    """Write to an address again that refused letters before, once somebody has named it anew, corrected or as it was."""
    if address and "named" in message.ids:
        await ledger.lift(address)


async def _address(organization: UUID, message: outbox.Recorded, *, at: datetime) -> None:
    """Address the reminders that are still to come to those whom an exhibitor names now.

    Who was confirmed only after the message gets its reminders from the confirmation. The fairs are held as they are meanwhile:
    one that moves between reading its days and writing would have its old date written back.
    """
    rows = await db.fetch(
        """
        SELECT application.id, application.event FROM application
        JOIN event ON event.id = application.event AND event.state IN ('published', 'postponed')
        WHERE application.organization = $1 AND application.state = 'confirmed' AND application.confirmed_at <= $2
        ORDER BY event.id, application.id FOR SHARE OF event
        """,
        organization,
        message.at,
    )
    for row in rows:
        await due.recompute(row["event"], row["id"], at=at)


async def _merged(message: outbox.Recorded, *, at: datetime) -> None:
    """Whom it concerns; and what had reached nobody of one record goes to the people of both."""
    await merging.tell(message, at=at)
    stayed = await forwarding.organization(UUID(str(message.ids["id"])))
    await _address(stayed, message, at=at)
    await reviving.revive(stayed, at=at)
    await requesting.tell_open(stayed, message)


Telling = Callable[..., Awaitable[None]]

TELLS: Mapping[str, Telling] = {
    "application.confirm": _confirmed,
    "application.offer": _offered,
    "application.request_changes": _changes_requested,
    "application.reject": _rejected,
    "event.postpone": _postponed,
    "event.reschedule": _rescheduled,
    "event.alter": _altered,
    "event.cancel": _cancelled,
    "contact.create": _contacts_changed,
    "contact.edit": _contacts_changed,
    "contact.delete": _contact_removed,
    "membership.create": _joined,
    "membership.edit": _contacts_changed,
    "organization.edit": _organization_changed,
    "organization.merge": _merged,
    **welcoming.TELLS,
    **awaiting.TELLS,
    **judging.TELLS,
    **requesting.TELLS,
    **summing.TELLS,
}


async def _application(message: outbox.Recorded) -> dict[str, Any] | None:
    """The application of a message, its event held as it is until the letters are written."""
    return await db.one(
        """
        SELECT application.id, application.event, application.state
        FROM application JOIN event ON event.id = application.event
        WHERE application.id = $1 FOR SHARE OF event
        """,
        UUID(str(message.ids["id"])),
    )


async def _to_applicant(application: dict[str, Any], purpose: Purpose, message: outbox.Recorded) -> None:
    people = await _people(
        "SELECT id AS application_id, organization FROM application WHERE id = $1", application["id"]
    )
    await _write(people, purpose, message, event=application["event"])


async def _to_exhibitors(message: outbox.Recorded, purpose: Purpose, **facts: str) -> None:
    """One letter for each contact of each entity whose application is open; the event is held as it is meanwhile."""
    event_id = UUID(str(message.ids["id"]))
    await db.fetch("SELECT FROM event WHERE id = $1 FOR SHARE", event_id)
    people = await _people(
        "SELECT id AS application_id, organization FROM application WHERE event = $1 AND state = ANY($2)",
        event_id,
        list(TOLD_OF_MOVES),
    )
    await _write(people, purpose, message, facts, event=event_id)


async def _people(organizations: str, *values: Any) -> list[dict[str, Any]]:
    """The people of the organizations that a statement finds, with whatever else it finds beside them."""
    return recipients.once(
        await db.fetch(
            f"SELECT application_id, {recipients.COLUMNS} FROM ({organizations}) AS application {recipients.JOINS}",
            *values,
        )
    )


async def _write(
    people: Sequence[dict[str, Any]],
    purpose: Purpose,
    message: outbox.Recorded,
    facts: Mapping[str, str] | None = None,
    after: timedelta = timedelta(0),
    **about: Any,
) -> None:
    letters = [
        {
            **person,
            **about,
            "purpose": purpose,
            "subject": str(message.id),
            "facts": dict(facts or {}),
            "due_at": message.at + after,
        }
        for person in people
    ]
    await recipients.write(letters, at=message.at)
