"""The desk's pages of sites, opening days and the programme."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from events_app import web
from events_app.actor import acting
from events_app.errors import NotFound
from events_app.events import bodies, forms, placing, programming, queries, replanning, showing, siting
from events_app.events.tables import Session, Site
from events_app.i18n import plural
from events_app.i18n import text as _
from events_app.values import Days, now

EMPTY_ROWS = 4


@get("/desk/events/{event_id:uuid}/sites")
async def sites(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The sites of an event with their days."""
    return await _sites(request, event_id, web.FIRST)


async def _sites(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.looked_after(acting(), event_id)
    return web.page(
        request,
        "events/sites.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        sites=await placing.sites(row.id),
        days=await placing.days(row.id),
        venues=await placing.venue_choices(),
    )


@post("/desk/events/{event_id:uuid}/sites")
@web.refused_as(_sites)
async def add_site(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """One more site; its days come next."""
    row = await queries.kept(acting(), event_id)
    site = await siting.add_site(row, await web.read(request, bodies.NewSite), at=now())
    return web.see(f"/desk/events/{row.id}/sites/{site.id}/days", _("The site is there. Now its opening days."))


async def _site(event_id: UUID, site_id: UUID) -> Site:
    site = await placing.site_kept(acting(), site_id)
    if site.event != event_id:
        raise NotFound
    return site


@get("/desk/events/{event_id:uuid}/sites/{site_id:uuid}/days")
async def days_form(request: web.Asked, event_id: FromPath[UUID], site_id: FromPath[UUID]) -> Response[Any]:
    """Where a site is, and a table of all its days."""
    return await _days_form(request, event_id, site_id, web.FIRST)


async def _days_form(request: web.Asked, event_id: UUID, site_id: UUID, attempt: web.Attempt) -> Response[Any]:
    site = await _site(event_id, site_id)
    shown = await placing.site(site.id)
    days = {site.id: await placing.days_of(site.id)}
    return web.page(
        request,
        "events/days.html",
        status=attempt.status,
        attempt=attempt,
        form_of=request.url.path.rsplit("/", 1)[1],
        event=await showing.event(event_id),
        site=shown,
        table=forms.tables([shown], days, attempt.typed.get("days"), EMPTY_ROWS)[0],
        venues=await placing.venue_choices(),
        halls=await placing.hall_choices(site.venue),
    )


@post("/desk/events/{event_id:uuid}/sites/{site_id:uuid}/days")
@web.refused_as(_days_form)
async def save_days(request: web.Asked, event_id: FromPath[UUID], site_id: FromPath[UUID]) -> Response[Any]:
    """Make the days of the site what the table says."""
    site = await _site(event_id, site_id)
    await replanning.save_days(site, (await web.read(request, forms.DaysForm)).days, at=now())
    return web.see(f"/desk/events/{event_id}/sites/{site_id}/days", _("The opening days are saved."))


@post("/desk/events/{event_id:uuid}/sites/{site_id:uuid}/fill")
@web.refused_as(_days_form)
async def fill_days(request: web.Asked, event_id: FromPath[UUID], site_id: FromPath[UUID]) -> Response[Any]:
    """The same hours on every day of a range on which the site is not open yet."""
    site = await _site(event_id, site_id)
    given = await web.read(request, forms.RangeForm)
    added = await replanning.fill(
        site, Days(given.first_on, given.last_on), given.opens, given.closes, given.closes_next_day, at=now()
    )
    said = plural("%(n)s day was added.", "%(n)s days were added.", added)
    return web.see(f"/desk/events/{event_id}/sites/{site_id}/days", said)


@post("/desk/events/{event_id:uuid}/sites/{site_id:uuid}/place")
@web.refused_as(_days_form)
async def change_site(request: web.Asked, event_id: FromPath[UUID], site_id: FromPath[UUID]) -> Response[Any]:
    """Change where the site is and what is announced for it."""
    site = await _site(event_id, site_id)
    given = await web.read(request, bodies.NewSite)
    whole = bodies.SiteChange(venue_id=given.venue_id, hall_id=given.hall_id, announced_booths=given.announced_booths)
    await siting.edit_site(site, await web.version(request), whole, at=now())
    return web.see(f"/desk/events/{event_id}/sites/{site_id}/days", _("Saved."))


@post("/desk/events/{event_id:uuid}/sites/{site_id:uuid}/deletion")
@web.refused_as(_days_form)
async def delete_site(request: web.Asked, event_id: FromPath[UUID], site_id: FromPath[UUID]) -> Response[Any]:
    """Take the site out of a draft."""
    site = await _site(event_id, site_id)
    await web.sure(request)
    await siting.delete_site(site, await web.version(request), at=now())
    return web.see(f"/desk/events/{event_id}/sites", _("The site is deleted."))


@get("/desk/events/{event_id:uuid}/programme")
async def programme(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The programme of an event."""
    return await _programme(request, event_id, web.FIRST)


async def _programme(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.looked_after(acting(), event_id)
    return web.page(
        request,
        "events/programme.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(row.id),
        programme=await placing.programme(row.id),
        venues=await placing.venue_choices(),
    )


@post("/desk/events/{event_id:uuid}/programme")
@web.refused_as(_programme)
async def add_session(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """One more item of the programme."""
    row = await queries.kept(acting(), event_id)
    await programming.add_session(row, await web.read(request, forms.SessionForm), at=now())
    return web.see(f"/desk/events/{row.id}/programme", _("The session is in the programme."))


async def _session(event_id: UUID, session_id: UUID) -> Session:
    session = await placing.session_kept(acting(), session_id)
    if session.event != event_id or session.dropped_at:
        raise NotFound
    return session


@get("/desk/events/{event_id:uuid}/programme/{session_id:uuid}")
async def session_form(request: web.Asked, event_id: FromPath[UUID], session_id: FromPath[UUID]) -> Response[Any]:
    """The form to change a session with."""
    return await _session_form(request, event_id, session_id, web.FIRST)


async def _session_form(request: web.Asked, event_id: UUID, session_id: UUID, attempt: web.Attempt) -> Response[Any]:
    session = await _session(event_id, session_id)
    return web.page(
        request,
        "events/session.html",
        status=attempt.status,
        attempt=attempt,
        event=await showing.event(event_id),
        form_of=request.url.path.rsplit("/", 1)[1],
        session=await placing.session(session.id),
        venues=await placing.venue_choices(),
    )


@post("/desk/events/{event_id:uuid}/programme/{session_id:uuid}")
@web.refused_as(_session_form)
async def change_session(request: web.Asked, event_id: FromPath[UUID], session_id: FromPath[UUID]) -> Response[Any]:
    """Change a session as the whole form says."""
    session = await _session(event_id, session_id)
    given = await web.read(request, forms.SessionForm)
    whole = bodies.SessionChange.model_validate(given.described())
    await programming.edit_session(session, await web.version(request), whole, at=now())
    return web.see(f"/desk/events/{event_id}/programme", _("Saved."))


@post("/desk/events/{event_id:uuid}/programme/{session_id:uuid}/deletion")
@web.refused_as(_session_form)
async def delete_session(request: web.Asked, event_id: FromPath[UUID], session_id: FromPath[UUID]) -> Response[Any]:
    """Take a session out of the programme."""
    session = await _session(event_id, session_id)
    await web.sure(request)
    await programming.delete_session(session, await web.version(request), at=now())
    return web.see(f"/desk/events/{event_id}/programme", _("The session is out of the programme."))


handlers: list[HTTPRouteHandler] = [
    sites,
    add_site,
    days_form,
    save_days,
    fill_days,
    change_site,
    delete_site,
    programme,
    add_session,
    session_form,
    change_session,
    delete_session,
]
