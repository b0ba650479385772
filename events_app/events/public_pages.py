"""What everybody sees: events to come, events that were, one event."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import forwarding, places
from events_app.events import placing, queries, showing
from events_app.events.tables import Event, EventState
from events_app.values import ZONE, now, today

PER_PAGE = 24
Month = Annotated[str | None, QueryParameter(name="month", max_length=7)]
Past = Annotated[bool, QueryParameter(name="past")]
Chain = Annotated[UUID | None, QueryParameter(name="chain")]
Province = Annotated[str | None, QueryParameter(name="province", max_length=5)]


@get(["/", "/events"], besides=showing.rightly)
async def events(
    request: web.Asked,
    month: Month = None,
    past: Past = False,
    chain: Chain = None,
    province: Province = None,
    after: paging.After = None,
    q: paging.Query = None,
) -> Response[Any]:
    """Events that are announced: those to come, or those that were."""
    at, chain = now(), await forwarding.wanted(chain)
    wanted = showing.Wanted(
        limit=PER_PAGE,
        after=after,
        q=q,
        month=month or None,
        chain=chain,
        province=province or None,
        announced=True,
        on=today(at),
        over=None if month else past,
    )
    found = await showing.event_list(acting(), wanted)
    return web.page(
        request,
        "events/list.html",
        events=found.items,
        next=found.next,
        places_of=await showing.places_of([event.id for event in found.items]),
        q=q,
        month=month,
        months=_months(today(at)),
        past=past,
        province=province,
        chain=chain,
        provinces=places.provinces(places.Set.NEW),
    )


@get("/events/{slug:str}")
async def event(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """One event: when, where, what, who, and how to follow it."""
    row = await queries.seen(acting(), slug)
    at = now()
    return web.page(
        request,
        "events/show.html",
        event=await showing.event(row.id),
        sites=await placing.sites(row.id),
        days=await placing.days(row.id),
        programme=await placing.programme(row.id),
        change=await showing.last_change(row.id),
        series=await showing.series(row.series) if row.series else None,
        province=places.province,
        whole_address=places.whole_address,
        zone=ZONE,
        keeps=queries.keeps(acting(), row),
        open=_open(row, at),
        states=EventState,
    )


def _open(row: Event, at: datetime) -> bool:
    """Whether entities may apply at ``at``; an end that is not set is open."""
    opens, closes = row.registration_opens_at, row.registration_closes_at
    return row.state == EventState.PUBLISHED and (opens is None or opens <= at) and (closes is None or at < closes)


def _months(of: date) -> list[date]:
    """The first days of this month, of three before it and of a year after it."""
    first = of.replace(day=1)
    before = first
    for _ in range(3):
        before = (before - timedelta(days=1)).replace(day=1)
    months = [before]
    while len(months) < 16:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return months


handlers: list[HTTPRouteHandler] = [events, event]
