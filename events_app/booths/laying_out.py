"""The organizer lays out the floor: zones, booths one by one or from a grid, changed and taken away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox
from events_app.booths import arranging, bodies, booking
from events_app.booths.tables import Booth, Zone
from events_app.errors import Invalid, NotFound, Refusal, Wrong, WrongState
from events_app.events.tables import EventState, Site
from events_app.i18n import marked

OVER = frozenset({EventState.CANCELLED, EventState.ENDED, EventState.CLOSED})
AISLE_M = 3.0
USED = marked("The number %(number)s is used at this site already.")
TWICE = marked("The number %(number)s is given twice.")


class NumberUsed(Refusal):
    """Another booth of this site has this number."""


class ZoneNotEmpty(Refusal):
    """There are booths in this zone; move or delete them first."""


class BoothAssigned(Refusal):
    """Somebody has this booth; it cannot be deleted."""


async def add_zone(site_id: UUID, given: bodies.NewZone, *, at: datetime) -> Zone:
    """A new zone of a site. Raises WrongState when the event is over, NotFound."""
    async with db.transaction():
        site = await _open_floor(site_id)
        zone = Zone(
            site=site.id,
            name=given.name.stored(),
            announced_booths=given.announced_booths,
            position=given.position,
            created_at=at,
        )
        await zone.save()
        await outbox.record("zone.create", at=at, id=zone.id, site=site.id, event=site.event)
        return zone


async def edit_zone(zone: Zone, version: int, *, at: datetime, **changes: Any) -> Zone:
    """Rename a zone, announce another count, move it in the list. Raises Stale, WrongState."""
    if "name" in changes:
        changes["name"] = changes["name"].stored()
    async with db.transaction():
        await _open_floor(zone.site)
        return await lifecycle.edit(zone, version, at=at, **changes)


async def delete_zone(zone: Zone, version: int, *, at: datetime) -> None:
    """Take away a zone that has no booths. Raises ZoneNotEmpty, Stale, WrongState."""
    async with db.transaction(booth_zone_fkey=ZoneNotEmpty):
        await _open_floor(zone.site)
        await lifecycle.delete(zone, version, at=at, site=zone.site)


async def add_booths(zone: Zone, given: bodies.NewBooths, *, at: datetime) -> list[Booth]:
    """Booths in a zone, from a list or a grid.

    Raises Invalid with every number that is used, and once the event is published with every overlap; NumberUsed, WrongState.
    """
    async with db.transaction(a_booth_number_is_used_once_at_a_site=NumberUsed):
        site = await _open_floor(zone.site)
        standing = await booths_of(site.id)
        spots = _listed(given.booths, standing) if given.booths else _from_grid(given, standing)
        field = "booths.{}.number" if given.booths else "prefix"
        _check_numbers([spot.number for spot in spots], {booth.number for booth in standing}, field)
        made = [_booth(zone, spot, at=at) for spot in spots]
        await Booth.insert(*made)
        await _check_floor(site)
        await outbox.record("zone.fill", at=at, id=zone.id, site=site.id, event=site.event)
        return made


async def edit_booth(booth: Booth, version: int, *, at: datetime, **changes: Any) -> Booth:
    """Change a booth. Raises Stale, NumberUsed, WrongState, Invalid for another site's zone and for overlaps once published."""
    if "zone_id" in changes:
        changes["zone"] = changes.pop("zone_id")
    if "number" in changes:
        changes["sort"] = arranging.sort_key(changes["number"])
    async with db.transaction(a_booth_number_is_used_once_at_a_site=NumberUsed):
        site = await _open_floor(booth.site)
        if "zone" in changes and not await Zone.exists().where((Zone.id == changes["zone"]) & (Zone.site == site.id)):
            raise Invalid([Wrong("zone_id", marked("This is not a zone of this site."))])
        await lifecycle.edit(booth, version, at=at, **changes)
        await _check_floor(site)
        return booth


async def delete_booth(booth: Booth, version: int, *, at: datetime) -> None:
    """Take away a booth that nobody has; holds that have run out do not count. Raises BoothAssigned, Stale, WrongState."""
    async with db.transaction(assignment_booth_fkey=BoothAssigned):
        await _open_floor(booth.site)
        await booking.claim([booth.id], at=at)
        await lifecycle.delete(booth, version, at=at, site=booth.site)


async def unpublishable(event_id: UUID) -> list[Wrong]:
    """What keeps the plan of an event from being published: booths that overlap."""
    sites = await Site.objects().where(Site.event == event_id).order_by(Site.position, Site.id)
    return [
        wrong for site in sites for wrong in arranging.overlapping(await booths_of(site.id), f"sites.{site.id}.booths")
    ]


async def booths_of(site_id: UUID) -> list[Booth]:
    """The booths of a site."""
    return await Booth.objects().where(Booth.site == site_id).order_by(Booth.sort, Booth.id)


async def _open_floor(site_id: UUID) -> Site:
    """The site, locked so that one person at a time lays it out. Raises WrongState when its event is over.

    The event is held as it is: what publishing has just found right must not become wrong before it is published.
    """
    event = await db.one("SELECT state FROM event WHERE id = (SELECT event FROM site WHERE id = $1) FOR SHARE", site_id)
    rows = await db.fetch("SELECT * FROM site WHERE id = $1 FOR NO KEY UPDATE", site_id)
    if event is None or not rows:
        raise NotFound
    if event["state"] in OVER:
        raise WrongState(verb="lay_out", state=event["state"])
    return lifecycle.found(Site, rows[0])


async def _check_floor(site: Site) -> None:
    """What the public sees must not overlap; a draft may, until it is published."""
    row = await db.one("SELECT state FROM event WHERE id = $1", site.event)
    if row and row["state"] != EventState.DRAFT:
        wrong = arranging.overlapping(await booths_of(site.id))
        if wrong:
            raise Invalid(wrong)


def _listed(given: Sequence[bodies.NewBooth], standing: Sequence[Booth]) -> list[bodies.NewBooth]:
    """The booths of a list, each with a place; those without one stand side by side below everything else."""
    ends = [(spot.y_m or 0.0) + spot.depth_m for spot in given if _placed(spot)]
    down, across = max([arranging.below(standing), *(end + AISLE_M for end in ends)]), 0.0
    spots: list[bodies.NewBooth] = []
    for spot in given:
        if _placed(spot):
            place = {"x_m": spot.x_m or 0.0, "y_m": spot.y_m or 0.0}
        else:
            place = {"x_m": across, "y_m": down}
            across += spot.width_m
        spots.append(spot.model_copy(update=place))
    return spots


def _from_grid(given: bodies.NewBooths, standing: Sequence[Booth]) -> list[bodies.NewBooth]:
    """The booths of a grid, each with a place; the ends of its rows are corners unless it says otherwise."""
    down = given.y_m or 0.0 if _placed(given) else arranging.below(standing, given.gap_m)
    return [
        bodies.NewBooth.model_construct(
            **{**msgspec.structs.asdict(spot), "corner": spot.corner if given.corner is None else given.corner},
            power=given.power,
            water=given.water,
            cold=given.cold,
            price_vnd=given.price_vnd,
        )
        for spot in arranging.spots(given.grid(), given.x_m or 0.0, down)
    ]


def _placed(given: bodies.NewBooth | bodies.NewBooths) -> bool:
    return given.x_m is not None or given.y_m is not None


def _booth(zone: Zone, spot: bodies.NewBooth, *, at: datetime) -> Booth:
    return Booth(
        site=zone.site,
        zone=zone.id,
        sort=arranging.sort_key(spot.number),
        created_at=at,
        **{**spot.model_dump(), "corner": bool(spot.corner)},
    )


def _check_numbers(wanted: Sequence[str], used: set[str], field: str) -> None:
    """Raise Invalid with every number that is taken or given twice."""
    wrong, seen = [], set[str]()
    for place, number in enumerate(wanted):
        if number in used:
            wrong.append(Wrong(field.format(place), USED, number=number))
        elif number in seen:
            wrong.append(Wrong(field.format(place), TWICE, number=number))
        seen.add(number)
    if wrong:
        raise Invalid(wrong)
