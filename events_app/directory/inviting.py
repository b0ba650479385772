"""Colleagues are invited into an organization, change their role, and leave; somebody always owns it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, outbox
from events_app.accounts import consenting, limiting, links, passwords, signing_in
from events_app.accounts.tables import Aim, Link, User
from events_app.actor import Actor, Role
from events_app.directory import arriving, contacting, joining
from events_app.directory.tables import Contact, Membership, Organization
from events_app.errors import Forbidden, NotFound, Refusal


class LastOwner(Refusal):
    """Somebody has to own the organization: make somebody else an owner first."""


class AlreadyInvited(Refusal):
    """This address has an invitation that is still open; withdraw it first."""


async def members(actor: Actor, organization_id: UUID) -> list[dict[str, Any]]:
    """Who acts for an organization, for its own people and the admin. Raises SignedOut, Forbidden."""
    _inside(actor, organization_id)
    return await db.fetch(
        """
        SELECT membership.id, membership.version, membership."user", membership.role, membership.created_at,
               users.name, users.email
        FROM membership JOIN users ON users.id = membership."user" WHERE membership.organization = $1
        ORDER BY array_position(ARRAY['owner', 'staff', 'viewer'], membership.role::text), users.name, membership.id
        """,
        organization_id,
    )


async def open_invitations(actor: Actor, organization_id: UUID, *, at: datetime) -> list[Link]:
    """Who is invited and has not come yet. Raises SignedOut, Forbidden."""
    _owns(actor, organization_id)
    return (
        await Link.objects()
        .where((Link.organization_id == organization_id) & Link.used_at.is_null() & (Link.expires_at > at))
        .order_by(Link.id)
    )


async def invite(organization: Organization, email: str, role: Role, language: str, *, by: UUID, at: datetime) -> Link:
    """Send somebody a link into the organization, from the person ``by``. Raises AlreadyMember, AlreadyInvited, TriedTooOften."""
    await limiting.count(limiting.INVITATION, str(by), at=at)
    await limiting.count(limiting.INVITATION_OF, str(organization.id), at=at)
    await limiting.count(limiting.LETTER, email, at=at)
    async with db.transaction():
        await lifecycle.lock(organization)
        joined = await db.fetch(
            'SELECT FROM membership JOIN users ON users.id = membership."user" WHERE organization = $1 AND email = $2',
            organization.id,
            email,
        )
        if joined:
            raise joining.AlreadyMember
        if await db.fetch(
            "SELECT FROM link WHERE organization_id = $1 AND email = $2 AND used_at IS NULL AND expires_at > $3",
            organization.id,
            email,
            at,
        ):
            raise AlreadyInvited
        link = await links.make(
            Aim.INVITATION, email, at=at, organization=organization.id, role=role, language=language
        )
        await outbox.record("invitation.create", at=at, id=link.id, organization=organization.id)
        return link


async def withdraw(row: Link, version: int, *, at: datetime) -> None:
    """Let an invitation be good for nothing any more. Raises Stale."""
    async with db.transaction():
        await lifecycle.edit(row, version, at=at, used_at=at, verb="withdraw")


async def accept(token: str, person: UUID, *, at: datetime) -> Membership:
    """Join the organization that a link leads into. Raises LinkSpent, AlreadyMember."""
    async with db.transaction():
        link = await links.take(token, Aim.INVITATION, at=at)
        user = await User.objects().get(User.id == person)
        assert user is not None
        return await _join(user, link, at=at)


async def accept_as_newcomer(
    token: str, name: str, password: str, consent: consenting.Agreed, *, at: datetime
) -> tuple[User, Membership]:
    """Join as somebody new: the letter has proved the address. Raises Invalid, LinkSpent, AddressKnown."""
    passwords.check(password)
    kept = await signing_in.password_hash(password)
    async with db.transaction():
        link = await links.take(token, Aim.INVITATION, at=at)
        user = await arriving.newcomer(link.email, name, kept, link.language, at=at)
        await consenting.keep(consent, at=at, user=user.id, link=link.id)
        return user, await _join(user, link, at=at)


async def change_role(row: Membership, version: int, role: Role, *, at: datetime) -> Membership:
    """Give a member another role; who only views from now on gets no letters for having been more. Raises LastOwner, Stale."""
    async with db.transaction():
        await lifecycle.locked(Organization, row.organization)  # of two owners who step down at once one stays
        if role != Role.OWNER:
            await _another_owner(row)
        await lifecycle.edit(row, version, at=at, role=role)
        if role == Role.VIEWER:
            await let_go(row, at=at)
        await joining.reach(row, at=at)
        return row


async def remove(row: Membership, version: int, *, at: datetime) -> None:
    """End a membership and at once the sessions and tokens that act in it. Raises LastOwner, Stale."""
    async with db.transaction():
        await lifecycle.locked(Organization, row.organization)
        await lifecycle.unchanged(row, version)
        await _another_owner(row)
        await end(row, at=at)


async def end(row: Membership, *, at: datetime) -> None:
    """End a membership whoever is left, in the open transaction."""
    await db.fetch(
        """
        UPDATE sign_in SET revoked_at = $3
        WHERE "user" = $2 AND revoked_at IS NULL
        AND (membership_id = $1 OR membership_id IS NULL AND NOT EXISTS (SELECT FROM users WHERE id = $2 AND admin))
        """,
        row.id,
        row.user,
        at,
    )
    await let_go(row, at=at)
    await db.fetch("DELETE FROM membership WHERE id = $1", row.id)  # its tokens go with it
    await outbox.record("membership.delete", at=at, id=row.id, organization=row.organization, user=row.user)


async def member(actor: Actor, membership_id: UUID) -> Membership:
    """A member of an organization into which ``actor`` may look. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    row = await Membership.objects().get(Membership.id == membership_id)
    if row is None or not (actor.admin or row.organization == actor.organization_id):
        raise NotFound
    return row


async def member_to_change(actor: Actor, membership_id: UUID) -> Membership:
    """A member whose role ``actor`` may change. Raises SignedOut, NotFound, Forbidden."""
    row = await member(actor, membership_id)
    _owns(actor, row.organization)
    return row


async def member_to_remove(actor: Actor, membership_id: UUID) -> Membership:
    """A member whom ``actor`` may remove: whom it may change, and itself. Raises SignedOut, NotFound, Forbidden."""
    row = await member(actor, membership_id)
    if row.user != actor.user_id or "write" not in actor.scopes:
        _owns(actor, row.organization)
    return row


async def invitation(actor: Actor, link_id: UUID) -> Link:
    """An open invitation into an organization that ``actor`` owns. Raises SignedOut, NotFound, Forbidden."""
    access.signed_in(actor)
    row = await Link.objects().get(Link.id == link_id)
    if row is None or row.organization_id is None or row.used_at is not None:
        raise NotFound
    if not actor.admin and row.organization_id != actor.organization_id:
        raise NotFound
    _owns(actor, row.organization_id)
    return row


async def led_to(link: Link) -> Organization:
    """The organization that an invitation leads into. Raises NotFound."""
    row = await Organization.objects().get(Organization.id == link.organization_id)
    if row is None:
        raise NotFound
    return row


def owned(actor: Actor, organization: Organization) -> Organization:
    """The organization, if ``actor`` owns it. Raises SignedOut, Forbidden."""
    _owns(actor, organization.id)
    return organization


def _inside(actor: Actor, organization_id: UUID) -> None:
    access.signed_in(actor)
    if not actor.admin and actor.organization_id != organization_id:
        raise Forbidden


def _owns(actor: Actor, organization_id: UUID) -> None:
    _inside(actor, organization_id)
    if actor.role not in {Role.OWNER, Role.ADMIN} or not actor.writes:
        raise Forbidden


async def _join(user: User, link: Link, *, at: datetime) -> Membership:
    return await joining.join(user, await led_to(link), Role(link.role), at=at)


async def let_go(row: Membership, *, at: datetime) -> None:
    """Write no more to the contact that the membership made."""
    contacts = Contact.objects().where(
        (Contact.organization == row.organization) & (Contact.user == row.user) & Contact.removed_at.is_null()
    )
    for contact in await contacts:
        await contacting.remove(contact, contact.version, at=at)


async def _another_owner(row: Membership) -> None:
    """Raises LastOwner unless somebody else owns the organization too, or this is no owner."""
    if row.role == Role.OWNER and not await db.fetch(
        "SELECT FROM membership WHERE organization = $1 AND role = 'owner' AND id <> $2 LIMIT 1",
        row.organization,
        row.id,
    ):
        raise LastOwner
