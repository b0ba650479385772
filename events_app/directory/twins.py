"""Products of one name that two records of one entity have: which are plainly one, and about which a person is asked.

They are asked about where they contradict each other: another group, other supply facts, one certificate that states two things;
and where their names differ in the accents, as those of two products may.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, i18n
from events_app.directory import groups, rating, supplying, words
from events_app.directory.supply_tables import Supply
from events_app.directory.supplying import Fact
from events_app.directory.tables import Certificate, Product, Standing
from events_app.i18n import text as _
from events_app.lifecycle import found as row_of
from events_app.values import as_written, plain


class Twin(msgspec.Struct, frozen=True):
    """A product with its certificates and what is said of its supply."""

    product: Product
    history: list[Certificate]
    supply: Supply | None


class Twins(msgspec.Struct, frozen=True):
    """A product of each record; ``asked`` where a person decides, ``apart`` where they may be two."""

    old: Twin
    new: Twin
    asked: bool
    apart: bool


async def of(old: UUID, new: UUID) -> list[Twins]:
    """The products that both records have; nobody changes one of them before an open transaction ends."""
    held = " FOR UPDATE" if db.in_transaction() else ""
    rows = await db.fetch(
        f"""
        SELECT product.* FROM product WHERE organization IN ($1, $2) AND search IN (
            SELECT search FROM product WHERE organization = $1 INTERSECT SELECT search FROM product WHERE organization = $2)
        ORDER BY id{held}
        """,
        old,
        new,
    )
    known = await _whole(rows)
    mine, theirs = ([one for one in known if one.product.organization == whose] for whose in (old, new))
    pairs = [*_paired(mine, theirs, as_written), *_paired(mine, theirs, plain)]
    return [Twins(a, b, _may_be_two(a, b) or _contradict(a, b), _may_be_two(a, b)) for a, b in pairs]


async def both(gone: UUID, stays: UUID) -> tuple[Twin, Twin]:
    """Two products as they are now, which the caller holds."""
    known = {one.product.id: one for one in await _whole(await db.fetch(_THESE, [gone, stays]))}
    return known[gone], known[stays]


_THESE = "SELECT * FROM product WHERE id = ANY($1)"


async def _whole(rows: Sequence[dict[str, Any]]) -> list[Twin]:
    products = [row_of(Product, row) for row in rows]
    ids = [one.id for one in products]
    papers = await db.fetch("SELECT * FROM certificate WHERE product = ANY($1) ORDER BY counts_from, id", ids)
    facts = await db.fetch("SELECT * FROM supply WHERE product = ANY($1)", ids)
    supply = {row["product"]: row_of(Supply, row) for row in facts}
    history = {one: [row_of(Certificate, row) for row in papers if row["product"] == one] for one in ids}
    return [Twin(one, history[one.id], supply.get(one.id)) for one in products]


def _paired(mine: list[Twin], theirs: list[Twin], read: Any) -> list[tuple[Twin, Twin]]:
    """Those whose names read alike; each is taken out of the list in which it was."""
    pairs = []
    for one in list(mine):
        other = next((two for two in theirs if read(two.product.name) == read(one.product.name)), None)
        if other is not None:
            mine.remove(one)
            theirs.remove(other)
            pairs.append((one, other))
    return pairs


def _may_be_two(one: Twin, other: Twin) -> bool:
    return as_written(one.product.name) != as_written(other.product.name)


def _contradict(one: Twin, other: Twin) -> bool:
    """Whether one says anything otherwise than the other one does; what only one of them says contradicts nothing."""
    a, b = one.product, other.product
    older = (plain(a.older_classification), plain(b.older_classification))
    if a.group != b.group or _differ(a.subgroup, b.subgroup) or _differ(*older):
        return True
    if one.supply and other.supply and _supplied_otherwise(one.supply, other.supply):
        return True
    return any(contradicting(x, y) for x in one.history for y in other.history if is_one_paper(x, y))


def _supplied_otherwise(one: Supply, other: Supply) -> bool:
    said = [(getattr(one, name), getattr(other, name)) for name in supplying.EMPTY if name != "audience"]
    return one.audience != other.audience or any(_differ(*both) for both in said)


def _differ(one: Any, other: Any) -> bool:
    """Whether both are said, and not the same; that a thing is not kept cold is said too."""
    return one != other and not any(said in (None, "", []) for said in (one, other))


def is_one_paper(one: Certificate, other: Certificate) -> bool:
    """Whether two certificates are one: the same number, and the same day where both name one; or no paper and the same stars."""
    if one.number and other.number:
        days = {one.issued_on, other.issued_on} - {None}
        return plain(one.number) == plain(other.number) and len(days) <= 1
    if _is_bare(one) or _is_bare(other):
        return (one.stars, one.potential_five) == (other.stars, other.potential_five)
    return rating.stated(one) == rating.stated(other)


def _is_bare(one: Certificate) -> bool:
    """Whether it states stars and names no paper."""
    return {**rating.stated(one), "stars": None, "potential_five": False} == rating.NOTHING


def contradicting(one: Certificate, other: Certificate) -> bool:
    """Whether two records of one certificate cannot both be right."""
    said: Any = (rating.stated(one), rating.stated(other))
    named = [(said[0][name], said[1][name]) for name in ("stars", "issuer", "issued_on", "valid_to")]
    revoked = one.revoked_on != other.revoked_on
    return revoked or one.potential_five != other.potential_five or any(_differ(_read(a), _read(b)) for a, b in named)


def _read(value: Any) -> Any:
    return plain(value) if isinstance(value, str) else value


def says(one: Twin, other: Twin, of: Mapping[UUID, str], seen: Collection[Fact]) -> str:
    """A product in a sentence, with all in which it may contradict the ``other`` one, to a reader who sees the facts ``seen``.

    Of the supply facts that its entity keeps from the reader it says which are otherwise there, and none of them.
    """
    product = one.product
    subgroup = groups.subgroup(product.subgroup)
    parts = [_("Product of %(organization)s: %(name)s", organization=of[product.organization], name=product.name)]
    parts.append(
        _("group %(number)s", number=product.group) + (f" ({i18n.localized(subgroup.name)})" if subgroup else "")
    )
    if product.older_classification:
        parts.append(_("classified before as %(text)s", text=product.older_classification))
    parts += [_certificate(paper) for paper in reversed(one.history)]
    if one.supply:
        parts += _supply(one.supply, other.supply, seen)
    return "; ".join(parts)


def _certificate(one: Certificate) -> str:
    said = [_("certificate %(number)s", number=one.number) if one.number else _("certificate without a number")]
    if one.stars or one.potential_five:
        said.append(_(words.RATINGS["potential_five" if one.potential_five else str(one.stars)]))
    if one.issued_on:
        said.append(i18n.date(one.issued_on))
    if one.valid_to:
        said.append(_("valid to %(day)s", day=one.valid_to))
    if one.revoked_on:
        said.append(_("revoked on %(day)s", day=one.revoked_on))
    if one.standing == Standing.VERIFIED:
        said.append(_("verified"))
    return ", ".join([*said, *([one.issuer] if one.issuer else [])])


def _supply(one: Supply, other: Supply | None, seen: Collection[Fact]) -> list[str]:
    told = {
        Fact.VOLUME: f"{i18n.number(one.volume)} {one.unit}" if one.volume else "",
        Fact.SEASON: i18n.months(one.season_months) if one.season_months else "",
        Fact.PACK: one.pack,
        Fact.BARCODE: one.barcode,
        Fact.SHELF_LIFE: i18n.plural("%(n)s day", "%(n)s days", one.shelf_life_days) if one.shelf_life_days else "",
        Fact.COLD_CHAIN: "" if one.cold_chain is None else _("yes") if one.cold_chain else _("no"),
        Fact.PLACE: one.place,
        Fact.BOOKING: one.booking_contact,
    }
    to = {fact: _(words.AUDIENCES[supplying.audience_of(one, fact)]) for fact in told}
    return [
        f"{_(words.FACTS[fact])}: {value} ({to[fact]})"
        if fact in seen
        else _("%(fact)s: otherwise than the other one, and not shown to you", fact=_(words.FACTS[fact]))
        for fact, value in told.items()
        if value and (fact in seen or (other is not None and _fact_differs(one, other, fact)))
    ]


def _fact_differs(one: Supply, other: Supply, fact: Fact) -> bool:
    said = [(getattr(one, name), getattr(other, name)) for name in supplying.COLUMNS[fact]]
    to = {supplying.audience_of(supply, fact) for supply in (one, other)}
    return len(to) > 1 or any(_differ(*both) for both in said)
