"""Organizers and authorities wait until an admin has looked at them: what waits, the two answers, and asking again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor, Role
from events_app.directory import jurisdiction, on_behalf, queries
from events_app.directory.tables import Kind, Organization
from events_app.errors import Forbidden


async def waiting(page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the organizations that wait, who waits longest first, each with the people who entered it.

    ``there`` are the authorities that speak for the same province already, the whole new unit of it, where it is an authority.
    """
    rows, following = await paging.rows(
        """
        SELECT organization.*,
               (SELECT jsonb_agg(jsonb_build_object('name', users.name, 'email', users.email) ORDER BY membership.id)
                FROM membership JOIN users ON users.id = membership."user"
                WHERE membership.organization = organization.id) AS people
        FROM organization WHERE state = 'waiting'
        """,
        [],
        order=["id:uuid"],
        page=page,
    )
    units = {row["id"]: _unit(row) for row in rows}
    known = await _authorities() if any(units.values()) else []
    return [
        {**row, "there": [one for one in known if units[row["id"]] and _unit(one) == units[row["id"]]]} for row in rows
    ], following


async def _authorities() -> list[dict[str, Any]]:
    return await db.fetch(
        """
        SELECT id, kind, entity_kind, name, slug, province_set, province_code FROM organization
        WHERE kind = 'authority' AND state = 'active' ORDER BY sort, id
        """
    )


def _unit(row: Mapping[str, Any]) -> str | None:
    """For which of the 34 units an authority speaks."""
    is_one = row["kind"] == Kind.AUTHORITY
    return jurisdiction.unit(row["province_set"], row["province_code"]) if is_one else None


async def approve(row: Organization, version: int, *, at: datetime) -> Organization:
    """Let an organization that is still as it was looked at do what its kind does; its people are told.

    Raises Stale, WrongState.
    """
    async with db.transaction():
        await _as_seen(row, "approve", version)
        return await lifecycle.move(row, "approve", at=at, state_reason="")


async def refuse(row: Organization, version: int, reason: str, *, at: datetime) -> Organization:
    """Refuse an organization that is still as it was looked at; its people are told why. Raises Stale, WrongState."""
    async with db.transaction():
        await _as_seen(row, "refuse", version)
        return await lifecycle.move(row, "refuse", at=at, state_reason=reason)


async def owned(actor: Actor, organization_id: UUID) -> Organization:
    """The organization for which ``actor`` may ask: its owner, or the admin. Raises NotFound, SignedOut, Forbidden."""
    access.signed_in(actor)
    row = await queries.mine(actor, organization_id)
    if actor.role not in {Role.OWNER, Role.ADMIN}:
        raise Forbidden
    return row


async def ask_again(row: Organization, *, at: datetime) -> Organization:
    """Let an organization that was refused wait once more; the admins are told, and see why it was refused. Raises WrongState."""
    with on_behalf.of(row.id):
        async with db.transaction():
            return await lifecycle.move(row, "wait", at=at)


async def _as_seen(row: Organization, verb: str, version: int) -> None:
    """Hold an organization as somebody has looked at it: its owner corrects it while it waits. Raises WrongState, Stale."""
    await lifecycle.lock(row)
    lifecycle.check(row, verb)
    await lifecycle.unchanged(row, version)
