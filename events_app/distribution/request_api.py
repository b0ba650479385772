"""Requests for contact over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.distribution import asking, bodies, request_queries, request_schemas
from events_app.distribution.tables import ContactRequest, RequestState
from events_app.values import now

InState = Annotated[RequestState | None, QueryParameter(name="state", description="Only those in this state.")]


async def _tagged(row: ContactRequest, status: int = 200) -> Response[request_schemas.ContactRequestShown]:
    named = await request_queries.named(row)
    products = await request_queries.products_of(row.id)
    return versions.tagged(request_schemas.request(named, products[row.id]), row.version, status)


@get("/contact-consent", **access.OPEN)
async def contact_consent() -> request_schemas.ContactConsent:
    """The text to agree to when one asks for contact, in the language of the caller."""
    return request_schemas.ContactConsent(asking.consent_text())


@get("/contact-requests")
async def contact_requests(
    in_state: InState = None, limit: paging.Limit = 50, after: paging.After = None
) -> request_schemas.ContactRequestPage:
    """The requests that the caller's distributor has made, or that were made to the entities for which it speaks."""
    rows, following = await request_queries.requests(acting(), paging.Page(limit, after), in_state)
    products = await request_queries.products_of(*(row["id"] for row in rows))
    return request_schemas.ContactRequestPage(
        [request_schemas.request(row, products[row["id"]]) for row in rows], following
    )


@post("/contact-requests")
async def create_contact_request(
    data: JSONBody[bodies.NewContactRequest],
) -> Response[request_schemas.ContactRequestShown]:
    """Ask an entity for contact about products; ``consent`` is the text of ``/contact-consent``."""
    distributor, entity = await request_queries.asked(acting(), data.entity)
    row = await asking.ask(
        distributor, entity, data.products, data.message, data.reached(), consent=data.consent, at=now()
    )
    return await _tagged(row, 201)


@get("/contact-requests/{request_id:uuid}")
async def contact_request(request_id: FromPath[UUID]) -> Response[request_schemas.ContactRequestShown]:
    """A request of one's own, or to an entity for which one speaks."""
    row, _inside = await request_queries.seen(acting(), request_id)
    return await _tagged(row)


@post("/contact-requests/{request_id:uuid}/acceptance", status_code=200)
async def accept_contact_request(
    request_id: FromPath[UUID], data: JSONBody[bodies.Reached]
) -> Response[request_schemas.ContactRequestShown]:
    """Accept, with somebody whom the distributor may reach."""
    row = await request_queries.to_answer(acting(), request_id)
    return await _tagged(await asking.accept(row, data.reached(), at=now()))


@post("/contact-requests/{request_id:uuid}/decline", status_code=200)
async def decline_contact_request(
    request_id: FromPath[UUID], data: JSONBody[bodies.Refused]
) -> Response[request_schemas.ContactRequestShown]:
    """Decline, with a reason that the distributor reads."""
    row = await request_queries.to_answer(acting(), request_id)
    return await _tagged(await asking.decline(row, data.reason, at=now()))


@post("/contact-requests/{request_id:uuid}/withdrawal", status_code=200)
async def withdraw_contact_request(request_id: FromPath[UUID]) -> Response[request_schemas.ContactRequestShown]:
    """Take back a request that is not answered yet."""
    row = await request_queries.to_withdraw(acting(), request_id)
    return await _tagged(await asking.withdraw(row, at=now()))


handlers = [
    contact_consent,
    contact_requests,
    create_contact_request,
    contact_request,
    accept_contact_request,
    decline_contact_request,
    withdraw_contact_request,
]
