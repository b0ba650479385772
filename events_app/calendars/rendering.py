"""Pure makers of calendar bytes: one entry, the head of a feed, its foot; a feed is these joined.

RFC 5545, 6868 and 7986; what is left out is left out on purpose, because each of RRULE, VALARM, ATTENDEE, VLOCATION and
STYLED-DESCRIPTION makes at least one client drop the entry or the feed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import icalendar
import msgspec

from events_app import i18n
from events_app.calendars import wording
from events_app.calendars.tables import EntryStatus, Thing
from events_app.i18n import text as _
from events_app.values import ZONE

RENDERING = 1  # raise it when the same facts give other bytes, so that stored entries are rendered again
REFRESH = timedelta(hours=1)  # how often clients are asked to come back
MOST_NAMED = 6  # places in one LOCATION; a promotion may be held in eight hundred shops
TZID = "Asia/Ho_Chi_Minh"
FOOT = b"END:VCALENDAR\r\n"

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_URI = re.compile(r"https?://[!-~]+")
_IMAGE_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is, as it is shown; ``room`` is the hall or the room within the venue."""

    venue_id: UUID
    name: str
    address: str = ""
    province: dict[str, str] = {}
    latitude: float | None = None
    longitude: float | None = None
    room: str = ""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """All that an entry shows, in every language; instants in UTC, an all-day thing from local midnight to local midnight."""

    thing: Thing
    status: EntryStatus
    starts_at: datetime
    ends_at: datetime
    title: dict[str, str]
    event_title: dict[str, str]
    description: dict[str, str]
    kind: str
    slug: str
    places: list[Place]
    names_place: bool = False  # whether the summary tells several sites apart
    reason: str = ""
    contact: str = ""
    image_url: str | None = None
    speakers: list[str] = []


class Text(icalendar.vText):
    r"""TEXT as RFC 5545 section 3.3.11 escapes it; icalendar's own takes the two characters ``\N`` in a text for a new line."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def clean(written: str) -> str:
    """``written`` as it may stand in a feed: NFC, ``\\n`` for new lines, no other control characters."""
    unified = unicodedata.normalize("NFC", written.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(lambda found: " " if found[0] == "\t" else "", unified).strip()


def said(localized: dict[str, str], language: i18n.Language) -> str:
    """Localized text in ``language``, as it may stand in a feed."""
    return clean(i18n.localized(localized, language))


def entry(
    uid: UUID, shown: Shown, *, sequence: int, stamped_at: datetime, language: i18n.Language, url: str
) -> icalendar.Event:
    """One VEVENT in ``language``; ``url`` is the address of this installation."""
    with i18n.speaking(language):
        made = icalendar.Event()
        made.add("uid", str(uid))
        made.add("dtstamp", stamped_at)
        made.add("last-modified", stamped_at)
        made.add("sequence", sequence)
        made.add("dtstart", _when(shown, shown.starts_at))
        made.add("dtend", _when(shown, shown.ends_at))
        made.add("status", str(shown.status))
        made.add("transp", "OPAQUE" if _takes_time(shown) else "TRANSPARENT")
        made.add("class", "PUBLIC")
        made.add("summary", Text(_summary(shown, language)))
        made.add("description", Text(_description(shown, language, url)))
        made.add("categories", [Text("OCOP"), Text(clean(wording.kind(shown.kind)))])
        made.add("url", _page(shown, url))
        if shown.contact:
            made.add("contact", Text(clean(shown.contact)))
        _add_place(made, shown.places, language)
        _add_image(made, shown.image_url)
        return made


def head(
    *, name: str, description: str, language: i18n.Language, address: str, page: str, modified: datetime
) -> icalendar.Calendar:
    """A VCALENDAR without entries: its properties (RFC 7986 and the X- names that clients read) and the one time zone."""
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", Text(f"-//OCOP Fairs//Calendars//{language.value.upper()}"))
    made.add("calscale", "GREGORIAN")
    for called in ("name", "x-wr-calname"):
        made.add(called, Text(clean(name)))
    for called in ("description", "x-wr-caldesc"):
        made.add(called, Text(clean(description)))
    made.add("x-wr-timezone", Text(TZID))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    made.add("color", "seagreen")
    made.add("source", address, parameters={"VALUE": "URI"})
    made.add("url", page)
    made.add("last-modified", modified)
    made.add_component(_zone())
    return made


def feed(header: icalendar.Calendar, entries: Iterable[bytes]) -> bytes:
    """The bytes of a feed whose entries were rendered before: the same as icalendar gives for the whole."""
    return b"".join([header.to_ical().removesuffix(FOOT), *entries, FOOT])


def rendered(made: icalendar.Event) -> bytes:
    """The bytes of one entry: lines of at most 75 octets that end with CRLF."""
    written: bytes = made.to_ical()
    return written


def _zone() -> icalendar.Timezone:
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # an onset is local time (RFC 5545 section 3.6.5)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = icalendar.Timezone()
    zone.add("tzid", TZID)
    zone.add_component(standard)
    return zone


def _when(shown: Shown, instant: datetime) -> date | datetime:
    there = instant.astimezone(ZONE)
    return there.date() if shown.thing == Thing.OVERVIEW else there


def _takes_time(shown: Shown) -> bool:
    return shown.status == EntryStatus.CONFIRMED and shown.thing != Thing.OVERVIEW


def _summary(shown: Shown, language: i18n.Language) -> str:
    title = said(shown.title, language)
    if shown.thing == Thing.SESSION:
        title = f"{title} – {said(shown.event_title, language)}"
    if shown.names_place and shown.places:
        title = f"{title} – {clean(shown.places[0].name)}"
    return f"{prefix} {title}" if (prefix := wording.prefix(shown.status)) else title


def _description(shown: Shown, language: i18n.Language, url: str) -> str:
    parts = [
        " ".join(part for part in (wording.why(shown.status), clean(shown.reason)) if part)
        if shown.status != EntryStatus.CONFIRMED
        else "",
        said(shown.description, language),
        _("Where: %(room)s", room=clean(shown.places[0].room))
        if len(shown.places) == 1 and shown.places[0].room
        else "",
        _("Speakers: %(names)s", names="; ".join(clean(name) for name in shown.speakers)) if shown.speakers else "",
        _("Contact: %(contact)s", contact=clean(shown.contact)) if shown.contact else "",
        _page(shown, url),
    ]
    return "\n\n".join(part for part in parts if part)


def _page(shown: Shown, url: str) -> str:
    return f"{url}/events/{quote(shown.slug)}"


def _add_place(made: icalendar.Event, places: Sequence[Place], language: i18n.Language) -> None:
    """LOCATION always; a point on the map where it is one place that has one."""
    if not places:
        return
    if len(places) > 1:
        named = [", ".join(part for part in (clean(p.name), said(p.province, language)) if part) for p in places]
        more = [_("%(count)s more places", count=len(named) - MOST_NAMED)] if len(named) > MOST_NAMED else []
        made.add("location", Text("; ".join(named[:MOST_NAMED] + more)))
        return
    place = places[0]
    address = ", ".join(p for p in (clean(place.address), said(place.province, language)) if p)
    name = clean(place.name)
    made.add("location", Text(", ".join(part for part in (name, address) if part)))
    if place.latitude is None or place.longitude is None:
        return
    point = (round(place.latitude, 6), round(place.longitude, 6))
    made.add("geo", point)
    apple = icalendar.vUri(f"geo:{point[0]},{point[1]}")
    apple.params["VALUE"] = "URI"
    apple.params["X-ADDRESS"] = address.replace("\n", ", ")
    apple.params["X-APPLE-RADIUS"] = "100"
    apple.params["X-TITLE"] = name.replace("\n", " ")
    made.add("x-apple-structured-location", apple)


def _add_image(made: icalendar.Event, image_url: str | None) -> None:
    address = quote((image_url or "").strip(), safe=":/?#[]@!$&'()*+,;=%-._~")
    if not _URI.fullmatch(address):
        return
    parameters = {"VALUE": "URI", "DISPLAY": "BADGE"}
    if kind := _IMAGE_TYPES.get(address.rpartition(".")[2].lower()):
        parameters["FMTTYPE"] = kind
    made.add("image", address, parameters=parameters)


def whole_second(instant: datetime) -> datetime:
    """``instant`` in UTC without its fraction, as DTSTAMP and HTTP dates can say it."""
    return instant.astimezone(UTC).replace(microsecond=0)
