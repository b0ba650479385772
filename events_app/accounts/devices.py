"""Where a person is signed in, and the tokens of its programs: seen, and ended one by one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.accounts.signing_in import hashed
from events_app.errors import NotFound


async def sign_ins(user_id: UUID, *, at: datetime, session: str = "") -> list[dict[str, Any]]:
    """The browsers in which a person is signed in, the one seen last first; ``here`` for the one of ``session``."""
    return await db.fetch(
        """
        SELECT id, browser, created_at, seen_at, expires_at, token_hash = $3 AS here FROM sign_in
        WHERE "user" = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC, id DESC
        """,
        user_id,
        at,
        hashed(session),
    )


async def tokens(user_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
    """The tokens that are worth something, the newest first, each with the organization for which it acts."""
    return await db.fetch(
        """
        SELECT token.id, token.name, token.scopes, token.created_at, token.expires_at, token.used_at,
               organization.id AS organization_id, organization.name AS organization
        FROM token LEFT JOIN membership ON membership.id = token.membership_id
        LEFT JOIN organization ON organization.id = membership.organization
        WHERE token."user" = $1 AND token.revoked_at IS NULL AND token.expires_at > $2 ORDER BY token.id DESC
        """,
        user_id,
        at,
    )


async def end(user_id: UUID, sign_in_id: UUID, *, at: datetime) -> None:
    """End one of a person's sessions. Raises NotFound."""
    await _end("sign_in", user_id, sign_in_id, at=at)


async def revoke(user_id: UUID, token_id: UUID, *, at: datetime) -> None:
    """Make one of a person's tokens worth nothing. Raises NotFound."""
    await _end("token", user_id, token_id, at=at)


async def revoke_all(user_id: UUID, *, at: datetime) -> None:
    """Make every token of a person worth nothing, in the open transaction."""
    ours = await db.fetch(
        'UPDATE token SET revoked_at = $2 WHERE "user" = $1 AND revoked_at IS NULL AND expires_at > $2 RETURNING id',
        user_id,
        at,
    )
    for row in ours:
        await outbox.record("token.revoke", at=at, id=row["id"])


async def _end(table: str, user_id: UUID, row_id: UUID, *, at: datetime) -> None:
    async with db.transaction():
        ours = await db.fetch(
            f"""
            UPDATE {table} SET revoked_at = $3 WHERE id = $2 AND "user" = $1 AND revoked_at IS NULL RETURNING id
            """,
            user_id,
            row_id,
            at,
        )
        if not ours:
            raise NotFound
        await outbox.record(f"{table}.revoke", at=at, id=row_id)
