"""Sites, opening days and sessions as doors show them, found with what the actor may see of their event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.actor import Actor
from events_app.errors import NotFound
from events_app.events import queries, schemas
from events_app.events.showing import PLACE
from events_app.events.tables import Event, OpeningDay, Session, Site

_SITES = f"""
    SELECT site.*, hall.name AS hall_name, {PLACE},
           (SELECT count(*) FROM booth WHERE booth.site = site.id) AS computed
    FROM site JOIN venue ON venue.id = site.venue LEFT JOIN hall ON hall.id = site.hall
"""
_SESSIONS = f"""
    SELECT session.*, {PLACE},
           coalesce((SELECT jsonb_agg(jsonb_build_object('name', speaker.name, 'affiliation', speaker.affiliation)
                            ORDER BY speaker.position, speaker.id)
                     FROM speaker WHERE speaker.session = session.id), '[]') AS speakers
    FROM session JOIN venue ON venue.id = session.venue
"""


async def site_seen(actor: Actor, site_id: UUID) -> tuple[Site, Event]:
    """A site and its event, if ``actor`` sees it. Raises NotFound."""
    site = await Site.objects().get(Site.id == site_id)
    if site is None:
        raise NotFound
    return site, await queries.seen(actor, site.event)


async def site_kept(actor: Actor, site_id: UUID) -> Site:
    """A site of an event that ``actor`` may change. Raises NotFound, SignedOut, Forbidden."""
    site, event = await site_seen(actor, site_id)
    await queries.kept(actor, event.id)
    return site


async def day_seen(actor: Actor, day_id: UUID) -> OpeningDay:
    """An opening day, a lost one too, of an event that ``actor`` sees. Raises NotFound."""
    day = await OpeningDay.objects().get(OpeningDay.id == day_id)
    if day is None:
        raise NotFound
    await site_seen(actor, day.site)
    return day


async def day_kept(actor: Actor, day_id: UUID) -> OpeningDay:
    """An opening day of an event that ``actor`` may change. Raises NotFound, SignedOut, Forbidden."""
    day = await day_seen(actor, day_id)
    await site_kept(actor, day.site)
    return day


async def session_seen(actor: Actor, session_id: UUID) -> Session:
    """A session, a lost one too, of an event that ``actor`` sees. Raises NotFound."""
    session = await Session.objects().get(Session.id == session_id)
    if session is None:
        raise NotFound
    await queries.seen(actor, session.event)
    return session


async def session_kept(actor: Actor, session_id: UUID) -> Session:
    """A session of an event that ``actor`` may change. Raises NotFound, SignedOut, Forbidden."""
    session = await session_seen(actor, session_id)
    await queries.kept(actor, session.event)
    return session


async def sites(event_id: UUID) -> list[schemas.SiteAnswer]:
    """The sites of an event, in their order."""
    rows = await db.fetch(f"{_SITES} WHERE site.event = $1 ORDER BY site.position, site.id", event_id)
    return [_site(row) for row in rows]


async def site(site_id: UUID) -> schemas.SiteAnswer:
    """One site. Raises NotFound."""
    rows = await db.fetch(f"{_SITES} WHERE site.id = $1", site_id)
    if not rows:
        raise NotFound
    return _site(rows[0])


async def days(event_id: UUID) -> dict[UUID, list[schemas.DayAnswer]]:
    """The opening days of an event that are not lost, by site and in order."""
    rows = await db.fetch(
        """
        SELECT opening_day.* FROM opening_day JOIN site ON site.id = opening_day.site
        WHERE site.event = $1 AND opening_day.dropped_at IS NULL ORDER BY held_on, opening_day.id
        """,
        event_id,
    )
    found: dict[UUID, list[schemas.DayAnswer]] = {}
    for row in rows:
        found.setdefault(row["site"], []).append(_day(row))
    return found


async def days_of(site_id: UUID) -> list[schemas.DayAnswer]:
    """The opening days of a site that are not lost, in order."""
    rows = await db.fetch(
        "SELECT * FROM opening_day WHERE site = $1 AND dropped_at IS NULL ORDER BY held_on, id", site_id
    )
    return [_day(row) for row in rows]


def day(row: OpeningDay) -> schemas.DayAnswer:
    """One opening day."""
    return _day(row.to_dict())


async def programme(event_id: UUID) -> list[schemas.SessionAnswer]:
    """The sessions of an event that are not lost, by time."""
    rows = await db.fetch(
        f"{_SESSIONS} WHERE session.event = $1 AND session.dropped_at IS NULL ORDER BY starts_at, session.id", event_id
    )
    return [_session(row) for row in rows]


async def session(session_id: UUID) -> schemas.SessionAnswer:
    """One session. Raises NotFound."""
    rows = await db.fetch(f"{_SESSIONS} WHERE session.id = $1", session_id)
    if not rows:
        raise NotFound
    return _session(rows[0])


async def venue_choices() -> list[tuple[UUID, str]]:
    """The venues that a site or a session may be at."""
    rows = await db.fetch("SELECT id, name FROM venue ORDER BY sort, id")
    return [(row["id"], row["name"]) for row in rows]


async def hall_choices(venue_id: UUID) -> list[tuple[UUID, str]]:
    """The halls of a venue."""
    rows = await db.fetch("SELECT id, name FROM hall WHERE venue = $1 ORDER BY name, id", venue_id)
    return [(row["id"], row["name"]) for row in rows]


def _place(found: dict[str, Any]) -> schemas.Place:
    return schemas.Place(**{**found, "id": UUID(found["id"])})


def _site(row: dict[str, Any]) -> schemas.SiteAnswer:
    return schemas.SiteAnswer(
        id=row["id"],
        event_id=row["event"],
        venue=_place(row["place"]),
        hall_id=row["hall"],
        hall=row["hall_name"],
        announced_booths=row["announced_booths"],
        booths=row["computed"],
        version=row["version"],
    )


def _day(row: dict[str, Any]) -> schemas.DayAnswer:
    dropped_at: datetime | None = row["dropped_at"]
    return schemas.DayAnswer(
        id=row["id"],
        site_id=row["site"],
        on=row["held_on"],
        opens=row["opens"],
        closes=row["closes"],
        closes_next_day=row["closes_next_day"],
        dropped_at=dropped_at,
        version=row["version"],
    )


def _session(row: dict[str, Any]) -> schemas.SessionAnswer:
    return schemas.SessionAnswer(
        id=row["id"],
        event_id=row["event"],
        kind=row["kind"],
        title=row["title"],
        description=row["description"],
        venue=_place(row["place"]),
        room=row["room"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        speakers=[schemas.SpeakerAnswer(found["name"], found["affiliation"]) for found in row["speakers"]],
        dropped_at=row["dropped_at"],
        version=row["version"],
    )
