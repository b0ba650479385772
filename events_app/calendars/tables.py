"""What calendars show: one entry for one thing on one day, rendered when it changes."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app.columns import Id, instant, of
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
    schedule_digest = Varchar(length=64)  # of start, end, place and status: SEQUENCE moves with it
    digest = Varchar(length=64)  # of all that is shown: LAST-MODIFIED moves with it
    drop_on = Date(null=True, default=None)  # a cancelled entry leaves the feeds on this day
    ics_vi = Bytea()
    ics_en = Bytea()
    ics_id = Bytea()

    a_thing_has_one_entry = Unique([thing, thing_id])
