"""The entity's pages: apply, my applications, one application with its booths."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, QueryParameter

from events_app import access, paging, web
from events_app.actor import acting
from events_app.events import queries as events
from events_app.exhibitors import applying, bodies, choosing, desk_pages, forms, queries, showing
from events_app.i18n import text as _
from events_app.values import now, today

SiteAsked = Annotated[UUID | None, QueryParameter(name="site")]
FirstAsked = Annotated[date | None, QueryParameter(name="first_on")]
LastAsked = Annotated[date | None, QueryParameter(name="last_on")]


@get("/events/{slug:str}/apply")
async def apply_form(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """The form to apply with; who has applied already is led to the application."""
    event = await events.seen(acting(), slug)
    made = await queries.open_one(event.id, access.writer(acting(), "entity"))
    return web.see(f"/applications/{made}") if made else await _apply_form(request, slug, web.FIRST)


async def _apply_form(request: web.Asked, slug: str, attempt: web.Attempt) -> Response[Any]:
    event = await events.seen(acting(), slug)
    own = access.writer(acting(), "entity")
    return web.page(
        request,
        "exhibitors/apply.html",
        status=attempt.status,
        attempt=attempt,
        event=event,
        open=applying.is_open(event, now()),
        already=await queries.open_one(event.id, own),
        products=await queries.products_of(own, today(now())),
        consent=applying.consent_text(),
    )


@post("/events/{slug:str}/apply")
@web.refused_as(_apply_form)
async def apply(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """Apply, or keep a draft."""
    event = await events.seen(acting(), slug)
    own = applying.applicant(acting(), event, None)
    entry = await web.read(request, forms.Entry)
    given: dict[str, Any] = {"products": entry.products, "note": entry.note, "at": now()}
    if entry.then == "draft":
        made = await applying.create(event.id, own, **given)
        return web.see(f"/applications/{made.id}", _("Your draft is kept. Nobody else sees it until you submit it."))
    made = await applying.apply(event.id, own, consent=entry.consent, **given)
    return web.see(f"/applications/{made.id}", _("Your application is submitted."))


@get("/applications")
async def own_applications(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The applications of one's own organization."""
    found = await queries.own(acting(), at=now(), page=paging.Page(20, after))
    return web.page(request, "exhibitors/applications.html", applications=found.items, next=found.next)


@get("/applications/{application_id:uuid}")
async def one(
    request: web.Asked,
    application_id: FromPath[UUID],
    site: SiteAsked = None,
    first_on: FirstAsked = None,
    last_on: LastAsked = None,
) -> Response[Any]:
    """One application: where it stands, what is next, its booths and those that can be had."""
    return await showing.show(request, application_id, web.FIRST, site, first_on, last_on)


async def _edit_form(request: web.Asked, application_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.handled(acting(), application_id)
    return web.page(
        request,
        "exhibitors/edit.html",
        status=attempt.status,
        attempt=attempt,
        application=await queries.shown(application_id, at=now()),
        products=await queries.products_of(row.organization, today(now())),
    )


@get("/applications/{application_id:uuid}/edit")
async def edit_form(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """The form to change products and note."""
    return await _edit_form(request, application_id, web.FIRST)


@post("/applications/{application_id:uuid}/edit")
@web.refused_as(_edit_form)
async def edit(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Change products and note."""
    row = await queries.handled(acting(), application_id)
    given = await web.read(request, forms.Edit)
    await applying.edit(row, await web.version(request), products=given.products, note=given.note, at=now())
    return web.see(f"/applications/{row.id}", _("Your changes are saved."))


@post("/applications/{application_id:uuid}/submission")
@web.refused_as(showing.show)
async def submit(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Hand the application in."""
    row = await queries.handled(acting(), application_id)
    given = await web.read(request, bodies.Submission)
    await applying.submit(row, consent=given.consent, record=given.consent_record, at=now())
    return web.see(f"/applications/{row.id}", _("Your application is submitted."))


@post("/applications/{application_id:uuid}/holds")
@web.refused_as(showing.show)
async def hold(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Hold a booth for a few minutes."""
    row = await queries.handled(acting(), application_id)
    given = await web.read(request, forms.Choosing)
    held = await choosing.hold(row, given.booth_id, given.days(), at=now())
    return web.see(
        f"/applications/{row.id}",
        _("The booth is held until %(until)s. Confirm it before then.", until=held.held_until),
    )


@post("/applications/{application_id:uuid}/release")
@web.refused_as(showing.show)
async def release(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Give one hold back."""
    row = await queries.handled(acting(), application_id)
    given = await web.read(request, forms.GivingBack)
    await choosing.release(row, given.hold, await web.version(request), at=now())
    return web.see(f"/applications/{row.id}", _("The booth is given back."))


@post("/applications/{application_id:uuid}/confirmation")
@web.refused_as(showing.show)
async def confirm(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Confirm all or the named holds, or the offer."""
    row = await queries.handled(acting(), application_id)
    given = await web.read(request, bodies.Confirmation)
    await choosing.confirm(row, given.holds, at=now())
    return web.see(f"/applications/{row.id}", _("The booth is confirmed."))


@post("/applications/{application_id:uuid}/decline")
@web.refused_as(showing.show)
async def decline(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Give the offer or all holds back."""
    row = await queries.handled(acting(), application_id)
    await choosing.decline(row, at=now())
    return web.see(f"/applications/{row.id}", _("It is given back."))


@post("/applications/{application_id:uuid}/withdrawal")
@web.refused_as(showing.show)
async def withdraw(request: web.Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Take the application back."""
    row = await queries.handled(acting(), application_id)
    await applying.withdraw(row, at=now())
    return web.see(f"/applications/{row.id}", _("The application is withdrawn."))


router = Router(
    "/",
    route_handlers=[
        apply_form,
        apply,
        own_applications,
        one,
        edit_form,
        edit,
        submit,
        hold,
        release,
        confirm,
        decline,
        withdraw,
        *desk_pages.HANDLERS,
    ],
)
