"""An invented national directory with the distribution of December 2023 (DOMAIN section 3), in COPY statements.

10,322 products of 5,361 entities, less those that the small sample beside it has. The published shares leave 30 products without
stars; they keep them. Products are spread over the three regions as published, over the other three and over groups by guess.
Every certificate is valid on the day of loading.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, values
from events_app.directory import certificates, joining, likeness, many, places
from events_app.directory.tables import Kind, Standing
from events_app.sample import invented, people

PRODUCTS, ENTITIES = 10_322, 5_361
SEED = 2023
OFFICER = "can-bo@fairs.example"  # who verified; nobody signs in so
KINDS = {"cooperative": 0.381, "enterprise": 0.242, "household": 0.349, "cooperative_group": 0.028}
STARS: dict[tuple[int | None, bool], float] = {
    (3, False): 0.673,
    (4, False): 0.312,
    (4, True): 0.008,
    (5, False): 42 / PRODUCTS,
}
REGIONS = {
    "Red River Delta": 0.3136,
    "Northern Midlands and Mountains": 0.198,
    "Mekong Delta": 0.184,
    "North Central and Central Coast": 0.165,
    "Central Highlands": 0.072,
    "South East": 0.0674,
}
VERIFIED = 0.6  # of the certificates
RATED_BEFORE = 0.15  # of the products

_LIFE = 36 * 30  # days within which a certificate was issued, somewhat less than it lasts


class Entity(msgspec.Struct, frozen=True):
    """An invented entity."""

    id: UUID
    kind: str
    name: str
    brand: str
    province: places.Province  # of the 63


class Product(msgspec.Struct, frozen=True):
    """An invented product, its rating and the days on which it was rated, the latest last."""

    id: UUID
    entity: Entity
    name: str
    subgroup: str
    stars: int | None
    potential_five: bool
    rated_on: Sequence[date]
    verified: bool


class Directory(msgspec.Struct, frozen=True):
    """All of them."""

    entities: list[Entity]
    products: list[Product]


class Counted(msgspec.Struct, frozen=True):
    """What the statistics count already: entities by kind and region, products by rating and region."""

    kinds: Sequence[str] = ()
    homes: Sequence[str | None] = ()
    ratings: Sequence[tuple[int | None, bool]] = ()
    regions: Sequence[str | None] = ()


NOTHING = Counted()


def directory(
    on: date, products: int = PRODUCTS, entities: int | None = None, seed: int = SEED, counted: Counted = NOTHING
) -> Directory:
    """The directory as of a day, which with what is ``counted`` already makes so many products and entities.

    The same seed gives the same names. Entities are in proportion to products unless given.
    """
    chance = random.Random(seed)  # noqa: S311  # nothing secret: the same names for everybody
    count = entities or max(1, round(products * ENTITIES / PRODUCTS))
    made = list(_entities(chance, count, counted))
    return Directory(made, list(_products(chance, made, products, on, counted)))


async def of_the_sample(on: date) -> Counted:
    """What the statistics of a day count of the small sample."""
    rows = await db.fetch(
        f"""
        SELECT organization.id, organization.entity_kind, organization.province_set, organization.province_code,
               rated.stars, rated.potential_five
        FROM product JOIN organization ON organization.id = product.organization
        JOIN {certificates.all_counting_in_sql("$1")} AS rated ON rated.product = product.id
        WHERE organization.name = ANY($2) AND organization.state = 'active'
        """,
        on,
        list(people.ENTITIES),
    )
    owners = {row["id"]: row for row in rows}.values()
    return Counted(
        kinds=[row["entity_kind"] for row in owners],
        homes=[_region(row) for row in owners],
        ratings=[(row["stars"], row["potential_five"]) for row in rows],
        regions=[_region(row) for row in rows],
    )


def _region(row: Mapping[str, Any]) -> str | None:
    home = places.province(row["province_set"], row["province_code"])
    region = places.region_within(home, places.Set.OLD) if home else None
    return region["en"] if region else None


async def load(whole: Directory, *, at: datetime) -> None:
    """Write it down: entities, products, certificates, and the authorities that verified them, less those that are there.

    In a transaction of the caller.
    """
    units = {_office(unit): unit for unit in places.provinces(places.Set.NEW).values()}
    there = await db.fetch(
        "SELECT id, name FROM organization WHERE kind = 'authority' AND state = 'active' AND name = ANY($1)",
        list(units),
    )
    known_as = {one["name"]: one["id"] for one in there}
    authorities = {unit.code: known_as.get(name) or values.new_id() for name, unit in units.items()}
    officer = await joining.person(OFFICER, f"Cán bộ thẩm định {invented.MARK}", at=at)
    offices = [
        _organization(authorities[unit.code], Kind.AUTHORITY, None, name, unit, at)
        for name, unit in units.items()
        if name not in known_as
    ]
    known = [_organization(one.id, Kind.ENTITY, one.kind, one.name, one.province, at) for one in whole.entities]
    await _copy("organization", offices + known)
    await _copy("product", [_product(one, at) for one in whole.products])
    rated = [
        _certificate(one, on, authorities[one.entity.province.became], officer.id, at)
        for one in whole.products
        for on in one.rated_on
    ]
    await _copy("certificate", rated)
    for table in many.INDEXED:
        await many.index(table)


def _office(unit: places.Province) -> str:
    return f"Sở Nông nghiệp và Môi trường {unit.name['vi']} {invented.MARK}"


async def _copy(table: str, rows: Sequence[dict[str, Any]]) -> None:
    await db.copy(table, list(rows[0]), [tuple(row.values()) for row in rows])


async def is_loaded() -> bool:
    """Whether it was written down here already."""
    return bool(await db.fetch("SELECT FROM users WHERE email = $1", OFFICER))


def _shared(
    chance: random.Random, shares: dict[Any, float], count: int, otherwise: Any, there: Sequence[Any]
) -> list[Any]:
    """``count`` things in these shares, each rounded by itself; what they leave over is ``otherwise``. In random order.

    Without those that are ``there``; for one of no share any other is left out.
    """
    drawn = [thing for thing, share in shares.items() for _ in range(round(share * count))][:count]
    drawn += [otherwise] * (count - len(drawn))
    chance.shuffle(drawn)
    for one in there:
        if one in drawn:
            drawn.remove(one)
    return drawn[: count - len(there)]


def _entities(chance: random.Random, count: int, counted: Counted) -> Iterator[Entity]:
    within: dict[str, list[places.Province]] = {}
    for one in places.provinces(places.Set.OLD).values():
        within.setdefault(one.region["en"], []).append(one)
    kinds = _shared(chance, KINDS, count, "cooperative_group", counted.kinds)
    regions = _shared(chance, REGIONS, count, "Red River Delta", counted.homes)
    for kind, region, brand in zip(kinds, regions, invented.brands(chance), strict=False):
        name = f"{chance.choice(invented.ENTITIES[kind])} {brand} {invented.MARK}"
        yield Entity(values.new_id(), kind, name, brand, chance.choice(within[region]))


def _products(
    chance: random.Random, entities: list[Entity], count: int, on: date, counted: Counted
) -> Iterator[Product]:
    """Every entity has one; the others fall to any, as long as each region keeps its share."""
    by_region: dict[str, list[Entity]] = {}
    for one in entities:
        by_region.setdefault(one.province.region["en"], []).append(one)
    regions = _shared(chance, REGIONS, count, "Red River Delta", counted.regions)
    left = len(regions)
    owners: list[Entity] = []
    for region, some in by_region.items():
        wanted = regions.count(region)
        owners += (some + [chance.choice(some) for _ in range(max(0, wanted - len(some)))])[:wanted]
    owners += [chance.choice(entities) for _ in range(left - len(owners))]  # of regions in which so few have nobody
    chance.shuffle(owners)
    subgroups = chance.choices(list(invented.PRODUCTS), [often for often, _ in invented.PRODUCTS.values()], k=left)
    ratings = _shared(chance, STARS, count, (None, False), counted.ratings)
    taken: set[tuple[UUID, str]] = set()
    for owner, subgroup, (stars, potential) in zip(owners, subgroups, ratings, strict=True):
        name = _named(chance, owner, subgroup, taken)
        latest = on - timedelta(days=chance.randrange(_LIFE))
        before = [latest - timedelta(days=chance.randrange(700, 1090))] if chance.random() < RATED_BEFORE else []
        verified = chance.random() < VERIFIED and (stars is not None or potential)
        yield Product(values.new_id(), owner, name, subgroup, stars, potential, [*before, latest], verified)


def _named(chance: random.Random, owner: Entity, subgroup: str, taken: set[tuple[UUID, str]]) -> str:
    """A name that the entity has not given yet."""
    thing, quality = chance.choice(invented.PRODUCTS[subgroup][1]), chance.choice(invented.QUALITIES)
    name = " ".join(f"{thing} {quality} {owner.brand}".split())
    number = 2
    unused = name
    while (owner.id, unused) in taken:
        unused, number = f"{name} {number}", number + 1
    taken.add((owner.id, unused))
    return f"{unused} {invented.MARK}"


def _organization(
    id: UUID, kind: Kind, entity_kind: str | None, name: str, place: places.Province, at: datetime
) -> dict[str, Any]:
    return {
        "id": id,
        "kind": kind,
        "entity_kind": entity_kind,
        "slug": f"{values.slug_of(name)[:70]}-{id.hex[-8:]}",
        "representative": "",
        "address": "",
        "commune": "",
        "district": "",
        "alike": likeness.key(name, place.set, place.code),
        "province_set": place.set,
        "province_code": place.code,
        **_named_and_new(name, at),
        "search": values.searched(f"{name} {place.name['vi']}"),
    }


def _product(one: Product, at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "organization": one.entity.id,
        "product_group": int(one.subgroup[0]),
        "subgroup": one.subgroup,
        "older_classification": "",
        **_named_and_new(one.name, at),
    }


def _named_and_new(name: str, at: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "search": values.searched(name),
        "sort": values.sort_key(name),
        "version": 1,
        "created_at": at,
    }


def _certificate(one: Product, on: date, authority: UUID, officer: UUID, at: datetime) -> dict[str, Any]:
    id = values.new_id()
    return {
        "id": id,
        "product": one.id,
        "stars": one.stars,
        "potential_five": one.potential_five,
        "number": f"MAU-{id.hex[-8:]}",
        "issuer": f"UBND {one.entity.province.name['vi']} {invented.MARK}",
        "issued_on": on,
        "valid_to": certificates.valid_to(on),
        "counts_from": on,
        "revocation_reason": "",
        "standing": Standing.VERIFIED if one.verified else Standing.DECLARED,
        "verified_by": officer if one.verified else None,
        "verified_for": authority if one.verified else None,
        "verified_at": at if one.verified else None,
        "decision_number": f"{on:%d%m}/QĐ-MẪU" if one.verified else "",
        "version": 1,
        "created_at": at,
    }
