"""A distributor says in which ways it sells: its stores, its whole chain, floors of e-commerce, markets abroad."""

import re
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.distribution.tables import Channel, ChannelKind
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked
from events_app.venues.tables import Venue

_OWED = marked("This is required.")
_NOT_OF_THIS_KIND = marked("A channel of this kind has none.")
_ADDRESS = marked("Enter the address of a page, such as https://example.vn/store.")
_VENUE = marked("There is no such venue.")
_OTHER_CHAIN = marked("This venue is a store of another chain.")
_PAGE = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(:\d+)?(/\S*)?", re.I)
_NAMING = {ChannelKind.STORE: "venue", ChannelKind.ECOMMERCE: "url", ChannelKind.EXPORT: "market"}


class SameChannel(Refusal):
    """This channel is there already."""


class ChannelInUse(Refusal):
    """Products are listed in this channel, or were; take those listings away first."""


class Described(TypedDict, total=False):
    """What is said of a channel besides its kind."""

    name: str
    venue: UUID | None
    url: str
    market: str


def wrongs(kind: str, said: Described) -> list[Wrong]:
    """What does not fit together about a channel: each kind has its own particular, and none of another kind's."""
    found = []
    given: dict[str, Any] = {name: said.get(name) for name in _NAMING.values()}
    for of_kind, name in _NAMING.items():
        if of_kind == kind and not given[name]:
            found.append(Wrong(name, _OWED))
        if of_kind != kind and given[name]:
            found.append(Wrong(name, _NOT_OF_THIS_KIND))
    if kind == ChannelKind.ECOMMERCE and given["url"] and not _PAGE.fullmatch(given["url"]):
        found.append(Wrong("url", _ADDRESS))
    return found


async def add(distributor: UUID, kind: str, *, at: datetime, **said: Unpack[Described]) -> Channel:
    """A new channel of a distributor. Raises Invalid, SameChannel."""
    await _check(distributor, kind, said)
    async with _once():
        row = Channel(
            distributor=distributor, kind=kind, created_at=at, sort=values.sort_key(said["name"]), **_whole(said)
        )
        await row.save()
        await outbox.record("channel.create", at=at, id=row.id, distributor=distributor)
        return row


async def change(row: Channel, version: int, *, at: datetime, **changes: Unpack[Described]) -> Channel:
    """Change a channel, which stays of its kind. Raises Invalid, SameChannel, Stale."""
    async with _once():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        whole: Described = {"name": row.name, "venue": row.venue, "url": row.url, "market": row.market}
        whole.update(changes)
        await _check(row.distributor, row.kind, whole)
        return await lifecycle.edit(row, version, at=at, **whole, sort=values.sort_key(whole["name"]))


async def remove(row: Channel, version: int, *, at: datetime) -> None:
    """Take a channel away in which nothing was ever listed. Raises ChannelInUse, Stale."""
    async with db.transaction(listing_channel_fkey=ChannelInUse):
        await lifecycle.delete(row, version, at=at, distributor=row.distributor)


def _once() -> Any:
    return db.transaction(
        a_channel_of_a_distributor_is_named_once=SameChannel,
        a_store_is_a_channel_once=SameChannel,
        a_distributor_has_one_chain_wide_channel=SameChannel,
    )


def _whole(said: Described) -> dict[str, Any]:
    return {"venue": None, "url": "", "market": "", **said}


async def _check(distributor: UUID, kind: str, said: Described) -> None:
    found = wrongs(kind, said)
    if kind == ChannelKind.STORE and said.get("venue"):
        venue = await Venue.objects().where(Venue.id == said["venue"]).first()
        if venue is None:
            found.append(Wrong("venue", _VENUE))
        elif venue.chain not in {None, distributor}:
            found.append(Wrong("venue", _OTHER_CHAIN))
    if found:
        raise Invalid(found)
