"""Two products of one entity become one: its history is that of both, and nothing refers to the one that goes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle
from events_app.directory import certificates, rating, references, supplying, twins
from events_app.directory.tables import Certificate, MergedProduct, Product, Standing
from events_app.directory.twins import Twin
from events_app.values import as_written

Way = Callable[[UUID, UUID, datetime], Awaitable[object]]  # of the product that goes, for the one that stays
_ways: Sequence[Way] = ()


def let_make_way(ways: Sequence[Way]) -> None:
    """Say what slices do about rows of their tables of which both products have one; called once by ``together.py``."""
    global _ways
    _ways = ways


async def unite(gone_id: UUID, stays_id: UUID, *, at: datetime) -> None:
    """Let one product, which the caller holds like the other one, go into that; what only it says is said of the other then."""
    gone, stays = await twins.both(gone_id, stays_id)
    await _certificates(gone, stays, at=at)
    await _supply(gone, stays, at=at)
    for make_way in _ways:
        await make_way(gone_id, stays_id, at)
    referring = await references.references("product")
    for rule in await references.rules(referring):
        for pair in await references.in_the_way(rule, referring, gone_id, stays_id):
            await db.fetch(f'DELETE FROM "{pair.table}" WHERE id = $1', pair.rows[0])
    await references.move(referring, gone_id, stays_id)
    await MergedProduct(id=gone_id, product=stays_id, created_at=at).save()
    await Product.delete().where(Product.id == gone_id)
    product = await lifecycle.lock(stays.product)
    adds = _blanks(product, gone.product, ("older_classification",))
    if product.group == gone.product.group:
        adds |= _blanks(product, gone.product, ("subgroup",))
    await lifecycle.edit(product, product.version, at=at, verb="merge", also={"merged": gone_id}, **adds)


def _blanks(stays: Any, gone: Any, names: Sequence[str], empty: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What one does not say and the other does."""
    nothing = {name: (empty or {}).get(name) for name in names}
    said = {name: (getattr(stays, name), getattr(gone, name)) for name in names}
    return {
        name: b
        for name, (a, b) in said.items()
        if a in (nothing[name], "", None) and b not in (nothing[name], "", None)
    }


async def _certificates(gone: Twin, stays: Twin, *, at: datetime) -> None:
    """Of two records of one certificate the better one stays; one that named another product or group is declared again."""
    left = list(stays.history)
    for one in gone.history:
        other = next((two for two in left if twins.is_one_paper(one, two)), None)
        if other is not None:
            left.remove(other)
            better, worse = (one, other) if _is_better(one, other) else (other, one)
            await lifecycle.delete(worse, worse.version, at=at, product=worse.product)
            await _fill(better, worse, at=at)
        if other is not None and better is other:
            continue
        if one.standing == Standing.VERIFIED and _is_otherwise_named(gone.product, stays.product):
            await lifecycle.edit(one, one.version, at=at, also={"product": one.product}, **rating.DECLARED_AGAIN)


def _is_better(one: Certificate, other: Certificate) -> bool:
    """Whether the certificate of the product that goes stays: what an authority said of it goes before what an entity did."""
    if (one.revoked_for is None) != (other.revoked_for is None):
        return one.revoked_for is not None
    if twins.contradicting(one, other):
        return False  # a person has chosen the other one
    if one.standing != other.standing:
        return one.standing == Standing.VERIFIED
    return bool(one.number) and not other.number


async def _fill(better: Certificate, worse: Certificate, *, at: datetime) -> None:
    """What only the one that goes says, where nobody has verified what the other one leaves open."""
    adds = _blanks(better, worse, ("stars", "number", "issuer", "issued_on", "valid_to"))
    if better.standing == Standing.VERIFIED or twins.contradicting(better, worse) or not adds:
        return
    whole: Any = {**rating.stated(better), **adds}
    if rating.wrongs(whole):
        return
    counts = certificates.counts_from(whole["issued_on"], whole["valid_to"])
    await lifecycle.edit(better, better.version, at=at, also={"product": better.product}, **adds, counts_from=counts)


def _is_otherwise_named(gone: Product, stays: Product) -> bool:
    """Whether a certificate of one would name another product, group or sub-group on the other."""
    subgroups = {gone.subgroup, stays.subgroup} - {None}
    return as_written(gone.name) != as_written(stays.name) or gone.group != stays.group or len(subgroups) > 1


async def _supply(gone: Twin, stays: Twin, *, at: datetime) -> None:
    """The facts of both, and the papers of both, each once."""
    await db.fetch(
        """
        DELETE FROM paper AS one USING paper AS other WHERE one.product = $1 AND other.product = $2
          AND (one.kind, one.number) = (other.kind, other.number)
          AND (one.issued_on, one.valid_to) IS NOT DISTINCT FROM (other.issued_on, other.valid_to)
        """,
        gone.product.id,
        stays.product.id,
    )
    moved = await db.fetch(
        """
        UPDATE paper SET position = position + 1 + (SELECT coalesce(max(position), -1) FROM paper WHERE product = $2)
        WHERE product = $1 RETURNING id
        """,
        gone.product.id,
        stays.product.id,
    )
    if gone.supply is None:
        return
    barred = supplying.STOCK if stays.product.group == supplying.TOURISM else supplying.BOOKING
    if stays.supply is None:
        unfit = {name: supplying.EMPTY[name] for name in barred}
        if any(getattr(gone.supply, name) != value for name, value in unfit.items()):
            await lifecycle.edit(gone.supply, gone.supply.version, at=at, also={"product": stays.product.id}, **unfit)
        return
    names = [name for name in supplying.EMPTY if name not in {*barred, "audience"}]
    adds = _blanks(stays.supply, gone.supply, names, supplying.EMPTY)
    if not adds.get("volume"):
        adds.pop("unit", None)
    if moved or adds:
        await lifecycle.edit(stays.supply, stays.supply.version, at=at, also={"product": stays.product.id}, **adds)
