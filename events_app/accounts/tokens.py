"""Tokens for programs: bound to one membership or to none, kept hashed, shown once."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from events_app import access, db, outbox, values
from events_app.accounts import queries
from events_app.accounts.signing_in import hashed
from events_app.accounts.tables import Token, User
from events_app.actor import NOBODY, Actor
from events_app.errors import Invalid, NotFound, Wrong
from events_app.i18n import marked

SCOPES = ("read", "write")
LASTS = timedelta(days=365)
_FOUND = queries.joined(
    """
    SELECT id, "user", membership_id, used_at AS seen, scopes FROM token
    WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2
    """
).replace("source.seen", "source.seen, source.scopes")


_SCOPE = marked("A token may read, or read and write.")


class Made(NamedTuple):
    """A new token; its text is kept nowhere."""

    id: UUID
    text: str


class NoSuchPerson(NotFound):
    """Nobody here has this e-mail address."""


class NoMember(NotFound):
    """This person does not belong to that organization."""


class NoSuchToken(NotFound):
    """There is no such token, or it is worth nothing already."""


async def make(
    email: str,
    organization: str | None = None,
    *,
    at: datetime,
    name: str = "command",
    scopes: Sequence[str] = SCOPES,
) -> str:
    """A new token of an existing person, bound to its membership in ``organization`` (a slug).

    Where none is given that is its first one, and none for who runs the platform.

    Raises NoSuchPerson, NoMember, and Invalid for scopes that there are not.
    """
    user = await User.objects().where(User.email == email.strip().lower()).first()
    if user is None:
        raise NoSuchPerson
    who = await queries.actor_of(user.id, None, tuple(scopes))
    chosen: UUID | None = who.membership.id if who.membership else None
    if organization is not None:
        chosen = next((found.id for found in who.memberships if found.slug == organization), None)
        if chosen is None:
            raise NoMember
    return (await _made(user.id, chosen, name, scopes, at=at)).text


async def make_for(who: Actor, membership: UUID | None, name: str, scopes: Sequence[str], *, at: datetime) -> Made:
    """A new token of the person who asks, bound to one of its memberships; to none where it has none or runs the platform.

    Raises SignedOut, NoMember, and Invalid for scopes that there are not.
    """
    person = access.signed_in(who)
    mine = {found.id for found in who.memberships}
    if membership not in mine and (membership is not None or (mine and not who.admin)):
        raise NoMember
    return await _made(person, membership, name, scopes, at=at)


async def _made(user_id: UUID, membership: UUID | None, name: str, scopes: Sequence[str], *, at: datetime) -> Made:
    if "read" not in scopes or not set(scopes) <= set(SCOPES):
        raise Invalid([Wrong("scopes", _SCOPE)])
    token = f"fairs_{secrets.token_urlsafe(32)}"
    async with db.transaction():
        row = Token(
            user=user_id,
            membership_id=membership,
            token_hash=hashed(token),
            name=name,
            scopes=list(scopes),
            created_at=at,
            expires_at=at + LASTS,
        )
        await row.save()
    return Made(row.id, token)


async def revoke(token: str, *, at: datetime) -> str:
    """Make a token, named by itself or by its id, worth nothing; the address of whose it was. Raises NoSuchToken."""
    async with db.transaction():
        ours = await db.one(
            """
            UPDATE token SET revoked_at = $3 FROM users
            WHERE users.id = token."user" AND (token.token_hash = $1 OR token.id = $2) AND token.revoked_at IS NULL
            RETURNING token.id, users.email
            """,
            hashed(token),
            values.id_of(token),
            at,
        )
        if ours is None:
            raise NoSuchToken
        await outbox.record("token.revoke", at=at, id=ours["id"])
        return str(ours["email"])


async def bind(token: str, organization: UUID) -> None:
    """Let the token with which its person entered an organization act for it, if it acts for none; an admin's goes on so."""
    await db.fetch(
        """
        UPDATE token SET membership_id = membership.id FROM membership JOIN users ON users.id = membership."user"
        WHERE token.token_hash = $1 AND token.membership_id IS NULL AND NOT users.admin
        AND membership."user" = token."user" AND membership.organization = $2
        """,
        hashed(token),
        organization,
    )


async def recognize(token: str, *, at: datetime) -> Actor:
    """The person and membership that a token acts for, or nobody."""
    row = await db.one(_FOUND, hashed(token), at)
    if row is None:
        return NOBODY
    if row["seen"] is None or at - row["seen"] > timedelta(minutes=5):
        await db.fetch("UPDATE token SET used_at = $2 WHERE id = $1", row["source_id"], at)
    return queries.built(row, row["membership_id"], tuple(row["scopes"]), bound=True)
