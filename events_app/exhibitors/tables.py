"""Entities asking to exhibit at an event, and with which products."""

from enum import StrEnum

from piccolo.columns import Integer, Text, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app.accounts.tables import User
from events_app.columns import Id, instant, maybe, of
from events_app.directory.tables import Organization, Product
from events_app.events.tables import Event
from events_app.lifecycle import moves


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


S = ApplicationState


class Application(Table):
    """An entity's request to exhibit at an event; one open application for each event and entity."""

    id = Id()
    event = of(Event)
    organization = of(Organization)
    state = Varchar(length=20, choices=ApplicationState, default=ApplicationState.DRAFT)
    returns_to = Varchar(length=20, null=True, default=None)  # where a lapsed or declined offer leads back to
    note = Text()
    reason = Text()  # what the organizer said when asking for changes or rejecting
    because = Text()  # why it ended where nobody wrote a reason: a message id, said in the language of who reads it
    consent_text = Text()  # the text that was agreed to, word for word; on behalf: first the record of the signed form
    consent_at = instant()
    consent_by = maybe(User)
    entered_by = maybe(User)  # the organizer's person who entered it for an entity without e-mail
    submitted_at = instant()
    confirmed_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)

    MOVES = moves(
        submit=({S.DRAFT, S.CHANGES_REQUESTED}, S.SUBMITTED),
        request_changes=({S.SUBMITTED}, S.CHANGES_REQUESTED),
        accept=({S.SUBMITTED, S.WAITLISTED}, S.ACCEPTED),
        waitlist=({S.SUBMITTED, S.ACCEPTED}, S.WAITLISTED),
        reject=({S.SUBMITTED, S.CHANGES_REQUESTED, S.ACCEPTED, S.WAITLISTED, S.CONFIRMED}, S.REJECTED),
        offer=({S.SUBMITTED, S.ACCEPTED, S.WAITLISTED}, S.OFFERED),
        lapse=({S.OFFERED}, S.SUBMITTED),
        confirm=({S.SUBMITTED, S.ACCEPTED, S.OFFERED, S.CONFIRMED}, S.CONFIRMED),  # an exhibitor may add booths
        decline=({S.OFFERED}, S.DECLINED),
        withdraw=(
            {S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.ACCEPTED, S.WAITLISTED, S.OFFERED, S.CONFIRMED},
            S.WITHDRAWN,
        ),
    )


class ApplicationProduct(Table):
    """A product that an entity wants to show."""

    id = Id()
    application = of(Application)
    product = of(Product)

    a_product_is_shown_once = Unique([application, product])
