"""What is answered about sales points and channels."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from events_app.directory import places
from events_app.distribution.tables import Channel, ChannelKind, Funding, SalesPoint


class SalesPointShown(msgspec.Struct, frozen=True, kw_only=True):
    """A sales point; ``operator`` and ``keeper`` are organizations. Coordinates are degrees (WGS 84)."""

    id: UUID
    name: str
    address: str
    province_set: str
    province_code: str
    province: dict[str, str] | None
    operator: UUID | None
    operator_name: str
    criteria: list[str]
    opened_on: date | None
    closed_on: date | None
    funded_by: Funding | None
    latitude: float | None
    longitude: float | None
    keeper: UUID


class SalesPointPage(msgspec.Struct, frozen=True):
    """A page of sales points."""

    items: list[SalesPointShown]
    next: str | None


def sales_point(row: SalesPoint, names: dict[UUID, dict[str, Any]]) -> SalesPointShown:
    """A sales point; ``names`` holds the organization that operates it, whose name is the present one."""
    province = places.province(row.province_set, row.province_code)
    return SalesPointShown(
        id=row.id,
        name=row.name,
        address=row.address,
        province_set=row.province_set,
        province_code=row.province_code,
        province=province.name if province else None,
        operator=row.operator,
        operator_name=names[row.operator]["name"] if row.operator in names else row.operator_name,
        criteria=row.criteria,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        funded_by=Funding(row.funded_by) if row.funded_by else None,
        latitude=row.latitude,
        longitude=row.longitude,
        keeper=row.keeper,
    )


class ChannelShown(msgspec.Struct, frozen=True, kw_only=True):
    """A channel of a distributor."""

    id: UUID
    distributor: UUID
    kind: ChannelKind
    name: str
    venue: UUID | None
    url: str
    market: str


class ChannelPage(msgspec.Struct, frozen=True):
    """A page of channels."""

    items: list[ChannelShown]
    next: str | None


class ListingShown(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a channel; without ``last_on`` until further notice."""

    id: UUID
    channel_id: UUID
    channel_name: str
    channel_kind: ChannelKind
    distributor_id: UUID
    distributor_name: str
    product_id: UUID
    product_name: str
    entity_name: str
    first_on: date
    last_on: date | None


class ListingPage(msgspec.Struct, frozen=True):
    """A page of listings."""

    items: list[ListingShown]
    next: str | None


def channel(row: Channel | dict[str, Any]) -> ChannelShown:
    """A channel."""
    return msgspec.convert(
        {name: row[name] if isinstance(row, dict) else getattr(row, name) for name in ChannelShown.__struct_fields__},
        ChannelShown,
    )


def listing(row: dict[str, Any]) -> ListingShown:
    """A listing."""
    return msgspec.convert({name: row[name] for name in ListingShown.__struct_fields__}, ListingShown)
