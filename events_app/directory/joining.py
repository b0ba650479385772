"""Organizations come into being, and people join them."""

from datetime import datetime

from events_app import db, outbox, values
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
        if role in {Role.OWNER, Role.STAFF}:
            await db.fetch(
                """
                INSERT INTO contact (id, organization, "user", name, email, language, created_at, version)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
                ON CONFLICT (organization, email) WHERE removed_at IS NULL
                    DO UPDATE SET "user" = excluded."user", version = contact.version + 1
                """,
                values.new_id(),
                organization.id,
                user.id,
                user.name,
                user.email,
                user.language,
                at,
            )
        await outbox.record("membership.create", at=at, id=membership.id)
        return membership


async def add(email: str, organization: str, role: Role, *, at: datetime) -> Membership:
    """Give the person with ``email`` (made if new) a role in the organization with this slug.

    Raises NoAddress, NoSuchOrganization, AlreadyMember, and Invalid for what is no role of an organization.
    """
    address = email.strip().lower()
    if not checking.is_email(address):
        raise NoAddress
    if role == Role.ADMIN:
        raise Invalid([Wrong("role", _ROLE)])
    found = await Organization.objects().where(Organization.slug == organization).first()
    if found is None:
        raise NoSuchOrganization
    return await join(await person(address, address.partition("@")[0], at=at), found, role, at=at)
