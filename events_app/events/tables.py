"""What is held and when: series, event, who stands behind it, sites, opening days, sessions."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, Integer, SmallInt, Text, Time, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from events_app.columns import Facts, Id, Localized, instant, maybe, of, says_vietnamese
from events_app.directory.tables import Organization
from events_app.lifecycle import moves
from events_app.venues.tables import Hall, Venue


class EventKind(StrEnum):
    """What sort of thing is held."""

    WEEK = "week"
    FAIR = "fair"
    CONFERENCE = "conference"
    PROMOTION = "promotion"


class Mode(StrEnum):
    """How booths are given out: exhibitors pick, the organizer reviews, or localities nominate."""

    PICK = "pick"
    REVIEW = "review"
    NOMINATE = "nominate"


class EventState(StrEnum):
    """Where an event is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ENDED = "ended"
    CLOSED = "closed"


class Backing(StrEnum):
    """The five roles in which organizations stand behind an event."""

    DIRECTS = "directs"
    HOSTS = "hosts"
    COOPERATES = "cooperates"
    CARRIES_OUT = "carries_out"
    SPONSORS = "sponsors"


class SessionKind(StrEnum):
    """What happens in a session of the programme."""

    OPENING = "opening"
    CONFERENCE = "conference"
    MATCHING = "matching"
    LIVESTREAM = "livestream"
    TRAINING = "training"
    CONTEST = "contest"
    AWARD = "award"
    SIGNING = "signing"
    CLOSING = "closing"
    OTHER = "other"


class Series(Table):
    """The fair as a brand over the years."""

    id = Id()
    organization = of(Organization)
    name = Localized()
    slug = Varchar(length=90, unique=True)
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    a_series_has_a_vietnamese_name = Check(says_vietnamese("name"))


class Event(Table):
    """One holding of a fair; its period spans every site, its opening days are rows of their own."""

    id = Id()
    organization = of(Organization)  # the organizer that keeps it
    series = maybe(Series)
    kind = Varchar(length=12, choices=EventKind)
    title = Localized()
    description = Localized(default="{}")
    slug = Varchar(length=90, unique=True)
    first_on = Date(default=None)
    last_on = Date(default=None)
    mode = Varchar(length=10, choices=Mode, default=Mode.PICK)
    state = Varchar(length=10, choices=EventState, default=EventState.DRAFT)
    announced_booths = Integer(null=True, default=None)
    announced_products = Integer(null=True, default=None)
    announced_localities = Integer(null=True, default=None)
    registration_opens_at = instant()
    registration_closes_at = instant()
    contact = Varchar(length=300)  # as shown to the public: name, phone, e-mail
    image_url = Varchar(length=500, null=True, default=None)
    filing_required = Boolean(default=True)
    filing_exempt_decision = Varchar(length=200, null=True, default=None)
    filing_filed_on = Date(null=True, default=None)
    filing_answered_on = Date(null=True, default=None)
    reason = Text()  # why it was postponed, moved or cancelled, as told to exhibitors and the public
    published_at = instant()
    cancelled_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    an_event_has_a_vietnamese_title = Check(says_vietnamese("title"))
    an_event_ends_on_or_after_its_first_day = Check("last_on >= first_on")

    MOVES = moves(
        publish=({EventState.DRAFT}, EventState.PUBLISHED),
        postpone=({EventState.PUBLISHED}, EventState.POSTPONED),
        reschedule=({EventState.PUBLISHED, EventState.POSTPONED}, EventState.PUBLISHED),
        cancel=({EventState.PUBLISHED, EventState.POSTPONED}, EventState.CANCELLED),
        end=({EventState.PUBLISHED}, EventState.ENDED),
        close=({EventState.ENDED}, EventState.CLOSED),
    )


class Backer(Table):
    """An organization that stands behind an event in a role; it need not be in the directory."""

    id = Id()
    event = of(Event)
    backing = Varchar(length=12, choices=Backing)
    organization = maybe(Organization)
    name = Varchar(length=300)
    position = SmallInt(default=0)


class Site(Table):
    """The event at one venue."""

    id = Id()
    event = of(Event)
    venue = of(Venue)
    hall = maybe(Hall)
    announced_booths = Integer(null=True, default=None)
    position = SmallInt(default=0)
    version = Integer(default=1)
    created_at = instant(null=False)


class OpeningDay(Table):
    """One day of a site with its hours; a day that is lost when the event moves stays, marked ``dropped_at``."""

    id = Id()
    site = of(Site)
    held_on = Date(default=None)
    opens = Time(default=None)
    closes = Time(default=None)
    closes_next_day = Boolean(default=False)  # closing after midnight belongs to the next date
    dropped_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)


class Session(Table):
    """One item of the programme, with its own place and time."""

    id = Id()
    event = of(Event)
    kind = Varchar(length=12, choices=SessionKind, default=SessionKind.OTHER)
    title = Localized()
    description = Localized(default="{}")
    venue = of(Venue)
    room = Varchar(length=200)
    starts_at = instant(null=False)
    ends_at = instant(null=False)
    dropped_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)

    a_session_has_a_vietnamese_title = Check(says_vietnamese("title"))
    a_session_ends_after_it_starts = Check("ends_at > starts_at")


class Speaker(Table):
    """Who speaks in a session, and for whom."""

    id = Id()
    session = of(Session)
    name = Varchar(length=200)
    affiliation = Varchar(length=300)
    position = SmallInt(default=0)


class Rescheduling(Table):
    """What one rescheduling changed, for those who follow it.

    ``days`` is a list of ``{day, site, was, now, was_open, now_open}`` with every day of before and after, dates as ``YYYY-MM-DD``
    and hours to compare: without ``now`` it was lost, without ``was`` it is new, with both the same it stayed. ``sessions`` is a
    list of ``{session, was, now}`` in instants, of those that moved or were lost.
    """

    id = Id()
    event = of(Event)
    reason = Text()
    days = Facts(default="[]")
    sessions = Facts(default="[]")
    was_first_on = Date(default=None)
    was_last_on = Date(default=None)
    first_on = Date(default=None)
    last_on = Date(default=None)
    created_at = instant(null=False)


class Alteration(Table):
    """What one save changed of the place, the hours or the programme of a published event, for those who are told.

    ``changes`` is a list of ``{thing, which, was, now}`` as ``altering.different`` makes it: without ``now`` it was lost, without
    ``was`` it is new.
    """

    id = Id()
    event = of(Event)
    changes = Facts(default="[]")
    created_at = instant(null=False)
