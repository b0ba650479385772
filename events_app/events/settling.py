"""What becomes of an organization that would stand behind an event twice in one role, once two records are merged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events_app import db
from events_app.directory.conflicting import Settler
from events_app.directory.references import Rule
from events_app.i18n import text as _


async def _backers(rows: Sequence[UUID], _at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT backer.id, event.title AS event, coalesce(nullif(backer.name, ''), organization.name) AS organization
        FROM backer JOIN event ON event.id = backer.event JOIN organization ON organization.id = backer.organization
        WHERE backer.id = ANY($1)
        """,
        rows,
    )
    return {row["id"]: _("%(organization)s stands behind %(event)s", **row) for row in found}


async def _stand_back(row: UUID, _stays: UUID, _at: datetime) -> None:
    await db.fetch("UPDATE event SET version = version + 1 WHERE id = (SELECT event FROM backer WHERE id = $1)", row)
    await db.fetch("DELETE FROM backer WHERE id = $1", row)


SETTLERS = {
    "backer": Settler(
        _backers,
        _stand_back,
        (Rule("an_organization_backs_an_event_once_in_a_role", "backer", ("event", "backing", "organization")),),
    )
}
