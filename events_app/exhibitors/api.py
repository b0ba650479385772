"""Applications, holds and offers over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.booths.schemas import Hold
from events_app.events import queries as events
from events_app.exhibitors import applying, bodies, choosing, deciding, queries, schemas
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import now

InState = Annotated[ApplicationState | None, QueryParameter(name="state", description="Only those in this state.")]


@get("/events/{event_id:uuid}/applications")
async def applications_to(
    event_id: FromPath[UUID],
    in_state: InState = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> schemas.Applications:
    """The applications to an event: all for its organizer, its own for an entity."""
    access.member(acting())
    event = await events.seen(acting(), event_id)
    page = paging.Page(limit, after)
    return await queries.listed(acting(), at=now(), event_id=event.id, state=in_state, q=q, page=page)


@post("/events/{event_id:uuid}/applications")
async def apply(event_id: FromPath[UUID], data: JSONBody[bodies.NewApplication]) -> Response[schemas.Application]:
    """Begin an application, as a draft; the organizer names the entity on whose behalf it acts."""
    event = await events.seen(acting(), event_id)
    organization_id = applying.applicant(acting(), event, data.organization_id)
    made = await applying.create(event.id, organization_id, products=data.products, note=data.note, at=now())
    return await _shown(made, 201)


@get("/applications")
async def own_applications(limit: paging.Limit = 50, after: paging.After = None) -> schemas.Applications:
    """The applications of one's own organization, newest first."""
    return await queries.own(acting(), at=now(), page=paging.Page(limit, after))


@get("/applications/{application_id:uuid}")
async def application(application_id: FromPath[UUID]) -> Response[schemas.Application]:
    """One application."""
    return await _shown(await queries.seen(acting(), application_id))


@patch("/applications/{application_id:uuid}")
async def change(
    application_id: FromPath[UUID], data: JSONBody[bodies.ChangedApplication], if_match: versions.IfMatch = None
) -> Response[schemas.Application]:
    """Change the products or the note while nobody has decided yet."""
    found = await queries.handled(acting(), application_id)
    return await _shown(await applying.edit(found, versions.owed(if_match), **data.given(), at=now()))


@get("/consent", **access.OPEN)
async def consent() -> schemas.ConsentText:
    """The text that a submission must send back word for word, in the language of `Accept-Language`."""
    return schemas.ConsentText(text=applying.consent_text())


@post("/applications/{application_id:uuid}/submission", status_code=200)
async def submit(application_id: FromPath[UUID], data: JSONBody[bodies.Submission]) -> Response[schemas.Application]:
    """Hand the application in, with consent."""
    found = await queries.handled(acting(), application_id)
    return await _shown(await applying.submit(found, consent=data.consent, record=data.consent_record, at=now()))


@post("/applications/{application_id:uuid}/withdrawal", status_code=200)
async def withdraw(application_id: FromPath[UUID]) -> Response[schemas.Application]:
    """Take the application back; its booths are free again at once."""
    return await _shown(await applying.withdraw(await queries.handled(acting(), application_id), at=now()))


@post("/applications/{application_id:uuid}/change-request", status_code=200)
async def request_changes(
    application_id: FromPath[UUID], data: JSONBody[bodies.WithReason]
) -> Response[schemas.Application]:
    """Ask the entity for changes."""
    found = await queries.judged(acting(), application_id)
    return await _shown(await deciding.request_changes(found, data.reason, at=now()))


@post("/applications/{application_id:uuid}/acceptance", status_code=200)
async def accept(application_id: FromPath[UUID]) -> Response[schemas.Application]:
    """Say yes before a booth is named."""
    return await _shown(await deciding.accept(await queries.judged(acting(), application_id), at=now()))


@post("/applications/{application_id:uuid}/waitlisting", status_code=200)
async def waitlist(application_id: FromPath[UUID]) -> Response[schemas.Application]:
    """Let the entity wait for a booth."""
    return await _shown(await deciding.waitlist(await queries.judged(acting(), application_id), at=now()))


@post("/applications/{application_id:uuid}/rejection", status_code=200)
async def reject(application_id: FromPath[UUID], data: JSONBody[bodies.WithReason]) -> Response[schemas.Application]:
    """Say no, and why."""
    found = await queries.judged(acting(), application_id)
    return await _shown(await deciding.reject(found, data.reason, at=now()))


@get("/applications/{application_id:uuid}/holds")
async def holds(application_id: FromPath[UUID]) -> schemas.Holds:
    """The booths that an application holds or has."""
    found = await queries.seen(acting(), application_id)
    return schemas.Holds(items=await queries.holds(found.id, at=now()))


@post("/applications/{application_id:uuid}/holds")
async def hold(application_id: FromPath[UUID], data: JSONBody[bodies.Choice]) -> Response[Hold]:
    """Keep a booth for a few minutes; 409 `booth-taken` names what is still free."""
    found = await queries.handled(acting(), application_id)
    made = await choosing.hold(found, data.booth_id, data.days(), at=now())
    return versions.tagged(made, made.version, 201)


@get("/holds/{hold_id:uuid}")
async def one_hold(hold_id: FromPath[UUID]) -> Response[Hold]:
    """One hold; after its confirmation `held_until` is null."""
    found = await queries.hold(hold_id, at=now())
    await queries.seen(acting(), found.application_id)
    return versions.tagged(found, found.version)


@delete("/holds/{hold_id:uuid}")
async def release(hold_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Give a hold back."""
    at = now()
    found = await queries.hold(hold_id, at=at)
    applied = await queries.handled(acting(), found.application_id)
    await choosing.release(applied, hold_id, versions.owed(if_match), at=at)


@post("/applications/{application_id:uuid}/offer", status_code=200)
async def offer(application_id: FromPath[UUID], data: JSONBody[bodies.Offer]) -> Response[schemas.Application]:
    """Promise a booth to the entity until an instant."""
    found = await queries.judged(acting(), application_id)
    await choosing.offer(found, data.booth_id, data.days(), until=data.until, at=now())
    return await _shown(found)


@post("/applications/{application_id:uuid}/confirmation", status_code=200)
async def confirm(application_id: FromPath[UUID], data: JSONBody[bodies.Confirmation]) -> Response[schemas.Application]:
    """Turn all or the named holds, or the offer, into the exhibitor's booths."""
    found = await queries.handled(acting(), application_id)
    return await _shown(await choosing.confirm(found, data.holds, at=now()))


@post("/applications/{application_id:uuid}/decline", status_code=200)
async def decline(application_id: FromPath[UUID]) -> Response[schemas.Application]:
    """Give back the offer, or all holds."""
    return await _shown(await choosing.decline(await queries.handled(acting(), application_id), at=now()))


async def _shown(row: Application, status: int = 200) -> Response[schemas.Application]:
    found = await queries.shown(row.id, at=now())
    return versions.tagged(found, found.version, status)


router = Router(
    "/",
    route_handlers=[
        applications_to,
        apply,
        own_applications,
        application,
        change,
        consent,
        submit,
        withdraw,
        request_changes,
        accept,
        waitlist,
        reject,
        holds,
        hold,
        one_hold,
        release,
        offer,
        confirm,
        decline,
    ],
    tags=["exhibitors"],
)
