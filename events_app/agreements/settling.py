"""What becomes of a party where both of two merged records signed one agreement: the one that does not stay is only named."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events_app import db
from events_app.directory.conflicting import Settler
from events_app.directory.references import Rule
from events_app.i18n import text as _


async def _parties(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT party.id, agreement.title AS agreement, party.name
        FROM party JOIN agreement ON agreement.id = party.agreement WHERE party.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("%(name)s signed %(agreement)s", **row) for row in found}


async def _only_name(row: UUID, _stays: UUID, _at: datetime) -> None:
    await db.fetch(
        "UPDATE agreement SET version = version + 1 WHERE id = (SELECT agreement FROM party WHERE id = $1)", row
    )
    await db.fetch("UPDATE party SET organization = NULL WHERE id = $1", row)


SETTLERS = {
    "party": Settler(
        _parties, _only_name, (Rule("an_organization_signs_an_agreement_once", "party", ("agreement", "organization")),)
    )
}
