"""Newcomers, and what waits for the admin, on pages."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from events_app import access, paging, web
from events_app.accounts import consenting, limiting, links, passwords
from events_app.actor import acting
from events_app.directory import approving, arriving, arriving_bodies, claim_queries, places, queries, words
from events_app.i18n import text as _
from events_app.values import now

Next = Annotated[str | None, QueryParameter(name="next", max_length=500)]
Given = Annotated[str, QueryParameter(name="token", max_length=200)]


@get("/register")
async def registering(request: web.Asked, next_path: Next = None) -> Response[Any]:
    """The form of a newcomer."""
    return await _registering(request, web.Attempt(typed={"next": next_path}))


async def _registering(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    following = web.local_path(attempt.typed.get("next"), "")
    return web.page(
        request,
        "directory/register.html",
        status=attempt.status,
        attempt=attempt,
        consent=consenting.present().text,
        provinces=places.choices(),
        words=words,
        alone=arriving_bodies.ALONE,
        next=following,
        claims=await claim_queries.led_to(following),
    )


@post("/register")
@web.refused_as(_registering)
async def register(request: web.Asked) -> Response[Any]:
    """Register; the answer is the same whoever has the address."""
    given, following = arriving_bodies.read_form(places.placed(await web.form(request)))
    await arriving.register(
        given.name,
        given.email,
        given.language,
        consenting.agreed(given.consent),
        given.organization,
        near=limiting.near(request),
        following=web.local_path(following, ""),
        at=now(),
    )
    return web.page(request, "accounts/letter.html", email=given.email)


@get("/confirmation")
async def confirming(request: web.Asked, given_token: Given = "") -> Response[Any]:
    """What a link confirms, and the form for the password."""
    return await _confirming(request, web.FIRST, given_token)


async def _confirming(request: web.Asked, attempt: web.Attempt, given_token: str = "") -> Response[Any]:
    link, row = await arriving.announced(str(attempt.typed.get("token", given_token)), at=now())
    return web.page(
        request,
        "directory/confirmation.html",
        status=attempt.status,
        attempt=attempt,
        token=links.token(link.id),
        email=link.email,
        name=row.name,
        organization=row.organization,
        words=words,
        shortest=passwords.SHORTEST,
    )


@post("/confirmation")
@web.refused_as(_confirming)
async def confirm(request: web.Asked) -> Response[Any]:
    """Let the newcomer in."""
    given = await web.read(request, arriving_bodies.Confirmation)
    came = await arriving.confirm(given.token, given.password, at=now())
    return web.see(f"/sign-in?{urlencode({'next': came.leads_to})}", _welcome(came))


def _welcome(came: arriving.Confirmed) -> str:
    there = came.known.facts if came.known else {}
    if there.get("claim"):
        return _(
            "Your address is confirmed. %(name)s is in the directory already: sign in to claim its record.",
            name=there["organization"]["name"],
        )
    if there:
        return _(
            "Your address is confirmed. An organization of this tax code or name is in the directory already, with its own people:"
            " ask its owner for an invitation, or enter yours all the same if it is another one."
        )
    return _("Your address is confirmed. Sign in with it and your new password.")


@get("/approvals")
async def waiting(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The organizers and authorities that wait."""
    return await _waiting(request, web.FIRST, after=after)


async def _waiting(
    request: web.Asked, attempt: web.Attempt, organization_id: UUID | None = None, after: str | None = None
) -> Response[Any]:
    access.admin(acting())
    rows, following = await approving.waiting(paging.Page(20, after))
    return web.page(
        request,
        "directory/approvals.html",
        status=attempt.status,
        attempt=attempt,
        tried=organization_id,
        rows=rows,
        next=following,
        province_of=places.province,
        words=words,
    )


@post("/organizations/{organization_id:uuid}/approval")
@web.refused_as(_waiting)
async def approve(request: web.Asked, organization_id: FromPath[UUID]) -> Response[Any]:
    """Approve an organization as it was shown."""
    access.admin(acting())
    row = await queries.seen(acting(), organization_id)
    await approving.approve(row, await web.version(request), at=now())
    return web.see("/approvals", _("%(name)s is approved, and its owner is told.", name=row.name))


@post("/organizations/{organization_id:uuid}/refusal")
@web.refused_as(_waiting)
async def refuse(request: web.Asked, organization_id: FromPath[UUID]) -> Response[Any]:
    """Refuse an organization as it was shown, with the reason."""
    access.admin(acting())
    row = await queries.seen(acting(), organization_id)
    given = await web.read(request, arriving_bodies.Because)
    await approving.refuse(row, await web.version(request), given.reason, at=now())
    return web.see("/approvals", _("%(name)s is refused, and its owner is told why.", name=row.name))


handlers = [registering, register, confirming, confirm, waiting, approve, refuse]
