"""Finding products and organizations by name and place, in spite of slips: one list, the most alike first.

Only what everybody may see is looked at and shown. Each filter is a condition on the product (with the certificate that counts
on a day) or on the organization, so that a further one is one line more. An entity meets those on the product where one of its
products does; other organizations have none, so that asking for theirs is wrong rather than without result.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, lifecycle, matching, paging
from events_app.directory import (
    certificates,
    channels,
    checking,
    groups,
    locating,
    places,
    product_queries,
    resembling,
)
from events_app.directory.places import Set
from events_app.directory.product_queries import Shelved
from events_app.directory.supply_tables import Supply
from events_app.directory.tables import Product
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

_NO_REGION = marked("There is no region of this name in this set.")
NO_SUBGROUP = marked("There is no sub-group with this code.")
_NO_PRODUCTS = marked("Only products and OCOP entities have this: look for one of these, or leave it out.")
_APPROVED = "organization.state = 'active'"  # others are not public


class What(StrEnum):
    """What is found: a product, or an organization of one of the four kinds."""

    PRODUCT = "product"
    ENTITY = "entity"
    DISTRIBUTOR = "distributor"
    ORGANIZER = "organizer"
    AUTHORITY = "authority"


_OF_PRODUCTS = (
    "stars",
    "group",
    "subgroup",
    "valid_on",
    "standing",
    "channel",
)  # which filters only a product can meet
HAVE_PRODUCTS = (What.PRODUCT, What.ENTITY)


class Rating(StrEnum):
    """The stars of a certificate; a potential five-star product, which has four, is counted apart."""

    THREE = "3"
    FOUR = "4"
    POTENTIAL_FIVE = "potential_five"
    FIVE = "5"


class Wanted(paging.Page, frozen=True, kw_only=True):
    """What is looked for; stars and standing are those of the certificate that counts on ``on``, channel one of that day."""

    on: date
    q: str | None = None
    kind: str | None = None
    stars: str | None = None
    group: int | None = None
    subgroup: str | None = None
    province: str | None = None  # set-code, as in 34-01
    region: str | None = None  # set-name, as in 63-red-river-delta
    entity_kind: str | None = None
    valid: bool = False  # only products with a certificate that counts
    standing: str | None = None
    channel: str | None = None  # in one of this kind a product is listed
    with_entities: bool = False  # of the words, that have a product which meets what is asked for
    taken: bool = False  # from words that nothing is called

    @property
    def of_products(self) -> bool:
        """Whether only a product can meet what is asked for."""
        return any(getattr(self, "valid" if name == "valid_on" else name) for name in _OF_PRODUCTS)


class Found(msgspec.Struct, frozen=True):
    """A product with its entity and what is said of its supply, or an organization."""

    organization: dict[str, Any]
    product: Shelved | None = None
    supply: Supply | None = None


def wrongs(
    province: str | None, region: str | None, subgroup: str | None = None, channel: str | None = None
) -> list[Wrong]:
    """Which filters ask for what there is none of."""
    found = []
    which, _dash, code = (province or "").rpartition("-")
    if province and places.province(which, code) is None:
        found.append(Wrong("province", checking.NO_PROVINCE if which or not code else checking.SET_OWED))
    which, _dash, name = (region or "").partition("-")
    if region and (which not in set(Set) or name not in places.regions(Set(which))):
        found.append(Wrong("region", _NO_REGION))
    if subgroup and groups.subgroup(subgroup) is None:
        found.append(Wrong("subgroup", NO_SUBGROUP))
    return found + channels.wrongs(channel)


def misplaced(said: Mapping[str, Any]) -> list[Wrong]:
    """Which filters ask of a kind of organization what it cannot have."""
    if said.get("kind") is None or said["kind"] in HAVE_PRODUCTS:
        return []
    return [Wrong(name, _NO_PRODUCTS) for name in (*_OF_PRODUCTS, "entity_kind") if said.get(name)]


def rightly(said: Mapping[str, Any]) -> None:
    """See that there is what a search is narrowed to. Raises Invalid."""
    province = said.get("province")
    found = wrongs(province, said.get("region"), said.get("subgroup"), said.get("channel"))
    if found := found + misplaced(said):
        which, _dash, code = (province or "").rpartition("-")
        raise Invalid(found, **({"candidates": checking.may_be(code)} if code and not which else {}))


async def find(wanted: Wanted) -> tuple[list[Found], str | None]:
    """A page of what is found; as many statements however much it is. Raises Invalid."""
    rightly({**msgspec.structs.asdict(wanted), "valid_on": wanted.valid})
    tables = [What.PRODUCT.value] if wanted.kind in (None, What.PRODUCT) else []
    if wanted.kind != What.PRODUCT and (wanted.kind or not wanted.of_products or (wanted.with_entities and wanted.q)):
        tables.append("organization")
    sought = resembling.sought(wanted.q)
    rows, following = await _listed(wanted, tables, sought, resembling.alike)
    if sought and not rows:
        rows, following = await _listed(wanted, tables, sought.joined(), resembling.held)
    return await _shown(rows, wanted.on), following


async def products_like(q: str | None, given: list[Any]) -> str:
    """A statement for the ids and ranks of products that are like ``q``, by their own name or place, else by their entity's name.

    Its values are added to ``given``. Empty where nothing is looked for.
    """
    sought = resembling.sought(q)
    if sought is None:
        return ""
    alike = await resembling.alike(sought, ["product", "organization"], given, joined=True)
    return f"""
        {alike} SELECT id, min(rank) AS rank FROM (
            SELECT product.id, alike.rank FROM alike_product AS alike JOIN product USING (id)
            UNION ALL SELECT product.id, {resembling.FURTHEST} + alike.rank
            FROM alike_organization AS alike JOIN product ON product.organization = alike.id
        ) AS alike GROUP BY id
    """


async def _listed(
    wanted: Wanted, tables: Sequence[str], sought: matching.Sought | None, how: resembling.How
) -> tuple[list[dict[str, Any]], str | None]:
    if not tables or (sought and not sought.readings and not sought.typed):
        return [], None
    search = _Search(wanted, ranked=sought is not None)
    alike = await how(sought, tables, search.given) if sought else ""
    arms = {"product": search.products, "organization": search.organizations}
    ranked = sought or wanted.taken  # a cursor of what was taken from words is held against the words first
    order = ["rank:numeric", "sort:text", "id:uuid"] if ranked else ["sort:text", "id:uuid"]
    select = alike + " UNION ALL ".join(arms[table]() for table in tables)
    return await paging.rows(select, search.given, order=order, page=wanted)


async def _shown(rows: list[dict[str, Any]], on: date) -> list[Found]:
    ids = [row["id"] for row in rows if row["organization"] is not None]
    products = [
        lifecycle.found(Product, row) for row in await db.fetch("SELECT * FROM product WHERE id = ANY($1)", ids)
    ]
    shelved = {one.product.id: one for one in await product_queries.shelved(products, on)}
    supplies = {
        row["product"]: lifecycle.found(Supply, row)
        for row in await db.fetch("SELECT * FROM supply WHERE product = ANY($1)", ids)
    }
    found = await db.fetch(
        "SELECT id, kind, entity_kind, name, slug, province_set, province_code FROM organization WHERE id = ANY($1)",
        list({row["organization"] or row["id"] for row in rows}),
    )
    organizations: dict[UUID, dict[str, Any]] = {row["id"]: row for row in found}
    return [
        Found(organizations[row["organization"]], shelved[row["id"]], supplies.get(row["id"]))
        if row["organization"]
        else Found(organizations[row["id"]])
        for row in rows
    ]


class _Search:
    """The statement as it is put together: each value once, each arm with its conditions."""

    def __init__(self, wanted: Wanted, *, ranked: bool) -> None:
        self.wanted = wanted
        self.ranked = ranked
        self.given: list[Any] = []
        self._places = [
            self._value(locating.lying_in, _of_province(wanted.province)) if wanted.province else "",
            self._value(locating.lying_in, _of_region(wanted.region)) if wanted.region else "",
        ]
        self._entity_kind = self._filter("organization.entity_kind = $%", wanted.entity_kind)

    def products(self) -> str:
        rated, narrowed = self._narrowed()
        return f"""
            SELECT {self._rank()}, product.sort, product.id, product.organization
            FROM {self._alike("product")} JOIN organization ON organization.id = product.organization {rated}
            WHERE {_all([_APPROVED, *self._places, self._entity_kind, *narrowed])}
        """

    def organizations(self) -> str:
        conditions = [_APPROVED, *self._places, self._entity_kind]
        conditions.append(self._filter("organization.kind = $%", self.wanted.kind))
        if self.wanted.of_products:
            rated, narrowed = self._narrowed()
            its = _all(["product.organization = organization.id", *narrowed])
            conditions.append(f"EXISTS (SELECT FROM product {rated} WHERE {its})")
        return f"""
            SELECT {self._rank()}, organization.sort, organization.id, NULL::uuid AS organization
            FROM {self._alike("organization")} WHERE {_all(conditions)}
        """

    def _narrowed(self) -> tuple[str, list[str]]:
        """What is asked of a product: the certificate to be joined to it, where it is about that, and the conditions."""
        wanted = self.wanted
        rated = ""
        conditions = [
            self._filter("product.product_group = $%", wanted.group),
            self._filter("product.subgroup = $%", wanted.subgroup),
        ]
        if wanted.stars or wanted.standing or wanted.valid:
            day = f"${self._add(wanted.on)}"
            rated = f"JOIN LATERAL {certificates.counting_in_sql(day)} AS rated ON true"
            conditions += [self._rating(), self._filter("rated.standing = $%", wanted.standing)]
        if wanted.channel:
            conditions.append(channels.listed_in_sql(self._add(wanted.on), self._add(wanted.channel)))
        return rated, conditions

    def _rating(self) -> str:
        """The stars asked for, said also of any certificate: the index then leaves few products to look at."""
        stars = self.wanted.stars
        if not stars:
            return ""
        said = rated_in_sql(stars, self._add)
        ever = f"SELECT ever.product FROM certificate AS ever WHERE {said.format('ever')}"
        return f"{said.format('rated')} AND product.id IN ({ever})"

    def _rank(self) -> str:
        return "alike.rank" if self.ranked else "0 AS rank"

    def _alike(self, table: str) -> str:
        return f"alike_{table} AS alike JOIN {table} USING (id)" if self.ranked else table

    def _add(self, value: Any) -> int:
        """The number of this value in the statement."""
        self.given.append(value)
        return len(self.given)

    def _value(self, make: Callable[..., tuple[str, list[Any]]], subject: Any) -> str:
        condition, values = make(subject, len(self.given) + 1)
        self.given.extend(values)
        return condition

    def _filter(self, condition: str, value: Any) -> str:
        return condition.replace("%", str(self._add(value))) if value is not None else ""


def rated_in_sql(stars: str, add: matching.Add) -> str:
    """The condition that a certificate, which stands in it as ``{0}``, says just these stars."""
    if stars == Rating.POTENTIAL_FIVE:
        return "{0}.potential_five"
    return f"{{0}}.stars = ${add(int(stars))} AND NOT {{0}}.potential_five"


def _all(conditions: list[str]) -> str:
    return " AND ".join(one for one in conditions if one)


def _of_province(written: str) -> dict[Set, list[str]]:
    which, _dash, code = written.rpartition("-")
    found = places.province(which, code)
    return places.covered(found) if found else {which: [] for which in Set}


def _of_region(written: str) -> dict[Set, list[str]]:
    which, _dash, name = written.partition("-")
    return places.of_region(Set(which), name)
