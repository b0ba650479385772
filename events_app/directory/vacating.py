"""A household is a person: when the last of its people is erased, what it said about that person is forgotten too.

Its name, kind, commune and province, its products and their certificates stay: they are the public record of the programme, to
which fairs and agreements refer.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle
from events_app.directory import contacting, masking, on_behalf
from events_app.directory.tables import Contact, EntityKind, Organization


async def households_of(user_id: UUID) -> list[dict[str, Any]]:
    """What is kept about a person in the households to which it belongs; of the number the last digits."""
    return await db.fetch(
        """
        SELECT organization.name AS organization, representative, phone, email, address, $2 || right(number, 3) AS personal_number
        FROM membership JOIN organization ON organization.id = membership.organization
        LEFT JOIN personal_number ON personal_number.organization = organization.id
        WHERE membership."user" = $1 AND entity_kind = 'household' ORDER BY organization.id
        """,
        user_id,
        masking.HIDDEN,
    )


async def forget_households(left: Iterable[UUID], *, at: datetime) -> None:
    """Forget the person in those of the organizations just ``left`` that are households with nobody in them any more."""
    for organization_id in sorted(left):
        row = await lifecycle.locked(Organization, organization_id)
        if row.entity_kind != EntityKind.HOUSEHOLD or await on_behalf.has_people(row.id):
            continue
        await masking.forget(row.id)
        for contact in await Contact.objects().where((Contact.organization == row.id) & Contact.removed_at.is_null()):
            await contacting.remove(contact, contact.version, at=at)
        await lifecycle.edit(row, row.version, at=at, representative="", phone=None, email=None, address="")
