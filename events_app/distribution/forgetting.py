"""What requests for contact say of a person: told to that person, and forgotten with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.distribution import asking
from events_app.distribution.tables import ContactRequest, RequestState


async def told(user_id: UUID, email: str) -> list[dict[str, Any]]:
    """The requests in which a person asked, answered or was named as contact."""
    return await db.fetch(
        """
        SELECT distributor.name AS distributor, entity.name AS entity, request.state, request.created_at,
               CASE WHEN asked_by = $1 OR asker_email = $2 THEN asker_name END AS asked_as,
               CASE WHEN asked_by = $1 THEN asker_email END AS asked_from,
               CASE WHEN asked_by = $1 THEN asker_phone END AS asked_from_phone,
               CASE WHEN asked_by = $1 THEN consent_text END AS agreed_to,
               CASE WHEN contact_email = $2 THEN contact_name END AS named_as
        FROM contact_request AS request JOIN organization AS distributor ON distributor.id = request.distributor
        JOIN organization AS entity ON entity.id = request.entity
        WHERE asked_by = $1 OR answered_by = $1 OR asker_email = $2 OR contact_email = $2 ORDER BY request.id
        """,
        user_id,
        email,
    )


async def forget(user_id: UUID, email: str, at: datetime) -> None:
    """Keep of a person's requests only what its organization asked; of a contact only that there was one.

    What is not answered yet is withdrawn: nobody would be there for the answer.
    """
    asked = (ContactRequest.asked_by == user_id) | (ContactRequest.asker_email == email)
    open_ones = ContactRequest.objects().where(asked & (ContactRequest.state == RequestState.OPEN))
    for row in await open_ones.order_by(ContactRequest.id):
        await asking.withdraw(row, at=at)
    await db.fetch(
        """
        UPDATE contact_request SET asker_name = '', asker_email = NULL, asker_phone = NULL, version = version + 1
        WHERE asked_by = $1 OR asker_email = $2
        """,
        user_id,
        email,
    )
    await db.fetch(
        """
        UPDATE contact_request SET contact_name = '', contact_email = NULL, contact_phone = NULL, version = version + 1
        WHERE contact_email = $1
        """,
        email,
    )
