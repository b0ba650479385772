"""What becomes of contacts, memberships and numbers of which both of two merged records have one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events_app import db
from events_app.directory import claiming, contacting, words
from events_app.directory.merging import Settler
from events_app.directory.tables import Claim, Contact
from events_app.i18n import text as _


async def _contacts(rows: Sequence[UUID]) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT contact.id, contact.name, contact.email, organization.name AS organization
        FROM contact JOIN organization ON organization.id = contact.organization WHERE contact.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Contact of %(organization)s: %(name)s, %(email)s", **row) for row in found}


async def _remove_contact(row: UUID, at: datetime) -> None:
    contact = await Contact.objects().get(Contact.id == row)
    if contact is not None and contact.removed_at is None:
        await contacting.remove(contact, contact.version, at=at)


async def _memberships(rows: Sequence[UUID]) -> Mapping[UUID, str]:
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


async def _leave(row: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM membership WHERE id = $1", row)


async def _numbers(rows: Sequence[UUID]) -> Mapping[UUID, str]:
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


async def _forget_number(row: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM personal_number WHERE id = $1", row)


async def _claims(rows: Sequence[UUID]) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT claim.id, users.name, organization.name AS organization
        FROM claim JOIN organization ON organization.id = claim.organization JOIN users ON users.id = claim."user"
        WHERE claim.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Claim of %(name)s to %(organization)s", **row) for row in found}


async def _reject_claim(row: UUID, at: datetime) -> None:
    claim = await Claim.objects().get(Claim.id == row)
    if claim is not None:
        await claiming.reject(claim, None, "", at=at)


async def _codes(rows: Sequence[UUID]) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT claim_code.id, organization.name AS organization
        FROM claim_code JOIN organization ON organization.id = claim_code.organization WHERE claim_code.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("Code of a letter to %(organization)s", **row) for row in found}


async def _forget_code(row: UUID, _at: datetime) -> None:
    await db.fetch("DELETE FROM claim_code WHERE id = $1", row)


SETTLERS = {
    "claim": Settler(_claims, _reject_claim),
    "claim_code": Settler(_codes, _forget_code),
    "contact": Settler(_contacts, _remove_contact),
    "membership": Settler(_memberships, _leave),
    "personal_number": Settler(_numbers, _forget_number, same=_is_one_number),
}
