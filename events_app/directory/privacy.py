"""What is kept about a person: all of it shown and exported, and erased when the person wants that.

What others need stays, without the person: messages and agreements keep an id behind which nobody stands any more.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.accounts import consenting, links, passwords
from events_app.accounts.tables import User
from events_app.directory import arriving, claiming, contacting, inviting, vacating
from events_app.directory.owing import Owed
from events_app.directory.tables import Claim, Contact, Membership
from events_app.errors import NotFound, Refusal
from events_app.i18n import text

Forgetting = Callable[[UUID, str, datetime], Awaitable[None]]
Obliging = Callable[[Sequence[UUID], datetime], Awaitable[Sequence[Owed]]]
Telling = Callable[[UUID, str], Awaitable[list[dict[str, Any]]]]
_obliging: Sequence[Obliging] = ()
_telling: Mapping[str, Telling] = {}
_forgetting: Sequence[Forgetting] = ()
_letters: Mapping[Any, str] = {}
_UNPROVEN = "erased.invalid"  # RFC 2606: no such address can ever be


class LastOwnerObliged(Refusal):
    """You are the last owner of an organization that still owes something; make somebody else its owner first, or end what is open.

    ``owes`` names it, each with what can be done where there is nobody else.
    """


class MembersLeft(Refusal):
    """You are the last owner of an organization that has other members; make one of them its owner first."""


class LastOfAuthority(Refusal):
    """You are the last owner of an authority that decides for its province; make somebody else its owner first."""


class LastAdmin(Refusal):
    """You are the only one who runs the platform; have somebody else made its admin first."""


def let_know(
    obliging: Sequence[Obliging],
    telling: Mapping[str, Telling],
    forgetting: Sequence[Forgetting],
    letters: Mapping[Any, str],
) -> None:
    """Say which parts above know what organizations owe, what else they keep about a person, and how they forget it.

    Called once by ``together.py``.
    """
    global _obliging, _telling, _forgetting, _letters
    _obliging, _telling, _forgetting, _letters = obliging, telling, forgetting, letters


def letters() -> Mapping[Any, str]:
    """What letters are for, in words."""
    return _letters


async def kept(user_id: UUID) -> dict[str, Any]:
    """Everything about a person, as names of tables and rows of them; no hash and no secret. Raises NotFound."""
    person = await db.one(
        """
        SELECT id, email, name, language, phone, admin, totp_on_at AS second_step_since, created_at, version
        FROM users WHERE id = $1
        """,
        user_id,
    )
    if person is None:
        raise NotFound
    found: dict[str, Any] = {"person": person}
    for name, sql in _KEPT.items():
        found[name] = await db.fetch(sql, user_id)
    for claim in found["claims"]:
        claim["reason"] = claim["reason"] or text(claim.pop("because", ""))
    found["households"] = await vacating.households_of(user_id)
    found["registrations"] = await arriving.told(person["email"])
    for name, tell in _telling.items():
        found[name] = await tell(user_id, person["email"])
    return found


async def erase(user_id: UUID, password: str, *, at: datetime) -> None:
    """Forget a person.

    Raises Invalid for a wrong password, TriedTooOften, LastAdmin, LastOfAuthority, LastOwnerObliged, MembersLeft.
    """
    await passwords.prove(user_id, password, at=at)
    async with db.transaction():
        await _not_last(user_id)
        user = await User.objects().where(User.id == user_id).lock_rows("NO KEY UPDATE").first()
        if user is None or user.erased_at is not None:
            raise NotFound
        await _free(user_id, at=at)
        email = user.email
        await _leave(user, at=at)
        await consenting.withdraw(user_id, at=at)
        await arriving.forget(user_id, email)
        await links.forget(user_id, email, f"{user_id}@{_UNPROVEN}", at=at)
        for sql in _FORGOTTEN:
            await db.fetch(sql, user_id)
        await db.fetch(
            """
            UPDATE users SET email = $2, name = '', phone = NULL, password_hash = NULL, admin = false, totp_salt = NULL,
                             totp_on_at = NULL, totp_step = NULL, erased_at = $3, version = version + 1
            WHERE id = $1
            """,
            user_id,
            f"{user_id}@{_UNPROVEN}",
            at,
        )
        await outbox.record("user.erase", at=at, id=user_id)
        for forget in _forgetting:
            await forget(user_id, email, at)


async def _not_last(user_id: UUID) -> None:
    """See that somebody else runs the platform, if this person does; admins go one after another. Raises LastAdmin."""
    admins = await db.fetch(
        """
        SELECT id FROM users WHERE admin AND EXISTS (SELECT FROM users AS one WHERE one.id = $1 AND one.admin)
        ORDER BY id FOR NO KEY UPDATE
        """,
        user_id,
    )
    if [row["id"] for row in admins] == [user_id]:
        raise LastAdmin


async def _free(user_id: UUID, *, at: datetime) -> None:
    """Raises LastOfAuthority, LastOwnerObliged and MembersLeft, which name the organizations."""
    await db.fetch(
        """
        SELECT FROM organization WHERE id IN (SELECT organization FROM membership WHERE "user" = $1)
        ORDER BY id FOR NO KEY UPDATE
        """,
        user_id,
    )
    rows = await db.fetch(
        """
        SELECT organization.id, organization.name, kind = 'authority' AND state = 'active' AS decides,
               EXISTS (SELECT FROM membership AS other WHERE other.organization = organization.id AND other."user" <> $1) AS shared
        FROM membership JOIN organization ON organization.id = membership.organization
        WHERE membership."user" = $1 AND membership.role = 'owner'
          AND NOT EXISTS (SELECT FROM membership AS other WHERE other.organization = organization.id
                          AND other.role = 'owner' AND other."user" <> $1)
        ORDER BY organization.sort, organization.id
        """,
        user_id,
    )
    if deciding := [row["name"] for row in rows if row["decides"]]:
        raise LastOfAuthority(organizations=deciding)
    owned = [row["id"] for row in rows]
    owes = [one for ask in _obliging for one in await ask(owned, at)] if owned else []
    if owes:
        named = {row["id"]: row["name"] for row in rows}
        raise LastOwnerObliged(
            organizations=[named[one] for one in named if one in {found.organization for found in owes}],
            owes=[_facts(one, named[one.organization]) for one in owes],
        )
    if shared := [row["name"] for row in rows if row["shared"]]:
        raise MembersLeft(organizations=shared)


def _facts(one: Owed, organization: str) -> dict[str, Any]:
    """Something that is owed as the API and the page say it."""
    return {
        "organization": organization,
        "what": one.what,
        "id": str(one.id),
        "says": one.says,
        "do": one.do,
        "page": one.page,
    }


async def _leave(user: User, *, at: datetime) -> None:
    """End the memberships, the contacts and the claims of a person, and what households say of it that it leaves empty."""
    memberships = await Membership.objects().where(Membership.user == user.id).order_by(Membership.id)
    for membership in memberships:
        await inviting.end(membership, at=at)
    contacts = Contact.objects().where(
        ((Contact.user == user.id) | (Contact.email == user.email)) & Contact.removed_at.is_null()
    )
    for contact in await contacts.order_by(Contact.id):
        await contacting.remove(contact, contact.version, at=at)
    for claim in await Claim.objects().where((Claim.user == user.id) & (Claim.state == "waiting")):
        await claiming.withdraw(claim, at=at)
    await vacating.forget_households([one.organization for one in memberships], at=at)


_KEPT = {
    "consents": """
        SELECT what, text_version, language, text, given_at, withdrawn_at FROM consent WHERE "user" = $1 ORDER BY id
    """,
    "memberships": """
        SELECT organization.id AS organization_id, organization.name AS organization, membership.role, membership.created_at
        FROM membership JOIN organization ON organization.id = membership.organization
        WHERE membership."user" = $1 ORDER BY membership.id
    """,
    "contacts": """
        SELECT organization.name AS organization, contact.name, contact.email, contact.phone, contact.language,
               contact.created_at
        FROM contact JOIN organization ON organization.id = contact.organization
        WHERE contact.removed_at IS NULL
          AND (contact."user" = $1 OR contact.email = (SELECT email FROM users WHERE id = $1)) ORDER BY contact.id
    """,
    "claims": """
        SELECT organization.name AS organization, claim.proof, claim.note, claim.state, claim.reason, claim.because,
               claim.created_at, claim.decided_at
        FROM claim JOIN organization ON organization.id = claim.organization WHERE claim."user" = $1 ORDER BY claim.id
    """,
    "invitations": """
        SELECT organization.name AS organization, link.role, link.created_at, link.used_at
        FROM link JOIN organization ON organization.id = link.organization_id
        WHERE link.email = (SELECT email FROM users WHERE id = $1) ORDER BY link.id
    """,
    "sign_ins": """
        SELECT browser, created_at, seen_at, expires_at, revoked_at FROM sign_in WHERE "user" = $1 ORDER BY id
    """,
    "tokens": """
        SELECT name, scopes, created_at, expires_at, used_at, revoked_at FROM token WHERE "user" = $1 ORDER BY id
    """,
    "messages": """
        SELECT topic, at, payload AS ids FROM message WHERE user_id = $1 ORDER BY id
    """,
}
_FORGOTTEN = (
    'DELETE FROM sign_in WHERE "user" = $1',
    'DELETE FROM token WHERE "user" = $1',
    'DELETE FROM recovery_code WHERE "user" = $1',
    """UPDATE claim SET note = '' WHERE "user" = $1""",
    "DELETE FROM kept_answer WHERE caller = $1",
)
