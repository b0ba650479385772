"""What the API answers about series, events, sites, days and sessions."""

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from events_app.events.tables import EventKind, EventState, Mode, SessionKind

Text = dict[str, str]


class SeriesAnswer(msgspec.Struct):
    """A fair as a brand."""

    id: UUID
    slug: str
    name: Text
    organization_id: UUID
    version: int


class SeriesList(msgspec.Struct):
    """A page of series."""

    items: list[SeriesAnswer]
    next: str | None


class BackerAnswer(msgspec.Struct):
    """An organization behind an event."""

    organization_id: UUID | None
    name: str


class FilingAnswer(msgspec.Struct):
    """The filing with the Department of Industry and Trade, and the days that Decree 81/2018/ND-CP gives."""

    required: bool
    exempt_decision: str | None
    filed_on: date | None
    answered_on: date | None
    first_lawful_on: date
    last_lawful_on: date
    answer_due_on: date | None


class BoothTotals(msgspec.Struct):
    """Announced totals, which often disagree, beside the count of booths on the plans."""

    announced: int | None
    announced_by_sites: int | None
    announced_by_zones: int | None
    computed: int


class Organizer(msgspec.Struct):
    """The organization that keeps the event."""

    id: UUID
    slug: str
    name: str


class EventAnswer(msgspec.Struct, kw_only=True):
    """An event."""

    id: UUID
    slug: str
    kind: EventKind
    title: Text
    description: Text
    series_id: UUID | None
    organizer: Organizer
    first_on: date
    last_on: date
    mode: Mode
    state: EventState
    reason: str
    announced_booths: int | None
    announced_products: int | None
    announced_localities: int | None
    booths: BoothTotals
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    contact: str
    image_url: str | None
    filing: FilingAnswer
    directs: list[BackerAnswer]
    hosts: list[BackerAnswer]
    cooperates: list[BackerAnswer]
    carries_out: list[BackerAnswer]
    sponsors: list[BackerAnswer]
    published_at: datetime | None
    cancelled_at: datetime | None
    version: int


class EventList(msgspec.Struct):
    """A page of events."""

    items: list[EventAnswer]
    next: str | None


class Finding(msgspec.Struct):
    """Something that is wrong or doubtful: where, and a sentence."""

    field: str
    message: str


class Readiness(msgspec.Struct):
    """Whether an event can be published: what bars it, and what is only doubtful."""

    ready: bool
    errors: list[Finding]
    warnings: list[Finding]


class Place(msgspec.Struct):
    """A venue as it is shown beside what happens there."""

    id: UUID
    slug: str
    name: str
    address: str
    province_set: str
    province_code: str
    latitude: float | None
    longitude: float | None


class SiteAnswer(msgspec.Struct):
    """The event at one venue."""

    id: UUID
    event_id: UUID
    venue: Place
    hall_id: UUID | None
    hall: str | None
    announced_booths: int | None
    booths: int
    version: int


class SiteList(msgspec.Struct):
    """The sites of an event."""

    items: list[SiteAnswer]
    next: None = None


class DayAnswer(msgspec.Struct):
    """An opening day: a date and two local times; ``dropped_at`` is set on one that is lost."""

    id: UUID
    site_id: UUID
    on: date
    opens: time
    closes: time
    closes_next_day: bool
    dropped_at: datetime | None
    version: int


class DayList(msgspec.Struct):
    """The opening days of a site."""

    items: list[DayAnswer]
    next: None = None


class SpeakerAnswer(msgspec.Struct):
    """Who speaks, and for whom."""

    name: str
    affiliation: str


class SessionAnswer(msgspec.Struct):
    """An item of the programme; ``dropped_at`` is set on one that is lost."""

    id: UUID
    event_id: UUID
    kind: SessionKind
    title: Text
    description: Text
    venue: Place
    room: str
    starts_at: datetime
    ends_at: datetime
    speakers: list[SpeakerAnswer]
    dropped_at: datetime | None
    version: int


class SessionList(msgspec.Struct):
    """The programme of an event."""

    items: list[SessionAnswer]
    next: None = None


class DayMove(msgspec.Struct):
    """One day before and after: without ``now`` it is lost, without ``was`` it is new."""

    day: UUID
    site: UUID
    was: date | None
    now: date | None


class SessionMove(msgspec.Struct):
    """One session before and after: without ``now`` it is lost."""

    session: UUID
    was: datetime
    now: datetime | None


class ReschedulingAnswer(msgspec.Struct):
    """What a rescheduling changed."""

    id: UUID
    reason: str
    was_first_on: date
    was_last_on: date
    first_on: date
    last_on: date
    days: list[DayMove]
    lost_days: list[DayMove]
    sessions: list[SessionMove]
    lost_sessions: list[SessionMove]


class RescheduledEvent(EventAnswer, kw_only=True):
    """An event and what its rescheduling changed."""

    rescheduling: ReschedulingAnswer
