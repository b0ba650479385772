"""Passwords: asked for by link when forgotten, changed by who knows the old one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from events_app import db, outbox, reading
from events_app.accounts import devices, limiting, links, signing_in
from events_app.accounts.tables import Aim, User
from events_app.errors import Invalid, NotFound, Wrong
from events_app.i18n import marked

SHORTEST = 10
Password = Annotated[reading.Unread, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]
_SHORT = marked("Use at least %(least)s characters; several words make a good password.")
_WRONG = marked("This is not your present password.")


def check(password: str, field: str = "password") -> None:
    """Whether a new password is long enough. Raises Invalid."""
    if len(password.strip()) < SHORTEST:
        raise Invalid([Wrong(field, _SHORT, least=SHORTEST)])


async def ask(email: str, *, near: str, at: datetime) -> None:
    """Have a letter sent to ``email`` if somebody here has it; that is looked up only when the letter is written.

    Raises TriedTooOften.
    """
    await limiting.count(limiting.LETTER_NEAR, near, at=at)
    await limiting.count(limiting.LETTER, email, at=at)
    async with db.transaction():
        link = await links.make(Aim.PASSWORD, email, at=at)
        await outbox.record("link.ask_password", at=at, id=link.id)


async def reset(token: str, password: str, *, at: datetime) -> UUID:
    """Set a new password by link, end every session and revoke every token; the person. Raises Invalid, LinkSpent."""
    check(password)
    kept = await signing_in.password_hash(password)
    async with db.transaction():
        link = await links.take(token, Aim.PASSWORD, at=at)
        user = await owner(link.user, link.email)
        if user is None:
            raise links.LinkSpent
        await _set(user, kept, at=at)
        await signing_in.sign_out_everywhere(user.id, at=at)
        await devices.revoke_all(user.id, at=at)
    await limiting.forgive(limiting.SIGN_IN, user.email)
    return user.id


async def owner(user_id: UUID | None, email: str) -> User | None:
    """Whose password a link sets: the person that it names, else who has the address; never one who was erased."""
    named = User.id == user_id if user_id else User.email == email
    return await User.objects().where(named & User.erased_at.is_null()).first()


async def change(user_id: UUID, old: str, new: str, *, session: str, revoke_tokens: bool = True, at: datetime) -> None:
    """Change a password and end all sessions but the one that did it, and all tokens. Raises Invalid, TriedTooOften."""
    await prove(user_id, old, "old", at=at)
    check(new, "new")
    kept = await signing_in.password_hash(new)
    async with db.transaction():
        user = await User.objects().get(User.id == user_id)
        if user is None:
            raise NotFound
        await _set(user, kept, at=at)
        await signing_in.sign_out_everywhere(user_id, at=at, but=session)
        if revoke_tokens:
            await devices.revoke_all(user_id, at=at)


async def prove(user_id: UUID, password: str, field: str = "password", *, at: datetime) -> None:
    """See that whoever asks knows the password. Raises Invalid, TriedTooOften."""
    user = await User.objects().get(User.id == user_id)
    if user is None:
        raise NotFound
    await limiting.count(limiting.SIGN_IN, user.email, at=at)
    if not await signing_in.is_right(user.password_hash, password):
        raise Invalid([Wrong(field, _WRONG)])
    await limiting.forgive(limiting.SIGN_IN, user.email)


async def _set(user: User, kept: str, *, at: datetime) -> None:
    await db.fetch("UPDATE users SET password_hash = $2, version = version + 1 WHERE id = $1", user.id, kept)
    await links.end(user.id, user.email, at=at)
    await outbox.record("user.password", at=at, id=user.id)
