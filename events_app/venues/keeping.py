"""Venues and their halls are entered and kept true by the organization that entered them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, slugs, values
from events_app.directory import checking, forwarding, places
from events_app.directory.tables import Kind, Organization
from events_app.errors import Busy, Invalid, Refusal, Stale, Wrong
from events_app.i18n import marked
from events_app.venues.tables import Hall, Venue

SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0  # a box around Viet Nam with its islands, in degrees

_CHAIN = marked("A chain is a distributor of the directory.")
_PAIR = marked("Give both latitude and longitude, or neither.")
LATITUDE = marked("In Viet Nam the latitude lies between 6 and 24 degrees.")
LONGITUDE = marked("In Viet Nam the longitude lies between 102 and 118 degrees.")
_TWICE = marked("Two halls have the same name.")
_HALL = marked("This is not a hall of this venue.")


class HallInUse(Refusal):
    """A fair takes place in a hall that you would take away."""


class HallSaid(TypedDict):
    """A hall of a venue: ``id`` of one that is there, None for a new one."""

    id: UUID | None
    name: str


class Described(TypedDict, total=False):
    """What is said of a venue; coordinates in degrees."""

    name: str
    address: str
    province_set: str
    province_code: str
    latitude: float | None
    longitude: float | None
    chain: UUID | None


def wrongs(said: Described, halls: Sequence[HallSaid]) -> list[Wrong]:
    """What does not fit together about a venue, as far as it can be seen without asking anybody."""
    found = checking.province(said.get("province_set"), said.get("province_code"), owed=True)
    latitude, longitude = said.get("latitude"), said.get("longitude")
    if (latitude is None) != (longitude is None):
        found.append(Wrong("latitude" if latitude is None else "longitude", _PAIR))
    if latitude is not None and not SOUTH <= latitude <= NORTH:
        found.append(Wrong("latitude", LATITUDE))
    if longitude is not None and not WEST <= longitude <= EAST:
        found.append(Wrong("longitude", LONGITUDE))
    names: set[str] = set()
    for place, hall in enumerate(halls):
        if values.plain(hall["name"]) in names:
            found.append(Wrong(f"halls.{place}.name", _TWICE))
        names.add(values.plain(hall["name"]))
    return found


async def add(keeper: UUID, halls: Sequence[HallSaid] = (), *, at: datetime, **said: Unpack[Described]) -> Venue:
    """A new venue that the organization ``keeper`` looks after. Raises Invalid."""
    await _check(said, halls, set())
    async with db.transaction(venue_slug_key=Busy):
        row = Venue(
            keeper=keeper, slug=await slugs.free("venue", said["name"]), created_at=at, **said, **_derived(said)
        )
        await row.save()
        await _keep_halls(row.id, halls)
        await outbox.record("venue.create", at=at, id=row.id)
        return row


async def change(
    row: Venue, version: int, halls: Sequence[HallSaid] | None = None, *, at: datetime, **changes: Unpack[Described]
) -> Venue:
    """Change a venue; ``halls`` are all of its halls from now on, None leaves them. Raises Invalid, Stale, HallInUse."""
    async with db.transaction(site_hall_fkey=HallInUse):
        await lifecycle.lock(row)
        if row.version != version:
            raise Stale(version=row.version)  # before a hall that somebody has just taken away looks like a wrong one
        whole = _whole(row, changes)
        there = {found.id for found in await Hall.objects().where(Hall.venue == row.id)}
        await _check(whole, halls or (), there)
        if halls is not None:
            await _keep_halls(row.id, halls)  # before the edit is recorded: what follows it reads the halls
        return await lifecycle.edit(row, version, at=at, **changes, **_derived(whole))


def _whole(row: Venue, changes: Described) -> Described:
    now: Described = {
        "name": row.name,
        "address": row.address,
        "province_set": row.province_set,
        "province_code": row.province_code,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }
    return {**now, **changes}


async def _check(said: Described, halls: Sequence[HallSaid], there: set[UUID]) -> None:
    found = wrongs(said, halls)
    chain = said.get("chain")
    if chain is not None and not await Organization.exists().where(
        (Organization.id == chain) & (Organization.kind == Kind.DISTRIBUTOR)
    ):
        await forwarding.unmoved([chain])
        found.append(Wrong("chain", _CHAIN))
    for place, hall in enumerate(halls):
        if hall["id"] is not None and hall["id"] not in there:
            found.append(Wrong(f"halls.{place}.id", _HALL))
    if found:
        raise Invalid(found)


async def _keep_halls(venue_id: UUID, halls: Sequence[HallSaid]) -> None:
    """Leave exactly ``halls``: those with an id keep it, so that fairs stay in them."""
    kept = [hall["id"] for hall in halls if hall["id"] is not None]
    await db.fetch("DELETE FROM hall WHERE venue = $1 AND id <> ALL($2)", venue_id, kept)
    # Two halls may swap their names; the names are free for a moment while each is called by its id.
    await db.fetch("UPDATE hall SET name = id::text WHERE id = ANY($1)", kept)
    for hall in halls:
        await db.fetch(
            "INSERT INTO hall (id, venue, name) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            hall["id"] or values.new_id(),
            venue_id,
            hall["name"],
        )


def _derived(said: Described) -> dict[str, Any]:
    """The columns behind searching and sorting: a venue is found also by its address and province."""
    province = places.province(said.get("province_set"), said.get("province_code"))
    return {
        "search": values.searched(
            " ".join([said["name"], said.get("address", ""), province.name["vi"] if province else ""])
        ),
        "sort": values.sort_key(said["name"]),
    }
