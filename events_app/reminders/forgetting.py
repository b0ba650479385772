"""The letters that somebody got: told to that person, kept with it when its address is another one, and forgotten with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.reminders import ledger


async def told(user_id: UUID, email: str) -> list[dict[str, Any]]:
    """Every letter that went or is to go to a person."""
    return await db.fetch(
        """
        SELECT delivery.purpose, event.title AS event, organization.name AS organization, delivery.name, delivery.address,
               delivery.language, delivery.state, delivery.due_at, delivery.sent_at
        FROM delivery LEFT JOIN event ON event.id = delivery.event
        LEFT JOIN organization ON organization.id = delivery.organization
        WHERE delivery.address = $1 OR delivery.facts->>'user' = $2 ORDER BY delivery.id
        """,
        email,
        str(user_id),
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
                            recipient = CASE WHEN recipient = left(address, 100) THEN id::text ELSE recipient END
        WHERE address = $1 OR facts->>'user' = $2
        """,
        email,
        str(user_id),
    )
    await db.fetch("DELETE FROM suppression WHERE address = $1", email)


async def _moves(message: outbox.Recorded) -> None:
    """What a person got at its address of before stays its own, whoever has that address next; what is due goes along."""
    person = UUID(str(message.ids["id"]))
    row = await db.one(
        """
        SELECT link.email AS before, users.email AS since FROM link JOIN users ON users.id = link."user" WHERE link.id = $1
        """,
        UUID(str(message.ids["link"])),
    )
    assert row
    await db.fetch(
        """
        UPDATE delivery SET address = $2, version = version + 1,
                            recipient = CASE WHEN recipient = left($1, 100) THEN id::text ELSE recipient END
        WHERE id IN (
            SELECT id FROM delivery
            WHERE address = $1 AND (contact IS NULL OR contact IN (SELECT id FROM contact WHERE "user" = $3)) ORDER BY id FOR UPDATE
        )
        """,
        row["before"],
        row["since"],
        person,
    )


FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {"users.move": [_moves]}
