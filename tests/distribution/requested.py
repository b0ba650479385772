"""A request of Dũng's for contact, and the letters about requests that are true."""

from typing import Any

from events_app import db
from events_app.actor import as_actor
from events_app.distribution import asking
from events_app.reminders import letters, telling
from tests import make

API = "/api/v1/contact-requests"


async def letters_of(purpose: str) -> list[tuple[dict[str, Any], Any]]:
    """The letters of a purpose that are true now, with their parts."""
    await telling.settle(before=make.NOW)
    rows = await db.fetch("SELECT * FROM delivery WHERE purpose = $1 ORDER BY id", purpose)
    read = await letters.read(rows, at=make.NOW)
    return [(row, letters.parts(row, read)) for row in rows if row["id"] in read.true]


async def made(cast: make.Cast, asked: make.Person | None = None) -> Any:
    """An open request to the entity of Bình, or of who is ``asked``."""
    entity = (asked or cast.binh).organization
    product = await make.product(entity)
    asker: asking.Reached = {"name": "Dũng", "email": cast.dung.user.email, "phone": None}
    with as_actor(cast.dung.actor):
        return await asking.ask(
            cast.dung.organization.id,
            entity,
            [product.id],
            "Giá?",
            asker,
            consent=asking.consent_text(),
            at=make.NOW,
        )
