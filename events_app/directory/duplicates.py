"""Records that may be one organization: the same tax code, or the same name in the same province, be it that one of them had it
before; and who may merge them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.directory import jurisdiction, likeness, telling_apart
from events_app.directory.tables import Kind, Organization
from events_app.errors import Forbidden

_NOBODY_IN_IT = "NOT EXISTS (SELECT FROM membership WHERE membership.organization = organization.id)"


async def found(actor: Actor, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of groups that the actor may merge: ``reason`` (tax_code, personal_number, name, former_name), ``organizations``.

    What is alike for two reasons stands in the list twice; of which pairs it was said that they are two, is left out: the
    first may be any of the others. Raises SignedOut, Forbidden.
    """
    condition, given = await scope(actor)
    rows, following = await paging.rows(
        f"""
        WITH scoped AS (
            SELECT id, kind, tax_code, alike,
                   (SELECT number FROM personal_number WHERE personal_number.organization = organization.id) AS number
            FROM organization WHERE {condition}
        ), named AS (
            SELECT id, kind, alike, true AS now FROM scoped WHERE alike <> ''
            UNION SELECT scoped.id, kind, key, false FROM scoped
            JOIN organization_name AS former ON former.organization = scoped.id,
            unnest({likeness.formerly("former", "scoped")}) AS key WHERE former.alike <> '' AND key IS NOT NULL
        ), alike AS (
            SELECT 'tax_code' AS reason, array_agg(id ORDER BY id) AS ids FROM scoped
            WHERE tax_code IS NOT NULL GROUP BY kind, tax_code HAVING count(*) > 1
            UNION ALL
            SELECT 'personal_number', array_agg(id ORDER BY id) FROM scoped
            WHERE number IS NOT NULL GROUP BY kind, number HAVING count(*) > 1
            UNION ALL
            SELECT 'name', array_agg(id ORDER BY id) FROM named WHERE now GROUP BY kind, alike HAVING count(*) > 1
            UNION
            SELECT 'former_name', array_agg(DISTINCT id) FROM named GROUP BY kind, alike
            HAVING count(DISTINCT id) > greatest(1, count(*) FILTER (WHERE now))
        )
        SELECT reason, ids, ids[1] AS first, md5(ids::text) AS which FROM alike
        WHERE (SELECT count(*) FROM distinction WHERE one = ANY(ids) AND other = ANY(ids))
            < cardinality(ids) * (cardinality(ids) - 1) / 2
        """,
        given,
        order=["first:uuid", "reason:text", "which:text"],
        page=page,
    )
    named = await telling_apart.particulars({one for row in rows for one in row["ids"]})
    told = await db.fetch("SELECT one, other FROM distinction WHERE one = ANY($1) AND other = ANY($1)", list(named))
    two = {frozenset((pair["one"], pair["other"])) for pair in told}
    return [
        {"reason": row["reason"], "organizations": [named[one] for one in _open(row["ids"], two)]} for row in rows
    ], following


def _open(ids: Sequence[UUID], two: Collection[frozenset[UUID]]) -> list[UUID]:
    """The record that may be the most of the others, with those that it may be."""
    may_be = [[one, *(other for other in ids if other != one and {one, other} not in two)] for one in ids]
    return max(may_be, key=len)


def decides(actor: Actor) -> bool:
    """Whether there is a list of duplicates for the actor at all."""
    return actor.known and (actor.admin or actor.kind in {Kind.AUTHORITY, Kind.ORGANIZER})


async def may_merge(actor: Actor, *records: Organization) -> None:
    """See that the actor may merge them: the platform's admin, their province's authority, or who keeps them all.

    Raises SignedOut, Forbidden.
    """
    await may_see(actor, *records)
    if not actor.writes:
        raise Forbidden


async def may_see(actor: Actor, *records: Organization) -> None:
    """See that the actor may compare them: who may merge them, viewers too. Raises SignedOut, Forbidden."""
    condition, given = await scope(actor)
    ids = {record.id for record in records}
    inside = await db.fetch(
        f"SELECT FROM organization WHERE ({condition}) AND id = ANY(${len(given) + 1})", *given, list(ids)
    )
    if len(inside) != len(ids):
        raise Forbidden


async def scope(actor: Actor) -> tuple[str, list[Any]]:
    """The condition on ``organization`` under which the actor decides about duplicates. Raises SignedOut, Forbidden."""
    access.signed_in(actor)
    if actor.admin:
        return "true", []
    ours = access.member(actor, Kind.AUTHORITY, Kind.ORGANIZER)
    if actor.kind == Kind.ORGANIZER:
        return f"keeper = $1 AND {_NOBODY_IN_IT}", [ours]
    authority = await Organization.objects().get(Organization.id == ours)
    assert authority is not None
    here, given = jurisdiction.within(jurisdiction.unit_of(authority), 1)
    return f"kind = 'entity' AND {here}", given
