"""Series and events over HTTP, and the verbs of an event."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.directory import forwarding
from events_app.directory.tables import Kind
from events_app.events import (
    bodies,
    cancelling,
    filing,
    postponing,
    publishing,
    queries,
    rescheduling,
    schedule_api,
    scheduling,
    schemas,
    showing,
)
from events_app.events.tables import EventKind, EventState
from events_app.values import now

InState = Annotated[EventState | None, QueryParameter(name="state", description="Only those in this state.")]
Month = Annotated[str | None, QueryParameter(max_length=7, description="Events on a day of this month, `YYYY-MM`.")]
Province = Annotated[
    str | None,
    QueryParameter(max_length=5, description="A province as set and code, `34-01`; a site of the event is there."),
]
Chain = Annotated[UUID | None, QueryParameter(description="The distributor in whose store a site of the event is.")]


@get("/series", **access.OPEN)
async def series_list(
    limit: paging.Limit = 50, after: paging.After = None, q: paging.Query = None
) -> schemas.SeriesList:
    """All series, in Vietnamese alphabetical order."""
    return await showing.series_list(q, paging.Page(limit, after))


@post("/series")
async def create_series(data: JSONBody[bodies.NewSeries]) -> Response[schemas.SeriesAnswer]:
    """A new series of the organizer."""
    organization = access.writer(acting(), Kind.ORGANIZER)
    row = await scheduling.create_series(organization, data.name.stored(), at=now())
    return versions.tagged(await showing.series(row.id), row.version, 201)


@get("/series/{series_id:uuid}", **access.OPEN)
async def series(series_id: FromPath[UUID]) -> Response[schemas.SeriesAnswer]:
    """A series."""
    found = await showing.series(series_id)
    return versions.tagged(found, found.version)


@patch("/series/{series_id:uuid}")
async def change_series(
    series_id: FromPath[UUID], data: JSONBody[bodies.SeriesChange], if_match: versions.IfMatch = None
) -> Response[schemas.SeriesAnswer]:
    """Rename a series."""
    row = await queries.series_kept(acting(), series_id)
    name = data.name.stored() if "name" in data.model_fields_set else row.name
    await scheduling.edit_series(row, versions.owed(if_match), name, at=now())
    return versions.tagged(await showing.series(row.id), row.version)


@get("/events", besides=showing.rightly, **access.OPEN)
async def event_list(
    month: Month = None,
    in_state: InState = None,
    kind: FromQuery[EventKind | None] = None,
    chain: Chain = None,
    province: Province = None,
    series_id: FromQuery[UUID | None] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> schemas.EventList:
    """Events by their first day: what is public, and the drafts of the caller's own organization."""
    wanted = showing.Wanted(
        limit=limit,
        after=after,
        q=q,
        month=month,
        state=in_state,
        kind=kind,
        chain=await forwarding.wanted(chain),
        province=province,
        series=series_id,
    )
    return await showing.event_list(acting(), wanted)


@post("/events")
async def create_event(data: JSONBody[bodies.NewEvent]) -> Response[schemas.EventAnswer]:
    """A new draft."""
    row = await scheduling.create_event(access.writer(acting(), Kind.ORGANIZER), data, at=now())
    return versions.tagged(await showing.event(row.id), row.version, 201)


@get("/events/{event_id:uuid}", **access.OPEN)
async def event(event_id: FromPath[UUID]) -> Response[schemas.EventAnswer]:
    """An event."""
    row = await queries.seen(acting(), event_id)
    return versions.tagged(await showing.event(row.id), row.version)


@patch("/events/{event_id:uuid}")
async def change_event(
    event_id: FromPath[UUID], data: JSONBody[bodies.EventChange], if_match: versions.IfMatch = None
) -> Response[schemas.EventAnswer]:
    """Change an event; what is announced changes its dates by a rescheduling only."""
    row = await queries.kept(acting(), event_id)
    await scheduling.edit_event(row, versions.owed(if_match), data, at=now())
    return versions.tagged(await showing.event(row.id), row.version)


@get("/events/{event_id:uuid}/publication")
async def readiness(event_id: FromPath[UUID]) -> schemas.Readiness:
    """What bars the event from being published, and what is only doubtful."""
    row = await queries.looked_after(acting(), event_id)
    barring = await publishing.barring(row)
    return schemas.Readiness(not barring, showing.findings(barring), showing.findings(filing.doubts(row)))


@post("/events/{event_id:uuid}/publication", status_code=200)
async def publish(event_id: FromPath[UUID]) -> Response[schemas.EventAnswer]:
    """Announce the event; a 422 lists everything that is wrong."""
    row = await publishing.publish(await queries.kept(acting(), event_id), at=now())
    return versions.tagged(await showing.event(row.id), row.version)


@post("/events/{event_id:uuid}/postponement", status_code=200)
async def postpone(event_id: FromPath[UUID], data: JSONBody[bodies.Reasoned]) -> Response[schemas.EventAnswer]:
    """Put the event off without a new date."""
    row = await postponing.postpone(await queries.kept(acting(), event_id), data.reason, at=now())
    return versions.tagged(await showing.event(row.id), row.version)


@post("/events/{event_id:uuid}/rescheduling", status_code=200)
async def reschedule(event_id: FromPath[UUID], data: JSONBody[bodies.NewDates]) -> Response[schemas.RescheduledEvent]:
    """Give the event the full new list of days; the answer lists the days and sessions that are lost."""
    row = await queries.kept(acting(), event_id)
    change = await rescheduling.reschedule(row, data, at=now())
    return versions.tagged(await showing.rescheduled(row.id, change), row.version)


@post("/events/{event_id:uuid}/cancellation", status_code=200)
async def cancel(event_id: FromPath[UUID], data: JSONBody[bodies.Reasoned]) -> Response[schemas.EventAnswer]:
    """Call the event off."""
    row = await cancelling.cancel(await queries.kept(acting(), event_id), data.reason, at=now())
    return versions.tagged(await showing.event(row.id), row.version)


router = Router(
    "/",
    route_handlers=[
        series_list,
        create_series,
        series,
        change_series,
        event_list,
        create_event,
        event,
        change_event,
        readiness,
        publish,
        postpone,
        reschedule,
        cancel,
        *schedule_api.handlers,
    ],
    tags=["events"],
)
