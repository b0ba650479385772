"""What requests may say about series, events, sites, days and sessions."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from events_app import reading, signs
from events_app.events.tables import Backing, EventKind, Mode, SessionKind
from events_app.i18n import marked
from events_app.reading import Body, Count, Day, Instant, LocalizedLines, LocalizedText, OptionalLine, Order

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000), signs.LINES]


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None:
        raise reading.wrong(marked("Enter a local time without an offset."))
    return value.replace(second=0, microsecond=0)


def _to_web(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise reading.wrong(marked("Enter an address that begins with https://."))
    return value


def _unsaid() -> Any:
    return None


PERIOD = Order("first_on", "last_on", marked("The last day is before the first."), same=True)
REGISTRATION = Order("registration_opens_at", "registration_closes_at", marked("Registration closes before it opens."))
SESSION = Order("starts_at", "ends_at", marked("The session ends before it starts."))
UNSAID: Any = Field(default_factory=_unsaid)  # a field that a change may leave out but not take away
Hour = Annotated[time, AfterValidator(_to_the_minute)]
WebAddress = Annotated[reading.Unread, StringConstraints(max_length=500), AfterValidator(_to_web)]


class NewSeries(Body):
    """A fair as a brand."""

    name: LocalizedText


class SeriesChange(Body):
    """What may change about a series."""

    name: LocalizedText = UNSAID


class NamedBacker(Body):
    """An organization behind an event: one of the directory, or a name."""

    organization_id: UUID | None = None
    name: OptionalLine = ""

    @model_validator(mode="after")
    def somebody(self) -> "NamedBacker":
        """It says who."""
        if not self.organization_id and not self.name:
            raise reading.wrong(marked("Name an organization."))
        return self


Backers = Annotated[list[NamedBacker], Field(max_length=50)]


class Filing(Body):
    """How the fair stands with the Department of Industry and Trade."""

    required: bool = True
    exempt_decision: OptionalLine | None = None
    filed_on: Day | None = None
    answered_on: Day | None = None

    @model_validator(mode="after")
    def in_order(self) -> "Filing":
        """Nothing is answered before it is filed."""
        if self.answered_on and (not self.filed_on or self.answered_on < self.filed_on):
            raise reading.wrong(marked("It cannot be answered before it is filed."))
        return self


class _Backed(Body):
    directs: Backers = []
    hosts: Backers = []
    cooperates: Backers = []
    carries_out: Backers = []
    sponsors: Backers = []

    def backers(self) -> dict[Backing, list[NamedBacker]]:
        """Who stands behind the event, for each role that the request names."""
        return {Backing(role): getattr(self, role) for role in Backing if role in self.model_fields_set}


class NewEvent(_Backed):
    """An event to begin with."""

    ORDERS = (PERIOD, REGISTRATION)
    kind: EventKind
    title: LocalizedText
    first_on: Day
    last_on: Day
    description: LocalizedLines | None = None
    series_id: UUID | None = None
    mode: Mode = Mode.PICK
    announced_booths: Count | None = None
    announced_products: Count | None = None
    announced_localities: Count | None = None
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    contact: OptionalLine = ""
    image_url: WebAddress | None = None
    filing: Filing | None = None


class EventChange(_Backed):
    """What may change about an event; its dates only while it is a draft."""

    ORDERS = (PERIOD, REGISTRATION)
    kind: EventKind = UNSAID
    title: LocalizedText = UNSAID
    first_on: Day = UNSAID
    last_on: Day = UNSAID
    description: LocalizedLines | None = None
    series_id: UUID | None = None
    mode: Mode = UNSAID
    announced_booths: Count | None = None
    announced_products: Count | None = None
    announced_localities: Count | None = None
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    contact: OptionalLine = UNSAID
    image_url: WebAddress | None = None
    filing: Filing = UNSAID


class Reasoned(Body):
    """Why; exhibitors and the public are told."""

    reason: Reason


class NewSite(Body):
    """The event at one venue."""

    venue_id: UUID
    hall_id: UUID | None = None
    announced_booths: Count | None = None


class SiteChange(Body):
    """What may change about a site."""

    venue_id: UUID = UNSAID
    hall_id: UUID | None = None
    announced_booths: Count | None = None


class Hours(Body):
    """A date and two local times; what closes after midnight closes on the next day."""

    on: Day
    opens: Hour
    closes: Hour
    closes_next_day: bool = False


class DayChange(Body):
    """What may change about an opening day; its date only while the event is a draft."""

    on: Day = UNSAID
    opens: Hour = UNSAID
    closes: Hour = UNSAID
    closes_next_day: bool = UNSAID


class NewSpeaker(Body):
    """Who speaks, and for whom."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    affiliation: OptionalLine = ""


Speakers = Annotated[list[NewSpeaker], Field(max_length=50)]
Room = Annotated[str, StringConstraints(max_length=200)]


class NewSession(Body):
    """An item of the programme."""

    ORDERS = (SESSION,)
    kind: SessionKind = SessionKind.OTHER
    title: LocalizedText
    description: LocalizedLines | None = None
    venue_id: UUID
    room: Room = ""
    starts_at: Instant
    ends_at: Instant
    speakers: Speakers = []


class SessionChange(Body):
    """What may change about an item of the programme."""

    ORDERS = (SESSION,)
    kind: SessionKind = UNSAID
    title: LocalizedText = UNSAID
    description: LocalizedLines | None = None
    venue_id: UUID = UNSAID
    room: Room = UNSAID
    starts_at: Instant = UNSAID
    ends_at: Instant = UNSAID
    speakers: Speakers = UNSAID


class MovedDay(Hours):
    """One day of the new list; ``id`` names the day of before that it was."""

    id: UUID | None = None
    site_id: UUID


class NewDates(Reasoned):
    """The full new list of opening days. The period follows from it, and must be given where there are no days."""

    ORDERS = (PERIOD,)
    days: Annotated[list[MovedDay], Field(max_length=400)] = []
    first_on: Day | None = None
    last_on: Day | None = None
