"""Somebody claims a record that has no members, by its tax code or by the code of a letter; an authority or the admin decides.

Who has neither may ask all the same, and says who it is: whoever decides is told that nothing was proved.

An authority decides about entities of its province; who acts for an authority, an organizer or a distributor is the admin's to say.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from events_app import access, db, lifecycle, outbox, values
from events_app.accounts import limiting
from events_app.accounts.tables import User
from events_app.actor import Actor, Role, acting
from events_app.directory import claim_queries, joining, jurisdiction, masking
from events_app.directory.tables import Claim, ClaimState, Kind, Organization, OrganizationState
from events_app.errors import Forbidden, Invalid, NotApproved, NotFound, Refusal, Stale, Wrong
from events_app.i18n import marked
from events_app.settings import settings

CODE_LASTS = timedelta(days=60)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
_ASK = marked("This claim proves nothing: ask the organization itself first, and say that you have.")


class HasMembers(Refusal):
    """Somebody acts for this organization already; ask its owner for an invitation."""


class WrongProof(Refusal):
    """This is not the tax code of the record, nor a code that was sent for it."""

    status = 422


class AlreadyClaimed(Refusal):
    """You have claimed this record already; the decision is still to come."""


class OwnCode(Refusal):
    """You or somebody of your own organization printed this code: it proves nothing for you. Say who you are instead."""


class ClaimsItself(Refusal):
    """You claim this record yourself: somebody else prints a code for its people."""


async def print_code(row: Organization, *, at: datetime) -> str:
    """A new code for a letter to the people of a record, told this once; the one of before is worth nothing.

    Raises HasMembers, ClaimsItself.
    """
    code, who = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)), acting()
    async with db.transaction():
        await _without_members(row.id)
        if await claim_queries.waiting(row, who.user_id):
            raise ClaimsItself
        await db.fetch(
            """
            INSERT INTO claim_code (id, organization, code_hash, printed_by, printed_for, expires_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organization) DO UPDATE
                SET code_hash = excluded.code_hash, printed_by = excluded.printed_by, printed_for = excluded.printed_for,
                    expires_at = excluded.expires_at, created_at = excluded.created_at
            """,
            values.new_id(),
            row.id,
            _hashed(code),
            who.user_id,
            who.organization_id,
            at + CODE_LASTS,
            at,
        )
        await outbox.record("claim_code.print", at=at, id=row.id)
    return code


async def claim(
    row: Organization,
    person: UUID,
    *,
    tax_code: str | None,
    code: str | None,
    note: str,
    unproved: bool = False,
    at: datetime,
) -> Claim:
    """A claim that waits for its decision, ``unproved`` where its ``note`` is all. Raises HasMembers, WrongProof, OwnCode,
    AlreadyClaimed, TriedTooOften.

    A proof that was right is counted like the others: it says nothing of the guesses at other records before it.
    """
    await limiting.count(limiting.CLAIM, str(person), at=at)
    await limiting.count(limiting.CLAIM_OF, str(row.id), at=at)
    async with db.transaction(a_person_claims_a_record_once_at_a_time=AlreadyClaimed):
        await _without_members(row.id)
        if unproved:  # counted here, so that what is refused is not: there is nothing to guess
            await limiting.count(limiting.CLAIM_UNPROVED, str(person), at=at)
        if not unproved and not await _proves(row, tax_code, code, at=at):
            raise WrongProof
        if code and await _is_own(row, person):
            raise OwnCode
        proof = claim_queries.UNPROVED if unproved else "code" if code else "tax_code"
        made = Claim(organization=row.id, user=person, proof=proof, note=note, created_at=at)
        await made.save()
        await outbox.record("claim.create", at=at, id=made.id, organization=row.id)
    return made


def version(claim: int, record: int) -> int:
    """The version of a claim together with that of its record, of which one is decided with the other, as one number."""
    return claim * 100_000 + record


async def approve(row: Claim, version: int, *, asked: bool, at: datetime) -> Claim:
    """Make the claimant the owner of a record that is still as it was looked at; who else claims it is told that it has one.

    ``asked`` is that whoever decides says to have asked the organization itself; it is owed where the claim proves nothing, and
    kept with who said it. Raises Invalid, Stale, HasMembers, WrongState.
    """
    if row.proof == claim_queries.UNPROVED and not asked:
        raise Invalid([Wrong("asked_organization", _ASK)])
    async with db.transaction():
        organization = await _without_members(row.organization)
        await _as_seen(row, organization, "approve", version)
        await lifecycle.move(row, "approve", at=at, also={"asked": "true"} if asked else None, decided_at=at)
        user = await User.objects().get(User.id == row.user)
        assert user is not None
        await joining.join(user, organization, Role.OWNER, at=at)
        await db.fetch("DELETE FROM claim_code WHERE organization = $1", organization.id)
        await overtake([organization.id], at=at)
        return row


async def reject(row: Claim, version: int | None, reason: str, *, at: datetime) -> Claim:
    """Reject a claim, with its record as it was looked at if somebody has; the claimant is told why. Raises Stale, WrongState."""
    async with db.transaction():
        if version is not None:
            await _as_seen(row, await lifecycle.locked(Organization, row.organization), "reject", version)
        return await lifecycle.move(row, "reject", at=at, reason=reason, decided_at=at)


async def withdraw(row: Claim, *, at: datetime) -> Claim:
    """Take a claim back that waits for its decision; one that was taken back before stays so. Raises WrongState."""
    async with db.transaction():
        if (await lifecycle.lock(row)).state == ClaimState.WITHDRAWN:
            return row
        return await lifecycle.move(row, "withdraw", at=at)


async def overtake(records: Collection[UUID], *, at: datetime) -> None:
    """Reject the claims that wait for records to which somebody belongs by now; each claimant is told why."""
    waiting = Claim.objects().where(Claim.organization.is_in(list(records)) & (Claim.state == ClaimState.WAITING))
    for row in await waiting.order_by(Claim.id) if records else ():
        await give_up(row, HasMembers.message(), at=at)


async def give_up(row: Claim, because: str, *, at: datetime) -> None:
    """Reject a claim about which nobody decides any more; whoever reads it is told ``because``, a message id. Raises WrongState."""
    async with db.transaction():
        await lifecycle.move(row, "reject", at=at, because=because, decided_at=at)


async def decides(actor: Actor, organization: Organization) -> bool:
    """Whether ``actor`` is the admin or, about an entity, belongs to the authority of its province."""
    if actor.admin:
        return True
    if actor.kind != Kind.AUTHORITY or organization.kind != Kind.ENTITY:
        return False
    authority = await Organization.objects().get(Organization.id == actor.organization_id)
    return authority is not None and jurisdiction.covers(authority, organization)


async def decided_by(actor: Actor, claim_id: UUID) -> Claim:
    """A claim that ``actor`` may decide. Raises SignedOut, NotFound, Forbidden for who claims the record or only looks."""
    row, record = await seen(actor, claim_id)
    if not await decides(actor, record) or not actor.writes or await is_involved(row, access.signed_in(actor)):
        raise Forbidden
    return row


async def made_by(actor: Actor, claim_id: UUID) -> Claim:
    """A claim that ``actor`` has made and may take back. Raises SignedOut, NotFound, Forbidden."""
    row, _record = await seen(actor, claim_id)
    if access.founder(actor) != row.user:
        raise Forbidden
    return row


async def record_for_code(actor: Actor, organization: Organization) -> Organization:
    """A record for which ``actor`` may print a code. Raises SignedOut, Forbidden."""
    access.signed_in(actor)
    if not actor.writes or not await decides(actor, organization):
        raise NotApproved if actor.waits_as == Kind.AUTHORITY else Forbidden
    return organization


async def seen(actor: Actor, claim_id: UUID) -> tuple[Claim, Organization]:
    """A claim and its record, for the claimant and for who decides. Raises SignedOut, NotFound."""
    person = access.signed_in(actor)
    row = await Claim.objects().get(Claim.id == claim_id)
    record = await Organization.objects().get(Organization.id == row.organization) if row else None
    if row is None or record is None or (row.user != person and not await decides(actor, record)):
        raise NotFound
    return row, record


async def is_involved(row: Claim, person: UUID) -> bool:
    """Whether ``person`` wants the record for itself, by this claim or by another that waits: it is no judge of either."""
    theirs = (Claim.organization == row.organization) & (Claim.user == person) & (Claim.state == ClaimState.WAITING)
    return row.user == person or await Claim.exists().where(theirs)


async def _as_seen(row: Claim, record: Organization, verb: str, seen: int) -> None:
    """Hold a claim to a ``record`` that is held, both as somebody has looked at them. Raises WrongState, Stale."""
    await lifecycle.lock(row)
    lifecycle.check(row, verb)
    present = version(row.version, record.version)
    if present != seen:
        raise Stale(version=present)


async def _without_members(organization_id: UUID) -> Organization:
    """The record, held until the transaction ends. Raises HasMembers, NotFound."""
    row = await lifecycle.locked(Organization, organization_id)
    if row.state != OrganizationState.ACTIVE:
        raise NotFound
    if await db.fetch("SELECT FROM membership WHERE organization = $1 LIMIT 1", organization_id):
        raise HasMembers
    return row


async def _proves(row: Organization, tax_code: str | None, code: str | None, *, at: datetime) -> bool:
    if code is not None:
        kept = await db.one("SELECT code_hash FROM claim_code WHERE organization = $1 AND expires_at > $2", row.id, at)
        return hmac.compare_digest(_hashed(code), kept["code_hash"] if kept else "")
    digits = _digits(tax_code)
    if row.tax_code and hmac.compare_digest(digits, _digits(row.tax_code)):
        return True
    return await masking.is_of(row.id, digits)


async def _is_own(row: Organization, person: UUID) -> bool:
    """Whether the code of a record was printed by ``person`` or its organization; those who run the platform are one."""
    found = await db.fetch(
        """
        SELECT FROM claim_code JOIN users AS claimant ON claimant.id = $2
        LEFT JOIN users AS printer ON printer.id = claim_code.printed_by
        WHERE claim_code.organization = $1 AND (
            printer.id = claimant.id OR printer.admin AND claimant.admin OR EXISTS (
                SELECT FROM membership
                WHERE membership.organization = claim_code.printed_for AND membership."user" = claimant.id))
        """,
        row.id,
        person,
    )
    return bool(found)


def _digits(code: str | None) -> str:
    return "".join(letter for letter in code or "" if letter.isascii() and letter.isdecimal())


def _hashed(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(settings().secret_key.encode(), f"claim {plain}".encode(), hashlib.sha256).hexdigest()
