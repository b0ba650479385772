"""What a signed-in distributor finds about the supply of products: only what each entity shows to distributors."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor
from events_app.directory import (
    certificates,
    checking,
    finding,
    places,
    resembling,
    starring,
    supply_schemas,
    supplying,
)
from events_app.directory import queries as directory
from events_app.directory.supply_tables import Supply
from events_app.directory.supplying import Fact
from events_app.directory.tables import Kind
from events_app.distribution import measuring, queries
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

_UNIT = marked("Say in which unit the volume is counted.")
_ONCE = marked("Say the province once: here, or as province_set and province_code.")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a distributor looks for; what is None does not matter."""

    q: str | None = None
    group: int | None = None
    stars: int | None = None  # at least
    rated: finding.Rating | None = None  # just so, as words say it
    taken: bool = False  # from words that nothing is called, of which ``q`` are those left
    province: str | None = None  # set-code, as in 34-01: the two that follow in one
    province_set: str | None = None
    province_code: str | None = None
    month: int | None = None
    volume: Decimal | None = None
    unit: str | None = None  # of the volume
    cold_chain: bool | None = None


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A product with its entity, the certificate that counts, and the facts that a distributor sees."""

    id: UUID
    name: str
    group: int
    entity: UUID
    entity_name: str
    entity_slug: str
    place: places.Province | None
    stars: int | None
    potential_five: bool
    standing: str | None
    valid_to: date | None
    supply: Supply | None
    seen: Collection[Fact]
    papers: Sequence[dict[str, Any]]
    row: dict[str, Any]  # what else the list says of it: the note on a shortlist


def buyer(actor: Actor) -> UUID:
    """The distributor for which ``actor`` looks around. Raises SignedOut, Forbidden."""
    return access.member(actor, Kind.DISTRIBUTOR)


def wrongs(volume: Any, unit: str | None) -> list[Wrong]:
    """What is missing of a volume that is asked for: what is counted in boxes is not compared with kilograms."""
    return [Wrong("unit", _UNIT)] if volume is not None and not unit else []


def besides(said: Mapping[str, Any]) -> None:
    """See that a volume has its unit and a province its set and is said once, as far as they can be read. Raises Invalid."""
    found = wrongs(said["volume"], said["unit"]) if {"volume", "unit"} <= said.keys() else []
    province = said.get("province")
    if province and (said.get("province_set") or said.get("province_code")):
        found.append(Wrong("province", _ONCE))
    try:
        finding.rightly({"province": province})
        checking.place_besides(said)
    except Invalid as refused:
        raise Invalid(found + refused.errors, **refused.facts) from None
    if found:
        raise Invalid(found)


class _Statement(msgspec.Struct, frozen=True):
    """The condition on ``product``, ``entity``, ``supply`` and ``alike``, whose rank says how like a product is what is sought."""

    where: str
    given: list[Any]
    alike: str = ""
    taken: bool = False  # a cursor of what was taken from words is held against the words first

    @property
    def order(self) -> list[str]:
        """What is most like first, as a search of the directory has it; else in Vietnamese alphabetical order."""
        return ["rank:numeric", *_ORDER] if self.alike or self.taken else _ORDER

    def select(self, kept: str = "", columns: str = "") -> str:
        alike = f"LEFT JOIN ({self.alike}) AS alike ON alike.id = product.id" if self.alike else ""
        rank = f", coalesce(alike.rank, {2 * resembling.FURTHEST}) AS rank" if self.alike else ", 0 AS rank"
        return f"""
            SELECT product.id, product.name, product.product_group AS "group", product.sort, entity.id AS entity,
                   entity.name AS entity_name, entity.slug AS entity_slug, entity.province_set, entity.province_code
                   {columns} {rank}
            FROM product JOIN organization AS entity ON entity.id = product.organization {kept}
            LEFT JOIN supply ON supply.product = product.id {alike}
            WHERE {self.where}
        """


async def _wanted(asked: Asked, on: date, units: Collection[str] = ()) -> _Statement:
    """What is asked for; by a fact that is not shown nothing is found. ``units`` are those in which volumes are counted."""
    words, given = directory.searching(asked.q)
    words = words.replace("search LIKE", "(product.search || ' ' || entity.search) LIKE")
    alike = await finding.products_like(asked.q, given)
    parts = [f"({words} OR alike.id IS NOT NULL)" if alike else words]

    def also(condition: str, value: Any, *facts: Fact) -> None:
        given.append(value)
        seen = [supplying.seen_by_distributors_in_sql(fact) for fact in facts]
        parts.append(" AND ".join([condition.format(f"${len(given)}"), *seen]))

    if asked.group is not None:
        also("product.product_group = {}", asked.group)
    if asked.stars is not None:
        given.append(on)
        counts = certificates.counting_in_sql(f"${len(given)}")
        stars = certificates.stars_in_sql("certificate")
        also(f"EXISTS (SELECT FROM {counts} AS certificate WHERE {stars} >= {{}})", asked.stars)
    if asked.rated is not None:
        parts.append(_rated(asked.rated, on, given))
    if asked.month is not None:
        also("{}::smallint = ANY(supply.season_months)", asked.month, Fact.SEASON)
    if asked.volume is not None:
        enough = measuring.enough(asked.volume, asked.unit or "", units)
        given.append(list(enough))
        least = f"unnest(${len(given)}::text[], {{}}::numeric[]) AS least (unit, volume)"
        also(
            f"EXISTS (SELECT FROM {least} WHERE least.unit = supply.unit AND least.volume <= supply.volume)",
            list(enough.values()),
            Fact.VOLUME,
        )
    if asked.cold_chain is not None:
        also("supply.cold_chain = {}", asked.cold_chain, Fact.COLD_CHAIN)
    which, _dash, code = (asked.province or "").rpartition("-")
    place = places.province(which or asked.province_set, code or asked.province_code)
    if place is not None:
        condition, codes = queries.within(place, len(given) + 1, "entity")
        parts.append(condition)
        given += codes
    elif asked.province_code is not None:
        parts.append("false")
    return _Statement(" AND ".join(parts), given, alike, asked.taken)


def _rated(stars: finding.Rating, on: date, given: list[Any]) -> str:
    """The condition that the certificate that counts says just these stars; its values are added to ``given``."""

    def add(value: Any) -> int:
        given.append(value)
        return len(given)

    counts = certificates.counting_in_sql(f"${add(on)}")
    return f"EXISTS (SELECT FROM {counts} AS rated WHERE {finding.rated_in_sql(stars, add).format('rated')})"


async def supplies(
    actor: Actor, page: paging.Page, asked: Asked, on: date
) -> tuple[list[Offered], str | None, starring.Heard | None]:
    """A page of products with what a distributor sees of their supply, the most alike first, else by name.

    And what was looked for instead of the words where nothing is called so: stars among them, as in the search for everybody.
    Raises Invalid.
    """
    besides(msgspec.structs.asdict(asked))
    asked = msgspec.structs.replace(asked, q=starring.spelled(asked.q))
    counted = await db.fetch("SELECT DISTINCT unit FROM supply WHERE unit <> ''") if asked.volume else []
    units = [row["unit"] for row in counted]

    async def look(one: Asked) -> tuple[list[dict[str, Any]], str | None]:
        wanted = await _wanted(one, on, units)
        return await paging.rows(wanted.select(), wanted.given, order=wanted.order, page=page)

    async def instead(heard: starring.Heard) -> tuple[list[dict[str, Any]], str | None]:
        rated = None if asked.stars else heard.stars
        return await look(msgspec.structs.replace(asked, q=heard.q, rated=rated, taken=True))

    rows, following = await look(asked)
    heard = None
    if not rows:
        rows, following, heard = await starring.instead(asked.q or "", instead, starred=bool(asked.stars))
    return await offered(actor, rows, on), following, heard


async def shortlist(
    actor: Actor, organization: UUID, page: paging.Page, on: date, q: str | None = None
) -> tuple[list[Offered], str | None]:
    """A page of a distributor's shortlist: what is most like ``q`` first, else by the names of the products."""
    wanted = await _wanted(Asked(q=q), on)
    given = [*wanted.given, organization]
    rows, following = await paging.rows(
        wanted.select(_KEPT.format(len(given)), _OF_ITEM), given, order=wanted.order, page=page
    )
    return await offered(actor, rows, on), following


async def whole_shortlist(actor: Actor, organization: UUID, on: date) -> list[Offered]:
    """All of a distributor's shortlist, for its spreadsheet."""
    select = _Statement("true", []).select(_KEPT.format(1), _OF_ITEM)
    return await offered(actor, await db.fetch(f"{select} ORDER BY product.sort, product.id", organization), on)


async def offered(actor: Actor, rows: Sequence[dict[str, Any]], on: date) -> list[Offered]:
    """Rows of a list with the facts that ``actor`` sees; three statements more however many they are."""
    ids = [row["id"] for row in rows]
    found = await db.fetch("SELECT * FROM supply WHERE product = ANY($1)", ids)
    supply = {one["product"]: lifecycle.found(Supply, one) for one in found}
    papers = await supplying.papers_among(ids)
    rated = {one["product"]: one for one in await db.fetch(_RATED, ids, on)}
    made = []
    for row in rows:
        seen = supply_schemas.visible(supply.get(row["id"]), actor, inside=False)
        made.append(
            Offered(
                **{name: row[name] for name in _COLUMNS},
                **{name: value for name, value in rated.get(row["id"], _UNRATED).items() if name != "product"},
                place=places.province(row["province_set"], row["province_code"]),
                supply=supply.get(row["id"]),
                seen=seen,
                papers=papers.get(row["id"], []) if Fact.PAPERS in seen else [],
                row=row,
            )
        )
    return made


_ORDER = ["sort:text", "id:uuid"]
_COLUMNS = (
    "id",
    "name",
    "group",
    "entity",
    "entity_name",
    "entity_slug",
)
_UNRATED: Mapping[str, Any] = {"stars": None, "potential_five": False, "standing": None, "valid_to": None}
_RATED = f"""
    SELECT certificate.product, certificate.stars, certificate.potential_five, certificate.standing, certificate.valid_to
    FROM unnest($1::uuid[]) AS product (id) JOIN LATERAL {certificates.counting_in_sql("$2")} AS certificate ON true
"""
_KEPT = (
    "JOIN shortlist_item AS item ON item.product = product.id AND item.organization = ${}"
    " LEFT JOIN users ON users.id = item.added_by"
)
_OF_ITEM = ", item.id AS item, item.note, item.version, item.created_at, users.name AS added_by"
