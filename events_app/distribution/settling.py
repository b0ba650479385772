"""What becomes of channels and open requests of which both of two merged organizations have one.

A channel that does not stay goes with its listings; a request that does not stay is given up, and says which one does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events_app import db, outbox
from events_app.directory.conflicting import Settler
from events_app.distribution import asking
from events_app.distribution.tables import ContactRequest
from events_app.i18n import text as _


async def _channels(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT channel.id, channel.name, organization.name AS organization,
               (SELECT count(*) FROM listing WHERE listing.channel = channel.id) AS n
        FROM channel JOIN organization ON organization.id = channel.distributor WHERE channel.id = ANY($1)
        """,
        rows,
    )
    return {
        row["id"]: _("Channel of %(organization)s: %(name)s, with %(n)s listings that go or stay with it", **row)
        for row in found
    }


async def _remove_channel(row: UUID, _stays: UUID, at: datetime) -> None:
    await db.fetch("DELETE FROM listing WHERE channel = $1", row)
    await db.fetch("DELETE FROM channel WHERE id = $1", row)
    await outbox.record("channel.delete", at=at, id=row)


async def _requests(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT request.id, distributor.name AS distributor, entity.name AS entity
        FROM contact_request AS request JOIN organization AS distributor ON distributor.id = request.distributor
        JOIN organization AS entity ON entity.id = request.entity WHERE request.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Open request of %(distributor)s to %(entity)s", **row) for row in found}


async def _give_up(row: UUID, stays: UUID, at: datetime) -> None:
    request = await ContactRequest.objects().get(ContactRequest.id == row)
    if request is not None:
        await asking.give_up(request, stays, at=at)


async def _items(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT item.id, organization.name AS organization, product.name AS product, item.note
        FROM shortlist_item AS item JOIN organization ON organization.id = item.organization
        JOIN product ON product.id = item.product WHERE item.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("On the shortlist of %(organization)s: %(product)s. %(note)s", **row) for row in found}


async def _forget_item(row: UUID, _stays: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM shortlist_item WHERE id = $1", row)


SETTLERS = {
    "channel": Settler(_channels, _remove_channel),
    "contact_request": Settler(_requests, _give_up),
    "shortlist_item": Settler(_items, _forget_item),
}
