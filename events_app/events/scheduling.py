"""Series and events come into being and change; who stands behind an event is part of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, errors, lifecycle, outbox, slugs, values
from events_app.directory import forwarding
from events_app.directory import queries as directory
from events_app.errors import Refusal, Wrong
from events_app.events.bodies import PERIOD, REGISTRATION, EventChange, Filing, NamedBacker, NewEvent
from events_app.events.filing import FILED_KINDS
from events_app.events.tables import Backing, Event, EventState, Series
from events_app.i18n import marked

OPEN = frozenset({EventState.DRAFT, EventState.PUBLISHED, EventState.POSTPONED})  # sites, days, programme may change
EDITABLE = OPEN | {EventState.ENDED}


class DatesAnnounced(Refusal):
    """These dates are announced; reschedule the event to change them."""


async def create_series(organization: UUID, name: Mapping[str, str], *, at: datetime) -> Series:
    """A new series of ``organization``."""
    async with db.transaction(series_slug_key=errors.Busy):
        series = Series(
            organization=organization,
            name=dict(name),
            slug=await slugs.free("series", name["vi"]),
            created_at=at,
            **_found_as(name),
        )
        await series.save()
        await outbox.record("series.create", at=at, id=series.id)
        return series


async def edit_series(series: Series, version: int, name: Mapping[str, str], *, at: datetime) -> Series:
    """Rename ``series``. Raises Stale."""
    async with db.transaction():
        return await lifecycle.edit(series, version, at=at, name=dict(name), **_found_as(name))


async def create_event(organization: UUID, new: NewEvent, *, at: datetime) -> Event:
    """A new draft that ``organization`` keeps. Raises Invalid."""
    async with db.transaction(event_slug_key=errors.Busy):
        title = new.title.stored()
        filing = new.filing or Filing(required=new.kind in FILED_KINDS)
        event = Event(
            organization=organization,
            kind=new.kind,
            title=title,
            description=new.description.stored() if new.description else {},
            slug=await slugs.free("event", title["vi"]),
            series=new.series_id,
            first_on=new.first_on,
            last_on=new.last_on,
            mode=new.mode,
            announced_booths=new.announced_booths,
            announced_products=new.announced_products,
            announced_localities=new.announced_localities,
            registration_opens_at=new.registration_opens_at,
            registration_closes_at=new.registration_closes_at,
            contact=new.contact,
            image_url=new.image_url,
            created_at=at,
            **_filed(filing),
            **_found_as(title),
        )
        await _check(event, organization, new.backers())
        await event.save()
        await _back(event.id, new.backers())
        await outbox.record("event.create", at=at, id=event.id, event=event.id)
        return event


async def edit_event(event: Event, version: int, change: EventChange, *, at: datetime) -> Event:
    """Change what ``change`` names. Raises Stale, Invalid, DatesAnnounced once it is published, WrongState once it is over."""
    async with db.transaction():
        await lifecycle.lock(event)
        must_be(event, EDITABLE)
        if event.version != version:
            raise errors.Stale(version=event.version)
        backers = change.backers()
        columns = _columns(change)
        dates = event.first_on, event.last_on
        for name, value in columns.items():
            setattr(event, name, value)
        if event.state != EventState.DRAFT and (event.first_on, event.last_on) != dates:
            raise DatesAnnounced
        await _check(event, event.organization, backers)
        await lifecycle.edit(event, version, at=at, **columns)
        await db.fetch("DELETE FROM backer WHERE event = $1 AND backing = ANY($2)", event.id, [str(b) for b in backers])
        await _back(event.id, backers)
        return event


def must_be(event: Event, states: frozenset[EventState]) -> None:
    """Raises WrongState where ``event``, locked by the caller, is in none of ``states``."""
    if event.state not in states:
        raise errors.WrongState(verb="edit", state=str(event.state))


def period_wrongs(event: Event) -> list[Wrong]:
    """What contradicts itself in the dates of an event."""
    registration = event.registration_opens_at, event.registration_closes_at
    return PERIOD.broken(event.first_on, event.last_on) + REGISTRATION.broken(*registration)


def _columns(change: EventChange) -> dict[str, Any]:
    given = {name: value for name, value in change.given().items() if name not in set(Backing)}
    if "title" in given:
        given["title"] = given["title"].stored()
        given |= _found_as(given["title"])
    if "description" in given:
        given["description"] = given["description"].stored() if given["description"] else {}
    if "series_id" in given:
        given["series"] = given.pop("series_id")
    if "filing" in given:
        given |= _filed(given.pop("filing"))
    return given


def _filed(filing: Filing) -> dict[str, Any]:
    return {
        "filing_required": filing.required,
        "filing_exempt_decision": filing.exempt_decision or None,
        "filing_filed_on": filing.filed_on,
        "filing_answered_on": filing.answered_on,
    }


def _found_as(name: Mapping[str, str]) -> dict[str, Any]:
    """How a localized name is searched and sorted."""
    return {"search": values.searched(" ".join(name.values())), "sort": values.sort_key(name["vi"])}


async def _check(event: Event, organization: UUID, backers: Mapping[Backing, Sequence[NamedBacker]]) -> None:
    wrongs = period_wrongs(event)
    if event.series and not await Series.exists().where(
        (Series.id == event.series) & (Series.organization == organization)
    ):
        wrongs.append(Wrong("series_id", marked("There is no such series.")))
    named = {backer.organization_id for behind in backers.values() for backer in behind if backer.organization_id}
    known = await directory.approved(named)
    if named - known:
        await forwarding.unmoved(named - known)
    wrongs += [
        Wrong(f"{backing}.{place}.organization_id", marked("There is no such organization."))
        for backing, behind in backers.items()
        for place, backer in enumerate(behind)
        if backer.organization_id and backer.organization_id not in known
    ]
    if wrongs:
        raise errors.Invalid(wrongs)


async def _back(event_id: UUID, backers: Mapping[Backing, Sequence[NamedBacker]]) -> None:
    await db.execute_many(
        "INSERT INTO backer (id, event, backing, organization, name, position) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (values.new_id(), event_id, str(backing), backer.organization_id, backer.name, place)
            for backing, behind in backers.items()
            for place, backer in enumerate(behind)
        ],
    )
