"""An announced event moves: its opening days get new dates, stay the same rows, and the programme goes with them.

All of it happens in one transaction under the lock of the event. What stands above (assignments, calendar entries, due times)
follows ``event.reschedule``, whose message names the Rescheduling row.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from events_app import db, errors, lifecycle, values
from events_app.errors import Wrong
from events_app.events import moving, publishing
from events_app.events.bodies import PERIOD, NewDates
from events_app.events.siting import DayTwice
from events_app.events.tables import Event, OpeningDay, Rescheduling, Session, Site
from events_app.i18n import marked


async def reschedule(
    event: Event,
    new: NewDates,
    *,
    at: datetime,
    seen: frozenset[UUID] | None = None,
    lost: frozenset[UUID] = frozenset(),
) -> Rescheduling:
    """Give ``event`` the full new list of days.

    ``seen`` are the days that the person was shown; where there is another by now it would be lost unseen, which raises Stale.
    ``lost`` are days that go, also where a new one without an id could take their place. Raises Invalid, WrongState.
    """
    async with db.transaction(a_site_has_a_day_once=DayTwice):
        await lifecycle.lock(event)
        lifecycle.check(event, "reschedule")
        sites = await Site.objects().where(Site.event == event.id)
        days = await _present_days(event)
        if seen is not None and not seen >= {day.id for day in days}:
            raise errors.Stale(version=event.version)
        _check(event, new, sites, days, at=at)
        changes = moving.matched(days, new.days, lost)
        programme = await Session.objects().where((Session.event == event.id) & Session.dropped_at.is_null())
        shift = _opens_on(new) - min([day.held_on for day in days], default=event.first_on)
        moves = moving.sessions(programme, changes, {site.id: site.venue for site in sites}, shift)
        period = moving.period(new, moves)
        rescheduling = Rescheduling(
            event=event.id,
            reason=new.reason,
            days=[change.kept() for change in changes],
            sessions=[move.kept() for move in moves if move.now != move.was],
            was_first_on=event.first_on,
            was_last_on=event.last_on,
            first_on=period.first_on,
            last_on=period.last_on,
            created_at=at,
        )
        await rescheduling.save()
        await _write_days(changes, at=at)
        await _write_sessions(moves, at=at)
        await lifecycle.move(
            event,
            "reschedule",
            at=at,
            also={"rescheduling": rescheduling.id},
            first_on=period.first_on,
            last_on=period.last_on,
            reason=new.reason,
        )
        return rescheduling


def wrongs(
    event: Event, new: NewDates, sites: Sequence[Site], days: Sequence[OpeningDay], *, at: datetime
) -> list[Wrong]:
    """What cannot be in a new list of days; ``days`` are the present ones."""
    found = []
    of_event, site_of = {site.id for site in sites}, {day.id: day.site for day in days}
    stays = {(day.site, day.held_on) for day in days}
    ids, dates = Counter(day.id for day in new.days if day.id), Counter((day.site_id, day.on) for day in new.days)
    for place, day in enumerate(new.days):
        if day.site_id not in of_event:
            found.append(Wrong(f"days.{place}.site_id", marked("This event has no such site.")))
        if day.id and day.id not in site_of:
            found.append(Wrong(f"days.{place}.id", marked("This event has no such day.")))
        elif day.id and site_of[day.id] != day.site_id:
            found.append(Wrong(f"days.{place}.site_id", marked("A day stays at its site.")))
        if day.id and ids[day.id] > 1:
            found.append(Wrong(f"days.{place}.id", marked("This day is named twice.")))
        if dates[day.site_id, day.on] > 1:
            found.append(Wrong(f"days.{place}.on", marked("%(on)s is there twice at this site."), on=day.on))
        if day.on < values.today(at) and (day.site_id, day.on) not in stays:
            found.append(Wrong(f"days.{place}.on", marked("%(on)s has passed."), on=day.on))
        found += publishing.hours_wrongs(day.on, day.opens, day.closes, day.closes_next_day, f"days.{place}.")
    return found + _period_wrongs(event, new)


def _period_wrongs(event: Event, new: NewDates) -> list[Wrong]:
    if not new.days:
        if event.kind in publishing.NEED_DAYS:
            return [Wrong("days", marked("Add an opening day."))]
        owed = {"first_on": new.first_on, "last_on": new.last_on}
        found = [Wrong(name, marked("This is required.")) for name, on in owed.items() if on is None]
        return found + PERIOD.broken(new.first_on, new.last_on)
    dates = [day.on for day in new.days]
    found = []
    if new.first_on and new.first_on > min(dates):
        found.append(Wrong("first_on", marked("An opening day is before the first day of the period.")))
    if new.last_on and new.last_on < max(dates):
        found.append(Wrong("last_on", marked("An opening day is after the last day of the period.")))
    return found


def _check(event: Event, new: NewDates, sites: Sequence[Site], days: Sequence[OpeningDay], *, at: datetime) -> None:
    found = wrongs(event, new, sites, days, at=at)
    if found:
        raise errors.Invalid(found)


def _opens_on(new: NewDates) -> date:
    return min([day.on for day in new.days] or [on for on in [new.first_on] if on])


async def _present_days(event: Event) -> list[OpeningDay]:
    ids = await db.fetch("SELECT id FROM site WHERE event = $1", event.id)
    if not ids:
        return []
    return await OpeningDay.objects().where(
        OpeningDay.site.is_in([row["id"] for row in ids]) & OpeningDay.dropped_at.is_null()
    )


async def _write_days(changes: Sequence[moving.Change], *, at: datetime) -> None:
    """New dates for the same rows at once: on the way two days of a site may share a date, at the end they may not."""
    lost = [change.day for change in changes if change.now is None]
    await db.fetch("UPDATE opening_day SET dropped_at = $2, version = version + 1 WHERE id = ANY($1)", lost, at)
    async with db.deferred("a_site_has_a_day_once"):
        await db.execute_many(
            """
            UPDATE opening_day SET held_on = $2, opens = $3, closes = $4, closes_next_day = $5, version = version + 1
            WHERE id = $1
              AND (held_on, opens, closes, closes_next_day) IS DISTINCT FROM ($2::date, $3::time, $4::time, $5::bool)
            """,
            [
                (change.day, change.now.on, change.now.opens, change.now.closes, change.now.closes_next_day)
                for change in changes
                if change.was and change.now
            ],
        )
        await db.execute_many(
            """
            INSERT INTO opening_day (id, site, held_on, opens, closes, closes_next_day, version, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
            """,
            [
                (
                    change.day,
                    change.site,
                    change.now.on,
                    change.now.opens,
                    change.now.closes,
                    change.now.closes_next_day,
                    at,
                )
                for change in changes
                if change.now and not change.was
            ],
        )


async def _write_sessions(moves: Sequence[moving.SessionMove], *, at: datetime) -> None:
    lost = [move.session.id for move in moves if move.now is None]
    await db.fetch("UPDATE session SET dropped_at = $2, version = version + 1 WHERE id = ANY($1)", lost, at)
    await db.execute_many(
        "UPDATE session SET starts_at = $2, ends_at = $3, version = version + 1 WHERE id = $1",
        [
            (move.session.id, move.now, move.session.ends_at + (move.now - move.was))
            for move in moves
            if move.now and move.now != move.was
        ],
    )
