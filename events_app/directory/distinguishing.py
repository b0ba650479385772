"""Two records that look like one organization are two: said by somebody who decides about them, and taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, outbox, paging
from events_app.actor import Actor
from events_app.directory import duplicates
from events_app.directory.tables import Distinction, Organization
from events_app.errors import Forbidden, Invalid, NotFound, Refusal, Wrong
from events_app.i18n import marked

_ITSELF = marked("These are not two organizations.")
_PAIRS = """
    SELECT pair.id, pair.one, pair.other, pair.version, pair.created_at, pair.said_by, users.name AS said_by_name,
           one.name AS one_name, one.slug AS one_slug, another.name AS other_name, another.slug AS other_slug
    FROM distinction AS pair JOIN organization AS one ON one.id = pair.one
    JOIN organization AS another ON another.id = pair.other JOIN users ON users.id = pair.said_by
"""


class SaidAlready(Refusal):
    """Somebody said already that these are two organizations."""


async def say(one: Organization, other: Organization, who: Actor, *, at: datetime) -> Distinction:
    """Remember that two records are two organizations. Raises SignedOut, Invalid, SaidAlready, NotFound."""
    person = access.signed_in(who)
    if one.id == other.id:
        raise Invalid([Wrong("other", _ITSELF)])
    async with db.transaction(two_records_are_said_to_be_two_once=SaidAlready):
        held = "SELECT FROM organization WHERE id = ANY($1) ORDER BY id FOR KEY SHARE"  # not while they are merged
        if len(await db.fetch(held, [one.id, other.id])) < 2:
            raise NotFound
        row = Distinction(one=one.id, other=other.id, said_by=person, created_at=at)
        await row.save()
        await outbox.record("distinction.create", at=at, id=row.id, one=one.id, other=other.id)
        return row


async def take_back(pair: dict[str, Any], version: int, *, at: datetime) -> None:
    """Let a pair be offered again. Raises Stale, NotFound."""
    async with db.transaction():
        row = lifecycle.found(Distinction, {name: pair[name] for name in ("id", "one", "other", "version")})
        await lifecycle.delete(row, version, at=at, one=row.one, other=row.other)


async def said(actor: Actor, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the pairs about which the actor decides, the latest first. Raises SignedOut, Forbidden."""
    condition, given = await _decided(actor)
    return await paging.rows(f"{_PAIRS} WHERE {condition}", given, order=["-id:uuid"], page=page)


async def seen(actor: Actor, distinction_id: UUID) -> dict[str, Any]:
    """A pair about which the actor decides. Raises SignedOut, Forbidden, NotFound."""
    condition, given = await _decided(actor)
    row = await db.one(f"{_PAIRS} WHERE {condition} AND pair.id = ${len(given) + 1}", *given, distinction_id)
    if row is None:
        raise NotFound
    return row


async def to_take_back(actor: Actor, distinction_id: UUID) -> dict[str, Any]:
    """A pair if the actor may take back what was said of it. Raises SignedOut, Forbidden, NotFound."""
    row = await seen(actor, distinction_id)
    if not actor.writes:
        raise Forbidden
    return row


async def _decided(actor: Actor) -> tuple[str, list[Any]]:
    scope, given = await duplicates.scope(actor)
    within = f"IN (SELECT id FROM organization WHERE {scope})"
    return f"pair.one {within} AND pair.other {within}", given


async def of(one: UUID, other: UUID) -> dict[str, Any] | None:
    """What was said of two records, if anything was."""
    return await db.one(f"{_PAIRS} WHERE pair.one IN ($1, $2) AND pair.other IN ($1, $2)", one, other)


async def follow(old: UUID, new: UUID) -> None:
    """Let what was said of a record that goes into another be said of that one."""
    await db.fetch(
        """
        WITH gone AS (
            DELETE FROM distinction WHERE one = $1 OR other = $1
            RETURNING id, CASE WHEN one = $1 THEN other ELSE one END AS third, said_by, version, created_at
        )
        INSERT INTO distinction (id, one, other, said_by, version, created_at)
        SELECT id, $2, third, said_by, version + 1, created_at FROM gone
        WHERE NOT EXISTS (SELECT FROM distinction WHERE one IN ($2, third) AND other IN ($2, third))
        """,
        old,
        new,
    )
