"""What calendars show: one entry for one thing on one day, rendered when it changes."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app.columns import Facts, Id, instant, of
from events_app.events.tables import Event


class Thing(StrEnum):
    """What an entry speaks of."""

    OVERVIEW = "overview"
    DAY = "day"
    SESSION = "session"


class EntryStatus(StrEnum):
    """STATUS of the VEVENT (RFC 5545 section 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Entry(Table):
    """One VEVENT. Its id is the UID, made once; ``stamped_at`` is DTSTAMP and LAST-MODIFIED, to the second."""

    id = Id()
    event = of(Event)
    thing = Varchar(length=10, choices=Thing)
    thing_id = UUID(default=None)
    starts_at = instant(null=False)
    ends_at = instant(null=False)
    all_day = Boolean(default=False)
    status = Varchar(length=10, choices=EntryStatus, default=EntryStatus.CONFIRMED)
    sequence = Integer(default=0)
    stamped_at = instant(null=False)
    venue_id = UUID(
        null=True, default=None
    )  # where; no reference, so that a venue may go while a cancelled entry stays
    facts = Facts(
        default="{}"
    )  # what is shown, as JSON of rendering.Shown: a thing that is gone can still be shown cancelled
    schedule_digest = Varchar(length=64)  # of start, end, place and status: SEQUENCE moves with it
    digest = Varchar(length=64)  # of all that is shown: LAST-MODIFIED moves with it
    rendered_as = Varchar(length=200)  # which rendering, under which address, made the bytes
    drop_on = Date(null=True, default=None)  # a cancelled entry leaves the feeds on this day
    ics_vi = Bytea()
    ics_en = Bytea()
    ics_id = Bytea()

    a_thing_has_one_entry = Unique([thing, thing_id])


class Feed(Table):
    """What one address last answered: when its bytes changed is the same for every process, and stays known after its end."""

    id = Id()
    path = Varchar(length=120, unique=True)  # ``en/events/tuan-le-ocop``
    digest = Varchar(length=64)  # of the bytes without their own LAST-MODIFIED
    changed_at = instant(null=False)
