"""What is answered about venues."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from events_app.directory import places
from events_app.venues.tables import Hall, Venue


class HallShown(msgspec.Struct, frozen=True):
    """A building or floor of a venue."""

    id: UUID
    name: str


class VenueShown(msgspec.Struct, frozen=True):
    """A venue; ``chain`` and ``keeper`` are organizations. Coordinates are degrees (WGS 84)."""

    id: UUID
    name: str
    slug: str
    address: str
    province_set: str
    province_code: str
    province: dict[str, str] | None
    latitude: float | None
    longitude: float | None
    chain: UUID | None
    keeper: UUID
    halls: list[HallShown]


class VenuePage(msgspec.Struct, frozen=True):
    """A page of venues."""

    items: list[VenueShown]
    next: str | None


def shown(row: Venue, halls: Sequence[Hall]) -> VenueShown:
    """A venue with its halls."""
    province = places.province(row.province_set, row.province_code)
    return VenueShown(
        id=row.id,
        name=row.name,
        slug=row.slug,
        address=row.address,
        province_set=row.province_set,
        province_code=row.province_code,
        province=province.name if province else None,
        latitude=row.latitude,
        longitude=row.longitude,
        chain=row.chain,
        keeper=row.keeper,
        halls=[HallShown(hall.id, hall.name) for hall in halls],
    )
