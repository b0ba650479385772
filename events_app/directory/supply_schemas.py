"""What the directory answers about what buyers ask, and about pictures."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from events_app.actor import Actor
from events_app.directory import supplying
from events_app.directory.picturing import Pictured
from events_app.directory.supply_tables import Supply
from events_app.directory.supplying import Audience, Fact, PaperKind
from events_app.directory.tables import Kind


class PaperShown(msgspec.Struct, frozen=True):
    """A paper about origin or safety."""

    kind: PaperKind
    number: str
    issued_on: date | None
    valid_to: date | None


class SupplyShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a product's supply; a fact that the entity does not show to the reader is missing."""

    product_id: UUID
    volume: int | float | UnsetType | None = UNSET
    unit: str | UnsetType = UNSET
    season_months: list[int] | UnsetType = UNSET
    pack: str | UnsetType = UNSET
    barcode: str | UnsetType | None = UNSET
    shelf_life_days: int | UnsetType | None = UNSET
    cold_chain: bool | UnsetType | None = UNSET
    place: str | UnsetType = UNSET
    booking_contact: str | UnsetType = UNSET
    papers: list[PaperShown] | UnsetType = UNSET
    audience: dict[str, Audience] | UnsetType = UNSET


class PictureShown(msgspec.Struct, frozen=True):
    """A picture of a product: where its bytes are, and the text for those who do not see it."""

    id: UUID
    product_id: UUID
    alternative: str
    address: str
    small_address: str
    width: int
    height: int


class PicturePage(msgspec.Struct, frozen=True):
    """All pictures of a product."""

    items: list[PictureShown]
    next: str | None


def visible(row: Supply | None, actor: Actor, *, inside: bool) -> set[Fact]:
    """The facts that a reader sees: all of them the entity's own people, some everybody, more of them distributors."""
    shown = {Audience.EVERYBODY}
    if inside:
        shown = set(Audience)
    elif actor.kind == Kind.DISTRIBUTOR:
        shown.add(Audience.DISTRIBUTORS)
    return {fact for fact in Fact if supplying.audience_of(row, fact) in shown}


def supply(
    product_id: UUID, row: Supply | None, papers: Sequence[dict[str, Any]], seen: Collection[Fact], *, inside: bool
) -> SupplyShown:
    """What of a product's supply a reader sees who sees the facts ``seen``."""
    facts: dict[str, Any] = {
        name: getattr(row, name) if row else supplying.EMPTY[name]
        for fact, names in supplying.COLUMNS.items()
        if fact in seen
        for name in names
    }
    if Fact.VOLUME in seen:
        facts["volume"] = supplying.counted(facts["volume"])
    if Fact.PAPERS in seen:
        facts["papers"] = [msgspec.convert(one, PaperShown) for one in papers]
    if inside:
        facts["audience"] = {fact.value: supplying.audience_of(row, fact) for fact in Fact}
    return SupplyShown(product_id=product_id, **facts)


def picture(row: Pictured) -> PictureShown:
    """A picture."""
    return PictureShown(row.id, row.product, row.alternative, row.address, row.small_address, row.width, row.height)
