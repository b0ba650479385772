"""Venues as others find them; all are public, only their keeper changes them."""

from typing import Any
from uuid import UUID

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.directory import queries as directory
from events_app.errors import Forbidden, NotFound
from events_app.venues.tables import Hall, Venue

KINDS = ("organizer", "distributor", "authority")  # whose people may enter a venue


async def venue(venue: UUID | str) -> Venue:
    """The venue with this id or slug. Raises NotFound."""
    row = await Venue.objects().where(Venue.slug == venue if isinstance(venue, str) else Venue.id == venue).first()
    if row is None:
        raise NotFound
    return row


async def kept(actor: Actor, venue_id: UUID) -> Venue:
    """The venue if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await venue(venue_id)
    access.signed_in(actor)
    if not keeps(actor, row):
        raise Forbidden
    return row


def keeps(actor: Actor, row: Venue) -> bool:
    """Whether ``actor`` may change the venue: a writer of the organization that entered it, or the platform's admin."""
    return actor.writes and (actor.admin or actor.organization_id == row.keeper)


async def halls_of(*venue_ids: UUID) -> dict[UUID, list[Hall]]:
    """The halls of each venue, by name."""
    found: dict[UUID, list[Hall]] = {venue_id: [] for venue_id in venue_ids}
    for hall in await Hall.objects().where(Hall.venue.is_in(list(venue_ids))).order_by(Hall.name) if venue_ids else []:
        found[hall.venue].append(hall)
    return found


async def venues(
    page: paging.Page,
    *,
    q: str | None = None,
    chain: UUID | None = None,
    province_set: str | None = None,
    province_code: str | None = None,
) -> tuple[list[Venue], str | None]:
    """A page of venues in Vietnamese alphabetical order."""
    where, given = directory.searching(q, chain=chain, province_set=province_set, province_code=province_code)
    rows, following = await paging.rows(
        f"SELECT * FROM venue WHERE {where}", given, order=["sort:text", "id:uuid"], page=page
    )
    return [Venue(_exists_in_db=True, **row) for row in rows], following


async def choices() -> list[dict[str, Any]]:
    """Every venue's ``id``, ``name`` and ``address``, to choose a place from, in Vietnamese alphabetical order."""
    return await db.fetch("SELECT id, name, address FROM venue ORDER BY sort, id")
