"""A distributor asks an entity for contact about products; the entity accepts with a contact, or declines with a reason.

What the entity does not show stays with it until it accepts: before that the distributor sees its own request and nothing more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from events_app import db, i18n, lifecycle, outbox, values
from events_app.actor import acting
from events_app.directory import forwarding, on_behalf
from events_app.directory.tables import Kind, Organization
from events_app.distribution.tables import ContactRequest
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked

CONSENT = marked(
    "I agree that OCOP Fairs passes my name and the contact that I give here on to the producer whom I ask, so that it can "
    "answer me. I may withdraw my request for as long as it is not answered."
)
_REACH = marked("Name an e-mail address or a telephone number.")
_AGREE = marked("Agree that your contact is passed on; without it the producer cannot answer.")
_NOT_ITS = marked("Choose products of this producer.")
_NONE = marked("Choose at least one product.")
_ENTITY = marked("Only producers are asked for contact.")


class AlreadyAsked(Refusal):
    """You have asked this producer already, and it has not answered yet."""


class Reached(TypedDict):
    """A person and how it is reached."""

    name: str
    email: str | None
    phone: str | None


def wrongs(reached: Reached, field: str = "email") -> list[Wrong]:
    """What is missing of a contact."""
    return [] if reached["email"] or reached["phone"] else [Wrong(field, _REACH)]


def unchosen(products: Sequence[UUID]) -> list[Wrong]:
    """What is wrong where nothing is asked about."""
    return [] if products else [Wrong("products", _NONE)]


def unagreed(consent: str) -> list[Wrong]:
    """What is wrong with a text that is none of those to agree to."""
    return [] if consent in _texts() else [Wrong("consent", _AGREE)]


def consent_text() -> str:
    """The text to agree to, in the language being spoken."""
    return i18n.text(CONSENT)


async def ask(
    distributor: UUID,
    entity: Organization,
    products: Sequence[UUID],
    message: str,
    asker: Reached,
    *,
    consent: str,
    at: datetime,
) -> ContactRequest:
    """A new request; ``consent`` is the text that was agreed to, word for word. Raises Invalid, AlreadyAsked."""
    found = wrongs(asker) + unagreed(consent)
    if entity.kind != Kind.ENTITY:
        found.append(Wrong("products", _ENTITY))
    wanted = list(dict.fromkeys(products))
    owned = await db.fetch("SELECT id FROM product WHERE id = ANY($1) AND organization = $2", wanted, entity.id)
    found += unchosen(wanted)
    if len(owned) < len(wanted):
        await forwarding.unmoved(products=wanted)
        found.append(Wrong("products", _NOT_ITS))
    if found:
        raise Invalid(found)
    async with db.transaction(a_distributor_has_one_open_request_to_an_entity=AlreadyAsked):
        row = ContactRequest(
            distributor=distributor,
            entity=entity.id,
            message=message,
            asked_by=acting().user_id,
            asker_name=asker["name"],
            asker_email=asker["email"],
            asker_phone=asker["phone"],
            consent_text=consent,
            consent_at=at,
            created_at=at,
        )
        await row.save()
        await db.execute_many(
            "INSERT INTO requested_product (id, request, product) VALUES ($1, $2, $3)",
            [(values.new_id(), row.id, product) for product in wanted],
        )
        await outbox.record("contact_request.create", at=at, id=row.id, entity=entity.id)
        return row


async def accept(row: ContactRequest, contact: Reached, *, at: datetime) -> ContactRequest:
    """Say yes, with somebody whom the distributor may reach. Raises Invalid, WrongState."""
    if found := wrongs(contact):
        raise Invalid(found)
    with on_behalf.of(row.entity):
        async with db.transaction():
            return await lifecycle.move(
                row,
                "accept",
                at=at,
                contact_name=contact["name"],
                contact_email=contact["email"],
                contact_phone=contact["phone"],
                answered_by=acting().user_id,
                answered_at=at,
            )


async def decline(row: ContactRequest, reason: str, *, at: datetime) -> ContactRequest:
    """Say no, with a reason that the distributor reads. Raises WrongState."""
    with on_behalf.of(row.entity):
        async with db.transaction():
            return await lifecycle.move(
                row, "decline", at=at, reason=reason, answered_by=acting().user_id, answered_at=at
            )


async def withdraw(row: ContactRequest, *, at: datetime) -> ContactRequest:
    """Take a request back that is not answered yet. Raises WrongState."""
    async with db.transaction():
        return await lifecycle.move(row, "withdraw", at=at)


async def give_up(row: ContactRequest, instead: UUID, *, at: datetime) -> ContactRequest:
    """Let a request go as another open one stays ``instead``: by then both are between the same two. Raises WrongState."""
    async with db.transaction():
        return await lifecycle.move(row, "give_up", at=at, also={"instead": instead}, instead=instead)


def _texts() -> set[str]:
    """The text to agree to as it stands in each language."""
    found = set()
    for language in i18n.Language:
        with i18n.speaking(language):
            found.add(consent_text())
    return found
