"""What becomes of an application where both of two merged records applied to one event: the one that does not stay is withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events_app import db
from events_app.directory.merging import Settler
from events_app.exhibitors import applying
from events_app.exhibitors.tables import Application
from events_app.exhibitors.tables import ApplicationState as S
from events_app.i18n import marked
from events_app.i18n import text as _

_STATES = {
    S.DRAFT: marked("Draft"),
    S.SUBMITTED: marked("Submitted"),
    S.CHANGES_REQUESTED: marked("Changes requested"),
    S.ACCEPTED: marked("Accepted"),
    S.WAITLISTED: marked("On the waitlist"),
    S.OFFERED: marked("Booth offered"),
    S.CONFIRMED: marked("Confirmed"),
}


async def _applications(rows: Sequence[UUID]) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT application.id, event.title AS event, application.state, organization.name AS organization
        FROM application JOIN event ON event.id = application.event
        JOIN organization ON organization.id = application.organization WHERE application.id = ANY($1)
        """,
        rows,
    )
    return {
        row["id"]: _(
            "Application of %(organization)s to %(event)s: %(state)s", **{**row, "state": _(_STATES[S(row["state"])])}
        )
        for row in found
    }


async def _withdraw(row: UUID, at: datetime) -> None:
    application = await Application.objects().get(Application.id == row)
    if application is not None:
        await applying.withdraw(application, at=at)


SETTLERS = {"application": Settler(_applications, _withdraw)}
