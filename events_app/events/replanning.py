"""All opening days of a site, changed at once: some get other hours, some go, some come."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from events_app import db, errors, values
from events_app.errors import Wrong
from events_app.events import altering, publishing, siting
from events_app.events.bodies import DayChange, Hours
from events_app.events.forms import DayRow
from events_app.events.siting import DayTwice
from events_app.events.tables import Event, EventState, OpeningDay, Site


async def save_days(site: Site, rows: Sequence[DayRow], *, at: datetime) -> None:
    """Make the days of ``site`` what ``rows`` say: all of it or nothing.

    Raises Invalid with every row that is wrong, Stale, DayTwice, DatesAnnounced, LastDay, DayTaken, WrongState.
    """
    event = await siting.event_of(site)
    async with db.transaction(a_site_has_a_day_once=DayTwice), altering.schedule(event, at=at):
        found = [wrong for place, row in enumerate(rows) for wrong in _wrongs(event, row, f"days.{place}.")]
        if found:
            raise errors.Invalid(found)
        days = {day.id: day for day in await OpeningDay.objects().where(OpeningDay.site == site.id)}
        new = [Hours(**row.hours()) for row in rows if row.id is None and not row.empty and not row.gone]
        async with db.deferred("a_site_has_a_day_once"):
            await siting.add_days(site, new, at=at)
            for row in rows:
                if row.id and not row.gone:
                    await _change(_known(days, row.id), row, at=at)
            for row in rows:
                if row.id and row.gone:
                    await siting.delete_day(_known(days, row.id), row.version or 0, at=at)


async def fill(site: Site, days: values.Days, opens: time, closes: time, next_day: bool, *, at: datetime) -> int:
    """The same hours on each of ``days`` on which ``site`` is not open yet; how many were added. Raises as add_days."""
    event = await siting.event_of(site)
    async with db.transaction(a_site_has_a_day_once=DayTwice), altering.schedule(event, at=at):
        rows = await OpeningDay.select(OpeningDay.held_on).where(
            (OpeningDay.site == site.id) & OpeningDay.dropped_at.is_null()
        )
        there = {row["held_on"] for row in rows}
        new = [Hours(on=on, opens=opens, closes=closes, closes_next_day=next_day) for on in days if on not in there]
        await siting.add_days(site, new, at=at)
        return len(new)


def _wrongs(event: Event, row: DayRow, prefix: str) -> list[Wrong]:
    if row.empty or row.gone:
        return []
    owed = row.owes(prefix)
    if owed or event.state == EventState.DRAFT:
        return owed
    assert row.on  # it owes nothing
    assert row.opens
    assert row.closes
    found = publishing.outside(event, row.on, prefix)
    return found + publishing.hours_wrongs(row.on, row.opens, row.closes, row.closes_next_day, prefix)


async def _change(day: OpeningDay, row: DayRow, *, at: datetime) -> None:
    """Touch only what is different, so that two who change different days do not meet."""
    was: dict[str, Any] = {
        "on": day.held_on,
        "opens": day.opens,
        "closes": day.closes,
        "closes_next_day": day.closes_next_day,
    }
    if row.hours() != was:
        await siting.edit_day(day, row.version or 0, DayChange(**row.hours()), at=at)


def _known(days: dict[UUID, OpeningDay], day_id: UUID) -> OpeningDay:
    day = days.get(day_id)
    if day is None or day.dropped_at:
        raise errors.Stale
    return day
