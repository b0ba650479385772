"""A distributor keeps products in view: one shortlist for all of its people, with a note on each product."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.actor import Actor
from events_app.directory.tables import Product
from events_app.distribution import sourcing
from events_app.distribution.tables import ShortlistItem
from events_app.errors import Forbidden, NotFound, Refusal


class AlreadyShortlisted(Refusal):
    """This product is on your shortlist already."""


async def item(actor: Actor, item_id: UUID) -> ShortlistItem:
    """An item of one's own shortlist; others' are not there. Raises SignedOut, Forbidden, NotFound."""
    organization = sourcing.buyer(actor)
    row = await db.one("SELECT * FROM shortlist_item WHERE id = $1 AND organization = $2", item_id, organization)
    if row is None:
        raise NotFound
    return lifecycle.found(ShortlistItem, row)


async def item_to_change(actor: Actor, item_id: UUID) -> ShortlistItem:
    """An item of one's own shortlist, for who may change it. Raises SignedOut, Forbidden, NotFound."""
    row = await item(actor, item_id)
    if not actor.writes:
        raise Forbidden
    return row


async def of_product(organization: UUID, product_id: UUID) -> ShortlistItem | None:
    """The item of a product on a distributor's shortlist, if it is there."""
    row = await db.one(
        "SELECT * FROM shortlist_item WHERE organization = $1 AND product = $2", organization, product_id
    )
    return lifecycle.found(ShortlistItem, row) if row else None


async def add(organization: UUID, product: Product, person: UUID | None, note: str, *, at: datetime) -> ShortlistItem:
    """Put a product on the shortlist. Raises AlreadyShortlisted."""
    async with db.transaction(a_product_is_on_a_shortlist_once=AlreadyShortlisted):
        row = ShortlistItem(organization=organization, product=product.id, note=note, added_by=person, created_at=at)
        await row.save()
        await outbox.record("shortlist_item.create", at=at, id=row.id, product=product.id)
        return row


async def annotate(row: ShortlistItem, version: int, note: str, *, at: datetime) -> ShortlistItem:
    """Another note. Raises Stale."""
    async with db.transaction():
        return await lifecycle.edit(row, version, at=at, note=note)


async def remove(row: ShortlistItem, version: int, *, at: datetime) -> None:
    """Take a product off the shortlist. Raises Stale."""
    async with db.transaction():
        await lifecycle.delete(row, version, at=at, product=row.product)


async def among(organization: UUID, product_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these products are on a distributor's shortlist."""
    rows = await db.fetch(
        "SELECT product FROM shortlist_item WHERE organization = $1 AND product = ANY($2)",
        organization,
        list(product_ids),
    )
    return {row["product"] for row in rows}
