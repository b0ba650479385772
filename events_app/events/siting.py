"""Where and on which days an event is held: its sites and their opening days.

A day of an event that was announced is never deleted but dropped, so that calendars can cancel it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, errors, lifecycle, outbox
from events_app.errors import Refusal, Wrong
from events_app.events import altering, publishing, scheduling
from events_app.events.bodies import DayChange, Hours, NewSite, SiteChange
from events_app.events.tables import Event, EventState, OpeningDay, Site
from events_app.i18n import marked
from events_app.venues.tables import Hall, Venue


class DayTwice(Refusal):
    """This site already opens on this day."""


class SiteAnnounced(Refusal):
    """This site is announced; drop its opening days instead."""


class SiteInUse(Refusal):
    """This site has zones or booths; delete them first."""


class LastDay(Refusal):
    """An announced fair needs an opening day; postpone or cancel it instead."""


class DayTaken(Refusal):
    """Exhibitors have booths on this day; reschedule the event instead, so that they are told."""


async def add_site(event: Event, new: NewSite, *, at: datetime) -> Site:
    """The event at one more venue. Raises Invalid, WrongState."""
    async with db.transaction(), altering.schedule(event, at=at):
        site = Site(
            event=event.id,
            venue=new.venue_id,
            hall=new.hall_id,
            announced_booths=new.announced_booths,
            position=await Site.count().where(Site.event == event.id),
            created_at=at,
        )
        await _check_place(site)
        await site.save()
        await outbox.record("site.create", at=at, id=site.id, event=event.id)
        return site


async def edit_site(site: Site, version: int, change: SiteChange, *, at: datetime) -> Site:
    """Change where a site is or what is announced for it. Raises Invalid, Stale, WrongState."""
    names = {"venue_id": "venue", "hall_id": "hall"}
    columns = {names.get(name, name): value for name, value in change.given().items()}
    if "venue" in columns:
        columns.setdefault("hall", None)
    async with db.transaction(), altering.schedule(await event_of(site), at=at):
        await lifecycle.lock(site)
        for name, value in columns.items():
            setattr(site, name, value)
        await _check_place(site)
        return await lifecycle.edit(site, version, at=at, also={"event": site.event}, **columns)


async def delete_site(site: Site, version: int, *, at: datetime) -> None:
    """Take a site and its days out of a draft. Raises Stale, SiteAnnounced, SiteInUse, WrongState."""
    event = await event_of(site)
    async with (
        db.transaction(zone_site_fkey=SiteInUse, booth_site_fkey=SiteInUse),
        altering.schedule(event, at=at),
    ):
        await lifecycle.unchanged(site, version)
        if event.state != EventState.DRAFT:
            raise SiteAnnounced
        await OpeningDay.delete().where(OpeningDay.site == site.id)
        await lifecycle.delete(site, version, at=at, event=site.event)


async def add_day(site: Site, hours: Hours, *, at: datetime) -> OpeningDay:
    """One more opening day of a site. Raises Invalid, DayTwice, WrongState."""
    return (await add_days(site, [hours], at=at))[0]


async def add_days(site: Site, days: Sequence[Hours], *, at: datetime) -> list[OpeningDay]:
    """Several opening days of a site, all or none. Raises Invalid, DayTwice, WrongState."""
    event = await event_of(site)
    async with db.transaction(a_site_has_a_day_once=DayTwice), altering.schedule(event, at=at):
        added = []
        for hours in days:
            day = OpeningDay(
                site=site.id,
                held_on=hours.on,
                opens=hours.opens,
                closes=hours.closes,
                closes_next_day=hours.closes_next_day,
                created_at=at,
            )
            _check_hours(event, day)
            await day.save()
            await outbox.record("opening_day.create", at=at, id=day.id, site=site.id, event=event.id)
            added.append(day)
        return added


async def edit_day(day: OpeningDay, version: int, change: DayChange, *, at: datetime) -> OpeningDay:
    """Change a day's hours, in a draft its date too. Raises Invalid, Stale, DayTwice, DatesAnnounced, WrongState, NotFound."""
    columns = change.given()
    if "on" in columns:
        columns["held_on"] = columns.pop("on")
    event = await _event_of_day(day)
    async with db.transaction(a_site_has_a_day_once=DayTwice), altering.schedule(event, at=at):
        await _present(day)
        if event.state != EventState.DRAFT and columns.get("held_on", day.held_on) != day.held_on:
            raise scheduling.DatesAnnounced
        for name, value in columns.items():
            setattr(day, name, value)
        _check_hours(event, day)
        return await lifecycle.edit(day, version, at=at, also={"event": event.id}, **columns)


async def delete_day(day: OpeningDay, version: int, *, at: datetime) -> None:
    """Take a day out of a draft; of an announced event, drop it. Raises Stale, LastDay, DayTaken, WrongState, NotFound."""
    event = await _event_of_day(day)
    async with db.transaction(), altering.schedule(event, at=at):
        await _present(day)
        await lifecycle.unchanged(day, version)
        if event.state == EventState.DRAFT:
            await lifecycle.delete(day, version, at=at, site=day.site, event=event.id)
            return
        if event.kind in publishing.NEED_DAYS and not await _others(event.id, day.id):
            raise LastDay
        if await _taken(day, at=at):
            raise DayTaken
        await lifecycle.edit(
            day, version, at=at, verb="drop", also={"site": day.site, "event": event.id}, dropped_at=at
        )


async def event_of(site: Site) -> Event:
    """The event of a site."""
    event = await Event.objects().get(Event.id == site.event)
    assert event is not None  # the reference says so
    return event


async def _event_of_day(day: OpeningDay) -> Event:
    site = await Site.objects().get(Site.id == day.site)
    assert site is not None  # the reference says so
    return await event_of(site)


async def _present(day: OpeningDay) -> None:
    await lifecycle.lock(day)
    if day.dropped_at:
        raise errors.NotFound


async def _taken(day: OpeningDay, *, at: datetime) -> bool:
    """Whether somebody has a booth of the site on this day; who takes one waits for the lock on the event."""
    row = await db.one(
        """
        SELECT 1 FROM assignment JOIN booth ON booth.id = assignment.booth
        WHERE booth.site = $1 AND $2 BETWEEN first_on AND last_on AND (held_until IS NULL OR held_until > $3) LIMIT 1
        """,
        day.site,
        day.held_on,
        at,
    )
    return row is not None


async def _others(event_id: UUID, day_id: UUID) -> list[Any]:
    return await db.fetch(
        """
        SELECT 1 FROM opening_day JOIN site ON site.id = opening_day.site
        WHERE site.event = $1 AND opening_day.id <> $2 AND dropped_at IS NULL LIMIT 1
        """,
        event_id,
        day_id,
    )


def _check_hours(event: Event, day: OpeningDay) -> None:
    """A day of a draft may be anything, publishing will speak of it; one of an announced event must be right at once."""
    if event.state == EventState.DRAFT:
        return
    wrongs = publishing.day_wrongs(event, day)
    if wrongs:
        raise errors.Invalid(wrongs)


async def _check_place(site: Site) -> None:
    wrongs = []
    if not await Venue.exists().where(Venue.id == site.venue):
        wrongs.append(Wrong("venue_id", marked("There is no such venue.")))
    elif site.hall and not await Hall.exists().where((Hall.id == site.hall) & (Hall.venue == site.venue)):
        wrongs.append(Wrong("hall_id", marked("This venue has no such hall.")))
    if wrongs:
        raise errors.Invalid(wrongs)
