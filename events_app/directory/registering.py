"""Organizations are entered into the directory and described there."""

from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, slugs, values
from events_app.accounts.tables import User
from events_app.actor import Role
from events_app.directory import checking, contacting, joining, on_behalf, places
from events_app.directory.tables import EntityKind, Kind, Organization
from events_app.errors import Busy, Invalid, NotFound, Wrong


class Described(TypedDict, total=False):
    """What an organization says about itself besides its kind."""

    entity_kind: EntityKind | None
    name: str
    tax_code: str | None
    representative: str
    phone: str | None
    email: str | None
    address: str
    province_set: str | None
    province_code: str | None


async def register(owner: UUID, kind: Kind, *, at: datetime, **described: Unpack[Described]) -> Organization:
    """A new organization that belongs to the person ``owner``. Raises Invalid, NotFound for a person who is not there."""
    async with db.transaction(organization_slug_key=Busy):
        user = await User.objects().get(User.id == owner)
        if user is None:
            raise NotFound
        row = await _enter(kind, None, at=at, **described)
        await joining.join(user, row, Role.OWNER, at=at)
        return row


async def enter(kind: Kind, *, at: datetime, **described: Unpack[Described]) -> Organization:
    """A new organization that nobody belongs to, known by its name: a chain, a ministry. Raises Invalid."""
    async with db.transaction(organization_slug_key=Busy):
        return await _enter(kind, None, at=at, **described)


async def enter_on_behalf(
    keeper: UUID, contact: contacting.Reached, *, at: datetime, **described: Unpack[Described]
) -> Organization:
    """A new entity that no person belongs to yet; the organizer ``keeper`` speaks for it until one does. Raises Invalid."""
    async with db.transaction(organization_slug_key=Busy):
        row = await _enter(Kind.ENTITY, keeper, at=at, **described)
        await contacting.add(row.id, at=at, **contact)
        return row


async def describe(row: Organization, version: int, *, at: datetime, **changes: Unpack[Described]) -> Organization:
    """Change what the directory says of ``row``; its address on the web stays. Raises Invalid, Stale."""
    whole = _whole(row, changes)
    wrongs = checking.organization(row.kind, **_checked(whole))
    if wrongs:
        raise Invalid(wrongs)
    with on_behalf.of(row.id):
        async with db.transaction():
            named = {"named": row.id} if changes.get("email") else {}
            return await lifecycle.edit(row, version, at=at, also=named, **changes, **_derived(whole))


async def _enter(kind: Kind, keeper: UUID | None, *, at: datetime, **described: Unpack[Described]) -> Organization:
    wrongs: list[Wrong] = checking.organization(kind, **_checked(described))
    if wrongs:
        raise Invalid(wrongs)
    row = Organization(
        kind=kind,
        slug=await slugs.free("organization", described["name"]),
        keeper=keeper,
        created_at=at,
        **described,
        **_derived(described),
    )
    await row.save()
    with on_behalf.of(row.id):
        await outbox.record("organization.create", at=at, id=row.id)
    return row


def _whole(row: Organization, changes: Described) -> Described:
    now: Described = {
        "entity_kind": EntityKind(row.entity_kind) if row.entity_kind else None,
        "name": row.name,
        "tax_code": row.tax_code,
        "province_set": row.province_set,
        "province_code": row.province_code,
    }
    return {**now, **changes}


def _checked(described: Described) -> dict[str, str | None]:
    return {
        "entity_kind": described.get("entity_kind"),
        "tax_code": described.get("tax_code"),
        "province_set": described.get("province_set"),
        "province_code": described.get("province_code"),
    }


def _derived(described: Described) -> dict[str, Any]:
    """The columns behind searching and sorting: a name is found also by its province."""
    province = places.province(described.get("province_set"), described.get("province_code"))
    return {
        "search": values.plain(f"{described['name']} {province.name['vi'] if province else ''}"),
        "sort": values.sort_key(described["name"]),
    }
