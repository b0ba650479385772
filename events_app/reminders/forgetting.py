"""The letters that somebody got: told to that person, and forgotten with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.reminders import ledger


async def told(user_id: UUID, email: str) -> list[dict[str, Any]]:
    """Every letter that went or is to go to a person."""
    return await db.fetch(
        """
        SELECT delivery.purpose, event.title AS event, organization.name AS organization, delivery.name, delivery.address,
               delivery.language, delivery.state, delivery.due_at, delivery.sent_at
        FROM delivery LEFT JOIN event ON event.id = delivery.event
        LEFT JOIN organization ON organization.id = delivery.organization
        WHERE delivery.address = $1 ORDER BY delivery.id
        """,
        email,
    )


async def forget(user_id: UUID, email: str, _at: datetime) -> None:
    """Send a person nothing more, and keep of its letters only that there were some."""
    await db.fetch(
        f"""
        UPDATE delivery SET state = 'cancelled', lease_until = NULL, version = version + 1
        WHERE id IN (
            SELECT id FROM delivery WHERE address = $1 AND state IN ({ledger.sources("cancel")}) ORDER BY id FOR UPDATE
        ) AND state IN ({ledger.sources("cancel")})
        """,
        email,
    )
    await db.fetch(
        """
        UPDATE delivery SET name = '', address = NULL, phone = NULL, error = '', version = version + 1,
                            recipient = CASE WHEN recipient = left($1, 100) THEN id::text ELSE recipient END
        WHERE address = $1
        """,
        email,
    )
    await db.fetch("DELETE FROM suppression WHERE address = $1", email)
