"""Which feeds there are to subscribe to."""

import msgspec

from events_app import db
from events_app.calendars import rendering
from events_app.i18n import Language


class Named(msgspec.Struct, frozen=True):
    """A feed as a page names it."""

    slug: str
    name: str


async def chains() -> list[Named]:
    """The retail chains in whose stores something is shown."""
    rows = await db.fetch(
        """
        SELECT slug, name FROM organization WHERE kind = 'distributor' AND id IN (
            SELECT chain FROM venue WHERE id IN (SELECT venue_id FROM entry)
        ) ORDER BY sort, id
        """
    )
    return [Named(row["slug"], row["name"]) for row in rows]


async def series(language: Language) -> list[Named]:
    """The series of which something is shown."""
    rows = await db.fetch(
        """
        SELECT slug, name FROM series WHERE id IN (SELECT series FROM event WHERE id IN (SELECT event FROM entry))
        ORDER BY sort, id
        """
    )
    return [Named(row["slug"], rendering.said(row["name"], language)) for row in rows]
