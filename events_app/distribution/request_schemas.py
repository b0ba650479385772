"""What is answered about requests for contact: to the one who asks, and to the one who is asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.distribution import hearing
from events_app.distribution.hearing import HeardBy
from events_app.distribution.tables import RequestState


class ReachedShown(msgspec.Struct, frozen=True):
    """A person and how it is reached."""

    name: str
    email: str | None
    phone: str | None


class RequestedShown(msgspec.Struct, frozen=True):
    """A product about which is asked."""

    id: UUID
    name: str


class ContactRequestShown(msgspec.Struct, frozen=True, kw_only=True):
    """A request for contact; ``contact`` is there once the entity has accepted.

    ``instead`` is the request that stays where this one was given up: two records became one, and with them both requests.
    ``heard_by`` is who hears of an open one as things stand: ``people`` of the entity; the organizer that speaks for it as its
    ``keeper``; whoever reads letters at the address of its ``record``, for which nobody acts; ``nobody`` where there is none.
    """

    id: UUID
    distributor: UUID
    distributor_name: str
    entity: UUID
    entity_name: str
    state: RequestState
    heard_by: HeardBy | None
    message: str
    products: list[RequestedShown]
    asker: ReachedShown
    asked_at: datetime
    answered_at: datetime | None
    reason: str
    instead: UUID | None
    contact: ReachedShown | None


class ContactRequestPage(msgspec.Struct, frozen=True):
    """A page of requests, the newest first."""

    items: list[ContactRequestShown]
    next: str | None


class ContactConsent(msgspec.Struct, frozen=True):
    """The text to agree to when one asks for contact."""

    text: str


def request(row: dict[str, Any], products: Sequence[dict[str, Any]]) -> ContactRequestShown:
    """A request with the names of both sides."""
    accepted = row["state"] == RequestState.ACCEPTED
    return ContactRequestShown(
        id=row["id"],
        distributor=row["distributor"],
        distributor_name=row["distributor_name"],
        entity=row["entity"],
        entity_name=row["entity_name"],
        state=RequestState(row["state"]),
        heard_by=hearing.heard_by(row) if row["state"] == RequestState.OPEN else None,
        message=row["message"],
        products=[RequestedShown(one["id"], one["name"]) for one in products],
        asker=ReachedShown(row["asker_name"], row["asker_email"], row["asker_phone"]),
        asked_at=row["created_at"],
        answered_at=row["answered_at"],
        reason=row["reason"],
        instead=row["instead"],
        contact=ReachedShown(row["contact_name"], row["contact_email"], row["contact_phone"]) if accepted else None,
    )
