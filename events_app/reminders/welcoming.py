"""Letters about accounts and organizations: links that let people in, and what was decided about them.

Whether somebody has an address is looked up here, behind the door, so that no answer at the door takes longer for it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.reminders import recipients
from events_app.reminders.tables import Purpose


async def _registered(message: outbox.Recorded, *, at: datetime) -> None:
    """A link to who is new; to who is here already, that it is."""
    rows = await db.fetch(
        """
        SELECT link.id, link.email, registration.name, link.language, users.name AS known_as, users.language AS known_in
        FROM registration JOIN link ON link.id = registration.link LEFT JOIN users ON users.email = link.email
        WHERE registration.id = $1
        """,
        _id(message),
    )
    for row in rows:
        if row["known_as"] is None:
            await write(Purpose.NEWCOMER, message, row["email"], row["name"], row["language"], link=row["id"])
        else:
            await write(Purpose.KNOWN_ADDRESS, message, row["email"], row["known_as"], row["known_in"])


async def _asked_for_password(message: outbox.Recorded, *, at: datetime) -> None:
    """A link to who is here; nothing to who is not."""
    rows = await db.fetch(
        """
        SELECT link.id, users.email, users.name, users.language FROM link JOIN users ON users.email = link.email
        WHERE link.id = $1
        """,
        _id(message),
    )
    for row in rows:
        await write(Purpose.PASSWORD, message, row["email"], row["name"], row["language"], link=row["id"])


async def _asked_for_address(message: outbox.Recorded, *, at: datetime) -> None:
    """A link to who reads the letters of the new address; to who signs in with it already, that it does."""
    rows = await db.fetch(
        """
        SELECT link.id, link.email, asker.name, link.language, known.name AS known_as, known.language AS known_in
        FROM link JOIN users AS asker ON asker.id = link."user" LEFT JOIN users AS known ON known.email = link.email
        WHERE link.id = $1
        """,
        _id(message),
    )
    for row in rows:
        if row["known_as"] is None:
            await write(Purpose.NEW_ADDRESS, message, row["email"], row["name"], row["language"], link=row["id"])
        else:
            email, name, language = row["email"], row["known_as"], row["known_in"]
            await write(Purpose.KNOWN_ADDRESS, message, email, name, language, changed=message.topic)


async def _moved(message: outbox.Recorded, *, at: datetime) -> None:
    """The address of before, which the used link names."""
    rows = await db.fetch(
        """
        SELECT link.email, users.name, users.language FROM link JOIN users ON users.id = link."user"
        WHERE link.id = $1 AND users.erased_at IS NULL
        """,
        UUID(str(message.ids["link"])),
    )
    for row in rows:
        email, name, language = row["email"], row["name"], row["language"]
        about = {
            "changed": message.topic,
            "user": _id(message),
        }  # whose it is, when that person's address is another one
        await write(Purpose.ACCOUNT_CHANGED, message, email, name, language, **about)


async def _invited(message: outbox.Recorded, *, at: datetime) -> None:
    rows = await db.fetch(
        """
        SELECT link.id, link.email, coalesce(users.name, link.email) AS name, coalesce(users.language, link.language) AS language
        FROM link LEFT JOIN users ON users.email = link.email WHERE link.id = $1
        """,
        _id(message),
    )
    for row in rows:
        await write(Purpose.INVITATION, message, row["email"], row["name"], row["language"], link=row["id"])


async def _changed(message: outbox.Recorded, *, at: datetime) -> None:
    """Who did not do it itself must hear of it."""
    rows = await db.fetch("SELECT email, name, language FROM users WHERE id = $1 AND erased_at IS NULL", _id(message))
    for row in rows:
        await write(Purpose.ACCOUNT_CHANGED, message, row["email"], row["name"], row["language"], changed=message.topic)


async def _decided(message: outbox.Recorded, *, at: datetime) -> None:
    """The owners of an organization that waited."""
    purpose = Purpose.APPROVED if message.topic == "organization.approve" else Purpose.REFUSED
    rows = await db.fetch(
        """
        SELECT users.email, users.name, users.language FROM membership JOIN users ON users.id = membership."user"
        WHERE membership.organization = $1 AND membership.role = 'owner' ORDER BY membership.id
        """,
        _id(message),
    )
    for row in rows:
        await write(purpose, message, row["email"], row["name"], row["language"], organization=_id(message))


async def _claim_decided(message: outbox.Recorded, *, at: datetime) -> None:
    purpose = Purpose.CLAIM_APPROVED if message.topic == "claim.approve" else Purpose.CLAIM_REJECTED
    rows = await db.fetch(
        """
        SELECT users.email, users.name, users.language FROM claim JOIN users ON users.id = claim."user"
        WHERE claim.id = $1 AND users.erased_at IS NULL
        """,
        _id(message),
    )
    for row in rows:
        await write(purpose, message, row["email"], row["name"], row["language"], claim=_id(message))


async def _claim_approved(message: outbox.Recorded, *, at: datetime) -> None:
    """The claimant; who kept the record, which speaks for it no more; and where the record itself was written to until then."""
    await _claim_decided(message, at=at)
    await _known_before(message, at=at)
    keepers = await db.fetch(
        """
        SELECT keeper.id FROM claim JOIN organization ON organization.id = claim.organization
        JOIN organization AS keeper ON keeper.id = organization.keeper WHERE claim.id = $1
        """,
        _id(message),
    )
    letter = {
        "purpose": Purpose.KEEPING_ENDED,
        "subject": str(message.id),
        "event": None,
        "facts": {"claim": str(_id(message))},
        "due_at": message.at,
    }
    people = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, [row["id"] for row in keepers]))
    await recipients.write([{**person, **letter} for person in people], at=message.at)


async def _known_before(message: outbox.Recorded, *, at: datetime) -> None:
    """The addresses that the record had before, none of them the claimant's: its tax code is no secret, so that they must hear
    who owns it now."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (lower(known.email)) known.email, known.name, known.language
        FROM claim JOIN users ON users.id = claim."user" JOIN organization ON organization.id = claim.organization
        CROSS JOIN LATERAL (
            SELECT contact.email, contact.name, contact.language, 1 AS place FROM contact
            WHERE contact.organization = claim.organization AND contact.removed_at IS NULL AND contact.email <> ''
              AND contact.created_at <= claim.decided_at AND contact."user" IS DISTINCT FROM claim."user"
            UNION ALL
            SELECT organization.email, coalesce(nullif(organization.representative, ''), organization.name), 'vi', 2
            WHERE organization.email <> ''
        ) AS known
        WHERE claim.id = $1 AND lower(known.email) <> lower(users.email) ORDER BY lower(known.email), known.place
        """,
        _id(message),
    )
    for row in rows:
        address = row["email"].lower()
        await write(Purpose.OWNED_BY_ANOTHER, message, address, row["name"], row["language"], claim=_id(message))


async def write(purpose: Purpose, message: outbox.Recorded, email: str, name: str, language: str, **facts: Any) -> None:
    """One letter to a person at an address."""
    letter = {
        "purpose": purpose,
        "subject": str(message.id),
        "recipient": email[:100],
        "event": None,
        "organization_id": None,
        "contact_id": None,
        "facts": {key: str(value) for key, value in facts.items()},
        "name": name,
        "address": email,
        "phone": None,
        "language": language,
        "due_at": message.at,
    }
    await recipients.write([letter], at=message.at)


def _id(message: outbox.Recorded) -> UUID:
    return UUID(str(message.ids["id"]))


TELLS: Mapping[str, Any] = {
    "registration.create": _registered,
    "link.ask_password": _asked_for_password,
    "link.ask_email": _asked_for_address,
    "users.move": _moved,
    "invitation.create": _invited,
    "user.password": _changed,
    "user.second_step_on": _changed,
    "user.second_step_off": _changed,
    "organization.approve": _decided,
    "organization.refuse": _decided,
    "claim.approve": _claim_approved,
    "claim.reject": _claim_decided,
}
