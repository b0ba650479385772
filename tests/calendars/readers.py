"""A feed as programs read it that we did not write."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import ics
import vobject
from icalendar import Calendar

from events_app.values import ZONE


@dataclass(frozen=True, order=True)
class Read:
    """What every reader says of an entry; days for an all-day one, else local times."""

    uid: str
    starts: str
    ends: str
    summary: str
    location: str


def by_icalendar(body: bytes) -> list[Read]:
    """As icalendar reads it."""
    whole: Any = Calendar.from_ical(body)
    return sorted(
        Read(
            str(found["uid"]),
            _said(found["dtstart"].dt),
            _said(found["dtend"].dt),
            str(found["summary"]),
            str(found.get("location", "")),
        )
        for found in whole.walk("VEVENT")
    )


def by_vobject(body: bytes) -> list[Read]:
    """As vobject reads it."""
    whole = vobject.readOne(body.decode())
    return sorted(
        Read(
            found.uid.value,
            _said(found.dtstart.value),
            _said(found.dtend.value),
            found.summary.value,
            found.location.value if hasattr(found, "location") else "",
        )
        for found in whole.contents.get("vevent", [])
    )


def by_ics(body: bytes) -> list[Read]:
    """As ics.py reads it; it takes DTEND of an all-day entry for exclusive too."""
    return sorted(
        Read(
            found.uid,
            _said(found.begin.date() if found.all_day else found.begin.datetime),
            _said(found.end.date() if found.all_day else found.end.datetime),
            found.name,
            found.location or "",
        )
        for found in ics.Calendar(body.decode()).events
    )


READERS = [by_icalendar, by_vobject, by_ics]


def _said(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return when.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    return when.isoformat()


def lines(body: bytes) -> list[str]:
    """The content lines of a feed, unfolded."""
    return body.decode().replace("\r\n ", "").split("\r\n")
