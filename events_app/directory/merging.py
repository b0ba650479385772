"""Two records of one organization become one, and nothing is decided silently.

Every reference moves to the record that stays. Where two rows would then be in each other's way (both applied to one event,
both have the same contact), a person says which stays; the slice of that table says what becomes of the other. Two products of one
name become one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from asyncpg.exceptions import ForeignKeyViolationError, RestrictViolationError, UniqueViolationError

from events_app import db, lifecycle
from events_app.directory import (
    checking,
    claiming,
    conflicting,
    distinguishing,
    jurisdiction,
    likeness,
    masking,
    naming,
    on_behalf,
    references,
    twins,
    uniting,
    verifying,
)
from events_app.directory.conflicting import Conflict
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
_PROVINCE = {"province_set", "province_code"}
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
            settled = await _settle(old.id, new.id, products, stays, _blank(old, new, take), sure=sure, at=at)
            peopled = [row for row in (old, new) if await on_behalf.has_people(row.id)]
            keepers = [row.keeper for row in (old, new) if row.keeper and row not in peopled]
            settled["keepers"] = " ".join(dict.fromkeys(map(str, keepers)))
            settled["moved"] = await _moving(old)
            united = list(_united(products, stays))
            chosen = {two.product.id for one in products if one.asked for two in (one.old, one.new)}
            settled["chosen"] = " ".join(str(kept) for _gone, kept in united if kept in chosen)
            if peopled:
                await claiming.overtake([old.id, new.id], at=at)
            verified = await verifying.verified([old.id, new.id])
            await _leave(old, new, take, at=at)
            for gone, kept in united:
                await uniting.unite(gone, kept, at=at)
            await _keep_places(old, new, take, at=at)
            await references.move(await references.references(), old.id, new.id)
            settled["declared"] = " ".join(map(str, await verifying.only_declared(verified)))
            await _take_over(old, new, take, settled, at=at)
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


async def _moving(old: Organization) -> str:
    """The memberships that go with the record, once those that do not stay have ended."""
    rows = await db.fetch("SELECT id FROM membership WHERE organization = $1 ORDER BY id", old.id)
    return " ".join(str(row["id"]) for row in rows)


def _blank(old: Organization, new: Organization, take: Sequence[str]) -> list[Wrong]:
    """What cannot be taken over, because ``old`` does not say it: it would take away what ``new`` says."""
    return [Wrong(f"take.{place}", _NOTHING) for place, one in enumerate(take) if not gives(old, new, one)]


def gives(old: Organization, new: Organization, what: str) -> bool:
    """Whether ``old`` says this in ``TAKEN``; of an address more than the province, where ``new`` does."""
    said, other = [[column for column in TAKEN[what] if getattr(row, column)] for row in (old, new)]
    return bool(said) and (set(said) - _PROVINCE != set() or set(other) <= _PROVINCE)


async def _settle(
    old: UUID,
    new: UUID,
    products: Sequence[Twins],
    stays: Sequence[UUID],
    wrongs: list[Wrong],
    *,
    sure: bool,
    at: datetime,
) -> dict[str, str]:
    """Let go what does not stay; the ids of what slices settled, of what stays instead, of what of both was the one's that goes.

    Raises Invalid, ChooseWhichStays."""
    both = await conflicting.in_the_way(old, new, at=at)
    rows = [one for one in both if not one.same]
    found = [*rows, *await conflicting.contradicting(products)]
    known = {row for one in found for row in one.rows}
    chosen = [len(set(one.rows) & set(stays)) for one in found]
    undecided = [place for place, one in enumerate(found) if chosen[place] not in ({1, 2} if one.both else {1})]
    losing = [(one, *_loser(one, stays)) for place, one in enumerate(rows) if place not in undecided]
    losing += [(one, *one.rows) for one in both if one.same]
    cannot = await conflicting.cannot_go(old, new, {(one.table, row) for one, row, _ in losing})
    wrongs += [Wrong("stays", _NO_CHOICE)] if set(stays) - known else []
    wrongs += [Wrong(f"stays.{found.index(one)}", cannot[row]) for one, row, _ in losing if row in cannot]
    if not sure:
        wrongs += [Wrong("sure", _NOT_SURE), *(Wrong(f"stays.{place}", _CHOOSE) for place in undecided)]
    if wrongs:
        raise Invalid(wrongs)
    if undecided:
        raise ChooseWhichStays(conflicts=[conflicting.facts(one) for one in found])
    settled: dict[UUID, UUID] = {}  # what is given up, with what stays instead
    of = {row: of for one in both for row, of in zip(one.rows, one.of, strict=True)}
    besides: dict[str, list[UUID]] = defaultdict(list)
    for row, (table, instead) in {row: (one.table, instead) for one, row, instead in reversed(losing)}.items():
        went = await conflicting.give_up(table, row, instead, at=at)
        if went is not None:
            settled[row] = instead
            for what, ids in went.items():
                besides[what] += ids
    theirs = [row for row in {**settled, **dict.fromkeys(settled.values())} if of[row] == old]
    named = {"given_up": [*settled], "kept": [*settled.values()], "of_merged": theirs, **besides}
    return {what: " ".join(map(str, rows)) for what, rows in named.items()}


def _loser(conflict: Conflict, stays: Sequence[UUID]) -> tuple[UUID, UUID]:
    """The row that goes, and the one that stays."""
    one, other = conflict.rows
    return (other, one) if one in stays else (one, other)


def _united(products: Sequence[Twins], stays: Sequence[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """Which product goes into which: that of the record that stays is kept unless somebody chose the other one."""
    for one in products:
        old, new = one.old.product.id, one.new.product.id
        if not (one.asked and {old, new} <= set(stays)):
            yield (new, old) if one.asked and old in stays else (old, new)


async def _leave(old: Organization, new: Organization, take: Sequence[str], *, at: datetime) -> None:
    """What was verified in a province in which the one that stays does not lie is only declared."""
    there = old if "address" in take else new
    for row in (old, new):
        if apart(row, there):
            await verifying.left_behind(row.id, at=at)


async def _keep_places(old: Organization, new: Organization, take: Sequence[str], *, at: datetime) -> None:
    """Former names that say no place stay known where their record lay, and the present one where its record lies no more."""
    moves = "address" in take and apart(old, new)
    for row in (old, new) if moves else (old,):
        lay_in = jurisdiction.unit(row.province_set, row.province_code)
        await db.fetch(
            "UPDATE organization_name SET lay_in = $2 WHERE organization = $1 AND lay_in IS NULL", row.id, lay_in
        )
    if moves and lay_in:
        await _former(new, new, at=at).save()


def _former(row: Organization, new: Organization, *, at: datetime, slug: str | None = None) -> OrganizationName:
    """The name of a record as it is found where that lay, as one of ``new``."""
    lay_in = jurisdiction.unit(row.province_set, row.province_code)
    alike = likeness.of_name(row.name)
    return OrganizationName(organization=new.id, name=row.name, alike=alike, lay_in=lay_in, slug=slug, created_at=at)


def apart(one: Organization, other: Organization) -> bool:
    """Whether two records lie in provinces of different authorities."""
    return jurisdiction.unit(one.province_set, one.province_code) != jurisdiction.unit(
        other.province_set, other.province_code
    )


async def _take_over(
    old: Organization, new: Organization, take: Sequence[str], settled: Mapping[str, str], *, at: datetime
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
    former = _former(old, new, at=at, slug=old.slug)
    await former.save()
    await MergedOrganization(id=old.id, organization=new.id, created_at=at).save()
    columns["keeper"] = None if new.keeper in {old.id, new.id} else new.keeper
    columns |= await naming.described_as(new.id, new.name, whole["province_set"], whole["province_code"])
    await db.fetch("UPDATE organization SET keeper = NULL WHERE id = $1 AND keeper = $1", new.id)
    await lifecycle.lock(new)  # its version may have risen, where one kept the other
    also = {"merged": old.id, "name": former.id, **settled}
    await lifecycle.edit(new, new.version, at=at, verb="merge", also=also, **columns)
