"""Organizations are entered into the directory and described there."""

from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.accounts.tables import User
from events_app.actor import Role
from events_app.directory import (
    addresses,
    checking,
    contacting,
    joining,
    jurisdiction,
    masking,
    naming,
    on_behalf,
    places,
    verifying,
    vouching,
)
from events_app.directory.tables import EntityKind, Kind, Organization, OrganizationState
from events_app.errors import Busy, Invalid, NotFound, Wrong

APPROVED_FIRST = frozenset({Kind.ORGANIZER, Kind.AUTHORITY})


class Described(TypedDict, total=False):
    """What an organization says about itself besides its kind."""

    entity_kind: EntityKind | None
    name: str
    tax_code: str | None
    representative: str
    phone: str | None
    email: str | None
    address: str
    commune: str
    district: str
    province_set: str | None
    province_code: str | None


async def register(owner: UUID, kind: Kind, *, at: datetime, **described: Unpack[Described]) -> Organization:
    """A new organization that belongs to the person ``owner``; an organizer or authority waits for approval.

    Raises Invalid, NotFound for a person who is not there.
    """
    state = OrganizationState.WAITING if kind in APPROVED_FIRST else OrganizationState.ACTIVE
    async with db.transaction(organization_slug_key=Busy):
        user = await User.objects().get(User.id == owner)
        if user is None:
            raise NotFound
        row = await _enter(kind, None, state, at=at, **described)
        await joining.join(user, row, Role.OWNER, at=at)
        if state == OrganizationState.WAITING:
            await outbox.record("organization.wait", at=at, id=row.id)
        return row


async def enter(kind: Kind, *, at: datetime, **described: Unpack[Described]) -> Organization:
    """A new organization that nobody belongs to, known by its name: a chain, a ministry. Raises Invalid."""
    async with db.transaction(organization_slug_key=Busy):
        return await _enter(kind, None, OrganizationState.ACTIVE, at=at, **described)


async def enter_on_behalf(
    keeper: UUID, contact: contacting.Reached, *, at: datetime, **described: Unpack[Described]
) -> Organization:
    """A new entity that no person belongs to yet; the organizer ``keeper`` speaks for it until one does. Raises Invalid."""
    async with db.transaction(organization_slug_key=Busy):
        row = await _enter(Kind.ENTITY, keeper, OrganizationState.ACTIVE, at=at, **described)
        await contacting.add(row.id, at=at, **contact)
        return row


async def describe(row: Organization, version: int, *, at: datetime, **changes: Unpack[Described]) -> Organization:
    """Change what the directory says of ``row``; its address on the web stays. Raises Invalid, Stale, ApprovedAsItIs.

    In another province the authority is another one, so that what was verified is only declared; the unit that a province went
    into is the same.
    """
    with on_behalf.of(row.id):
        async with db.transaction():
            await lifecycle.lock(row)
            await lifecycle.unchanged(row, version)
            vouching.stays(row, changes)
            before = jurisdiction.unit(row.province_set, row.province_code)
            whole = await _whole(row, changes)
            wrongs = checking.organization(row.kind, **_checked(whole))
            if any(changes.get(one, getattr(row, one)) != getattr(row, one) for one in _PLACE):
                wrongs += _misplaced(whole)
            if wrongs:
                raise Invalid(wrongs)
            if "tax_code" in changes:
                await _keep_apart(row.id, changes["tax_code"], at=at)
            named = {"named": row.id} if changes.get("email") else {}
            derived = await _derived(row.id, whole)
            await lifecycle.edit(row, version, at=at, also=named, **columns(changes), **derived)
            if jurisdiction.unit(row.province_set, row.province_code) != before:
                await verifying.left_behind(row.id, at=at)
            return row


async def _enter(
    kind: Kind, keeper: UUID | None, state: OrganizationState, *, at: datetime, **described: Unpack[Described]
) -> Organization:
    wrongs: list[Wrong] = checking.organization(kind, **_checked(described)) + _misplaced(described)
    if wrongs:
        raise Invalid(wrongs)
    row = Organization(
        kind=kind,
        slug=await naming.free_slug(described["name"]),
        keeper=keeper,
        state=state,
        created_at=at,
        **columns(described),
    )
    for column, value in (await _derived(row.id, described)).items():
        setattr(row, column, value)
    await row.save()
    await _keep_apart(row.id, described.get("tax_code"), at=at)
    with on_behalf.of(row.id):
        await outbox.record("organization.create", at=at, id=row.id)
    return row


async def _keep_apart(organization_id: UUID, tax_code: str | None, *, at: datetime) -> None:
    """A personal number never stands in the organization itself; a tax code of another kind replaces it."""
    if tax_code is not None and checking.is_personal(tax_code):
        await masking.keep(organization_id, tax_code, at=at)
    else:
        await masking.forget(organization_id)


def columns(described: Described) -> dict[str, Any]:
    """What stands in the organization itself: a personal number does not."""
    found: dict[str, Any] = dict(described)
    if checking.is_personal(described.get("tax_code")):
        found["tax_code"] = None
    return found


async def _whole(row: Organization, changes: Described) -> Described:
    now: Described = {
        "entity_kind": EntityKind(row.entity_kind) if row.entity_kind else None,
        "name": row.name,
        "tax_code": checking.PERSONAL if await masking.has(row.id) else row.tax_code,
        "address": row.address,
        "district": row.district,
        "province_set": row.province_set,
        "province_code": row.province_code,
    }
    return {**now, **changes}


def _checked(described: Described) -> dict[str, str | None]:
    return {
        "entity_kind": described.get("entity_kind"),
        "tax_code": described.get("tax_code"),
        "district": described.get("district"),
        "province_set": described.get("province_set"),
        "province_code": described.get("province_code"),
    }


def _misplaced(described: Described) -> list[Wrong]:
    """What an address names that is another province than the one that is said."""
    which, code = described.get("province_set"), described.get("province_code")
    other, said = addresses.other_than(described.get("address", ""), which, code), places.province(which, code)
    return [Wrong("address", addresses.ANOTHER, named=other.name, province=said.name)] if other and said else []


_PLACE = ("address", "province_set", "province_code")


async def _derived(organization_id: UUID, described: Described) -> dict[str, Any]:
    return await naming.described_as(
        organization_id, described["name"], described.get("province_set"), described.get("province_code")
    )
