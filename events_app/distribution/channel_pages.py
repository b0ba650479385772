"""Channels of distributors, and what is listed in them, on pages."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import forwarding, product_queries
from events_app.directory.tables import Kind
from events_app.distribution import bodies, channel_queries, channelling, listing, queries, words
from events_app.i18n import text as _
from events_app.values import now, today
from events_app.venues import queries as venues


@get("/channels")
async def channels(
    request: web.Asked,
    distributor: FromQuery[UUID | None] = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """The channels of all distributors, or of one."""
    distributor = await forwarding.wanted(distributor)
    rows, following = await channel_queries.channels(
        paging.Page(limit, after), today(now()), of_distributor=distributor
    )
    return web.page(
        request,
        "distribution/channels.html",
        channels=rows,
        next=following,
        of=(await queries.names_of(distributor)).get(distributor) if distributor else None,
        enters=acting().writes and acting().kind == Kind.DISTRIBUTOR,
        words=words,
    )


@get("/channels/{channel_id:uuid}")
async def channel(
    request: web.Asked, channel_id: FromPath[UUID], after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """A channel with what is listed in it."""
    return await _channel(request, channel_id, web.FIRST, paging.Page(limit, after))


async def _channel(
    request: web.Asked, channel_id: UUID, attempt: web.Attempt, page: paging.Page | None = None
) -> Response[Any]:
    row = await channel_queries.channel(channel_id)
    rows, following = await channel_queries.listed_in(row.id, page or paging.Page())
    return web.page(
        request,
        "distribution/channel.html",
        status=attempt.status,
        attempt=attempt,
        channel=row,
        distributor=(await queries.names_of(row.distributor))[row.distributor],
        venue=await venues.venue(row.venue) if row.venue else None,
        listings=rows,
        next=following,
        changes=channel_queries.changes(acting(), row),
        today=today(now()),
        words=words,
    )


@get("/channels/new")
async def entering(request: web.Asked) -> Response[Any]:
    """The form for a new channel."""
    return await _entering(request, web.FIRST)


async def _entering(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    return await _form(request, attempt, channel_queries.distributor(acting()))


async def _form(request: web.Asked, attempt: web.Attempt, distributor: UUID, **shown: Any) -> Response[Any]:
    stores, _following = await venues.venues(paging.Page(200), chain=distributor)
    named = [(str(one.id), f"{one.name}, {one.address}") for one in stores]
    row = shown.get("channel")
    if row is not None and row.venue and str(row.venue) not in dict(named):
        named.append((str(row.venue), (await venues.venue(row.venue)).name))
    return web.page(
        request,
        "distribution/channel_form.html",
        status=attempt.status,
        attempt=attempt,
        stores=named,
        words=words,
        **{"channel": None, **shown},
    )


@post("/channels/new")
@web.refused_as(_entering)
async def enter(request: web.Asked) -> Response[Any]:
    """Enter a channel."""
    distributor = channel_queries.distributor(acting())
    given = await web.read(request, bodies.NewChannel)
    row = await channelling.add(distributor, given.kind, at=now(), **given.described())
    return web.see(f"/channels/{row.id}", _("Products can be listed in %(name)s now.", name=row.name))


@get("/channels/{channel_id:uuid}/edit")
async def changing(request: web.Asked, channel_id: FromPath[UUID]) -> Response[Any]:
    """The form to change a channel with."""
    return await _changing(request, channel_id, web.FIRST)


async def _changing(request: web.Asked, channel_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await channel_queries.channel_to_change(acting(), channel_id)
    return await _form(request, attempt, row.distributor, channel=row)


@post("/channels/{channel_id:uuid}/edit")
@web.refused_as(_changing)
async def change(request: web.Asked, channel_id: FromPath[UUID]) -> Response[Any]:
    """Change a channel."""
    row = await channel_queries.channel_to_change(acting(), channel_id)
    tree = {"kind": row.kind, **await web.form(request)}
    tree.pop("version", None)
    given = web.check(bodies.NewChannel, tree)
    await channelling.change(row, await web.version(request), at=now(), **given.described())
    return web.see(f"/channels/{row.id}", _("Saved."))


@post("/channels/{channel_id:uuid}/removal")
@web.refused_as(_channel)
async def remove(request: web.Asked, channel_id: FromPath[UUID]) -> Response[Any]:
    """Take a channel away."""
    row = await channel_queries.channel_to_change(acting(), channel_id)
    await channelling.remove(row, await web.version(request), at=now())
    return web.see(f"/channels?distributor={row.distributor}", _("%(name)s is no channel any more.", name=row.name))


@get("/products/{product_id:uuid}/listings")
async def listings(
    request: web.Asked, product_id: FromPath[UUID], after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """Where a product is and was listed."""
    product = await product_queries.product(product_id)
    rows, following = await channel_queries.listed(product.id, paging.Page(limit, after))
    return web.page(
        request,
        "distribution/listings.html",
        product=product,
        listings=rows,
        next=following,
        today=today(now()),
        words=words,
    )


@get("/products/{product_id:uuid}/listings/new")
async def listing_form(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form to list a product with."""
    return await _listing_form(request, product_id, web.FIRST)


async def _listing_form(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    distributor = channel_queries.distributor(acting())
    return web.page(
        request,
        "distribution/listing_form.html",
        status=attempt.status,
        attempt=attempt,
        product=await product_queries.product(product_id),
        channels=await channel_queries.choices(distributor),
        listing=None,
        today=today(now()),
    )


@post("/products/{product_id:uuid}/listings/new")
@web.refused_as(_listing_form)
async def list_product(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """List a product in a channel of one's own."""
    channel_queries.distributor(acting())
    given = await web.read(request, bodies.Placing)
    product = await product_queries.product(product_id)
    row = await channel_queries.channel_chosen(acting(), given.channel)
    await listing.add(row, product, given.first_on, given.last_on, at=now())
    return web.see(
        f"/products/{product.id}", _("%(product)s is listed in %(name)s.", product=product.name, name=row.name)
    )


@get("/listings/{listing_id:uuid}")
async def correcting(request: web.Asked, listing_id: FromPath[UUID]) -> Response[Any]:
    """The form for other days."""
    return await _correcting(request, listing_id, web.FIRST)


async def _correcting(request: web.Asked, listing_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row, of_channel = await channel_queries.listing_to_change(acting(), listing_id)
    return web.page(
        request,
        "distribution/listing_form.html",
        status=attempt.status,
        attempt=attempt,
        product=await product_queries.product(row.product),
        channel=of_channel,
        listing=row,
    )


@post("/listings/{listing_id:uuid}")
@web.refused_as(_correcting)
async def correct(request: web.Asked, listing_id: FromPath[UUID]) -> Response[Any]:
    """Say other days; an empty last day is until further notice."""
    row, of_channel = await channel_queries.listing_to_change(acting(), listing_id)
    given = await web.read(request, bodies.ListingSaid)
    version = await web.version(request)
    await listing.change(row, of_channel, version, at=now(), first_on=given.first_on, last_on=given.last_on)
    return web.see(f"/channels/{of_channel.id}", _("Saved."))


@post("/listings/{listing_id:uuid}/removal")
@web.refused_as(_correcting)
async def unlist(request: web.Asked, listing_id: FromPath[UUID]) -> Response[Any]:
    """Take away a listing that was none."""
    row, of_channel = await channel_queries.listing_to_change(acting(), listing_id)
    await listing.remove(row, await web.version(request), at=now())
    return web.see(f"/channels/{of_channel.id}", _("The listing is taken away."))


handlers = [
    channels,
    channel,
    entering,
    enter,
    changing,
    change,
    remove,
    listings,
    listing_form,
    list_product,
    correcting,
    correct,
    unlist,
]
