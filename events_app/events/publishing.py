"""Is everything there and right? Then an event is published. Whatever is wrong is said at once."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec

from events_app import db, errors, lifecycle, values
from events_app.errors import Wrong
from events_app.events import filing
from events_app.events.tables import Event, EventKind, OpeningDay, Session
from events_app.i18n import marked

NEED_DAYS = frozenset({EventKind.WEEK, EventKind.FAIR})  # a conference or a promotion may have only its period
Check = Callable[[UUID], Awaitable[list[Wrong]]]
_checks: Sequence[Check] = ()


class NotReady(errors.Invalid):
    """This event cannot be published yet."""


class PlannedSite(msgspec.Struct, frozen=True):
    """A site as the checks see it."""

    id: UUID
    venue: str
    days: Sequence[OpeningDay]


def let_check(checks: Sequence[Check]) -> None:
    """Say which other slices look at an event before it is published; called once by ``together.py``."""
    global _checks
    _checks = checks


async def publish(event: Event, *, at: datetime) -> Event:
    """Announce ``event``. Raises NotReady with everything that is wrong, WrongState."""
    async with db.transaction():
        await lifecycle.lock(event)
        lifecycle.check(event, "publish")
        found = await barring(event)
        if found:
            raise NotReady(found)
        return await lifecycle.move(event, "publish", at=at, published_at=at)


async def barring(event: Event) -> list[Wrong]:
    """Everything that keeps ``event`` from being published, the other slices' findings too."""
    found = wrongs(event, await _sites(event.id), await _sessions(event.id))
    for check in _checks:
        found += await check(event.id)
    return found


def wrongs(event: Event, sites: Sequence[PlannedSite], sessions: Sequence[Session]) -> list[Wrong]:
    """What is wrong with the dates, places and filing of an event."""
    found = filing_wrongs(event)
    if event.kind in NEED_DAYS and not sites:
        found.append(Wrong("sites", marked("Add a site.")))
    for site in sites:
        if event.kind in NEED_DAYS and not site.days:
            found.append(Wrong(f"sites.{site.id}.days", marked("%(venue)s: add an opening day."), venue=site.venue))
        for day in site.days:
            found += day_wrongs(event, day, f"days.{day.id}.", site.venue)
        twice = [on for on, times in Counter(day.held_on for day in site.days).items() if times > 1]
        found += [
            Wrong(f"sites.{site.id}.days", marked("%(venue)s: %(on)s is there twice."), venue=site.venue, on=on)
            for on in twice
        ]
    for session in sessions:
        found += session_wrongs(event, session, f"sessions.{session.id}.")
    return found


def filing_wrongs(event: Event) -> list[Wrong]:
    """A fair that need not be filed says by which decision it is exempt (Decree 81/2018/ND-CP)."""
    if event.kind in filing.FILED_KINDS and not event.filing_required and not event.filing_exempt_decision:
        return [Wrong("filing.exempt_decision", marked("Enter the number of the decision that exempts the fair."))]
    return []


def day_wrongs(event: Event, day: OpeningDay, prefix: str = "", venue: str = "") -> list[Wrong]:
    """A day outside the period of the event, or one that closes before it opens; ``venue`` where it may be at several."""
    return outside(event, day.held_on, prefix, venue) + hours_wrongs(
        day.held_on, day.opens, day.closes, day.closes_next_day, prefix, venue
    )


def outside(event: Event, on: date, prefix: str = "", venue: str = "") -> list[Wrong]:
    """A day outside the period of the event."""
    if event.first_on <= on <= event.last_on:
        return []
    message = (
        marked("%(venue)s: %(on)s is outside the period of the event, %(first)s to %(last)s.")
        if venue
        else marked("%(on)s is outside the period of the event, %(first)s to %(last)s.")
    )
    return [Wrong(f"{prefix}on", message, on=on, first=event.first_on, last=event.last_on, venue=venue)]


def hours_wrongs(
    on: date, opens: time, closes: time, closes_next_day: bool, prefix: str = "", venue: str = ""
) -> list[Wrong]:
    """A day that closes before it opens; after midnight counts as later only when it is said, and not for a whole day round."""
    if closes_next_day:
        long = (
            marked("%(venue)s: %(on)s would be open for more than a day.")
            if venue
            else marked("%(on)s would be open for more than a day.")
        )
        return [Wrong(f"{prefix}closes", long, on=on, venue=venue)] * (closes >= opens)
    backwards = (
        marked("%(venue)s: %(on)s closes before it opens.") if venue else marked("%(on)s closes before it opens.")
    )
    return [Wrong(f"{prefix}closes", backwards, on=on, venue=venue)] * (closes <= opens)


def session_wrongs(event: Event, session: Session, prefix: str = "") -> list[Wrong]:
    """A session outside the period of the event; one that runs past midnight of the last day is inside."""
    starts, ends = values.today(session.starts_at), values.today(session.ends_at)
    if event.first_on <= starts <= event.last_on and ends <= event.last_on + timedelta(days=1):
        return []
    return [
        Wrong(
            f"{prefix}starts_at",
            marked("The session “%(title)s” is outside the period of the event, %(first)s to %(last)s."),
            title=session.title["vi"],
            first=event.first_on,
            last=event.last_on,
        )
    ]


async def _sites(event_id: UUID) -> list[PlannedSite]:
    rows = await db.fetch(
        "SELECT site.id, concat_ws(' – ', venue.name, hall.name) AS name FROM site JOIN venue ON venue.id = site.venue"
        " LEFT JOIN hall ON hall.id = site.hall WHERE site.event = $1 ORDER BY site.position, site.id",
        event_id,
    )
    days = (
        await OpeningDay.objects()
        .where(OpeningDay.site.is_in([row["id"] for row in rows]) & OpeningDay.dropped_at.is_null())
        .order_by(OpeningDay.held_on)
        if rows
        else []
    )
    return [PlannedSite(row["id"], row["name"], [day for day in days if day.site == row["id"]]) for row in rows]


async def _sessions(event_id: UUID) -> list[Session]:
    return (
        await Session.objects()
        .where((Session.event == event_id) & Session.dropped_at.is_null())
        .order_by(Session.starts_at)
    )
