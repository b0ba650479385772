"""A household's 12-digit personal number: kept apart from everything else, and shown to nobody but for its last digits."""

import hmac
from datetime import datetime
from uuid import UUID

from events_app import db, identifying, values

HIDDEN = identifying.HIDDEN


async def keep(organization_id: UUID, number: str, *, at: datetime) -> None:
    """Make this the number of the household."""
    await db.fetch(
        """
        INSERT INTO personal_number (id, organization, number, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organization) DO UPDATE SET number = excluded.number, created_at = excluded.created_at
        """,
        values.new_id(),
        organization_id,
        number,
        at,
    )


async def forget(organization_id: UUID) -> None:
    """Keep no number of the organization."""
    await db.fetch("DELETE FROM personal_number WHERE organization = $1", organization_id)


async def has(organization_id: UUID) -> bool:
    """Whether a number is kept."""
    return bool(await db.fetch("SELECT FROM personal_number WHERE organization = $1", organization_id))


async def is_of(organization_id: UUID, number: str) -> bool:
    """Whether ``number`` is the one that is kept."""
    row = await db.one("SELECT number FROM personal_number WHERE organization = $1", organization_id)
    return row is not None and hmac.compare_digest(row["number"].encode(), number.encode())


async def masked(organization_id: UUID) -> str | None:
    """The number as its own people see it: enough to tell which it is, too little to be it. None where there is none."""
    row = await db.one("SELECT right(number, 3) AS shown FROM personal_number WHERE organization = $1", organization_id)
    return f"{HIDDEN}{row['shown']}" if row else None
