"""What is answered to a distributor about supply and its shortlist."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from events_app.directory import starring, supply_schemas
from events_app.directory.tables import Standing
from events_app.distribution.sourcing import Offered


class SuppliedShown(msgspec.Struct, frozen=True, kw_only=True):
    """A product with what its entity shows to distributors; stars are those of the certificate that counts today."""

    product_id: UUID
    product_name: str
    group: int
    entity_id: UUID
    entity_name: str
    province_set: str | None
    province_code: str | None
    stars: int | None
    potential_five: bool
    standing: Standing | None
    valid_to: date | None
    supply: supply_schemas.SupplyShown


class SuppliedPage(msgspec.Struct, frozen=True):
    """A page of products; ``instead`` says what was looked for where nothing is called as ``q`` says, as in a search."""

    items: list[SuppliedShown]
    next: str | None
    instead: starring.Heard | None


class ShortlistItemShown(msgspec.Struct, frozen=True, kw_only=True):
    """A product on a shortlist, with the note of whoever put it there."""

    id: UUID
    product_id: UUID
    note: str
    added_at: datetime


class ShortlistedShown(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a shortlist with what is known of the product."""

    id: UUID
    note: str
    added_by: str | None
    added_at: datetime
    product: SuppliedShown


class ShortlistPage(msgspec.Struct, frozen=True):
    """A page of a shortlist."""

    items: list[ShortlistedShown]
    next: str | None


def supplied(one: Offered) -> SuppliedShown:
    """A product with what a distributor sees of it."""
    return SuppliedShown(
        product_id=one.id,
        product_name=one.name,
        group=one.group,
        entity_id=one.entity,
        entity_name=one.entity_name,
        province_set=one.place.set if one.place else None,
        province_code=one.place.code if one.place else None,
        stars=one.stars,
        potential_five=one.potential_five,
        standing=Standing(one.standing) if one.standing else None,
        valid_to=one.valid_to,
        supply=supply_schemas.supply(one.id, one.supply, one.papers, one.seen, inside=False),
    )


def shortlisted(one: Offered) -> ShortlistedShown:
    """An item of a shortlist."""
    row = one.row
    return ShortlistedShown(
        id=row["item"],
        note=row["note"],
        added_by=row["added_by"],
        added_at=row["created_at"],
        product=supplied(one),
    )
