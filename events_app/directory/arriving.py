"""A newcomer arrives, alone or with its organization: nothing is in the directory before its e-mail address is confirmed.

Whether somebody has the address already is looked up only when the letter is written, so that no answer and no time tells.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from events_app import actor, db, lifecycle, outbox, reading
from events_app.accounts import consenting, limiting, links, passwords, signing_in
from events_app.accounts.tables import Aim, Link, User
from events_app.directory import bodies, checking, claim_queries, masking, recognizing
from events_app.directory.tables import Organization, Registration
from events_app.errors import Refusal


class AddressKnown(Refusal):
    """Somebody signs in with this address already. Sign in, or have a new password sent to you."""


class Confirmed(NamedTuple):
    """Who came in, with its organization or with the record that there is of it, and where it wanted to go."""

    user: User
    organization: Organization | None = None
    known: recognizing.InDirectory | None = None
    following: str = ""

    @property
    def leads_to(self) -> str:
        """Where it goes on: to the claim of the record that it did not know of, or where it wanted to go.

        Who has entered its own organization claims no record: it has said that the one which it came for is another's.
        """
        claim = self.known.facts.get("claim") if self.known else None
        following = "" if self.organization and claim_queries.is_way(self.following) else self.following
        return str(claim or following or "/organization")


async def register(
    name: str,
    email: str,
    language: str,
    consent: consenting.Agreed,
    organization: bodies.NewOrganization | None,
    *,
    near: str,
    following: str = "",
    at: datetime,
) -> None:
    """Keep what a newcomer says until a letter has proved that the address is its own, and the path of ours where it wants to go.

    Raises TriedTooOften, InDirectory.
    """
    await limiting.count(limiting.LETTER_NEAR, near, at=at)
    await limiting.count(limiting.LETTER, email, at=at)
    if organization:
        await recognizing.unless_known(organization)
    said = organization.model_dump(mode="json", exclude={"on_behalf", "contact"}) if organization else {}
    personal = said.pop("tax_code") if checking.is_personal(said.get("tax_code")) else None
    async with db.transaction():
        link = await links.make(Aim.CONFIRMATION, email, at=at, language=language)
        row = Registration(link=link.id, name=name, organization=said, personal=personal, following=following)
        await row.save()
        await consenting.keep(consent, at=at, link=link.id)
        await outbox.record("registration.create", at=at, id=row.id, link=link.id)


async def announced(token: str, *, at: datetime) -> tuple[Link, Registration]:
    """What a link would confirm. Raises LinkSpent."""
    link = await links.look(token, Aim.CONFIRMATION, at=at)
    return link, await _of(link)


async def confirm(token: str, password: str, *, at: datetime) -> Confirmed:
    """Let the newcomer in, with the password that it chooses now, and its organization into the directory.

    Where somebody has entered that one meanwhile, the newcomer comes alone, and is told of the record. The password is chosen
    only here: whoever registers a stranger's address learns no way in. Raises Invalid, LinkSpent, AddressKnown.
    """
    passwords.check(password)
    kept = await signing_in.password_hash(password)
    async with db.transaction():
        link = await links.take(token, Aim.CONFIRMATION, at=at)
        row = await _of(link)
        user = await newcomer(link.email, row.name, kept, link.language, at=at)
        await consenting.belongs(link.id, user.id)
        confirmed = await _found(row, user, at=at) if row.organization else Confirmed(user)
        await db.fetch(
            "UPDATE registration SET name = '', organization = '{}', personal = NULL, following = '' WHERE id = $1",
            row.id,
        )
    return confirmed._replace(following=row.following)


async def newcomer(email: str, name: str, password_hash: str, language: str, *, at: datetime) -> User:
    """A new person with an address that is proved to be its own. Raises AddressKnown."""
    async with db.transaction(users_email_key=AddressKnown):
        user = User(email=email, name=name, language=language, password_hash=password_hash, created_at=at)
        await user.save()
        await outbox.record("user.create", at=at, id=user.id)
        return user


async def _found(row: Registration, user: User, *, at: datetime) -> Confirmed:
    kept_apart = {"tax_code": row.personal} if row.personal else {}
    said = reading.check(bodies.WaitingOrganization, {**row.organization, **kept_apart})
    with actor.as_actor(actor.Actor(user_id=user.id, name=user.name, email=user.email)):
        try:
            return Confirmed(user, await recognizing.found(user.id, said, at=at))
        except recognizing.InDirectory as known:
            return Confirmed(user, known=known)


async def _of(link: Link) -> Registration:
    rows: list[dict[str, Any]] = await db.fetch("SELECT * FROM registration WHERE link = $1", link.id)
    if not rows:
        raise links.LinkSpent
    return lifecycle.found(Registration, rows[0])


async def told(email: str) -> list[dict[str, Any]]:
    """What somebody who registered with this address said, as long as it is not confirmed; of a personal number the last digits."""
    return await db.fetch(
        """
        SELECT registration.name, registration.organization->>'name' AS organization,
               registration.organization->>'representative' AS representative, registration.organization->>'phone' AS phone,
               registration.organization->>'email' AS email, registration.organization->>'address' AS address,
               $2 || right(registration.personal, 3) AS personal_number, link.created_at, link.expires_at
        FROM registration JOIN link ON link.id = registration.link
        WHERE link.email = $1 AND link.used_at IS NULL ORDER BY registration.id
        """,
        email,
        masking.HIDDEN,
    )


async def forget(user_id: UUID, email: str) -> None:
    """Forget what newcomers said who registered with this address or one of before, in the open transaction."""
    links_of = 'SELECT id FROM link WHERE "user" = $1 OR email = $2'
    await db.fetch(f"DELETE FROM registration WHERE link IN ({links_of})", user_id, email)
    await db.fetch(f'DELETE FROM consent WHERE "user" IS NULL AND link IN ({links_of})', user_id, email)


async def sweep(*, at: datetime) -> None:
    """Forget newcomers who never came, with what they said and agreed to, and links that ran out a week ago."""
    gone = [row["id"] for row in await db.fetch("SELECT id FROM link WHERE expires_at < $1", at - links.KEPT)]
    async with db.transaction():
        await db.fetch("DELETE FROM registration WHERE link = ANY($1)", gone)
        await db.fetch('DELETE FROM consent WHERE link = ANY($1) AND "user" IS NULL', gone)
        await db.fetch("UPDATE consent SET link = NULL WHERE link = ANY($1)", gone)
        await db.fetch("DELETE FROM link WHERE id = ANY($1)", gone)
