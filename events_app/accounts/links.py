"""Single-use links: a row says what a link is good for, its token is made from the row's id and kept nowhere."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from events_app import db, lifecycle
from events_app.accounts.tables import Aim, Link
from events_app.errors import Refusal
from events_app.settings import settings

LASTS = {
    Aim.CONFIRMATION: timedelta(days=2),
    Aim.INVITATION: timedelta(days=7),
    Aim.PASSWORD: timedelta(hours=2),
    Aim.EMAIL: timedelta(days=1),
    Aim.SECOND_STEP: timedelta(minutes=10),
}
KEPT = timedelta(days=7)  # after it has run out, so that who comes late is told so
_PATHS = {
    Aim.CONFIRMATION: "/confirmation",
    Aim.INVITATION: "/invitation",
    Aim.PASSWORD: "/password",
    Aim.EMAIL: "/email",
}


class LinkSpent(Refusal):
    """This link was used already or has run out; ask for a new one."""

    status = 410


def token(link_id: UUID) -> str:
    """The secret part of a link: its id, and a proof that it is one of ours."""
    return base64.urlsafe_b64encode(link_id.bytes + _proof(link_id)).decode().rstrip("=")


def path(link_id: UUID, aim: str) -> str:
    """Where a letter leads; the token stands in the query, because paths are logged."""
    return f"{_PATHS[Aim(aim)]}?token={token(link_id)}"


async def make(
    aim: Aim,
    email: str,
    *,
    at: datetime,
    user: UUID | None = None,
    organization: UUID | None = None,
    role: str | None = None,
    language: str = "vi",
    lasts: timedelta | None = None,
) -> Link:
    """A new link for whoever reads the letters of ``email``."""
    row = Link(
        aim=aim,
        email=email.strip().lower(),
        user=user,
        organization_id=organization,
        role=role,
        language=language,
        created_at=at,
        expires_at=at + (lasts or LASTS[aim]),
    )
    await row.save()
    return row


async def look(given: str, aim: Aim, *, at: datetime) -> Link:
    """The link of a token, left unused: who only looks (a mail scanner does) uses nothing up. Raises LinkSpent."""
    rows = await db.fetch(
        "SELECT * FROM link WHERE id = $1 AND aim = $2 AND used_at IS NULL AND expires_at > $3", _read(given), aim, at
    )
    if not rows:
        raise LinkSpent
    return lifecycle.found(Link, rows[0])


async def take(given: str, aim: Aim, *, at: datetime) -> Link:
    """Use the link of a token up, in the transaction of what it is used for: of many at once one wins. Raises LinkSpent."""
    if not db.in_transaction():
        raise RuntimeError("take() belongs in the transaction of what the link is used for")
    rows = await db.fetch(
        """
        UPDATE link SET used_at = $3, version = version + 1
        WHERE id = $1 AND aim = $2 AND used_at IS NULL AND expires_at > $3 RETURNING *
        """,
        _read(given),
        aim,
        at,
    )
    if not rows:
        raise LinkSpent
    return lifecycle.found(Link, rows[0])


async def end(user_id: UUID, email: str, *, at: datetime) -> None:
    """Let no link that a person was sent be good for anything any more."""
    await db.fetch(
        """
        UPDATE link SET used_at = $3, version = version + 1
        WHERE ("user" = $1 OR email = $2) AND aim IN ('password', 'email', 'second_step') AND used_at IS NULL
        """,
        user_id,
        email,
        at,
    )


async def belong(user_id: UUID, email: str) -> None:
    """Let the links that went to a person's address of before be known as that person's, so that they are forgotten with it."""
    await db.fetch(
        'UPDATE link SET "user" = $1, version = version + 1 WHERE email = $2 AND "user" IS NULL', user_id, email
    )


async def forget(user_id: UUID, email: str, instead: str, *, at: datetime) -> None:
    """Let no link of a person be good for anything any more, whatever it was for, and name another address in each."""
    await db.fetch(
        """
        UPDATE link SET used_at = coalesce(used_at, $4), email = $3, version = version + 1 WHERE "user" = $1 OR email = $2
        """,
        user_id,
        email,
        instead,
        at,
    )


def _read(given: str) -> UUID | None:
    try:
        whole = base64.urlsafe_b64decode(given.encode("ascii", "replace") + b"=" * (-len(given) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(whole) != 16 + 24:
        return None
    link_id = UUID(bytes=whole[:16])
    return link_id if hmac.compare_digest(whole[16:], _proof(link_id)) else None


def _proof(link_id: UUID) -> bytes:
    return hmac.new(settings().secret_key.encode(), b"link " + link_id.bytes, hashlib.sha256).digest()[:24]
