"""What becomes of contacts, memberships and numbers of which both of two merged records have one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.actor import Role
from events_app.directory import claim_queries, claiming, contacting, inviting, on_behalf, words
from events_app.directory.conflicting import Settler
from events_app.directory.tables import Claim, Contact, Membership
from events_app.i18n import marked
from events_app.i18n import text as _

_NO_OWNER = marked("Somebody has to own the organization: let this person stay its owner.")
_ONE_RECORD = marked(
    "Two records of one organization, both of which you had claimed, became one. Your other claim stays and is decided."
)


async def _contacts(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT contact.id, contact.name, contact.email, organization.name AS organization
        FROM contact JOIN organization ON organization.id = contact.organization WHERE contact.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Contact of %(organization)s: %(name)s, %(email)s", **row) for row in found}


async def _is_one_contact(rows: Sequence[UUID]) -> bool:
    found = await db.fetch(
        'SELECT DISTINCT name, email, phone, language, "user" FROM contact WHERE id = ANY($1) LIMIT 2', rows
    )
    return len(found) == 1


async def _remove_contact(row: UUID, _stays: UUID, at: datetime) -> None:
    contact = await Contact.objects().get(Contact.id == row)
    if contact is not None and contact.removed_at is None:
        await contacting.remove(contact, contact.version, at=at)


async def _memberships(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT membership.id, users.name, membership.role, organization.name AS organization
        FROM membership JOIN organization ON organization.id = membership.organization
        JOIN users ON users.id = membership."user" WHERE membership.id = ANY($1)
        """,
        rows,
    )
    return {
        row["id"]: _(
            "Membership in %(organization)s: %(name)s, %(role)s", **{**row, "role": _(words.ROLES[row["role"]])}
        )
        for row in found
    }


async def _leave(row: UUID, stays: UUID, at: datetime) -> None:
    """End one of two memberships of a person; who only views from now on gets no letters for having been more."""
    left, kept = (
        await Membership.objects().get(Membership.id == row),
        await Membership.objects().get(Membership.id == stays),
    )
    if left is None or kept is None:
        return
    if kept.role == Role.VIEWER:
        await inviting.let_go(left, at=at)
        await inviting.let_go(kept, at=at)
    await db.fetch("DELETE FROM membership WHERE id = $1", row)  # its tokens go with it
    await outbox.record("membership.delete", at=at, id=row, organization=left.organization, user=left.user)


async def _ownerless(old: UUID, new: UUID, losing: Collection[UUID]) -> Mapping[UUID, str]:
    """The memberships of owners, where no owner of either record would be left."""
    rows = await db.fetch("SELECT id FROM membership WHERE organization IN ($1, $2) AND role = 'owner'", old, new)
    owners = {row["id"] for row in rows}
    return dict.fromkeys(owners, _NO_OWNER) if owners <= set(losing) else {}


async def _numbers(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT personal_number.id, right(number, 3) AS shown, organization.name AS organization
        FROM personal_number JOIN organization ON organization.id = personal_number.organization
        WHERE personal_number.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Personal number of %(organization)s, which ends in %(shown)s", **row) for row in found}


async def _is_one_number(rows: Sequence[UUID]) -> bool:
    found = await db.fetch("SELECT DISTINCT number FROM personal_number WHERE id = ANY($1)", rows)
    return len(found) == 1


async def _forget_number(row: UUID, _stays: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM personal_number WHERE id = $1", row)


async def _claims(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT claim.id, users.name, organization.name AS organization, claim.proof, claim.proof <> $2 AND EXISTS (
                   SELECT FROM claim AS other WHERE other.id = ANY($1) AND other."user" = claim."user" AND other.proof = $2
               ) AS better
        FROM claim JOIN organization ON organization.id = claim.organization JOIN users ON users.id = claim."user"
        WHERE claim.id = ANY($1)
        """,
        rows,
        claim_queries.UNPROVED,
    )
    return {row["id"]: _claim(row) for row in found}


def _claim(row: Mapping[str, Any]) -> str:
    """A claim with its proof, and which of two is the better one where the other proves nothing."""
    said = _("Claim of %(name)s to %(organization)s", name=row["name"], organization=row["organization"])
    parts = [said, _("proof: %(proof)s", proof=_(words.PROOFS[row["proof"]]))]
    if row["better"]:
        parts.append(_("let this one stay: the other one proves nothing"))
    return "; ".join(parts)


async def _reject_claim(row: UUID, stays: UUID, at: datetime) -> None:
    """End one of two claims of a person; the other waits on, unless somebody belongs to either record: then both have ended."""
    claim, kept = await Claim.objects().get(Claim.id == row), await Claim.objects().get(Claim.id == stays)
    if claim is None or kept is None:
        return
    peopled = any([await on_behalf.has_people(one.organization) for one in (claim, kept)])
    await claiming.give_up(claim, claiming.HasMembers.message() if peopled else _ONE_RECORD, at=at)


async def _codes(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT claim_code.id, claim_code.created_at AS moment, organization.name AS organization
        FROM claim_code JOIN organization ON organization.id = claim_code.organization WHERE claim_code.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Code of a letter to %(organization)s, made %(moment)s", **row) for row in found}


async def _forget_code(row: UUID, _stays: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM claim_code WHERE id = $1", row)


SETTLERS = {
    "claim": Settler(_claims, _reject_claim),
    "claim_code": Settler(_codes, _forget_code),
    "contact": Settler(_contacts, _remove_contact, same=_is_one_contact),
    "membership": Settler(_memberships, _leave, owed=_ownerless),
    "personal_number": Settler(_numbers, _forget_number, same=_is_one_number),
}
