"""Two records of one organization become one, and nothing is decided silently.

Every reference moves to the record that stays. Where two rows would then be in each other's way (both applied to one event,
both have the same contact), a person says which stays; the slice of that table says what becomes of the other. Two products of one
name become one.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg.exceptions import ForeignKeyViolationError, RestrictViolationError, UniqueViolationError

from events_app import db, lifecycle
from events_app.directory import (
    checking,
    distinguishing,
    jurisdiction,
    likeness,
    masking,
    naming,
    references,
    twins,
    uniting,
    verifying,
)
from events_app.directory.references import Pair
from events_app.directory.tables import MergedOrganization, Organization, OrganizationName
from events_app.directory.twins import Twins
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked

TAKEN = {  # what the record that stays may take over from the other
    "entity_kind": ("entity_kind",),
    "tax_code": ("tax_code",),
    "representative": ("representative",),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address", "commune", "district", "province_set", "province_code"),
}
_ITSELF = marked("These are not two organizations.")
_KINDS = marked("Only organizations of the same kind can be one.")
_NOT_SURE = marked("Say that you are sure: this cannot be undone.")
_NOTHING = marked("The record that goes says nothing here that could be taken over.")
_CHOOSE = marked("Choose which stays.")
_NO_CHOICE = marked("This is none of the rows that are in each other's way.")


class ChooseWhichStays(Refusal):
    """Both have something of which only one can stay; say which."""


class SaidToBeTwo(Refusal):
    """Somebody said that these are two organizations; take that back first."""


class InUse(Refusal):
    """What you chose to give up is still needed elsewhere; choose the other one."""


class Settler(msgspec.Struct, frozen=True):
    """What a slice says about rows of its table that are in each other's way."""

    says: Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, str]]]  # a sentence about each row
    give_up: Callable[[UUID, datetime], Awaitable[object]]  # what becomes of the one that does not stay
    rules: tuple[references.Rule, ...] = ()  # what is there once without a unique index saying so
    same: Callable[[Sequence[UUID]], Awaitable[bool]] | None = (
        None  # whether two rows say the same, so that nobody is asked
    )


class Conflict(msgspec.Struct, frozen=True):
    """Two rows of which one can stay, with a sentence about each, and ``of`` which of the two records it is."""

    table: str
    rule: str
    rows: tuple[UUID, UUID]
    says: tuple[str, str]
    of: tuple[UUID, UUID]
    same: bool = False  # whether it does not matter which stays
    both: bool = False  # whether both may stay, where somebody names both: they may be two


_settlers: Mapping[str, Settler] = {}


def let_settle(settlers: Mapping[str, Settler]) -> None:
    """Say how each table settles what is in each other's way; called once by ``together.py``."""
    global _settlers
    _settlers = settlers


async def conflicts(old: UUID, new: UUID) -> list[Conflict]:
    """What a person must decide before ``old`` can become ``new``."""
    return [
        *(one for one in await _in_the_way(old, new) if not one.same),
        *await _contradicting(await twins.of(old, new)),
    ]


async def _contradicting(products: Sequence[Twins]) -> list[Conflict]:
    """Products of one name about which a person decides which of both is right, or that they are two."""
    asked = [(one, (one.old, one.new)) for one in products if one.asked]
    owners = list({two.product.organization for _, both in asked for two in both})
    rows = await db.fetch("SELECT id, name FROM organization WHERE id = ANY($1)", owners) if owners else []
    named = {row["id"]: row["name"] for row in rows}
    return [
        Conflict(
            "product",
            "an_entity_has_a_product_once",
            (old.product.id, new.product.id),
            (twins.says(old, named), twins.says(new, named)),
            (old.product.organization, new.product.organization),
            both=one.apart,
        )
        for one, (old, new) in asked
    ]


async def _in_the_way(old: UUID, new: UUID) -> list[Conflict]:
    referring = await references.references()
    known = [*await references.rules(referring), *(rule for one in _settlers.values() for rule in one.rules)]
    pairs: list[Pair] = [pair for rule in known for pair in await references.in_the_way(rule, referring, old, new)]
    said: dict[tuple[str, UUID], str] = {}
    for table in sorted({pair.table for pair in pairs} & set(_settlers)):
        rows = [row for pair in pairs if pair.table == table for row in pair.rows]
        said |= {(table, row): sentence for row, sentence in (await _settlers[table].says(rows)).items()}
    return [
        Conflict(
            pair.table,
            pair.rule,
            pair.rows,
            (said.get((pair.table, pair.rows[0]), ""), said.get((pair.table, pair.rows[1]), "")),
            pair.of,
            same=await _say_the_same(pair),
        )
        for pair in pairs
    ]


async def _say_the_same(pair: Pair) -> bool:
    settler = _settlers.get(pair.table)
    return settler is not None and settler.same is not None and await settler.same(pair.rows)


async def merge(
    old: Organization,
    new: Organization,
    *,
    stays: Sequence[UUID] = (),
    take: Sequence[str] = (),
    sure: bool = True,
    at: datetime,
) -> Organization:
    """Let ``old`` become ``new``: afterwards nothing refers to ``old``, whose id and address lead to ``new``.

    ``stays`` names of each conflict the row that stays, ``take`` what ``new`` takes over. It cannot be undone: who is not ``sure``
    is told so, together with the choices that are open. Raises Invalid, SaidToBeTwo, ChooseWhichStays, InUse, Stale
    when either is not as the caller has read it, NotFound, Busy.
    """
    if old.id == new.id:
        raise Invalid([Wrong("into", _ITSELF)])
    try:
        async with db.transaction():
            await _hold(old, new)
            if await distinguishing.of(old.id, new.id):
                raise SaidToBeTwo
            await distinguishing.follow(old.id, new.id)
            products = await twins.of(old.id, new.id)
            given_up = await _settle(old.id, new.id, products, stays, _blank(old, take), sure=sure, at=at)
            await _leave(old, new, take, at=at)
            for gone, kept in _united(products, stays):
                await uniting.unite(gone, kept, at=at)
            await references.move(await references.references(), old.id, new.id)
            await _take_over(old, new, take, given_up, at=at)
            await Organization.delete().where(Organization.id == old.id)
    except (ForeignKeyViolationError, RestrictViolationError, UniqueViolationError) as broken:
        raise InUse(constraint=broken.constraint_name) from broken
    return new


async def _hold(old: Organization, new: Organization) -> None:
    """Keep both from being changed, and from being referred to anew, until the transaction ends. Raises Invalid, Stale."""
    versions = {row.id: row.version for row in (old, new)}
    await db.fetch("SELECT FROM organization WHERE id = ANY($1) ORDER BY id FOR UPDATE", sorted(versions))
    for row in (old, new):
        await lifecycle.unchanged(row, versions[row.id])
        await lifecycle.lock(row)
    if old.kind != new.kind:
        raise Invalid([Wrong("into", _KINDS)])


def _blank(old: Organization, take: Sequence[str]) -> list[Wrong]:
    """What cannot be taken over, because ``old`` does not say it: it would take away what ``new`` says."""
    said = [any(getattr(old, column) for column in TAKEN[one]) for one in take]
    return [Wrong(f"take.{place}", _NOTHING) for place, one in enumerate(said) if not one]


async def _settle(
    old: UUID,
    new: UUID,
    products: Sequence[Twins],
    stays: Sequence[UUID],
    wrongs: list[Wrong],
    *,
    sure: bool,
    at: datetime,
) -> list[UUID]:
    """Let go what does not stay, and say which rows of other slices that are. Raises Invalid, ChooseWhichStays."""
    both = await _in_the_way(old, new)
    rows = [one for one in both if not one.same]
    found = [*rows, *await _contradicting(products)]
    known = {row for one in found for row in one.rows}
    chosen = [len(set(one.rows) & set(stays)) for one in found]
    undecided = [place for place, one in enumerate(found) if chosen[place] not in ({1, 2} if one.both else {1})]
    wrongs += [Wrong("stays", _NO_CHOICE)] if set(stays) - known else []
    if not sure:
        wrongs += [Wrong("sure", _NOT_SURE), *(Wrong(f"stays.{place}", _CHOOSE) for place in undecided)]
    if wrongs:
        raise Invalid(wrongs)
    if undecided:
        raise ChooseWhichStays(conflicts=[facts(one) for one in found])
    losing = [(one.table, row) for one in rows for row in one.rows if row not in stays]
    losing += [(one.table, one.rows[0]) for one in both if one.same]
    for table, row in dict.fromkeys(losing):
        if table in _settlers:
            await _settlers[table].give_up(row, at)
        else:
            await db.fetch(f'DELETE FROM "{table}" WHERE id = $1', row)
    return [row for table, row in losing if table in _settlers]


def _united(products: Sequence[Twins], stays: Sequence[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """Which product goes into which: that of the record that stays is kept unless somebody chose the other one."""
    for one in products:
        old, new = one.old.product.id, one.new.product.id
        if not (one.asked and {old, new} <= set(stays)):
            yield (new, old) if one.asked and old in stays else (old, new)


def facts(conflict: Conflict) -> dict[str, Any]:
    """A conflict as a problem and the API say it."""
    return {
        "what": conflict.table,
        "both_may_stay": conflict.both,
        "rows": [
            {"id": str(row), "organization_id": str(of), "says": said}
            for row, of, said in zip(conflict.rows, conflict.of, conflict.says, strict=True)
        ],
    }


async def _leave(old: Organization, new: Organization, take: Sequence[str], *, at: datetime) -> None:
    """What was verified in a province in which the one that stays does not lie is only declared."""
    there = old if "address" in take else new
    for row in (old, new):
        if apart(row, there):
            await verifying.left_behind(row.id, at=at)


def apart(one: Organization, other: Organization) -> bool:
    """Whether two records lie in provinces of different authorities."""
    return jurisdiction.unit(one.province_set, one.province_code) != jurisdiction.unit(
        other.province_set, other.province_code
    )


async def _take_over(
    old: Organization, new: Organization, take: Sequence[str], given_up: Sequence[UUID], *, at: datetime
) -> None:
    columns = {column: getattr(old, column) for one in take for column in TAKEN[one]}
    whole = {
        column: columns.get(column, getattr(new, column))
        for column in ("entity_kind", "tax_code", "district", "province_set", "province_code")
    }
    if await masking.has(new.id):
        whole["tax_code"] = checking.PERSONAL
    wrongs = checking.organization(new.kind, **whole)
    if wrongs:
        raise Invalid([Wrong("take", wrong.message) for wrong in wrongs])
    alike = likeness.of_name(old.name)
    former = OrganizationName(organization=new.id, name=old.name, alike=alike, slug=old.slug, created_at=at)
    await former.save()
    await MergedOrganization(id=old.id, organization=new.id, created_at=at).save()
    columns["keeper"] = None if new.keeper in {old.id, new.id} else new.keeper
    columns |= await naming.described_as(new.id, new.name, whole["province_set"], whole["province_code"])
    await db.fetch("UPDATE organization SET keeper = NULL WHERE id = $1 AND keeper = $1", new.id)
    await lifecycle.lock(new)  # its version may have risen, where one kept the other
    kept = {"keeper": old.keeper} if old.keeper else {}
    also = {"merged": old.id, "name": former.id, "given_up": " ".join(map(str, given_up)), **kept}
    await lifecycle.edit(new, new.version, at=at, verb="merge", also=also, **columns)
