"""Signing in and out: argon2 passwords, sessions that are rows with a hashed token."""

import asyncio
import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import argon2
import msgspec

from events_app import access, db
from events_app.accounts import limiting, links, queries
from events_app.accounts.tables import Aim, SignIn, User
from events_app.actor import NOBODY, Actor
from events_app.errors import Forbidden, Invalid, Refusal, Wrong
from events_app.i18n import marked

LASTS = timedelta(days=14)
SCOPES = ("read", "write")
_HASHER = argon2.PasswordHasher()
_FOUND = queries.joined(
    """
    SELECT id, "user", membership_id, seen_at AS seen FROM sign_in
    WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2
    """
)


class WrongPassword(Refusal):
    """This address and password do not belong together."""

    status = 422


def hashed(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


async def password_hash(password: str) -> str:
    """``password`` as it is kept; made in a thread, because it takes a while on purpose."""
    return await asyncio.to_thread(_HASHER.hash, password)


class Entered(msgspec.Struct, frozen=True):
    """How far somebody with the right password got: a ``session``, or the link under which a code is still owed."""

    session: str = ""
    owed: str = ""


async def sign_in(
    email: str, password: str, *, at: datetime, before: str = "", near: str = "", browser: str = ""
) -> Entered:
    """A new session of the person, as the token for its cookie; the session ``before`` ends.

    Raises WrongPassword and TriedTooOften, and takes the same time whether or not there is such a person.
    """
    await limiting.count(limiting.SIGN_IN_NEAR, near, at=at)
    await limiting.count(limiting.SIGN_IN, email, at=at)
    user = await User.objects().where(User.email == email.strip().lower()).first()
    kept = user.password_hash if user else None
    if not await is_right(kept, password) or user is None or kept is None:
        raise WrongPassword
    await limiting.forgive(limiting.SIGN_IN, email)
    async with db.transaction():
        if user.totp_on_at is not None:
            link = await links.make(Aim.SECOND_STEP, user.email, user=user.id, at=at)
            return Entered(owed=links.token(link.id))
        await sign_out(before, at=at)
        return Entered(session=await begin(user.id, at=at, browser=browser))


async def begin(user_id: UUID, *, at: datetime, browser: str = "") -> str:
    """A new session for a person who has proved to be that person."""
    token = secrets.token_urlsafe(32)
    async with db.transaction():
        await SignIn(
            user=user_id,
            token_hash=hashed(token),
            browser=browser[:200],
            created_at=at,
            seen_at=at,
            expires_at=at + LASTS,
        ).save()
    return token


async def recognize(token: str, *, at: datetime) -> Actor:
    """The person whose session this is, or nobody."""
    row = await db.one(_FOUND, hashed(token), at)
    if row is None:
        return NOBODY
    if at - row["seen"] > timedelta(minutes=5):
        await db.fetch("UPDATE sign_in SET seen_at = $2 WHERE id = $1", row["source_id"], at)
    return queries.built(row, row["membership_id"], SCOPES)


async def sign_out(token: str, *, at: datetime) -> None:
    """End the session."""
    await db.fetch("UPDATE sign_in SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL", hashed(token), at)


async def sign_out_everywhere(user_id: UUID, *, at: datetime, but: str = "") -> None:
    """End all sessions of a person, ``but`` one."""
    await db.fetch(
        'UPDATE sign_in SET revoked_at = $2 WHERE "user" = $1 AND revoked_at IS NULL AND token_hash <> $3',
        user_id,
        at,
        hashed(but),
    )


async def sweep(*, at: datetime) -> None:
    """Delete the sessions that have run out or were ended."""
    await db.fetch("DELETE FROM sign_in WHERE expires_at <= $1 OR revoked_at IS NOT NULL", at)


async def switch(token: str, actor: Actor, membership_id: UUID | None) -> None:
    """Act for another of one's organizations from now on, or for the platform, which an admin runs.

    Raises SignedOut, Invalid, Forbidden.
    """
    access.signed_in(actor)
    if membership_id is None and not actor.admin:
        raise Invalid([Wrong("membership", marked("This is required."))])
    if membership_id is not None and membership_id not in {membership.id for membership in actor.memberships}:
        raise Forbidden
    await db.fetch("UPDATE sign_in SET membership_id = $2 WHERE token_hash = $1", hashed(token), membership_id)


@cache
def _nobodys_hash() -> str:
    """Checked when there is no such person, so that the time that it takes betrays nothing."""
    return _HASHER.hash(secrets.token_hex(16))


async def is_right(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one that was ``kept``; without one it is checked against nobody's, which takes as long."""
    return await asyncio.to_thread(_verified, kept, password) and kept is not None


def _verified(kept: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(kept or _nobodys_hash(), password)
    except argon2.exceptions.VerifyMismatchError:
        return False
