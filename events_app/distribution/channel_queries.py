"""Which channels and listings there are, all of them public, and whose they are to change."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor
from events_app.directory import channels as directory_channels
from events_app.directory import product_queries
from events_app.directory.tables import Kind, Product
from events_app.distribution import words
from events_app.distribution.tables import Channel, Listing
from events_app.errors import Forbidden, Invalid, NotFound, Wrong
from events_app.i18n import marked

_LISTINGS = """
    SELECT listing.id, listing.first_on, listing.last_on, listing.version, channel.id AS channel_id,
           channel.name AS channel_name, channel.kind AS channel_kind, distributor.id AS distributor_id,
           distributor.name AS distributor_name, distributor.slug AS distributor_slug, product.id AS product_id,
           product.name AS product_name, entity.name AS entity_name, entity.slug AS entity_slug,
           coalesce(listing.last_on, 'infinity'::date) AS ends_on, product.sort AS product_sort
    FROM listing JOIN channel ON channel.id = listing.channel
    JOIN organization AS distributor ON distributor.id = channel.distributor
    JOIN product ON product.id = listing.product JOIN organization AS entity ON entity.id = product.organization
"""


async def channel(channel_id: UUID) -> Channel:
    """A channel. Raises NotFound."""
    row = await db.one("SELECT * FROM channel WHERE id = $1", channel_id)
    if row is None:
        raise NotFound
    return lifecycle.found(Channel, row)


def distributor(actor: Actor) -> UUID:
    """The distributor for which ``actor`` may say where it sells. Raises SignedOut, Forbidden."""
    return access.writer(actor, Kind.DISTRIBUTOR)


def changes(actor: Actor, row: Channel) -> bool:
    """Whether ``actor`` may change a channel and what is listed in it."""
    return actor.writes and (actor.admin or actor.organization_id == row.distributor)


async def channel_to_change(actor: Actor, channel_id: UUID) -> Channel:
    """A channel if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await channel(channel_id)
    access.signed_in(actor)
    if not changes(actor, row):
        raise Forbidden
    return row


async def channel_chosen(actor: Actor, channel_id: UUID) -> Channel:
    """The same of a channel that a form names. Raises Invalid where there is none, SignedOut, Forbidden."""
    try:
        return await channel_to_change(actor, channel_id)
    except NotFound:
        raise Invalid([Wrong("channel", marked("There is no such channel."))]) from None


async def product_named(product_id: UUID) -> Product:
    """The product that a body names. Raises Invalid where there is none."""
    try:
        return await product_queries.product(product_id)
    except NotFound:
        raise Invalid([Wrong("product_id", marked("There is no such product."))]) from None


async def listing(listing_id: UUID) -> dict[str, Any]:
    """A listing with its channel and product. Raises NotFound."""
    row = await db.one(f"{_LISTINGS} WHERE listing.id = $1", listing_id)
    if row is None:
        raise NotFound
    return row


async def listing_to_change(actor: Actor, listing_id: UUID) -> tuple[Listing, Channel]:
    """A listing with its channel, if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    found = await listing(listing_id)
    of_channel = await channel_to_change(actor, found["channel_id"])
    row = await db.one("SELECT * FROM listing WHERE id = $1", listing_id)
    if row is None:
        raise NotFound
    return lifecycle.found(Listing, row), of_channel


async def channels(
    page: paging.Page, on: date, *, of_distributor: UUID | None = None, kind: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of channels in Vietnamese alphabetical order, each with its distributor, venue and how much is listed on a day."""
    return await paging.rows(
        """
        SELECT channel.*, distributor.name AS distributor_name, distributor.slug AS distributor_slug,
               venue.name AS venue_name, venue.address AS venue_address,
               (SELECT count(*) FROM listing WHERE listing.channel = channel.id AND listing.first_on <= $1
                AND coalesce(listing.last_on >= $1, true)) AS listed
        FROM channel JOIN organization AS distributor ON distributor.id = channel.distributor
        LEFT JOIN venue ON venue.id = channel.venue
        WHERE coalesce(channel.distributor = $2, true) AND coalesce(channel.kind = $3, true)
        """,
        [on, of_distributor, kind],
        order=["sort:text", "id:uuid"],
        page=page,
    )


async def choices(distributor_id: UUID) -> list[tuple[str, str]]:
    """The channels of a distributor, to choose from in a form."""
    rows = await db.fetch("SELECT id, name FROM channel WHERE distributor = $1 ORDER BY sort, id", distributor_id)
    return [(str(row["id"]), row["name"]) for row in rows]


async def listed_in(channel_id: UUID, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of what is or was listed in a channel, by product."""
    return await paging.rows(
        f"{_LISTINGS} WHERE channel.id = $1",
        [channel_id],
        order=["product_sort:text", "first_on:date", "id:uuid"],
        page=page,
    )


async def listed(product_id: UUID, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of where a product is or was listed: what lasts longest first."""
    return await paging.rows(
        f"{_LISTINGS} WHERE product.id = $1",
        [product_id],
        order=["-ends_on:date", "first_on:date", "id:uuid"],
        page=page,
    )


def listed_in_sql(on: int, kind: int, product: str = "product") -> str:
    """The condition that a row ``product`` is listed in a channel of kind ``$kind`` on the day ``$on``."""
    return f"""EXISTS (
        SELECT FROM listing JOIN channel ON channel.id = listing.channel
        WHERE listing.product = {product}.id AND channel.kind = ${kind} AND listing.first_on <= ${on}::date
        AND coalesce(listing.last_on >= ${on}::date, true))"""


def running(rows: Sequence[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """Those listings that have not ended on a day."""
    return [row for row in rows if row["last_on"] is None or row["last_on"] >= on]


CHANNELS = directory_channels.Channels({kind.value: said for kind, said in words.CHANNELS.items()}, listed_in_sql)
