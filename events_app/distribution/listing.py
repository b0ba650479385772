"""A product is listed in a channel from a day on, and not twice at the same time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import TypedDict, Unpack

from events_app import db, lifecycle, outbox
from events_app.directory.tables import Product
from events_app.distribution.tables import Channel, Listing
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked
from events_app.reading import Order

DAYS = Order("first_on", "last_on", marked("It ends on or after its first day."), same=True)


class AlreadyListed(Refusal):
    """This product is listed in this channel on some of these days already."""


class Days(TypedDict, total=False):
    """From when to when, both ends included; without an end until further notice."""

    first_on: date
    last_on: date | None


def wrongs(first_on: date, last_on: date | None) -> list[Wrong]:
    """What does not fit together about the days of a listing."""
    return DAYS.broken(first_on, last_on)


async def add(channel: Channel, product: Product, first_on: date, last_on: date | None, *, at: datetime) -> Listing:
    """List a product in a channel. Raises Invalid, AlreadyListed.

    The channel's row is locked first: racing inserts under an exclusion constraint deadlock.
    """
    if found := wrongs(first_on, last_on):
        raise Invalid(found)
    row = Listing(channel=channel.id, product=product.id, first_on=first_on, last_on=last_on, created_at=at)
    async with _once(row, first_on, last_on):
        await lifecycle.lock(channel)
        await row.save()
        await outbox.record("listing.create", at=at, id=row.id, channel=channel.id, product=product.id)
        return row


async def change(row: Listing, channel: Channel, version: int, *, at: datetime, **days: Unpack[Days]) -> Listing:
    """Say other days. Raises Invalid, AlreadyListed, Stale."""
    first_on, last_on = days.get("first_on", row.first_on), days.get("last_on", row.last_on)
    async with _once(row, first_on, last_on):
        await lifecycle.lock(channel)
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        if found := wrongs(first_on, last_on):
            raise Invalid(found)
        return await lifecycle.edit(row, version, at=at, also={"channel": channel.id, "product": row.product}, **days)


async def remove(row: Listing, version: int, *, at: datetime) -> None:
    """Take away a listing that was none. Raises Stale."""
    async with db.transaction():
        await lifecycle.delete(row, version, at=at, channel=row.channel, product=row.product)


@asynccontextmanager
async def _once(row: Listing, first_on: date, last_on: date | None) -> AsyncIterator[None]:
    """A transaction after which a product is listed there once at a time. Raises AlreadyListed, which names the other listing."""
    try:
        async with db.transaction(a_product_is_listed_once_at_a_time_in_a_channel=AlreadyListed):
            yield
    except AlreadyListed as refusal:
        there = await db.one(
            """
            SELECT id FROM listing WHERE channel = $1 AND product = $2 AND id <> $3
              AND daterange(first_on, last_on, '[]') && daterange($4, $5, '[]')
            ORDER BY first_on LIMIT 1
            """,
            row.channel,
            row.product,
            row.id,
            first_on,
            last_on,
        )
        raise AlreadyListed(listing=str(there["id"]) if there else None) from refusal
