"""Claims to records on pages."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import arriving_bodies, claim_queries, claiming, places, queries, telling_apart, words
from events_app.i18n import text as _
from events_app.settings import settings
from events_app.values import now


async def _claiming(request: web.Asked, slug: str, attempt: web.Attempt) -> Response[Any]:
    person = access.founder(acting()) if acting().known else None  # a letter leads here who has no account yet
    row = await queries.seen(acting(), slug)
    if not await claim_queries.is_claimable(row):
        raise claiming.HasMembers
    involved = await claim_queries.claimants(row.id) | ({person} if person else set())
    deciding = await claim_queries.authorities(row.kind, row.province_set, row.province_code, involved)
    return web.page(
        request,
        "directory/claim.html",
        status=attempt.status,
        attempt=attempt,
        organization=row,
        province=places.province(row.province_set, row.province_code),
        waiting=await claim_queries.waiting(row, person),
        decides=await claiming.decides(acting(), row),
        authorities=[one["name"] for one in deciding],
        contact=settings().contact,
    )


@get("/organizations/{slug:str}/claim")
async def claiming_form(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """The form to claim a record with."""
    return await _claiming(request, slug, web.FIRST)


@post("/organizations/{slug:str}/claim")
@web.refused_as(_claiming)
async def claim(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """Claim a record."""
    person = access.founder(acting())
    row = await queries.seen(acting(), slug)
    given = await web.read(request, arriving_bodies.NewClaim)
    await claiming.claim(row, person, **given.said(), at=now())
    return web.see("/my-claims", _("Your claim waits for its decision. A letter tells you what becomes of it."))


@get("/my-claims")
async def mine(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """What one has claimed."""
    return await _mine(request, web.FIRST, after=after)


async def _mine(
    request: web.Asked, attempt: web.Attempt, claim_id: UUID | None = None, after: str | None = None
) -> Response[Any]:
    rows, following = await claim_queries.listed(acting(), paging.Page(20, after), own=True)
    return web.page(
        request,
        "directory/my_claims.html",
        status=attempt.status,
        attempt=attempt,
        tried=claim_id,
        rows=rows,
        next=following,
    )


@post("/claims/{claim_id:uuid}/withdrawal")
@web.refused_as(_mine)
async def withdraw(request: web.Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """Take back what one has claimed, which is confirmed."""
    row = await claiming.made_by(acting(), claim_id)
    await web.sure(request)
    await claiming.withdraw(row, at=now())
    return web.see("/my-claims", _("The claim is withdrawn: nobody decides about it any more."))


@get("/claims")
async def claims(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The claims that one decides."""
    return await _claims(request, web.FIRST, after=after)


async def _claims(
    request: web.Asked, attempt: web.Attempt, claim_id: UUID | None = None, after: str | None = None
) -> Response[Any]:
    rows, following = await claim_queries.listed(acting(), paging.Page(20, after), "waiting")
    return web.page(
        request,
        "directory/claims.html",
        status=attempt.status,
        attempt=attempt,
        tried=claim_id,
        rows=rows,
        next=following,
        records=await telling_apart.particulars({row["organization"] for row in rows}),
        contacts=await claim_queries.contacts(acting(), rows),
        version=claiming.version,
        unproved=claim_queries.UNPROVED,
        words=words,
    )


@post("/claims/{claim_id:uuid}/approval")
@web.refused_as(_claims)
async def approve(request: web.Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """Make the claimant the owner of the record as it was shown."""
    row = await claiming.decided_by(acting(), claim_id)
    given = await web.read(request, arriving_bodies.Approval)
    await claiming.approve(row, await web.version(request), asked=given.asked_organization, at=now())
    return web.see("/claims", _("The claim is approved, and the claimant is told."))


@post("/claims/{claim_id:uuid}/rejection")
@web.refused_as(_claims)
async def reject(request: web.Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """Reject a claim, with the reason."""
    row = await claiming.decided_by(acting(), claim_id)
    given = await web.read(request, arriving_bodies.Because)
    await claiming.reject(row, await web.version(request), given.reason, at=now())
    return web.see("/claims", _("The claim is rejected, and the claimant is told why."))


handlers = [claiming_form, claim, mine, withdraw, claims, approve, reject]
