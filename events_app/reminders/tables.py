"""What people are told: the rules by which reminders fall due, and every letter as one row."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Integer, SmallInt, Text, Time, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.columns import Facts, Id, instant, maybe, of
from events_app.directory.tables import Contact, Organization
from events_app.events.tables import Event
from events_app.lifecycle import moves


class Purpose(StrEnum):
    """Why a letter is written; one template for each."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    OFFER = "offer"
    CHANGES = "changes"
    REJECTION = "rejection"
    POSTPONEMENT = "postponement"
    RESCHEDULING = "rescheduling"
    ALTERATION = "alteration"  # of place, hours or programme, with the dates kept
    CANCELLATION = "cancellation"
    SUMMARY = "summary"  # the whole of it, to the organizer
    AGREEMENTS = "agreements"  # its own agreements, to each party
    CONTACT_REQUEST = "contact_request"  # to the entity whom a distributor asks
    CONTACT_WAITING = "contact_waiting"  # to who acts for the entity since, about all that is open
    CONTACT_UNCLAIMED = "contact_unclaimed"  # to the authority: somebody asks for a record for which nobody acts
    CONTACT_ANSWER = "contact_answer"  # to that distributor
    CONTACT_GIVEN_UP = "contact_given_up"  # to it too, as two records became one to which or by which two were open
    NEWCOMER = "newcomer"  # to confirm an address
    KNOWN_ADDRESS = "known_address"  # to who is registered once more
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105  # a link to set a new one, no secret
    NEW_ADDRESS = "new_address"  # to confirm that one signs in with it from now on
    ACCOUNT_CHANGED = (
        "account_changed"  # a password was set, another address taken, the second step was turned on or off
    )
    APPROVED = "approved"  # an organization may do what its kind does
    REFUSED = "refused"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_REJECTED = "claim_rejected"
    CLAIM_WAITING = "claim_waiting"  # to who decides it
    KEEPING_ENDED = "keeping_ended"  # to the organizer that spoke for a record which was claimed
    OWNED_BY_ANOTHER = "owned_by_another"  # to the address that a record had before somebody claimed it
    APPROVAL_WAITING = "approval_waiting"  # to the admins
    LAPSE = "lapse"  # certificates that lapse, to their entity
    LAPSES = "lapses"  # those of the province, to its authority
    VERIFIED = "verified"  # certificates, by their authority
    TAKEN_BACK = "taken_back"  # what a list had verified, as the list was undone
    REVOKED = "revoked"  # a certificate
    MERGED = "merged"  # two records of one organization
    GIVEN_UP = "given_up"  # a booth, as two records of its exhibitor became one; to the organizer


class DeliveryState(StrEnum):
    """Where one letter is on its way.

    ``waiting`` until due; ``suspended`` while its event is postponed; ``claimed`` by a worker under a lease; ``wire`` while
    it is being handed to the mail server; the others are final.
    """

    WAITING = "waiting"
    SUSPENDED = "suspended"
    CLAIMED = "claimed"
    WIRE = "wire"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    UNREACHABLE = "unreachable"


D = DeliveryState


class ReminderRule(Table):
    """When exhibitors of an event are reminded: at ``at_time`` local, ``days_before`` their first day."""

    id = Id()
    event = of(Event)
    days_before = SmallInt(default=3)
    at_time = Time(default=None)
    active = Boolean(default=True)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_reminder_is_at_most_a_year_ahead = Check("days_before BETWEEN 0 AND 365")


class Delivery(Table):
    """The one attempt to tell one person one thing; the unique key is what makes a letter go out once."""

    id = Id()
    purpose = Varchar(length=40)
    subject = Varchar(length=200)  # the message; rule + thing + the date it speaks of; threshold + organization + day
    recipient = Varchar(length=100)  # the contact's id, or the address of somebody who is not in the directory
    channel = Varchar(length=10, default="email")
    event = maybe(Event)
    organization = maybe(Organization)
    contact = maybe(Contact)
    application_id = UUID(null=True, default=None)
    summary_id = UUID(null=True, default=None)
    rule = maybe(ReminderRule)
    facts = Facts(default="{}")  # ids and dates that the letter speaks of, never its text
    name = Varchar(length=200)
    address = Varchar(length=254, null=True, default=None)
    phone = Varchar(length=20, null=True, default=None)
    language = Varchar(length=2, default="vi")
    state = Varchar(length=12, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = instant(null=False)
    lease_until = instant()
    attempts = SmallInt(default=0)
    message_id = Varchar(length=120)
    error = Text()
    sent_at = instant()
    created_at = instant(null=False)
    version = Integer(default=1)

    a_person_is_told_a_thing_once = Unique([purpose, subject, recipient, channel])

    # Letters move many at once and under leases, so ``ledger`` and ``due`` write the statements; which move is lawful stands here.
    MOVES = moves(
        claim=({D.WAITING}, D.CLAIMED),
        put_on_wire=({D.CLAIMED}, D.WIRE),
        send=({D.WIRE}, D.SENT),
        retry=({D.CLAIMED, D.WIRE}, D.WAITING),
        give_back=({D.CLAIMED, D.WIRE}, D.WAITING),
        take_back=({D.CLAIMED, D.WIRE}, D.WAITING),
        fail=({D.CLAIMED, D.WIRE}, D.FAILED),
        skip=({D.WAITING, D.CLAIMED, D.UNREACHABLE}, D.SKIPPED),
        suspend=({D.WAITING, D.CLAIMED}, D.SUSPENDED),
        move=({D.WAITING, D.SUSPENDED, D.CLAIMED, D.UNREACHABLE}, D.WAITING),
        revive=({D.CANCELLED}, D.WAITING),
        cancel=({D.WAITING, D.SUSPENDED, D.CLAIMED, D.UNREACHABLE}, D.CANCELLED),
    )


class Suppression(Table):
    """An address that the mail server refused for good; nobody writes to it again until somebody names it anew."""

    id = Id()
    address = Varchar(length=254, unique=True)
    reason = Text()
    created_at = instant(null=False)
