"""The floor over HTTP: the plan, zones, booths."""

from uuid import UUID

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.booths import bodies, laying_out, plan, queries, schemas
from events_app.events import placing
from events_app.events import queries as events
from events_app.values import now


@get("/events/{event_id:uuid}/plan", **access.OPEN)
async def floor(event_id: FromPath[UUID]) -> schemas.Plan:
    """Every booth with place, size, type, price and, per day, free, held or taken; the reader's own are marked."""
    event = await events.seen(acting(), event_id)
    who = acting()
    naming = who.admin or events.keeps(who, event)
    return await plan.plan(event.id, at=now(), for_organization=who.organization_id, naming=naming)


@get("/sites/{site_id:uuid}/zones", **access.OPEN)
async def zone_list(site_id: FromPath[UUID]) -> schemas.Zones:
    """The zones of a site."""
    site, _event = await placing.site_seen(acting(), site_id)
    return await queries.zones(site.id)


@post("/sites/{site_id:uuid}/zones")
async def add_zone(site_id: FromPath[UUID], data: JSONBody[bodies.NewZone]) -> Response[schemas.Zone]:
    """A new zone."""
    site = await placing.site_kept(acting(), site_id)
    return await _zone((await laying_out.add_zone(site.id, data, at=now())).id, 201)


@get("/zones/{zone_id:uuid}", **access.OPEN)
async def zone(zone_id: FromPath[UUID]) -> Response[schemas.Zone]:
    """One zone."""
    return await _zone((await queries.zone_seen(acting(), zone_id)).id)


@patch("/zones/{zone_id:uuid}")
async def change_zone(
    zone_id: FromPath[UUID], data: JSONBody[bodies.ChangedZone], if_match: versions.IfMatch = None
) -> Response[schemas.Zone]:
    """Change a zone."""
    found = await queries.zone_kept(acting(), zone_id)
    await laying_out.edit_zone(found, versions.owed(if_match), at=now(), **data.given())
    return await _zone(found.id)


@delete("/zones/{zone_id:uuid}")
async def delete_zone(zone_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take away a zone that has no booths."""
    found = await queries.zone_kept(acting(), zone_id)
    await laying_out.delete_zone(found, versions.owed(if_match), at=now())


@get("/zones/{zone_id:uuid}/booths", **access.OPEN)
async def booth_list(zone_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None) -> schemas.Booths:
    """The booths of a zone, by number."""
    found = await queries.zone_seen(acting(), zone_id)
    return await queries.booths(found.id, paging.Page(limit, after))


@post("/zones/{zone_id:uuid}/booths")
async def add_booths(zone_id: FromPath[UUID], data: JSONBody[bodies.NewBooths]) -> schemas.Booths:
    """Booths from a grid `{rows, columns, prefix, width_m, depth_m}`, or from a list."""
    found = await queries.zone_kept(acting(), zone_id)
    made = await laying_out.add_booths(found, data, at=now())
    return schemas.Booths(items=[queries.booth(row) for row in made])


@get("/booths/{booth_id:uuid}", **access.OPEN)
async def booth(booth_id: FromPath[UUID]) -> Response[schemas.Booth]:
    """One booth."""
    found = await queries.booth_seen(acting(), booth_id)
    return versions.tagged(queries.booth(found), found.version)


@patch("/booths/{booth_id:uuid}")
async def change_booth(
    booth_id: FromPath[UUID], data: JSONBody[bodies.ChangedBooth], if_match: versions.IfMatch = None
) -> Response[schemas.Booth]:
    """Change a booth: its number, place, size, zone, what it has, its price."""
    found = await queries.booth_kept(acting(), booth_id)
    await laying_out.edit_booth(found, versions.owed(if_match), at=now(), **data.given())
    return versions.tagged(queries.booth(found), found.version)


@delete("/booths/{booth_id:uuid}")
async def delete_booth(booth_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take away a booth that nobody has."""
    found = await queries.booth_kept(acting(), booth_id)
    await laying_out.delete_booth(found, versions.owed(if_match), at=now())


async def _zone(zone_id: UUID, status: int = 200) -> Response[schemas.Zone]:
    found = await queries.zone(zone_id)
    return versions.tagged(found, found.version, status)


router = Router(
    "/",
    route_handlers=[
        floor,
        zone_list,
        add_zone,
        zone,
        change_zone,
        delete_zone,
        booth_list,
        add_booths,
        booth,
        change_booth,
        delete_booth,
    ],
    tags=["booths"],
)
