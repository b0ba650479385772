"""The floor of a fair and who stands on it: zones, booths, applications, assignments."""

from datetime import date
from typing import Any

from events_app.booths.tables import Assignment, Booth, Zone
from events_app.directory.tables import Organization
from events_app.events.tables import Event, Site
from events_app.exhibitors.tables import Application, ApplicationState
from tests.make.given import NOW, nth


async def zone(of_site: Site, name: str = "Thực phẩm", **given: Any) -> Zone:
    """A zone of a site."""
    row = Zone(**{"site": of_site.id, "name": {"vi": name}, "created_at": NOW, **given})
    await row.save()
    return row


async def booth(in_zone: Zone, number: str | None = None, **given: Any) -> Booth:
    """A booth of 3 x 3 m; each stands apart from the others."""
    n = nth()
    number = number or f"A{n:03d}"
    row = Booth(
        **{
            "site": in_zone.site,
            "zone": in_zone.id,
            "number": number,
            "x_m": float(n % 20 * 4),
            "y_m": float(n // 20 * 4),
            "sort": number,
            "created_at": NOW,
            **given,
        }
    )
    await row.save()
    return row


async def application(
    event: Event, organization: Organization, state: ApplicationState = ApplicationState.SUBMITTED, **given: Any
) -> Application:
    """A submitted application."""
    row = Application(
        **{
            "event": event.id,
            "organization": organization.id,
            "state": state,
            "submitted_at": NOW,
            "created_at": NOW,
            **given,
        }
    )
    await row.save()
    return row


async def assignment(application: Application, of_booth: Booth, first_on: date, last_on: date) -> Assignment:
    """A booth that is the exhibitor's for good."""
    row = Assignment(
        booth=of_booth.id,
        organization=application.organization,
        application_id=application.id,
        first_on=first_on,
        last_on=last_on,
        created_at=NOW,
    )
    await row.save()
    return row
