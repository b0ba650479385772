"""Requests for contact on pages: asked on a product, answered by the entity, seen by both."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import product_queries
from events_app.distribution import asking, bodies, hearing, request_queries
from events_app.distribution import words as own_words
from events_app.i18n import text as _
from events_app.values import now, today


@get("/contact-requests")
async def requests(request: web.Asked, after: paging.After = None, limit: paging.Limit = 50) -> Response[Any]:
    """One's own requests, or those to the entities for which one speaks."""
    rows, following = await request_queries.requests(acting(), paging.Page(limit, after))
    return web.page(
        request,
        "distribution/requests.html",
        requests=rows,
        next=following,
        products=await request_queries.products_of(*(row["id"] for row in rows)),
        words=own_words,
    )


@get("/products/{product_id:uuid}/contact-request")
async def asking_form(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form to ask for contact with."""
    return await _asking(request, product_id, web.FIRST)


async def _asking(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    product = await product_queries.product(product_id)
    distributor, entity = await request_queries.asked(acting(), product.organization)
    shelved = await product_queries.products_of(entity.id, today(now()))
    return web.page(
        request,
        "distribution/asking.html",
        status=attempt.status,
        attempt=attempt,
        product=product,
        entity=entity,
        products=[(str(one.product.id), one.product.name) for one in shelved],
        open_request=await request_queries.open_request(distributor, entity.id),
        consent=asking.consent_text(),
        hearing=await hearing.hearing(entity.id),
    )


@post("/products/{product_id:uuid}/contact-request")
@web.refused_as(_asking)
async def ask(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Ask the entity of a product for contact."""
    product = await product_queries.product(product_id)
    distributor, entity = await request_queries.asked(acting(), product.organization)
    given = await web.read(request, bodies.Asking)
    row = await asking.ask(
        distributor, entity, given.products, given.message, given.reached(), consent=given.consent, at=now()
    )
    return web.see(f"/contact-requests/{row.id}", (await hearing.hearing(entity.id)).said)


@get("/contact-requests/{request_id:uuid}")
async def one_request(request: web.Asked, request_id: FromPath[UUID]) -> Response[Any]:
    """A request; the entity answers it here."""
    return await _one(request, request_id, web.FIRST)


async def _one(request: web.Asked, request_id: UUID, attempt: web.Attempt) -> Response[Any]:
    access.signed_in(acting())
    row, inside = await request_queries.seen(acting(), request_id)
    waits = not inside and row.state == "open"
    return web.page(
        request,
        "distribution/request.html",
        status=attempt.status,
        attempt=attempt,
        asked=await request_queries.named(row),
        products=(await request_queries.products_of(row.id))[row.id],
        answers=inside and acting().writes and row.state == "open",
        withdraws=waits and acting().writes,
        hearing=await hearing.hearing(row.entity) if waits else None,
        words=own_words,
    )


@post("/contact-requests/{request_id:uuid}/acceptance")
@web.refused_as(_one)
async def accept(request: web.Asked, request_id: FromPath[UUID]) -> Response[Any]:
    """Accept, with a contact."""
    row = await request_queries.to_answer(acting(), request_id)
    given = web.check(bodies.Reached, await web.form(request))
    await asking.accept(row, given.reached(), at=now())
    return web.see(f"/contact-requests/{row.id}", _("Accepted. The distributor is told by letter."))


@post("/contact-requests/{request_id:uuid}/decline")
@web.refused_as(_one)
async def decline(request: web.Asked, request_id: FromPath[UUID]) -> Response[Any]:
    """Decline, with a reason."""
    row = await request_queries.to_answer(acting(), request_id)
    given = web.check(bodies.Refused, await web.form(request))
    await asking.decline(row, given.reason, at=now())
    return web.see(f"/contact-requests/{row.id}", _("Declined. The distributor is told by letter."))


@post("/contact-requests/{request_id:uuid}/withdrawal")
@web.refused_as(_one)
async def withdraw(request: web.Asked, request_id: FromPath[UUID]) -> Response[Any]:
    """Take the request back."""
    row = await request_queries.to_withdraw(acting(), request_id)
    await asking.withdraw(row, at=now())
    return web.see(f"/contact-requests/{row.id}", _("The request is taken back."))


handlers = [requests, asking_form, ask, one_request, accept, decline, withdraw]
