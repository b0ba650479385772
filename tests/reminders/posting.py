"""What the relay and the workers do, one step after the other in the test's own transaction."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from events_app import actor, db, mail, outbox
from events_app.booths.tables import Booth
from events_app.events import rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import OpeningDay
from events_app.exhibitors import choosing
from events_app.exhibitors.tables import Application
from events_app.reminders import letters, telling
from events_app.reminders.tables import ReminderRule
from events_app.values import Days
from tasks.outbox import ROUTES
from tests import make


async def fair(organizer: make.Person, **given: Any) -> make.Fair:
    """A fair with the rule that every event starts with: three days before, at 08:00."""
    made = await make.fair(organizer.organization, **given)
    await ReminderRule(event=made.id, days_before=3, at_time=time(8), created_at=make.NOW).save()
    return made


async def taken(cast: make.Cast) -> make.Fair:
    """Such a fair of An's, with Bình in its first booth."""
    made = await fair(cast.an)
    await confirmed(made, cast.binh)
    return made


async def moved_by(fair: make.Fair, days: int, *, lost: int = 0, at: datetime = make.NOW) -> None:
    """All of a fair's days move by so many days, the last ones are lost; exhibitors are told."""
    await moves(fair, days, lost=lost, at=at)
    await tell(at)


async def moves(fair: make.Fair, days: int, *, lost: int = 0, at: datetime = make.NOW) -> None:
    """The same, before anybody is told."""
    held = await OpeningDay.objects().where(OpeningDay.dropped_at.is_null()).order_by(OpeningDay.held_on)
    held = [day for day in held if day.site == fair.site.id]
    new = [
        MovedDay(
            id=day.id,
            site_id=day.site,
            on=day.held_on + timedelta(days),
            opens=day.opens,
            closes=day.closes,
            closes_next_day=day.closes_next_day,
        )
        for day in held[: len(held) - lost]
    ]
    await rescheduling.reschedule(fair.event, NewDates(reason="Bão đã tan", days=new), at=at)


async def tell(at: datetime = make.NOW) -> None:
    """Route every message that there is, and write the letters that are owed."""
    await outbox.route(ROUTES, at=at)
    for row in await db.fetch("SELECT id FROM route WHERE task = 'reminders.tell' AND done_at IS NULL ORDER BY id"):
        await telling.tell(row["id"], at=at)


async def confirmed(
    fair: make.Fair,
    exhibitor: make.Person,
    booth: Booth | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
    at: datetime = make.NOW,
) -> Application:
    """``exhibitor`` picks a booth (the first one) for some days (all of them) and is confirmed, and told so."""
    application = await make.application(fair.event, exhibitor.organization)
    days = Days(first_on or fair.event.first_on, last_on or fair.event.last_on)
    with actor.as_actor(exhibitor.actor):
        await choosing.hold(application, (booth or fair.booths[0]).id, days, at=at)
        await choosing.confirm(application, at=at)
    await tell(at)
    return application


async def deliveries(purpose: str | None = None) -> list[dict[str, Any]]:
    """Every delivery (of one purpose), in the order of their ids."""
    return await db.fetch(
        """
        SELECT delivery.*, organization.name AS organization_name FROM delivery
        LEFT JOIN organization ON organization.id = delivery.organization
        WHERE $1::text IS NULL OR purpose = $1 ORDER BY delivery.id
        """,
        purpose,
    )


async def states(purpose: str | None = None) -> list[str]:
    """The states of every delivery (of one purpose)."""
    return [row["state"] for row in await deliveries(purpose)]


async def written(rows: Sequence[dict[str, Any]], at: datetime = make.NOW) -> list[mail.Parts]:
    """The letters of these deliveries that are true at ``at``."""
    read = await letters.read(rows, at=at)
    return [letters.parts(row, read) for row in rows if row["id"] in read.true]


async def speaks(person: make.Person, language: str) -> None:
    """``person`` is written to in ``language``."""
    await db.fetch("UPDATE contact SET language = $2 WHERE email = $1", person.user.email, language)
