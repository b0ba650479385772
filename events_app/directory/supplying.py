"""What a buyer asks of a product: how much, when, packed how, with which papers; the entity says who sees which of it.

Community tourism (group 6) is no physical good: it has a season, a place and somebody to book with, and no stock.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.directory import on_behalf
from events_app.directory.supply_tables import Supply
from events_app.directory.tables import Product
from events_app.errors import Invalid, Stale, Wrong
from events_app.i18n import marked
from events_app.reading import Order

TOURISM = 6
_NO_STOCK = marked("Tourism has no stock, so nothing is said of this.")
_NO_BOOKING = marked("Only tourism is booked, so nothing is said of this for goods.")
_UNIT = marked("Say in which unit the volume is counted.")
_VOLUME = marked("Say how much a month, or leave the unit empty.")
PAPER_DAYS = Order("issued_on", "valid_to", marked("A paper ends after the day on which it was issued."))


class Audience(StrEnum):
    """Who sees a fact."""

    EVERYBODY = "everybody"
    DISTRIBUTORS = "distributors"
    NOBODY = "nobody"


class Fact(StrEnum):
    """What the entity shows or keeps to itself, each by itself."""

    VOLUME = "volume"
    SEASON = "season"
    PACK = "pack"
    BARCODE = "barcode"
    SHELF_LIFE = "shelf_life"
    COLD_CHAIN = "cold_chain"
    PLACE = "place"
    BOOKING = "booking"
    PAPERS = "papers"


class PaperKind(StrEnum):
    """What a paper is about."""

    TRACEABILITY = "traceability"
    FOOD_SAFETY = "food_safety"
    SELF_DECLARATION = "self_declaration"
    PRACTICE = "practice"


OTHERWISE = Audience.DISTRIBUTORS  # who sees a fact of which the entity said nothing
COLUMNS: Mapping[Fact, Sequence[str]] = {
    Fact.VOLUME: ("volume", "unit"),
    Fact.SEASON: ("season_months",),
    Fact.PACK: ("pack",),
    Fact.BARCODE: ("barcode",),
    Fact.SHELF_LIFE: ("shelf_life_days",),
    Fact.COLD_CHAIN: ("cold_chain",),
    Fact.PLACE: ("place",),
    Fact.BOOKING: ("booking_contact",),
}
STOCK = ("volume", "unit", "pack", "barcode", "shelf_life_days", "cold_chain")
BOOKING = ("place", "booking_contact")
EMPTY: Mapping[str, Any] = {
    "volume": None,
    "unit": "",
    "season_months": [],
    "pack": "",
    "barcode": None,
    "shelf_life_days": None,
    "cold_chain": None,
    "place": "",
    "booking_contact": "",
    "audience": {},
}


class Paper(TypedDict):
    """A paper with its dates."""

    kind: PaperKind
    number: str
    issued_on: date | None
    valid_to: date | None


def wrongs(group: int, said: Mapping[str, Any], papers: Sequence[Paper]) -> list[Wrong]:
    """What does not fit together about the supply of a product of this group."""
    barred, why = (STOCK, _NO_STOCK) if group == TOURISM else (BOOKING, _NO_BOOKING)
    found = [Wrong(name, why) for name in barred if said.get(name) != EMPTY[name]]
    if group != TOURISM:
        found += uncounted(said.get("volume"), said.get("unit"))
    for place, one in enumerate(papers):
        found += [
            Wrong(f"papers.{place}.{wrong.field}", wrong.message)
            for wrong in PAPER_DAYS.broken(one["issued_on"], one["valid_to"])
        ]
    return found


def uncounted(volume: Decimal | None, unit: str | None) -> list[Wrong]:
    """What is missing of a volume: its unit, or the volume of the unit."""
    if volume is not None and not unit:
        return [Wrong("unit", _UNIT)]
    return [Wrong("volume", _VOLUME)] if unit and volume is None else []


def counted(volume: Decimal | None) -> int | float | None:
    """A volume as programs and spreadsheets say it: without a fraction where it has none."""
    if volume is None:
        return None
    return int(volume) if volume == volume.to_integral_value() else float(volume)


def audience_of(row: Supply | None, fact: Fact) -> Audience:
    """Who sees a fact."""
    return Audience(row.audience.get(fact, OTHERWISE)) if row else OTHERWISE


def seen_by_distributors_in_sql(fact: Fact, supply: str = "supply") -> str:
    """The condition that a signed-in distributor sees a fact of the row ``supply``."""
    return f"coalesce({supply}.audience->>'{fact}', '{OTHERWISE}') <> '{Audience.NOBODY}'"


async def supply(
    product: Product, version: int, *, at: datetime, papers: Sequence[Paper] = (), **said: Any
) -> tuple[Supply, list[dict[str, Any]]]:
    """Say what buyers ask of a product, as a whole; ``version`` is 0 for the first time. What is so already writes nothing.

    Raises NotFound, Stale, Invalid.
    """
    with on_behalf.of(product.organization):
        async with db.transaction():
            await lifecycle.lock(product)
            row = await of_product(product.id)
            if version != (row.version if row else 0):
                raise Stale(version=row.version if row else 0)
            whole = {**EMPTY, **said}
            if found := wrongs(product.group, whole, papers):
                raise Invalid(found)
            kept = await papers_of(product.id)
            if row is not None and kept == list(papers) and all(getattr(row, name) == whole[name] for name in EMPTY):
                return row, kept
            if row is None:
                row = Supply(product=product.id, created_at=at, **whole)
                await row.save()
                await outbox.record("supply.create", at=at, id=row.id, product=product.id)
            else:
                await lifecycle.edit(row, version, at=at, also={"product": product.id}, **whole)
            await _write(product.id, papers)
            return row, await papers_of(product.id)


async def of_product(product_id: UUID) -> Supply | None:
    """What is said of a product's supply, if anything is."""
    row = await db.one("SELECT * FROM supply WHERE product = $1", product_id)
    return lifecycle.found(Supply, row) if row else None


async def papers_of(product_id: UUID) -> list[dict[str, Any]]:
    """The papers of a product, in the order in which they were named."""
    return await db.fetch(
        "SELECT kind, number, issued_on, valid_to FROM paper WHERE product = $1 ORDER BY position", product_id
    )


async def papers_among(products: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The papers of those of these products that have any; one statement, and none for no product."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for one in await db.fetch(_AMONG, list(products)) if products else ():
        found.setdefault(one.pop("product"), []).append(one)
    return found


_AMONG = """
    SELECT product, kind, number, issued_on, valid_to FROM paper WHERE product = ANY($1) ORDER BY product, position
"""


async def misfits(product_id: UUID, group: int) -> bool:
    """Whether something is said of the supply that a product of this group does not have."""
    row = await of_product(product_id)
    barred = STOCK if group == TOURISM else BOOKING
    return row is not None and any(getattr(row, name) != EMPTY[name] for name in barred)


async def _write(product_id: UUID, papers: Sequence[Paper]) -> None:
    await db.fetch("DELETE FROM paper WHERE product = $1", product_id)
    await db.execute_many(
        """
        INSERT INTO paper (id, product, kind, number, issued_on, valid_to, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        [
            (values.new_id(), product_id, one["kind"], one["number"], one["issued_on"], one["valid_to"], place)
            for place, one in enumerate(papers)
        ],
    )
