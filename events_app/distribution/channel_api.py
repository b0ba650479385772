"""Channels of distributors, and what is listed in them, over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.directory import forwarding, product_queries
from events_app.distribution import bodies, channel_queries, channelling, listing, schemas
from events_app.distribution.tables import Channel, ChannelKind
from events_app.values import now, today


def _channel(row: Channel, status: int = 200) -> Response[schemas.ChannelShown]:
    return versions.tagged(schemas.channel(row), row.version, status)


async def _listing(listing_id: UUID, status: int = 200) -> Response[schemas.ListingShown]:
    row = await channel_queries.listing(listing_id)
    return versions.tagged(schemas.listing(row), row["version"], status)


@get("/channels", **access.OPEN)
async def channels(
    distributor: FromQuery[UUID | None] = None,
    kind: FromQuery[ChannelKind | None] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
) -> schemas.ChannelPage:
    """The channels of all distributors or of one, in Vietnamese alphabetical order."""
    rows, following = await channel_queries.channels(
        paging.Page(limit, after), today(now()), of_distributor=await forwarding.wanted(distributor), kind=kind
    )
    return schemas.ChannelPage([schemas.channel(row) for row in rows], following)


@post("/channels")
async def create_channel(data: JSONBody[bodies.NewChannel]) -> Response[schemas.ChannelShown]:
    """A channel of the caller's own distributor."""
    distributor = channel_queries.distributor(acting())
    return _channel(await channelling.add(distributor, data.kind, at=now(), **data.described()), 201)


@get("/channels/{channel_id:uuid}", **access.OPEN)
async def channel(channel_id: FromPath[UUID]) -> Response[schemas.ChannelShown]:
    """A channel."""
    return _channel(await channel_queries.channel(channel_id))


@patch("/channels/{channel_id:uuid}")
async def change_channel(
    channel_id: FromPath[UUID], data: JSONBody[bodies.ChannelChange], if_match: versions.IfMatch = None
) -> Response[schemas.ChannelShown]:
    """Change a channel, which stays of its kind."""
    row = await channel_queries.channel_to_change(acting(), channel_id)
    return _channel(await channelling.change(row, versions.owed(if_match), at=now(), **data.described()))


@delete("/channels/{channel_id:uuid}")
async def remove_channel(channel_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a channel away in which nothing was listed."""
    row = await channel_queries.channel_to_change(acting(), channel_id)
    await channelling.remove(row, versions.owed(if_match), at=now())


@get("/channels/{channel_id:uuid}/listings", **access.OPEN)
async def channel_listings(
    channel_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None
) -> schemas.ListingPage:
    """What is or was listed in a channel, by product."""
    row = await channel_queries.channel(channel_id)
    rows, following = await channel_queries.listed_in(row.id, paging.Page(limit, after))
    return schemas.ListingPage([schemas.listing(one) for one in rows], following)


@post("/channels/{channel_id:uuid}/listings")
async def create_listing(
    channel_id: FromPath[UUID], data: JSONBody[bodies.NewListing]
) -> Response[schemas.ListingShown]:
    """List a product in a channel."""
    row = await channel_queries.channel_to_change(acting(), channel_id)
    product = await channel_queries.product_named(data.product_id)
    made = await listing.add(row, product, data.first_on, data.last_on, at=now())
    return await _listing(made.id, 201)


@get("/products/{product_id:uuid}/listings", **access.OPEN)
async def product_listings(
    product_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None
) -> schemas.ListingPage:
    """Where a product is or was listed; what lasts longest first."""
    product = await product_queries.product(product_id)
    rows, following = await channel_queries.listed(product.id, paging.Page(limit, after))
    return schemas.ListingPage([schemas.listing(one) for one in rows], following)


@get("/listings/{listing_id:uuid}", **access.OPEN)
async def one_listing(listing_id: FromPath[UUID]) -> Response[schemas.ListingShown]:
    """A listing."""
    return await _listing(listing_id)


@patch("/listings/{listing_id:uuid}")
async def change_listing(
    listing_id: FromPath[UUID], data: JSONBody[bodies.ListingChange], if_match: versions.IfMatch = None
) -> Response[schemas.ListingShown]:
    """Say other days."""
    row, of_channel = await channel_queries.listing_to_change(acting(), listing_id)
    await listing.change(row, of_channel, versions.owed(if_match), at=now(), **data.days())
    return await _listing(listing_id)


@delete("/listings/{listing_id:uuid}")
async def remove_listing(listing_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take away a listing that was none; one that is over has a last day instead."""
    row, _channel = await channel_queries.listing_to_change(acting(), listing_id)
    await listing.remove(row, versions.owed(if_match), at=now())


handlers = [
    channels,
    create_channel,
    channel,
    change_channel,
    remove_channel,
    channel_listings,
    create_listing,
    product_listings,
    one_listing,
    change_listing,
    remove_listing,
]
