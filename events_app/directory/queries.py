"""Which organizations and contacts an actor sees, and which it may change."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from events_app import access, db, paging, values
from events_app.actor import Actor
from events_app.directory import places
from events_app.directory.tables import Contact, Organization, OrganizationState
from events_app.errors import Forbidden, Moved, NotFound


async def seen(actor: Actor, organization: UUID | str) -> Organization:
    """The organization with this id or slug; the directory is public, its telephones and tax codes are not.

    Raises NotFound, and Moved for the id or slug of a record that was merged or renamed.
    """
    key = Organization.slug == organization if isinstance(organization, str) else Organization.id == organization
    row = await Organization.objects().where(key).first()
    if row is None:
        raise await moved(organization) or NotFound()
    if row.state != OrganizationState.ACTIVE and not _belongs(actor, row):
        raise NotFound
    return row


def _belongs(actor: Actor, organization: Organization) -> bool:
    """Who is not approved is seen by its own people and by the admin only: anybody may call himself a department."""
    return actor.admin or organization.id in {one.organization_id for one in actor.memberships}


async def moved(organization: UUID | str) -> Moved | None:
    """Where an id or slug leads that is none any more; None where it never was one."""
    if isinstance(organization, str):
        column, record = "slug", "organization_name"
    else:
        column, record = "id", "merged_organization"
    found = await db.one(
        f"""
        SELECT organization.{column} AS new FROM {record} JOIN organization ON organization.id = {record}.organization
        WHERE {record}.{column} = $1
        """,
        organization,
    )
    return Moved(str(organization), str(found["new"])) if found else None


async def speaks_for(actor: Actor, organization: Organization) -> bool:
    """Whether ``actor`` is within the organization, or its organizer entered it and nobody belongs to it yet."""
    if actor.admin or (actor.organization_id is not None and actor.organization_id == organization.id):
        return True
    if actor.organization_id is None or organization.keeper != actor.organization_id:
        return False
    return not await db.fetch("SELECT FROM membership WHERE organization = $1 LIMIT 1", organization.id)


async def within(actor: Actor, organization_id: UUID) -> Organization:
    """The organization if ``actor`` may look inside; viewers may. Raises NotFound, SignedOut, Forbidden."""
    row = await seen(actor, organization_id)
    access.signed_in(actor)
    if not await speaks_for(actor, row):
        raise Forbidden
    return row


async def mine(actor: Actor, organization_id: UUID) -> Organization:
    """The organization if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await within(actor, organization_id)
    if not actor.writes:
        raise Forbidden
    return row


async def contact(actor: Actor, contact_id: UUID) -> Contact:
    """A contact of an organization that ``actor`` may look into; others' are not there. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    row = await Contact.objects().where((Contact.id == contact_id) & Contact.removed_at.is_null()).first()
    owner = await Organization.objects().get(Organization.id == row.organization) if row else None
    if row is None or owner is None or not await speaks_for(actor, owner):
        raise NotFound
    return row


async def contact_to_change(actor: Actor, contact_id: UUID) -> Contact:
    """A contact if ``actor`` may change it. Raises SignedOut, NotFound, Forbidden."""
    row = await contact(actor, contact_id)
    if not actor.writes:
        raise Forbidden
    return row


async def contacts_of(organization_id: UUID) -> list[Contact]:
    """Everybody whom the organization's letters reach, in the order in which they were added."""
    return (
        await Contact.objects()
        .where((Contact.organization == organization_id) & Contact.removed_at.is_null())
        .order_by(Contact.id)
    )


async def kept_by(keeper: UUID, page: paging.Page, q: str | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the entities that an organizer entered and speaks for, because nobody belongs to them yet."""
    where, given = searching(q, keeper=keeper)
    return await paging.rows(
        f"""
        SELECT id, name, slug, entity_kind, province_set, province_code, sort FROM organization
        WHERE {where} AND NOT EXISTS (SELECT FROM membership WHERE membership.organization = organization.id)
        """,
        given,
        order=["sort:text", "id:uuid"],
        page=page,
    )


async def members_of(organization_id: UUID) -> list[dict[str, Any]]:
    """The people of an organization, owners first, each with ``id`` and ``version`` of the membership."""
    return await db.fetch(
        """
        SELECT membership.id, membership.version, membership."user", users.name, users.email, membership.role
        FROM membership JOIN users ON users.id = membership."user"
        WHERE membership.organization = $1
        ORDER BY array_position(ARRAY['owner', 'staff', 'viewer'], membership.role::text), users.name, membership.id
        """,
        organization_id,
    )


async def organizations(
    page: paging.Page,
    *,
    q: str | None = None,
    kind: str | None = None,
    entity_kind: str | None = None,
    province_set: str | None = None,
    province_code: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the directory in Vietnamese alphabetical order; only what everybody may see.

    A province finds the addresses of either set that lie in it: Bắc Ninh of today also those that still say Bắc Giang.
    """
    place = places.province(province_set, province_code)
    wanted = {"kind": kind, "entity_kind": entity_kind}
    where, given = searching(
        q, **(wanted if place else {**wanted, "province_set": province_set, "province_code": province_code})
    )
    if place:
        codes = places.covered(place)
        where += (
            f" AND (province_set = '34' AND province_code = ANY(${len(given) + 1}::text[])"
            f" OR province_set = '63' AND province_code = ANY(${len(given) + 2}::text[]))"
        )
        given += [codes[places.Set.NEW], codes[places.Set.OLD]]
    return await paging.rows(
        f"""
        SELECT id, kind, entity_kind, name, slug, province_set, province_code, sort FROM organization
        WHERE {where} AND state = 'active'
        """,
        given,
        order=["sort:text", "id:uuid"],
        page=page,
    )


async def approved(organizations: Iterable[UUID | None]) -> set[UUID]:
    """Those of these that everybody may see, and that may so be named in public: one that waits for approval is not."""
    wanted = [one for one in organizations if one is not None]
    rows = (
        await db.fetch("SELECT id FROM organization WHERE id = ANY($1) AND state = 'active'", wanted) if wanted else []
    )
    return {row["id"] for row in rows}


async def chains() -> list[Organization]:
    """All distributors, in Vietnamese alphabetical order, to choose a venue's chain from."""
    return (
        await Organization.objects()
        .where(Organization.kind == "distributor")
        .order_by(Organization.sort)
        .order_by(Organization.id)
    )


def searching(q: str | None, **equal: Any) -> tuple[str, list[Any]]:
    """The condition that ``search`` holds every word of ``q`` and that columns equal what is given, and its values."""
    parts, given = ["true"], []
    for column, value in equal.items():
        if value is not None:
            given.append(value)
            parts.append(f"{column} = ${len(given)}")
    words = values.searched(q or "").split()
    if (q or "").strip() and not words:
        parts.append("false")  # signs alone are in no name
    for word in words:
        given.append(f"%{word}%")
        parts.append(f"search LIKE ${len(given)}")
    return " AND ".join(parts), given
