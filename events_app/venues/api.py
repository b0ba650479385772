"""Venues over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.directory import checking, forwarding, places
from events_app.values import now
from events_app.venues import bodies, keeping, queries, schemas
from events_app.venues.tables import Venue


async def _tagged(row: Venue, status: int = 200) -> Response[schemas.VenueShown]:
    return versions.tagged(schemas.shown(row, (await queries.halls_of(row.id))[row.id]), row.version, status)


@get("/venues", besides=checking.place_besides, **access.OPEN)
async def venues(
    chain: FromQuery[UUID | None] = None,
    province_set: FromQuery[places.Set | None] = None,
    province_code: Annotated[str | None, QueryParameter(max_length=2)] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> schemas.VenuePage:
    """Venues in Vietnamese alphabetical order; searched by name, address and province."""
    checking.place_asked(province_set, province_code)
    chain = await forwarding.wanted(chain)
    rows, following = await queries.venues(
        paging.Page(limit, after), q=q, chain=chain, province_set=province_set, province_code=province_code
    )
    halls = await queries.halls_of(*(row.id for row in rows))
    return schemas.VenuePage([schemas.shown(row, halls[row.id]) for row in rows], following)


@post("/venues")
async def create_venue(data: JSONBody[bodies.NewVenue]) -> Response[schemas.VenueShown]:
    """Enter a venue that the caller's organization looks after."""
    keeper = access.writer(acting(), *queries.KINDS)
    return await _tagged(await keeping.add(keeper, data.kept_halls(), at=now(), **data.described()), 201)


@get("/venues/{venue_id:uuid}", **access.OPEN)
async def venue(venue_id: FromPath[UUID]) -> Response[schemas.VenueShown]:
    """A venue with its halls."""
    return await _tagged(await queries.venue(venue_id))


@patch("/venues/{venue_id:uuid}")
async def change_venue(
    venue_id: FromPath[UUID], data: JSONBody[bodies.VenueChange], if_match: versions.IfMatch = None
) -> Response[schemas.VenueShown]:
    """Change a venue that one's organization looks after."""
    row = await queries.kept(acting(), venue_id)
    await keeping.change(row, versions.owed(if_match), data.kept_halls(), at=now(), **data.described())
    return await _tagged(row)


router = Router("/", route_handlers=[venues, create_venue, venue, change_venue], tags=["venues"])
