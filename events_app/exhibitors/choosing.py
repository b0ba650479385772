"""A booth finds its exhibitor: held while it decides, offered by the organizer, confirmed, given back.

Every verb locks in one order - event, application, booth - so that none waits for another in a circle.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, settings
from events_app.booths import booking
from events_app.booths.schemas import Hold
from events_app.directory import on_behalf
from events_app.errors import Invalid, NotFound, Refusal, Stale, Wrong, WrongState
from events_app.events.tables import Event, EventState, Mode
from events_app.exhibitors import applying, lapsing
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.i18n import marked
from events_app.values import Days

S = ApplicationState
CHOOSING = frozenset({S.SUBMITTED, S.ACCEPTED, S.CONFIRMED})
OFFER_LASTS = lapsing.OFFER_LASTS


_STANDING = """
    SELECT application.*, event.state AS event_state, event.mode AS event_mode,
           event.registration_opens_at AS opens, event.registration_closes_at AS closes
    FROM application JOIN event ON event.id = application.event
    WHERE application.id = $1
    FOR SHARE OF event FOR NO KEY UPDATE OF application
"""


class OrganizerChooses(Refusal):
    """At this event the organizer gives out the booths."""

    status = 403


async def hold(application: Application, booth_id: UUID, days: Days, *, at: datetime) -> Hold:
    """Keep a booth for the entity for a few minutes while it decides; the application's state stays.

    Raises NotHeldNow, RegistrationNotOpen, OrganizerChooses, WrongState, and what ``booking.put`` raises: BoothTaken with what
    is still free, DayNotOpen, AlreadyHolding, TooManyBooths, TooManyHolds; Invalid, Busy.
    """
    until = at + timedelta(minutes=settings.settings().hold_minutes)
    with applying.for_entity(application.organization) as for_another:
        async with db.transaction(booth_is_free_on_these_days=booking.BoothTaken):
            event = _taken_over(application, await booking.stand(application.id, booth_id, at=at))
            await lapsing.drop_offer(application, at=at)
            _may_hold(application, event, for_another, at=at)
            return await booking.put(
                application.id,
                application.organization,
                booth_id,
                days,
                until=until,
                at=at,
                picked=not for_another,
            )


async def offer(
    application: Application, booth_id: UUID, days: Days, *, until: datetime | None = None, at: datetime
) -> Hold:
    """Promise a booth to the entity until an instant, three days from now unless said otherwise.

    Raises NotHeldNow, WrongState, Invalid for an instant that has passed, and what ``booking.hold`` raises.
    """
    until = until or at + OFFER_LASTS
    if until <= at:
        raise Invalid([Wrong("until", marked("This instant has passed."))])
    async with db.transaction():
        await _stand(application)
        await lapsing.drop_offer(application, at=at)
        _may(application, "offer")
        offered = await booking.hold(
            application.id, application.organization, booth_id, days, until=until, at=at, offered=True
        )
        await lifecycle.move(application, "offer", at=at, returns_to=application.state)
        return offered


async def confirm(application: Application, holds: Sequence[UUID] | None = None, *, at: datetime) -> Application:
    """Turn all or the named holds, or the offer, into the exhibitor's booths; further ones may follow later.

    Raises NotHeldNow, OrganizerChooses, DecidesItself, WrongState, and HoldLapsed for what has run out.
    """
    with applying.for_entity(application.organization) as for_another:
        await on_behalf.decides(application.organization)
        async with db.transaction():
            event = await _stand(application)
            offered = application.state == S.OFFERED
            await lapsing.drop_offer(application, at=at)
            if offered and application.state != S.OFFERED:
                raise booking.HoldLapsed
            _may(application, "confirm")
            wanted = holds if for_another else await _own_to_confirm(application, event, holds, at=at)
            await booking.confirm(application.id, wanted, at=at)
            first = application.confirmed_at or at
            return await lifecycle.move(application, "confirm", at=at, confirmed_at=first, returns_to=None)


async def decline(application: Application, *, at: datetime) -> Application:
    """Give back the offer, or all holds; an offer that is declined ends the application.

    Raises NotHeldNow, WrongState, DecidesItself.
    """
    with applying.for_entity(application.organization):
        await on_behalf.decides(application.organization)
        async with db.transaction():
            await applying.coming(application.event)
            await lapsing.settle(application, at=at)
            released = await booking.release(application.id, None, at=at, only_held=True)
            if application.state == S.OFFERED:
                return await lifecycle.move(application, "decline", at=at)
            if not released:
                raise WrongState(verb="decline", state=application.state)
            return application


async def release(application: Application, hold_id: UUID, version: int, *, at: datetime) -> Application:
    """Give one hold back; the entity that gives an offer back declines it, the organizer takes it back.

    Raises NotHeldNow, Stale, and WrongState for a booth that is confirmed already.
    """
    with applying.for_entity(application.organization) as for_another:
        async with db.transaction():
            await applying.coming(application.event)
            await lapsing.settle(application, at=at)
            found = await db.one("SELECT version, held_until FROM assignment WHERE id = $1 FOR NO KEY UPDATE", hold_id)
            if found is None or found["version"] != version:
                raise Stale(version=found["version"] if found else None)
            if found["held_until"] is None:
                raise WrongState(verb="release", state=application.state)
            await booking.release(application.id, [hold_id], at=at, only_held=True)
            if application.state == S.OFFERED and not await _offers(application, at=at):
                if for_another:
                    return await lapsing.settle(application, at=at)
                return await lifecycle.move(application, "decline", at=at)
            return application


async def _stand(application: Application) -> Event:
    """Keep the event from moving and the application from changing until the transaction ends; both as they are now.

    One statement, because holding is what many do at once. Raises NotFound, and NotHeldNow unless the event is published.
    """
    row = await db.one(_STANDING, application.id)
    if row is None:
        raise NotFound
    return _taken_over(application, row)


def _taken_over(application: Application, row: dict[str, Any]) -> Event:
    """Let the application be as it is now, and give what is asked of its event. Raises NotHeldNow unless it is published."""
    asked = {
        "id": row["event"],
        "state": row.pop("event_state"),
        "mode": row.pop("event_mode"),
        "registration_opens_at": row.pop("opens"),
        "registration_closes_at": row.pop("closes"),
    }
    row.pop("booth_id", None)
    event = lifecycle.found(Event, asked)
    lifecycle.take_over(application, row)
    if event.state != EventState.PUBLISHED:
        raise applying.NotHeldNow(state=event.state)
    return event


def _may(application: Application, verb: str) -> None:
    """Raise WrongState early: the locked row cannot change any more, and what the move records must find its booths there."""
    if application.state not in Application.MOVES[verb][0]:
        raise WrongState(verb=verb, state=application.state)


def _may_hold(application: Application, event: Event, for_another: bool, *, at: datetime) -> None:
    if application.state not in CHOOSING:
        raise WrongState(verb="hold", state=application.state)
    if for_another:
        return
    if event.mode != Mode.PICK:
        raise OrganizerChooses
    if not applying.is_open(event, at):
        raise applying.RegistrationNotOpen


async def _own_to_confirm(
    application: Application, event: Event, holds: Sequence[UUID] | None, *, at: datetime
) -> Sequence[UUID] | None:
    """What an entity may confirm itself: where it picks, everything; elsewhere what it was offered. Raises OrganizerChooses."""
    if event.mode == Mode.PICK:
        return holds
    offered = {row["id"] for row in await _offers(application, at=at)}
    wanted = set(holds or offered)
    if not offered or not wanted <= offered:
        raise OrganizerChooses
    return sorted(wanted)


async def _offers(application: Application, *, at: datetime) -> list[dict[str, Any]]:
    return await db.fetch(
        "SELECT id FROM assignment WHERE application_id = $1 AND offered AND held_until > $2", application.id, at
    )
