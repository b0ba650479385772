"""A published week, and how tests say to which dates its days go."""

from datetime import date, time
from typing import Any
from uuid import UUID

from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import Event, OpeningDay

D16, D17, D18, D19, D20 = (date(2026, 12, n) for n in range(16, 21))


def moved(site: Any, on: date, day: OpeningDay | None = None, **given: Any) -> MovedDay:
    """A day at this site on this date: the one that is meant, or a new one."""
    hours = {"opens": time(8), "closes": time(21), **given}
    return MovedDay(id=day.id if day else None, site_id=site.id, on=on, **hours)


def dates(*days: MovedDay, **given: Any) -> NewDates:
    """These days, and a reason."""
    return NewDates(days=list(days), reason="Theo công văn số 12", **given)


async def days_of(site: Any) -> list[OpeningDay]:
    """The days of a site, dropped ones among them, in the order in which they were made."""
    return await OpeningDay.objects().where(OpeningDay.site == site.id).order_by(OpeningDay.id)


async def present(site: Any) -> list[tuple[UUID, date]]:
    """The days that a site has now."""
    return [(day.id, day.held_on) for day in await days_of(site) if not day.dropped_at]


class Week:
    """A published week of three days at one site."""

    def __init__(self, event: Event, venue: Any, site: Any, days: list[OpeningDay]) -> None:
        self.event, self.venue, self.site, self.days = event, venue, site, days
