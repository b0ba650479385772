"""Organizations come into being, and people join them."""

from datetime import datetime

from events_app import db, outbox, revealing, values
from events_app.accounts.signing_in import password_hash
from events_app.accounts.tables import User
from events_app.actor import Role
from events_app.directory import checking
from events_app.directory.tables import Membership, Organization
from events_app.errors import Invalid, NotFound, Refusal, Wrong
from events_app.i18n import marked

_ROLE = marked("In an organization a person is owner, staff or viewer.")


class AlreadyMember(Refusal):
    """This person belongs to the organization already."""


class NoAddress(Refusal):
    """This is no e-mail address."""

    status = 422


class TellingAddress(Refusal):
    """This address holds a number of 12 digits, as a person's is, and others would see it: give another address."""

    status = 422


class NoSuchOrganization(NotFound):
    """There is no organization with this name in its address."""


async def person(
    email: str, name: str, *, at: datetime, password: str | None = None, language: str = "vi", admin: bool = False
) -> User:
    """The person with this address; a new one where there is none yet."""
    address = email.strip().lower()
    kept = await password_hash(password) if password else None
    async with db.transaction():
        await db.fetch(
            """
            INSERT INTO users (id, email, name, language, password_hash, admin, created_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (email) DO NOTHING
            """,
            values.new_id(),
            address,
            name,
            language,
            kept,
            admin,
            at,
        )
        user = await User.objects().get(User.email == address)
        assert user is not None
        return user


async def join(user: User, organization: Organization, role: Role, *, at: datetime) -> Membership:
    """Make ``user`` a member; owners and staff get the organization's letters. Raises AlreadyMember, Invalid."""
    if role == Role.ADMIN:
        raise Invalid([Wrong("role", _ROLE)])
    async with db.transaction(a_person_is_a_member_once=AlreadyMember):
        membership = Membership(user=user.id, organization=organization.id, role=role, created_at=at)
        await membership.save()
        await reach(membership, at=at)
        await outbox.record("membership.create", at=at, id=membership.id)
        return membership


async def reach(membership: Membership, *, at: datetime) -> None:
    """Let owners and staff get the organization's letters, in the open transaction; who only views gets none of its own accord.

    A contact that somebody typed stays as it is, also when the membership ends: only the one made here is the person's own.
    """
    if membership.role not in {Role.OWNER, Role.STAFF}:
        return
    await db.fetch(
        """
        INSERT INTO contact (id, organization, "user", name, email, language, created_at, version)
        SELECT $1, $2, users.id, users.name, users.email, users.language, $4, 1 FROM users WHERE users.id = $3
        ON CONFLICT (organization, email) WHERE removed_at IS NULL DO NOTHING
        """,
        values.new_id(),
        membership.organization,
        membership.user,
        at,
    )


async def administer(email: str, *, at: datetime) -> User:
    """Let the person with ``email`` (made if new) run the platform. Raises NoAddress, TellingAddress, AlreadyMember."""
    address = _address(email)
    async with db.transaction():
        user = await person(address, address.partition("@")[0], at=at)
        if user.admin:
            raise AlreadyMember
        await db.fetch("UPDATE users SET admin = true, version = version + 1 WHERE id = $1", user.id)
        await outbox.record("user.administer", at=at, id=user.id)
        return user


async def add(email: str, organization: str, role: Role, *, at: datetime) -> Membership:
    """Give the person with ``email`` (made if new) a role in the organization with this slug.

    Raises NoAddress, TellingAddress, NoSuchOrganization, AlreadyMember, and Invalid for what is no role of an organization.
    """
    address = _address(email)
    if role == Role.ADMIN:
        raise Invalid([Wrong("role", _ROLE)])
    found = await Organization.objects().where(Organization.slug == organization).first()
    if found is None:
        raise NoSuchOrganization
    return await join(await person(address, address.partition("@")[0], at=at), found, role, at=at)


def _address(written: str) -> str:
    address = written.strip().lower()
    if not checking.is_email(address):
        raise NoAddress
    if revealing.is_told(address):
        raise TellingAddress
    return address
