"""What is answered about records that may be one with records elsewhere."""

from typing import Any
from uuid import UUID

import msgspec

from events_app.directory import places


class Counterpart(msgspec.Struct, frozen=True, kw_only=True):
    """A record of one's province that may be one with a record of another: by which ``reason``, where, and whom to ask there.

    ``reason`` is tax_code or personal_number.
    """

    organization_id: UUID
    name: str
    reason: str
    province_set: str | None
    province_code: str | None
    province: dict[str, str] | None
    authorities: list[str]


class CounterpartPage(msgspec.Struct, frozen=True):
    """A page of such records."""

    items: list[Counterpart]
    next: str | None


def counterpart(row: dict[str, Any]) -> Counterpart:
    """A row of ``counterparts.elsewhere``."""
    place: places.Province | None = row["place"]
    return Counterpart(
        organization_id=row["id"],
        name=row["name"],
        reason=row["reason"],
        province_set=place.set if place else None,
        province_code=place.code if place else None,
        province=place.name if place else None,
        authorities=row["authorities"],
    )
