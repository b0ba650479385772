"""What should be shown of an event, read from its rows: an overview, each opening day, each session."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from events_app import db
from events_app.calendars.rendering import Place, Shown
from events_app.calendars.tables import EntryStatus, Thing
from events_app.directory import places
from events_app.events.tables import EventState
from events_app.values import local

Key = tuple[str, UUID]  # the thing and its id
Row = Mapping[str, Any]


class Showing(msgspec.Struct, frozen=True):
    """What an event shows now, by thing; ``last_on`` is its last day."""

    things: dict[Key, Shown]
    last_on: date
    title: dict[str, str]
    slug: str


async def of(event_ids: Collection[UUID]) -> dict[UUID, Showing]:
    """What each of these events shows; nothing for one that is not published yet.

    Holds the events in id order, and their venues against a change, until the transaction ends: two changes of one event that do
    not see each other yet would otherwise each write the other's old text.
    """
    rows = await db.fetch(
        """
        SELECT id, state, kind, title, description, slug, first_on, last_on, contact, image_url, reason
        FROM event WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE
        """,
        list(event_ids),
    )
    events = {row["id"]: row for row in rows if row["state"] != EventState.DRAFT}
    days, sessions = await _days(events), await _sessions(events)
    venues = await _venues({row["venue"] for parts in (days, sessions) for found in parts.values() for row in found})
    return {
        event_id: _of(event, days.get(event_id, []), sessions.get(event_id, []), venues)
        for event_id, event in events.items()
    }


def _of(event: Row, days: Sequence[Row], sessions: Sequence[Row], venues: Mapping[UUID, Row]) -> Showing:
    standing = [day for day in days if day["dropped_at"] is None] or days
    at_places = {(day["site"], day["venue"]): _place(venues[day["venue"]], day["hall"]) for day in standing}
    several = len({place.venue_id for place in at_places.values()}) > 1
    grounds = _distinct(at_places.values()) or _distinct(_place(venues[session["venue"]], "") for session in sessions)
    things: dict[Key, Shown] = {(Thing.OVERVIEW, event["id"]): _overview(event, grounds)}
    for day in days:
        things[(Thing.DAY, day["id"])] = _day(event, day, _place(venues[day["venue"]], day["hall"]), several)
    for session in sessions:
        things[(Thing.SESSION, session["id"])] = _session(
            event, session, _place(venues[session["venue"]], session["room"])
        )
    return Showing(things, event["last_on"], event["title"], event["slug"])


async def _days(event_ids: Iterable[UUID]) -> dict[UUID, list[Row]]:
    return _by_event(
        await db.fetch(
            """
            SELECT site.event, opening_day.id, held_on, opens, closes, closes_next_day, dropped_at,
                   site.id AS site, site.venue, coalesce(hall.name, '') AS hall
            FROM opening_day JOIN site ON site.id = opening_day.site LEFT JOIN hall ON hall.id = site.hall
            WHERE site.event = ANY($1) ORDER BY site.position, site.id, held_on, opening_day.id
            """,
            list(event_ids),
        )
    )


async def _sessions(event_ids: Iterable[UUID]) -> dict[UUID, list[Row]]:
    return _by_event(
        await db.fetch(
            """
            SELECT event, id, kind, title, description, venue, room, starts_at, ends_at, dropped_at, ARRAY(
                SELECT CASE WHEN affiliation = '' THEN name ELSE name || ' (' || affiliation || ')' END
                FROM speaker WHERE speaker.session = session.id ORDER BY position, speaker.id
            ) AS speakers
            FROM session WHERE event = ANY($1) ORDER BY starts_at, id
            """,
            list(event_ids),
        )
    )


def _by_event(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["event"], []).append(row)
    return found


async def _venues(ids: set[UUID]) -> dict[UUID, Row]:
    rows = await db.fetch(
        """
        SELECT id, name, address, province_set, province_code, latitude, longitude
        FROM venue WHERE id = ANY($1) ORDER BY id FOR SHARE
        """,
        list(ids),
    )
    return {row["id"]: row for row in rows}


def _overview(event: Row, at_places: list[Place]) -> Shown:
    return Shown(
        thing=Thing.OVERVIEW,
        status=_status(event),
        starts_at=_midnight(event["first_on"]),
        ends_at=_midnight(event["last_on"] + timedelta(days=1)),
        title=event["title"],
        description=event["description"],
        kind=event["kind"],
        places=at_places,
        **_common(event),
    )


def _day(event: Row, day: Row, place: Place, several: bool) -> Shown:
    opens, closes = hours(day["held_on"], day["opens"], day["closes"], day["closes_next_day"])
    return Shown(
        thing=Thing.DAY,
        status=_status(event, day),
        starts_at=opens,
        ends_at=closes,
        title=event["title"],
        description=event["description"],
        kind=event["kind"],
        places=[place],
        names_place=several,
        **_common(event),
    )


def _session(event: Row, session: Row, place: Place) -> Shown:
    return Shown(
        thing=Thing.SESSION,
        status=_status(event, session),
        starts_at=session["starts_at"],
        ends_at=session["ends_at"],
        title=session["title"],
        description=session["description"],
        kind=session["kind"],
        places=[place],
        speakers=session["speakers"],
        **_common(event),
    )


def hours(held_on: date, opens: time, closes: time, closes_next_day: bool) -> tuple[datetime, datetime]:
    """The instants in UTC at which a day opens and closes; closing after midnight belongs to the next date."""
    closes_on = held_on + timedelta(days=1) if closes_next_day else held_on
    return local(held_on, opens).astimezone(UTC), local(closes_on, closes).astimezone(UTC)


def _status(event: Row, part: Row | None = None) -> EntryStatus:
    if event["state"] == EventState.CANCELLED or (part is not None and part["dropped_at"] is not None):
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if event["state"] == EventState.POSTPONED else EntryStatus.CONFIRMED


def _common(event: Row) -> dict[str, Any]:
    return {
        "event_title": event["title"],
        "slug": event["slug"],
        "reason": event["reason"],
        "contact": event["contact"],
        "image_url": event["image_url"],
    }


def _place(venue: Row, room: str) -> Place:
    province = places.province(venue["province_set"], venue["province_code"])
    return Place(
        venue_id=venue["id"],
        name=venue["name"],
        address=venue["address"],
        province=province.name if province else {},
        latitude=venue["latitude"],
        longitude=venue["longitude"],
        room=room,
    )


def _distinct(found: Iterable[Place]) -> list[Place]:
    return list({(place.venue_id, place.room): place for place in found}.values())


def _midnight(on: date) -> datetime:
    return local(on, time()).astimezone(UTC)
