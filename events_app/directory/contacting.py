"""The people whom an organization's letters reach, or whom one has to phone."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.directory import on_behalf
from events_app.directory.tables import Contact
from events_app.errors import Invalid, Refusal, Stale, Wrong
from events_app.i18n import marked

_UNREACHABLE = marked("Name an e-mail address or a telephone number.")


class AlreadyContact(Refusal):
    """This e-mail address is one of the contacts already."""


class Reached(TypedDict, total=False):
    """Who is told, how, and in which language."""

    name: str
    email: str | None
    phone: str | None
    language: str


async def add(organization_id: UUID, *, at: datetime, **reached: Unpack[Reached]) -> Contact:
    """A new contact. Raises Invalid for one that cannot be reached, AlreadyContact."""
    if not reached.get("email") and not reached.get("phone"):
        raise Invalid([Wrong("email", _UNREACHABLE)])
    with on_behalf.of(organization_id):
        async with db.transaction(an_address_is_a_contact_once=AlreadyContact):
            row = Contact(organization=organization_id, created_at=at, **reached)
            await row.save()
            await outbox.record(
                "contact.create", at=at, id=row.id, organization=organization_id, **_named(row.id, reached)
            )
            return row


async def change(row: Contact, version: int, *, at: datetime, **changes: Unpack[Reached]) -> Contact:
    """Change how a contact is reached, or say again that its address is right. Raises Invalid, AlreadyContact, Stale."""
    if not changes.get("email", row.email) and not changes.get("phone", row.phone):
        raise Invalid([Wrong("email", _UNREACHABLE)])
    with on_behalf.of(row.organization):
        async with db.transaction(an_address_is_a_contact_once=AlreadyContact):
            return await lifecycle.edit(row, version, at=at, also=_named(row.id, changes), **changes)


async def remove(row: Contact, version: int, *, at: datetime) -> None:
    """Write to this person no more, and forget who it was. Raises Stale."""
    if row.removed_at is not None:
        raise Stale
    with on_behalf.of(row.organization):
        async with db.transaction():
            await lifecycle.edit(
                row, version, at=at, removed_at=at, user=None, name="", email=None, phone=None, verb="delete"
            )


def _named(contact_id: UUID, said: Reached) -> dict[str, UUID]:
    """Whose address somebody has named, for who does not write to it any more because it refused letters."""
    return {"named": contact_id} if said.get("email") else {}
