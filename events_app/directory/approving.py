"""Organizers and authorities wait until an admin has looked at them: what waits, and the two answers."""

from datetime import datetime
from typing import Any

from events_app import db, lifecycle, paging
from events_app.directory.tables import Organization


async def waiting(page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the organizations that wait, who waits longest first, each with the people who entered it."""
    return await paging.rows(
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


async def approve(row: Organization, *, at: datetime) -> Organization:
    """Let an organization do what its kind does; its people are told. Raises WrongState."""
    async with db.transaction():
        return await lifecycle.move(row, "approve", at=at)


async def refuse(row: Organization, reason: str, *, at: datetime) -> Organization:
    """Refuse an organization; its people are told why. Raises WrongState."""
    async with db.transaction():
        return await lifecycle.move(row, "refuse", at=at, state_reason=reason)
