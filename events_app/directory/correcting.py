"""A person corrects its name and its language, and signs in with another address once a letter has proved that it reads there.

What the person is called as a contact, and where and in which language its letters go, follows in the same transaction; a contact
that somebody typed follows to the new address where the person belongs to the organization. Whether somebody has the new address
already is looked up only when the letter is written, so that no answer tells.
"""

from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.accounts import limiting, links, passwords
from events_app.accounts.tables import Aim, Link, User
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.errors import Invalid, NotFound, Refusal, Wrong
from events_app.i18n import marked

_SAME = marked("This is your address already.")


class AddressTaken(Refusal):
    """Somebody else signs in with this address."""


async def person(user_id: UUID) -> User:
    """The person as it is kept. Raises NotFound."""
    user = await User.objects().get((User.id == user_id) & User.erased_at.is_null())
    if user is None:
        raise NotFound
    return user


async def correct(
    user: User, version: int, *, name: str | None = None, language: str | None = None, at: datetime
) -> User:
    """Give a person another name or language. Raises Stale."""
    said = {"name": name, "language": language}
    changes: dict[str, Any] = {column: value for column, value in said.items() if value is not None}
    async with db.transaction():
        await lifecycle.edit(user, version, at=at, **changes)
        await _follow(user, at=at)
        return user


async def ask(user_id: UUID, email: str, password: str, *, at: datetime) -> None:
    """Have a letter with a link sent to the new address; a link of before is good for nothing then.

    Raises Invalid, TriedTooOften.
    """
    await passwords.prove(user_id, password, at=at)
    user = await person(user_id)
    if email == user.email:
        raise Invalid([Wrong("email", _SAME)])
    await limiting.count(limiting.MOVE, str(user_id), at=at)
    await limiting.count(limiting.LETTER, email, at=at)
    async with db.transaction():
        await lifecycle.lock(user)
        await db.fetch(
            """
            UPDATE link SET used_at = $2, version = version + 1 WHERE "user" = $1 AND aim = 'email' AND used_at IS NULL
            """,
            user_id,
            at,
        )
        link = await links.make(Aim.EMAIL, email, user=user_id, language=user.language, at=at)
        await outbox.record("link.ask_email", at=at, id=link.id)


async def announced(user_id: UUID, token: str, *, at: datetime) -> Link:
    """Where a link would lead, for the person whose link it is. Raises LinkSpent."""
    link = await links.look(token, Aim.EMAIL, at=at)
    if link.user != user_id:
        raise links.LinkSpent
    return link


async def move(user_id: UUID, token: str, *, at: datetime) -> User:
    """Sign in with the new address from now on; the old one is told. Raises LinkSpent, AddressTaken.

    The used link then names the address of before, to which that letter goes. Links that were sent there are worth nothing.
    """
    async with db.transaction(users_email_key=AddressTaken):
        link = await links.take(token, Aim.EMAIL, at=at)
        if link.user != user_id:
            raise links.LinkSpent  # whoever got the letter by mistake signs in to nobody's account with it, and uses nothing up
        user = await lifecycle.lock(await person(user_id))
        before = user.email
        await db.fetch("UPDATE link SET email = $2 WHERE id = $1", link.id, before)
        await lifecycle.edit(user, user.version, at=at, verb="move", email=link.email, also={"link": link.id})
        await links.end(user_id, before, at=at)
        await links.belong(user_id, before)
        await _take_along(user, before, at=at)
        await _follow(user, at=at)
    return user


async def _follow(user: User, *, at: datetime) -> None:
    """Let the contacts that memberships made be as the person is."""
    inside = await _inside(user)
    for contact in await _contacts(Contact.user == user.id):
        if contact.organization in inside:
            await _become(contact, user.email, at=at, name=user.name, language=user.language)


async def _take_along(user: User, before: str, *, at: datetime) -> None:
    """Let contacts that somebody typed with the address of before name the new one, within the person's organizations.

    Others need not learn where a person has gone: there they stay, known as the person's, to be told of and forgotten with it.
    """
    inside = await _inside(user)
    typed = (Contact.email == before) & Contact.user.is_null()
    for contact in await _contacts(typed):
        if contact.organization in inside:
            await _become(contact, user.email, at=at)
    await db.fetch(
        """
        UPDATE contact SET "user" = $1, version = version + 1 WHERE email = $2 AND "user" IS NULL AND removed_at IS NULL
        """,
        user.id,
        before,
    )


async def _become(contact: Contact, address: str, *, at: datetime, **said: Unpack[contacting.Reached]) -> None:
    """Let a contact be reached at ``address`` if it has an address; it is removed where that one is a contact there already."""
    if contact.email is not None and contact.email != address:
        there = (Contact.organization == contact.organization) & (Contact.email == address)
        if await Contact.exists().where(there & Contact.removed_at.is_null()):
            await contacting.remove(contact, contact.version, at=at)
            return
        said["email"] = address
    if any(getattr(contact, column) != value for column, value in said.items()):
        await contacting.change(contact, contact.version, at=at, **said)


async def _contacts(which: Any) -> list[Contact]:
    found: list[Contact] = await Contact.objects().where(which & Contact.removed_at.is_null()).order_by(Contact.id)
    return found


async def _inside(user: User) -> set[UUID]:
    """The organizations to which a person belongs."""
    return {
        row["organization"] for row in await db.fetch('SELECT organization FROM membership WHERE "user" = $1', user.id)
    }
