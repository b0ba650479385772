"""What becomes of an application where both of two merged records applied to one event: the one that does not stay is withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import conflicting
from events_app.directory.conflicting import Settler
from events_app.exhibitors import applying
from events_app.exhibitors.tables import Application
from events_app.exhibitors.tables import ApplicationState as S
from events_app.i18n import marked
from events_app.i18n import text as _

_ONE_RECORD = marked(
    "Two records of one organization, both of which had applied to this event, became one. Its other application stays."
)
_STATES = {
    S.DRAFT: marked("Draft"),
    S.SUBMITTED: marked("Submitted"),
    S.CHANGES_REQUESTED: marked("Changes requested"),
    S.ACCEPTED: marked("Accepted"),
    S.WAITLISTED: marked("On the waitlist"),
    S.OFFERED: marked("Booth offered"),
    S.CONFIRMED: marked("Confirmed"),
}


async def _applications(rows: Sequence[UUID], at: datetime) -> Mapping[UUID, str]:
    found = await db.fetch(
        """
        SELECT application.id, event.title AS event, application.state, organization.name AS organization,
               application.submitted_at, application.created_at,
               ARRAY(SELECT product.name FROM application_product JOIN product ON product.id = application_product.product
                     WHERE application_product.application = application.id ORDER BY product.sort, product.id) AS products,
               ARRAY(SELECT DISTINCT booth.number FROM assignment JOIN booth ON booth.id = assignment.booth
                     WHERE assignment.application_id = application.id AND held_until IS NULL ORDER BY booth.number) AS booths,
               ARRAY(SELECT DISTINCT booth.number FROM assignment JOIN booth ON booth.id = assignment.booth
                     WHERE assignment.application_id = application.id AND held_until > $2 ORDER BY booth.number) AS held
        FROM application JOIN event ON event.id = application.event
        JOIN organization ON organization.id = application.organization WHERE application.id = ANY($1)
        """,
        rows,
        at,
    )
    return {row["id"]: _said(row) for row in found}


def _said(row: dict[str, Any]) -> str:
    """What tells an application from another one of equal name: when it was handed in, with which products, which booths."""
    first = _(
        "Application of %(organization)s to %(event)s: %(state)s", **{**row, "state": _(_STATES[S(row["state"])])}
    )
    if row["submitted_at"]:
        parts = [_("handed in %(moment)s", moment=row["submitted_at"])]
    else:
        parts = [_("begun %(moment)s", moment=row["created_at"])]
    if row["products"]:
        parts.append(_("products: %(names)s", names=", ".join(row["products"])))
    if row["booths"]:
        parts.append(_("booths: %(numbers)s", numbers=", ".join(row["booths"])))
    if row["held"]:
        parts.append(_("held: %(numbers)s", numbers=", ".join(row["held"])))
    return "; ".join([first, *parts])


async def _withdraw(row: UUID, _stays: UUID, at: datetime) -> conflicting.Ids:
    """Withdraw an application where another one stays; with it go its booths, and those that are held for it."""
    application = await Application.objects().get(Application.id == row)
    if application is None:
        return {}
    booths = await db.fetch(
        """
        SELECT booth, held_until IS NOT NULL AS held FROM assignment
        WHERE application_id = $1 AND (held_until IS NULL OR held_until > $2)
        """,
        row,
        at,
    )
    await applying.give_way(application, _ONE_RECORD, at=at)
    return {
        "booths": [one["booth"] for one in booths if not one["held"]],
        "holds": [one["booth"] for one in booths if one["held"]],
    }


SETTLERS = {"application": Settler(_applications, _withdraw)}
