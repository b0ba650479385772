"""The plan of an event: every booth, and for each opening day whether it is free, held or taken."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db
from events_app.booths import schemas
from events_app.booths.schemas import BoothDay, Standing
from events_app.errors import NotFound
from events_app.values import Days

SHOWN_FREE = 12  # how many booths a refusal names instead of the one that is taken

_SITES = """
    SELECT site.id, site.announced_booths, venue.name AS venue, hall.name AS hall,
           event.announced_booths AS announced_by_event,
           (SELECT coalesce(jsonb_agg(held_on ORDER BY held_on), '[]') FROM opening_day
            WHERE opening_day.site = site.id AND dropped_at IS NULL) AS days,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', zone.id, 'name', zone.name,
                       'announced_booths', zone.announced_booths, 'version', zone.version,
                       'computed_booths', (SELECT count(*) FROM booth WHERE booth.zone = zone.id))
                   ORDER BY zone.position, zone.id), '[]')
            FROM zone WHERE zone.site = site.id) AS zones
    FROM event LEFT JOIN (site JOIN venue ON venue.id = site.venue LEFT JOIN hall ON hall.id = site.hall)
         ON site.event = event.id
    WHERE event.id = $1 ORDER BY site.position, site.id
"""
# A hold that has run out is not there any more, whether it was swept away or not.
_BOOTHS = """
    SELECT booth.*, booth_type.name AS type, assignments.found AS assignments
    FROM site JOIN booth ON booth.site = site.id LEFT JOIN booth_type ON booth_type.id = booth.booth_type
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(assignment.first_on, assignment.last_on, assignment.held_until IS NOT NULL,
               assignment.organization, organization.name)) AS found
        FROM assignment JOIN organization ON organization.id = assignment.organization
        WHERE assignment.booth = booth.id AND (assignment.held_until IS NULL OR assignment.held_until > $2)
    ) AS assignments ON true
    WHERE site.event = $1 ORDER BY booth.sort, booth.id
"""


async def plan(
    event_id: UUID, *, at: datetime, for_organization: UUID | None = None, naming: bool = False
) -> schemas.Plan:
    """The floor of an event at the instant ``at``, in two queries however many booths it has.

    What ``for_organization`` has is marked as its own; who has what is named only when ``naming`` (the organizer looks).
    Raises NotFound.
    """
    sites = await db.fetch(_SITES, event_id)
    if not sites:
        raise NotFound
    booths: dict[UUID, list[dict[str, Any]]] = {}
    for booth in await db.fetch(_BOOTHS, event_id, at):
        booths.setdefault(booth["site"], []).append(booth)
    return schemas.Plan(
        event_id=event_id,
        announced_booths=sites[0]["announced_by_event"],
        computed_booths=sum(len(found) for found in booths.values()),
        sites=[_site(site, booths.get(site["id"], []), for_organization, naming) for site in sites if site["id"]],
    )


def _site(
    site: dict[str, Any], booths: Sequence[dict[str, Any]], reader: UUID | None, naming: bool
) -> schemas.PlannedSite:
    days = [date.fromisoformat(on) for on in site["days"]]
    zones = msgspec.convert(site["zones"], list[schemas.PlannedZone])
    announced = [zone.announced_booths for zone in zones if zone.announced_booths is not None]
    return schemas.PlannedSite(
        id=site["id"],
        venue=site["venue"],
        hall=site["hall"],
        announced_booths=site["announced_booths"],
        announced_by_zones=sum(announced) if announced else None,
        computed_booths=len(booths),
        days=days,
        zones=zones,
        booths=[_booth(booth, days, reader, naming) for booth in booths],
    )


def _booth(booth: dict[str, Any], days: Sequence[date], reader: UUID | None, naming: bool) -> schemas.PlannedBooth:
    mine = str(reader) if reader else None
    had: dict[str, BoothDay] = {}
    for first_on, last_on, held, organization, name in booth["assignments"] or ():
        standing = Standing.HELD if held else Standing.TAKEN
        for on in days:
            if first_on <= on.isoformat() <= last_on:
                had[on.isoformat()] = BoothDay(
                    on=on, standing=standing, mine=organization == mine, holder=name if naming else None
                )
    return schemas.PlannedBooth(
        id=booth["id"],
        zone_id=booth["zone"],
        number=booth["number"],
        type=booth["type"],
        x_m=booth["x_m"],
        y_m=booth["y_m"],
        width_m=booth["width_m"],
        depth_m=booth["depth_m"],
        corner=booth["corner"],
        power=booth["power"],
        water=booth["water"],
        cold=booth["cold"],
        price_vnd=booth["price_vnd"],
        version=booth["version"],
        days=[had.get(on.isoformat()) or BoothDay(on=on, standing=Standing.FREE) for on in days],
    )


async def lost(event_id: UUID) -> list[schemas.Lost]:
    """The days of booths that exhibitors have lost because the event moved, newest first; its organizer sees them."""
    return await _lost("site.event = $1", event_id)


async def lost_by(application_id: UUID) -> list[schemas.Lost]:
    """The days that one application has lost, newest first."""
    return await _lost("message.payload->>'application' = $1", str(application_id))


async def _lost(of: str, given: Any) -> list[schemas.Lost]:
    rows = await db.fetch(
        f"""
        SELECT message.at, booth.number, organization.name AS organization, message.payload->>'days' AS days
        FROM message JOIN booth ON booth.id = (message.payload->>'booth')::uuid
        JOIN site ON site.id = booth.site
        JOIN organization ON organization.id = (message.payload->>'organization')::uuid
        WHERE message.topic = 'assignment.lost' AND {of}
        ORDER BY message.at DESC, booth.sort, message.id
        """,
        given,
    )
    return [msgspec.convert({**row, "days": row["days"].split(",")}, schemas.Lost) for row in rows]


async def still_free(booth_id: UUID, days: Days, *, at: datetime) -> dict[str, Any]:
    """What can be had instead: the days on which this booth is free, and booths of the same site that are free on all ``days``."""
    row = await db.one(
        """
        SELECT coalesce((
                   SELECT jsonb_agg(held_on ORDER BY held_on) FROM opening_day
                   WHERE opening_day.site = wanted.site AND dropped_at IS NULL AND NOT EXISTS (
                       SELECT FROM assignment WHERE booth = wanted.id AND held_on BETWEEN first_on AND last_on
                       AND (held_until IS NULL OR held_until > $4))), '[]') AS free_days,
               coalesce((
                   SELECT jsonb_agg(jsonb_build_object('booth_id', id, 'number', number, 'price_vnd', price_vnd)) FROM (
                       SELECT id, number, price_vnd FROM booth WHERE booth.site = wanted.site AND NOT EXISTS (
                           SELECT FROM assignment WHERE booth = booth.id AND first_on <= $3 AND last_on >= $2
                           AND (held_until IS NULL OR held_until > $4))
                       ORDER BY zone <> wanted.zone, sort, id LIMIT $5
                   ) AS others), '[]') AS free
        FROM booth AS wanted WHERE wanted.id = $1
        """,
        booth_id,
        days.first_on,
        days.last_on,
        at,
        SHOWN_FREE,
    )
    return row or {}
