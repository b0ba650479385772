"""The organizer's desk: one's events and series, a new event, an event at a glance, its edit and its filing."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory.tables import Kind
from events_app.distribution import request_queries
from events_app.events import bodies, filing, forms, placing, publishing, queries, scheduling, showing
from events_app.events.tables import EventState
from events_app.i18n import text as _
from events_app.values import now

PER_PAGE = 30


@get("/desk")
async def desk(request: web.Asked, after: paging.After = None, q: paging.Query = None) -> Response[Any]:
    """One's own events, each with what comes next."""
    actor = acting()
    own = None if actor.admin else access.member(actor, Kind.ORGANIZER)
    found = await showing.event_list(actor, showing.Wanted(limit=PER_PAGE, after=after, q=q, by=own, newest=True))
    answering = await queries.answering(event.id for event in found.items)
    return web.page(
        request,
        "events/desk.html",
        events=found.items,
        next=found.next,
        q=q,
        answering=answering,
        asked=await request_queries.unanswered(actor) if own else 0,
    )


@get("/desk/series")
async def series_list(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The series of the organizer."""
    return await _series(request, web.FIRST, after)


async def _series(request: web.Asked, attempt: web.Attempt, after: str | None = None) -> Response[Any]:
    own = access.member(acting(), Kind.ORGANIZER)
    found = await showing.series_list(None, paging.Page(PER_PAGE, after), own=own)
    return web.page(
        request, "events/series.html", status=attempt.status, attempt=attempt, series=found.items, next=found.next
    )


@post("/desk/series")
@web.refused_as(_series)
async def create_series(request: web.Asked) -> Response[Any]:
    """A new series."""
    own = access.writer(acting(), Kind.ORGANIZER)
    given = await web.read(request, bodies.NewSeries)
    await scheduling.create_series(own, given.name.stored(), at=now())
    return web.see("/desk/series", _("The series is there."))


@get("/desk/series/{series_id:uuid}")
async def series_form(request: web.Asked, series_id: FromPath[UUID]) -> Response[Any]:
    """The form to rename a series with."""
    return await _series_form(request, series_id, web.FIRST)


async def _series_form(request: web.Asked, series_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.series_kept(acting(), series_id)
    shown = await showing.series(row.id)
    return web.page(request, "events/series_edit.html", status=attempt.status, attempt=attempt, series=shown)


@post("/desk/series/{series_id:uuid}")
@web.refused_as(_series_form)
async def change_series(request: web.Asked, series_id: FromPath[UUID]) -> Response[Any]:
    """Rename a series."""
    row = await queries.series_kept(acting(), series_id)
    given = await web.read(request, bodies.NewSeries)
    await scheduling.edit_series(row, await web.version(request), given.name.stored(), at=now())
    return web.see("/desk/series", _("Saved."))


@get("/desk/events/new")
async def new_event(request: web.Asked) -> Response[Any]:
    """The form for a new event."""
    return await _new_event(request, web.FIRST)


async def _new_event(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    own = access.writer(acting(), Kind.ORGANIZER)
    return web.page(
        request,
        "events/edit.html",
        status=attempt.status,
        attempt=attempt,
        event=None,
        series=await showing.series_choices(own),
    )


@post("/desk/events/new")
@web.refused_as(_new_event)
async def create_event(request: web.Asked) -> Response[Any]:
    """A new draft."""
    own = access.writer(acting(), Kind.ORGANIZER)
    given = await web.read(request, forms.EventForm)
    row = await scheduling.create_event(own, given, at=now())
    return web.see(f"/desk/events/{row.id}", _("The draft is kept. Nobody else sees it until it is published."))


@get("/desk/events/{event_id:uuid}")
async def overview(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """An event at a glance: what is still to do, announced and computed totals, what can be done with it."""
    row = await queries.looked_after(acting(), event_id)
    barring = await publishing.barring(row) if row.state == EventState.DRAFT else []
    return web.page(
        request,
        "events/overview.html",
        event=await showing.event(row.id),
        sites=await placing.sites(row.id),
        days=await placing.days(row.id),
        zones=await showing.zone_totals(row.id),
        programme=await placing.programme(row.id),
        barring=showing.findings(barring),
        doubts=showing.findings(filing.doubts(row)),
    )


@get("/desk/events/{event_id:uuid}/edit")
async def edit_form(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The form to change an event with."""
    return await _edit_form(request, event_id, web.FIRST)


async def _edit_form(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    return web.page(
        request,
        "events/edit.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        series=await showing.series_choices(row.organization),
    )


@post("/desk/events/{event_id:uuid}/edit")
@web.refused_as(_edit_form)
async def edit(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Change an event as the whole form says."""
    row = await queries.kept(acting(), event_id)
    given = await web.read(request, forms.EventForm)
    whole = bodies.EventChange.model_validate(given.described(await showing.event(row.id)))
    await scheduling.edit_event(row, await web.version(request), whole, at=now())
    return web.see(f"/desk/events/{row.id}", _("Saved."))


@get("/desk/events/{event_id:uuid}/filing")
async def filing_form(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """How the fair stands with the Department, and the days that the law gives."""
    return await _filing_form(request, event_id, web.FIRST)


async def _filing_form(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), event_id)
    return web.page(
        request,
        "events/filing.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        doubts=showing.findings(filing.doubts(row)),
        owed=row.kind in filing.FILED_KINDS,
    )


@post("/desk/events/{event_id:uuid}/filing")
@web.refused_as(_filing_form)
async def file(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was filed and answered."""
    row = await queries.kept(acting(), event_id)
    given = await web.read(request, bodies.Filing)
    await scheduling.edit_event(row, await web.version(request), bodies.EventChange(filing=given), at=now())
    return web.see(f"/desk/events/{row.id}", _("Saved."))


handlers: list[HTTPRouteHandler] = [
    desk,
    series_list,
    create_series,
    series_form,
    change_series,
    new_event,
    create_event,
    overview,
    edit_form,
    edit,
    filing_form,
    file,
]
