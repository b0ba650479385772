"""Newcomers and what waits for approval, over HTTP."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from events_app import access, paging, versions
from events_app.accounts import consenting, limiting
from events_app.accounts import schemas as accounts_schemas
from events_app.actor import acting
from events_app.directory import approving, arriving, arriving_bodies, arriving_schemas, queries, schemas
from events_app.directory.tables import Organization
from events_app.values import now
from events_app.web import Asked


@post("/registrations", **access.OPEN, status_code=202)
async def register(request: Asked, data: JSONBody[arriving_bodies.NewRegistration]) -> accounts_schemas.LetterSent:
    """Register oneself, and one's organization; the answer is the same whoever has the address."""
    await arriving.register(
        data.name,
        data.email,
        data.language,
        consenting.agreed(data.consent),
        data.organization,
        near=limiting.near(request),
        at=now(),
    )
    return accounts_schemas.letter_sent()


@post("/registrations/confirmation", **access.OPEN)
async def confirm(data: JSONBody[arriving_bodies.Confirmation]) -> arriving_schemas.ConfirmedShown:
    """Confirm the address by the token of the letter's link."""
    return arriving_schemas.confirmed(await arriving.confirm(data.token, data.password, at=now()))


@get("/approvals")
async def waiting(limit: paging.Limit = 50, after: paging.After = None) -> arriving_schemas.WaitingPage:
    """The organizers and authorities that wait for the admin."""
    access.admin(acting())
    rows, following = await approving.waiting(paging.Page(limit, after))
    return arriving_schemas.WaitingPage([arriving_schemas.waiting(row) for row in rows], following)


@post("/organizations/{organization_id:uuid}/approval", status_code=200)
async def approve(
    organization_id: FromPath[UUID], if_match: versions.IfMatch = None
) -> Response[schemas.OrganizationListed]:
    """Approve an organizer or authority as it was looked at."""
    row = await approving.approve(await _decided(organization_id), versions.owed(if_match), at=now())
    return versions.tagged(schemas.listed(row.to_dict()), row.version)


@post("/organizations/{organization_id:uuid}/refusal", status_code=200)
async def refuse(
    organization_id: FromPath[UUID], data: JSONBody[arriving_bodies.Because], if_match: versions.IfMatch = None
) -> Response[schemas.OrganizationListed]:
    """Refuse an organizer or authority as it was looked at; its people are told the reason."""
    row = await _decided(organization_id)
    row = await approving.refuse(row, versions.owed(if_match), data.reason, at=now())
    return versions.tagged(schemas.listed(row.to_dict()), row.version)


@post("/organizations/{organization_id:uuid}/approval-request", status_code=200)
async def ask_again(organization_id: FromPath[UUID]) -> schemas.OrganizationListed:
    """Ask once more for the approval of an organizer or authority that was refused; by its owner."""
    row = await approving.owned(acting(), organization_id)
    return schemas.listed((await approving.ask_again(row, at=now())).to_dict())


async def _decided(organization_id: UUID) -> Organization:
    row = await queries.seen(acting(), organization_id)
    access.admin(acting())
    return row


handlers = [register, confirm, waiting, approve, refuse, ask_again]
