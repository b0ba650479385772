"""The desk's pages of what changes the state of an event: publish, postpone, reschedule, cancel."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from events_app import web
from events_app.actor import acting
from events_app.events import (
    bodies,
    cancelling,
    filing,
    forms,
    placing,
    postponing,
    publishing,
    queries,
    rescheduling,
    showing,
)
from events_app.events.tables import EventState
from events_app.i18n import text as _
from events_app.values import now

EMPTY_ROWS = 3


@get("/desk/events/{event_id:uuid}/publication")
async def publication(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Everything that is wrong, or the button."""
    return await _publication(request, event_id, web.FIRST)


async def _publication(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    barring = await publishing.barring(row) if row.state == EventState.DRAFT else []
    return web.page(
        request,
        "events/publication.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        barring=showing.findings(barring),
        doubts=showing.findings(filing.doubts(row)),
    )


@post("/desk/events/{event_id:uuid}/publication")
@web.refused_as(_publication)
async def publish(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Announce the event."""
    row = await publishing.publish(await queries.kept(acting(), event_id), at=now())
    return web.see(f"/desk/events/{row.id}", _("The event is published."))


@get("/desk/events/{event_id:uuid}/postponement")
async def postponement(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The form to put an event off with."""
    return await _postponement(request, event_id, web.FIRST)


async def _postponement(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    shown = await showing.event(row.id)
    return web.page(request, "events/postponement.html", status=attempt.status, attempt=attempt, event=shown)


@post("/desk/events/{event_id:uuid}/postponement")
@web.refused_as(_postponement)
async def postpone(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Put the event off."""
    row = await queries.kept(acting(), event_id)
    given = await web.read(request, bodies.Reasoned)
    await web.sure(request)
    await postponing.postpone(row, given.reason, at=now())
    return web.see(f"/desk/events/{row.id}", _("The event is postponed; exhibitors are told."))


@get("/desk/events/{event_id:uuid}/rescheduling")
async def rescheduling_form(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """All present days with fields for the new ones."""
    return await _rescheduling(request, event_id, web.FIRST)


async def _rescheduling(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    sites, days = await placing.sites(row.id), await placing.days(row.id)
    return web.page(
        request,
        "events/rescheduling.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        tables=forms.tables(sites, days, attempt.typed.get("days"), EMPTY_ROWS),
        programme=await placing.programme(row.id),
    )


@post("/desk/events/{event_id:uuid}/rescheduling")
@web.refused_as(_rescheduling)
async def reschedule(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Move the event to the days of the form."""
    row = await queries.kept(acting(), event_id)
    given = await web.read(request, forms.NewDatesForm)
    new, rows = given.read()
    with forms.in_rows(rows):
        change = await rescheduling.reschedule(row, new, at=now(), seen=given.seen(), lost=given.lost())
    lost = [day["was"] for day in change.days if day["now"] is None]
    said = _("The event is moved; exhibitors are told.")
    if lost:
        said += " " + _("Lost days: %(days)s.", days=[date.fromisoformat(on) for on in lost])
    return web.see(f"/desk/events/{row.id}", said)


@get("/desk/events/{event_id:uuid}/cancellation")
async def cancellation(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The form to call an event off with."""
    return await _cancellation(request, event_id, web.FIRST)


async def _cancellation(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    shown = await showing.event(row.id)
    return web.page(request, "events/cancellation.html", status=attempt.status, attempt=attempt, event=shown)


@post("/desk/events/{event_id:uuid}/cancellation")
@web.refused_as(_cancellation)
async def cancel(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Call the event off, once it is confirmed."""
    row = await queries.kept(acting(), event_id)
    given = await web.read(request, bodies.Reasoned)
    await web.sure(request)
    await cancelling.cancel(row, given.reason, at=now())
    return web.see(f"/desk/events/{row.id}", _("The event is cancelled; exhibitors are told."))


handlers: list[HTTPRouteHandler] = [
    publication,
    publish,
    postponement,
    postpone,
    rescheduling_form,
    reschedule,
    cancellation,
    cancel,
]
