"""What the exhibitors' part of the API says."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from events_app.booths.schemas import Hold
from events_app.directory.tables import EntityKind
from events_app.events.tables import EventState, Mode
from events_app.exhibitors.tables import ApplicationState


class EventApplied(msgspec.Struct, frozen=True, kw_only=True):
    """The event that an application is for."""

    id: UUID
    slug: str
    title: dict[str, str]
    first_on: date
    last_on: date
    mode: Mode
    state: EventState


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to reach; shown to the entity itself and to the deciding organizer only."""

    name: str
    email: str | None
    phone: str | None


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """The entity that applies."""

    id: UUID
    slug: str
    name: str
    entity_kind: EntityKind | None
    province_set: str | None
    province_code: str | None
    contacts: list[Contact]


class ShownProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product that the entity wants to show."""

    id: UUID
    name: str
    group: int
    stars: int | None
    potential_five: bool


class Holds(msgspec.Struct, frozen=True, kw_only=True):
    """The booths that an application holds or has."""

    items: list[Hold]
    next: str | None = None


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed to, word for word, when, and by whom it was given or recorded."""

    text: str
    at: datetime
    by: str


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An entity's request to exhibit; an offer that ran out shows the state that it returned to."""

    id: UUID
    event: EventApplied
    organization: Applicant
    state: ApplicationState
    note: str
    reason: str
    products: list[ShownProduct]
    booths: list[Hold]
    consent: Consent | None
    entered_on_behalf: bool
    created_at: datetime
    submitted_at: datetime | None
    confirmed_at: datetime | None
    version: int


class Applications(msgspec.Struct, frozen=True, kw_only=True):
    """One page of applications."""

    items: list[Application]
    next: str | None


class ConsentText(msgspec.Struct, frozen=True, kw_only=True):
    """The text that whoever submits must agree to; send it back word for word."""

    text: str
