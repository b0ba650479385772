"""Zones and booths as doors show them, found with what the actor may see of their event."""

from typing import Any
from uuid import UUID

from events_app import db, paging
from events_app.actor import Actor
from events_app.booths import schemas
from events_app.booths.tables import Booth, Zone
from events_app.errors import NotFound
from events_app.events import placing

_ZONES = """
    SELECT zone.id, zone.site, zone.name, zone.announced_booths, zone.position, zone.version,
           (SELECT count(*) FROM booth WHERE booth.zone = zone.id) AS booths
    FROM zone
"""


async def zone_seen(actor: Actor, zone_id: UUID) -> Zone:
    """A zone of an event that ``actor`` sees. Raises NotFound."""
    zone = await Zone.objects().get(Zone.id == zone_id)
    if zone is None:
        raise NotFound
    await placing.site_seen(actor, zone.site)
    return zone


async def zone_kept(actor: Actor, zone_id: UUID) -> Zone:
    """A zone of an event that ``actor`` may change. Raises NotFound, SignedOut, Forbidden."""
    zone = await zone_seen(actor, zone_id)
    await placing.site_kept(actor, zone.site)
    return zone


async def booth_seen(actor: Actor, booth_id: UUID) -> Booth:
    """A booth of an event that ``actor`` sees. Raises NotFound."""
    booth = await Booth.objects().get(Booth.id == booth_id)
    if booth is None:
        raise NotFound
    await placing.site_seen(actor, booth.site)
    return booth


async def booth_kept(actor: Actor, booth_id: UUID) -> Booth:
    """A booth of an event that ``actor`` may change. Raises NotFound, SignedOut, Forbidden."""
    booth = await booth_seen(actor, booth_id)
    await placing.site_kept(actor, booth.site)
    return booth


async def zones(site_id: UUID) -> schemas.Zones:
    """The zones of a site, in their order."""
    rows = await db.fetch(f"{_ZONES} WHERE zone.site = $1 ORDER BY zone.position, zone.id", site_id)
    return schemas.Zones(items=[_zone(row) for row in rows])


async def zone(zone_id: UUID) -> schemas.Zone:
    """One zone. Raises NotFound."""
    row = await db.one(f"{_ZONES} WHERE zone.id = $1", zone_id)
    if row is None:
        raise NotFound
    return _zone(row)


async def booths(zone_id: UUID, page: paging.Page) -> schemas.Booths:
    """One page of the booths of a zone, by number."""
    rows, after = await paging.rows(
        "SELECT * FROM booth WHERE zone = $1", [zone_id], order=["sort:text", "id:uuid"], page=page
    )
    return schemas.Booths(items=[booth(Booth(**row)) for row in rows], next=after)


def booth(row: Booth) -> schemas.Booth:
    """A booth as it reads."""
    return schemas.Booth(
        id=row.id,
        site_id=row.site,
        zone_id=row.zone,
        number=row.number,
        x_m=row.x_m,
        y_m=row.y_m,
        width_m=row.width_m,
        depth_m=row.depth_m,
        corner=row.corner,
        power=row.power,
        water=row.water,
        cold=row.cold,
        price_vnd=row.price_vnd,
        version=row.version,
    )


def _zone(row: dict[str, Any]) -> schemas.Zone:
    return schemas.Zone(
        id=row["id"],
        site_id=row["site"],
        name=row["name"],
        announced_booths=row["announced_booths"],
        booths=row["booths"],
        position=row["position"],
        version=row["version"],
    )
