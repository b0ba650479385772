"""The floor as pages: the public plan of a day, and the organizer's zones and booths."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, QueryParameter

from events_app import reading, web
from events_app.actor import acting
from events_app.booths import bodies, laying_out, plan, queries
from events_app.booths.tables import Booth, Zone
from events_app.errors import NotFound
from events_app.events import placing
from events_app.events import queries as events
from events_app.i18n import text as _
from events_app.values import now

OnDay = Annotated[date | None, QueryParameter(name="on", description="The day to show; the first one otherwise.")]


class Nothing(reading.Body):
    """A form that says only that something is to be done."""


@get("/events/{slug:str}/plan")
async def public_plan(request: web.Asked, slug: FromPath[str], on: OnDay = None) -> Response[Any]:
    """The floor plan of one day, as drawing and as list."""
    event, who = await events.seen(acting(), slug), acting()
    found = await plan.plan(event.id, at=now(), for_organization=who.organization_id)
    days = sorted({day for site in found.sites for day in site.days})
    chosen = on if on in days else next(iter(days), None)
    return web.page(request, "booths/plan.html", event=event, plan=found, days=days, on=chosen)


@get("/desk/events/{event_id:uuid}/booths")
async def desk(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The organizer's floor: zones with their totals, who has what, what was lost."""
    return await _desk(request, event_id, web.FIRST)


async def _desk(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    event = await events.looked_after(acting(), event_id)
    return web.page(
        request,
        "booths/desk.html",
        status=attempt.status,
        attempt=attempt,
        event=event,
        plan=await plan.plan(event.id, at=now(), naming=True),
        lost=await plan.lost(event.id),
        changes=_changes(event.state),
    )


@post("/desk/events/{event_id:uuid}/booths/zones")
@web.refused_as(_desk)
async def add_zone(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Add a zone to a site."""
    event = await events.kept(acting(), event_id)
    given = await web.read(request, bodies.ZoneAtSite)
    site = await placing.site_kept(acting(), given.site_id)
    if site.event != event.id:
        raise NotFound
    zone = await laying_out.add_zone(site.id, given, at=now())
    return web.see(_zone_path(event_id, zone.id), _("The zone is added. Now give it booths."))


@get("/desk/events/{event_id:uuid}/booths/zones/{zone_id:uuid}")
async def zone_page(request: web.Asked, event_id: FromPath[UUID], zone_id: FromPath[UUID]) -> Response[Any]:
    """One zone: its name and count, its booths, a grid to add."""
    return await _zone(request, event_id, zone_id, web.FIRST)


async def _zone(request: web.Asked, event_id: UUID, zone_id: UUID, attempt: web.Attempt) -> Response[Any]:
    event = await events.kept(acting(), event_id)
    zone = await _zone_of(event_id, zone_id)
    standing = await laying_out.booths_of(zone.site)
    tried = request.url.path.rpartition("/")[2]
    return web.page(
        request,
        "booths/zone.html",
        status=attempt.status,
        attempt=attempt,
        tried_in=lambda place: attempt if attempt is not web.FIRST and tried == place else None,
        event=event,
        zone=zone,
        booths=[booth for booth in standing if booth.zone == zone.id],
        changes=_changes(event.state),
    )


@post("/desk/events/{event_id:uuid}/booths/zones/{zone_id:uuid}/edit")
@web.refused_as(_zone)
async def edit_zone(request: web.Asked, event_id: FromPath[UUID], zone_id: FromPath[UUID]) -> Response[Any]:
    """Rename a zone, announce another count."""
    await events.kept(acting(), event_id)
    zone, given = await _zone_of(event_id, zone_id), await web.read(request, bodies.NewZone)
    await laying_out.edit_zone(
        zone,
        await web.version(request),
        at=now(),
        name=given.name,
        announced_booths=given.announced_booths,
        position=given.position,
    )
    return web.see(_zone_path(event_id, zone_id), _("Saved."))


@post("/desk/events/{event_id:uuid}/booths/zones/{zone_id:uuid}/deletion")
@web.refused_as(_zone)
async def delete_zone(request: web.Asked, event_id: FromPath[UUID], zone_id: FromPath[UUID]) -> Response[Any]:
    """Take away a zone without booths."""
    await events.kept(acting(), event_id)
    zone = await _zone_of(event_id, zone_id)
    await web.read(request, Nothing)
    await laying_out.delete_zone(zone, await web.version(request), at=now())
    return web.see(_desk_path(event_id), _("The zone is deleted."))


@post("/desk/events/{event_id:uuid}/booths/zones/{zone_id:uuid}/grid")
@web.refused_as(_zone)
async def add_grid(request: web.Asked, event_id: FromPath[UUID], zone_id: FromPath[UUID]) -> Response[Any]:
    """Add booths from a grid."""
    await events.kept(acting(), event_id)
    zone = await _zone_of(event_id, zone_id)
    made = await laying_out.add_booths(zone, await web.read(request, bodies.NewBooths), at=now())
    message = _("Added: booths %(first)s to %(last)s.", first=made[0].number, last=made[-1].number)
    return web.see(_zone_path(event_id, zone_id), message)


@get("/desk/events/{event_id:uuid}/booths/{booth_id:uuid}")
async def booth_page(request: web.Asked, event_id: FromPath[UUID], booth_id: FromPath[UUID]) -> Response[Any]:
    """One booth, to change or delete."""
    return await _booth(request, event_id, booth_id, web.FIRST)


async def _booth(request: web.Asked, event_id: UUID, booth_id: UUID, attempt: web.Attempt) -> Response[Any]:
    event = await events.kept(acting(), event_id)
    booth = await _booth_of(event_id, booth_id)
    deleting = request.url.path.endswith("/deletion")
    return web.page(
        request,
        "booths/booth.html",
        status=attempt.status,
        attempt=web.FIRST if deleting else attempt,
        deletion=attempt if deleting else None,
        event=event,
        booth=booth,
        zones=(await queries.zones(booth.site)).items,
        changes=_changes(event.state),
    )


@post("/desk/events/{event_id:uuid}/booths/{booth_id:uuid}")
@web.refused_as(_booth)
async def edit_booth(request: web.Asked, event_id: FromPath[UUID], booth_id: FromPath[UUID]) -> Response[Any]:
    """Change a booth."""
    await events.kept(acting(), event_id)
    booth, given = await _booth_of(event_id, booth_id), await web.read(request, bodies.BoothForm)
    changes = {**given.model_dump(), "corner": bool(given.corner)}
    await laying_out.edit_booth(booth, await web.version(request), at=now(), **changes)
    return web.see(_zone_path(event_id, given.zone_id), _("Booth %(number)s is saved.", number=booth.number))


@post("/desk/events/{event_id:uuid}/booths/{booth_id:uuid}/deletion")
@web.refused_as(_booth)
async def delete_booth(request: web.Asked, event_id: FromPath[UUID], booth_id: FromPath[UUID]) -> Response[Any]:
    """Take away a booth that nobody has."""
    await events.kept(acting(), event_id)
    booth = await _booth_of(event_id, booth_id)
    await web.read(request, Nothing)
    await laying_out.delete_booth(booth, await web.version(request), at=now())
    return web.see(_zone_path(event_id, booth.zone), _("Booth %(number)s is deleted.", number=booth.number))


async def _zone_of(event_id: UUID, zone_id: UUID) -> Zone:
    """The zone if it belongs to this event. Raises NotFound."""
    zone = await queries.zone_seen(acting(), zone_id)
    await _belongs(event_id, zone.site)
    return zone


async def _booth_of(event_id: UUID, booth_id: UUID) -> Booth:
    """The booth if it belongs to this event. Raises NotFound."""
    booth = await queries.booth_seen(acting(), booth_id)
    await _belongs(event_id, booth.site)
    return booth


async def _belongs(event_id: UUID, site_id: UUID) -> None:
    _site, event = await placing.site_seen(acting(), site_id)
    if event.id != event_id:
        raise NotFound


def _changes(state: str) -> bool:
    return acting().writes and state not in laying_out.OVER


def _desk_path(event_id: UUID) -> str:
    return f"/desk/events/{event_id}/booths"


def _zone_path(event_id: UUID, zone_id: UUID) -> str:
    return f"{_desk_path(event_id)}/zones/{zone_id}"


router = Router(
    "/",
    route_handlers=[
        public_plan,
        desk,
        add_zone,
        zone_page,
        edit_zone,
        delete_zone,
        add_grid,
        booth_page,
        edit_booth,
        delete_booth,
    ],
)
