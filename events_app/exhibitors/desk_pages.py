"""The organizer's pages: the applications to an event, entering one on behalf of an entity, deciding, offering."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from events_app import markup, paging, web
from events_app.actor import acting
from events_app.directory import queries as directory
from events_app.directory import telling_apart, words
from events_app.directory.tables import Kind
from events_app.errors import NotFound
from events_app.events import queries as events
from events_app.exhibitors import applying, bodies, choosing, deciding, forms, queries, showing
from events_app.exhibitors.tables import ApplicationState
from events_app.i18n import text as _
from events_app.values import now, today

StateAsked = Annotated[ApplicationState | None, QueryParameter(name="state")]
EntityAsked = Annotated[UUID | None, QueryParameter(name="organization")]


def _states() -> list[str]:
    return [markup.badge("application", state) for state in ApplicationState]


@get("/desk/events/{event_id:uuid}/applications", choices={"state": _states})
async def applications(
    request: web.Asked,
    event_id: FromPath[UUID],
    in_state: StateAsked = None,
    q: paging.Query = None,
    after: paging.After = None,
) -> Response[Any]:
    """The applications to an event."""
    event = await events.looked_after(acting(), event_id)
    at = now()
    found = await queries.listed(acting(), at=at, event_id=event.id, state=in_state, q=q, page=paging.Page(50, after))
    return web.page(
        request,
        "exhibitors/desk/applications.html",
        event=event,
        applications=found.items,
        next=found.next,
        counts=await queries.counts(event.id, acting(), at=at),
        state=in_state,
        q=q,
        writes=acting().writes,
    )


@get("/desk/events/{event_id:uuid}/applications/new")
async def enter_form(
    request: web.Asked, event_id: FromPath[UUID], organization: EntityAsked = None, q: paging.Query = None
) -> Response[Any]:
    """Choose an entity, then enter its signed form."""
    event = await events.kept(acting(), event_id)
    if organization is not None:
        return await _entry(request, event_id, web.FIRST, organization)
    found, _next = await directory.organizations(paging.Page(20), q=q, kind=Kind.ENTITY)
    entities = found if q else []
    return web.page(
        request,
        "exhibitors/desk/choose.html",
        event=event,
        entities=entities,
        records=await telling_apart.particulars([one["id"] for one in entities]),
        kinds=words.ENTITY_KINDS,
        q=q,
    )


async def _entry(
    request: web.Asked, event_id: UUID, attempt: web.Attempt, organization: UUID | None = None
) -> Response[Any]:
    event = await events.kept(acting(), event_id)
    chosen = organization or showing.or_none(UUID, attempt.value("organization_id"))
    entity = await directory.seen(acting(), chosen) if chosen else None
    if entity is None or entity.kind != Kind.ENTITY:
        raise NotFound
    return web.page(
        request,
        "exhibitors/desk/enter.html",
        status=attempt.status,
        attempt=attempt,
        event=event,
        entity=entity,
        already=await queries.open_one(event.id, entity.id),
        products=await queries.products_of(entity.id, today(now())),
        consent=applying.paper_text(),
    )


@post("/desk/events/{event_id:uuid}/applications/new")
@web.refused_as(_entry)
async def enter(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Enter a signed form on behalf of an entity."""
    event = await events.kept(acting(), event_id)
    entry = await web.read(request, forms.EntryOnBehalf)
    made = await applying.apply(
        event.id,
        applying.applicant(acting(), event, entry.organization_id),
        products=entry.products,
        note=entry.note,
        record=entry.consent_record,
        at=now(),
    )
    return web.see(f"/applications/{made.id}", _("The application is entered on behalf of the entity."))


@post("/applications/{application_id:uuid}/acceptance")
@web.refused_as(showing.show)
async def accept(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Say yes."""
    row = await queries.judged(acting(), application_id)
    await deciding.accept(row, at=now())
    return web.see(f"/applications/{row.id}", _("The application is accepted."))


@post("/applications/{application_id:uuid}/change-request")
@web.refused_as(showing.show)
async def request_changes(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Ask for changes."""
    row = await queries.judged(acting(), application_id)
    given = await web.read(request, bodies.WithReason)
    await deciding.request_changes(row, given.reason, at=now())
    return web.see(f"/applications/{row.id}", _("The entity is asked for changes."))


@post("/applications/{application_id:uuid}/waitlisting")
@web.refused_as(showing.show)
async def waitlist(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Put on the waitlist."""
    row = await queries.judged(acting(), application_id)
    await deciding.waitlist(row, at=now())
    return web.see(f"/applications/{row.id}", _("The application is on the waitlist."))


@post("/applications/{application_id:uuid}/rejection")
@web.refused_as(showing.show)
async def reject(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Say no."""
    row = await queries.judged(acting(), application_id)
    given = await web.read(request, bodies.WithReason)
    await deciding.reject(row, given.reason, at=now())
    return web.see(f"/applications/{row.id}", _("The application is rejected."))


@post("/applications/{application_id:uuid}/offer")
@web.refused_as(showing.show)
async def offer(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Offer a booth."""
    row = await queries.judged(acting(), application_id)
    given = await web.read(request, forms.Choosing)
    at = now()
    offered = await choosing.offer(row, given.booth_id, given.days(), until=given.until(at), at=at)
    return web.see(f"/applications/{row.id}", _("The booth is offered until %(until)s.", until=offered.held_until))


HANDLERS: list[Any] = [
    applications,
    enter_form,
    enter,
    accept,
    request_changes,
    waitlist,
    reject,
    offer,
]
