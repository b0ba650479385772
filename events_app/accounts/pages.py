"""Signing in and out, choosing a language and an organization."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, QueryParameter
from pydantic import StringConstraints

from events_app import i18n, reading, web
from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.actor import acting
from events_app.errors import NotFound
from events_app.i18n import text as _
from events_app.values import now

Next = Annotated[str | None, QueryParameter(name="next", max_length=500)]


class Credentials(reading.Body):
    """What a person signs in with."""

    email: reading.Line
    password: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]
    next: reading.OptionalLine | None = None


class Switch(reading.Body):
    """Which of one's memberships to act in."""

    membership: UUID
    next: reading.OptionalLine | None = None


@get("/sign-in")
async def sign_in_form(request: web.Asked, next_path: Next = None) -> Response[Any]:
    """The form to sign in with."""
    return await _form(request, web.Attempt(typed={"next": next_path}))


async def _form(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    return web.page(
        request,
        "accounts/sign_in.html",
        status=attempt.status,
        attempt=attempt,
        next=web.local_path(attempt.typed.get("next")),
    )


@post("/sign-in")
@web.refused_as(_form)
async def sign_in(request: web.Asked) -> Response[Any]:
    """Begin a session; the one of before ends, so that its cookie is worth nothing any more."""
    given = await web.read(request, Credentials)
    token = await signing_in.sign_in(given.email, given.password, at=now(), before=request.cookies.get(COOKIE, ""))
    answer = web.see(web.local_path(given.next), _("You are signed in."))
    answer.set_cookie(
        Cookie(
            key=COOKIE,
            value=token,
            path="/",
            httponly=True,
            samesite="lax",
            max_age=int(signing_in.LASTS.total_seconds()),
            secure=web.secure_cookies(),
        )
    )
    return answer


@post("/sign-out")
async def sign_out(request: web.Asked) -> Response[Any]:
    """End the session."""
    await signing_in.sign_out(request.cookies.get(COOKIE, ""), at=now())
    answer = web.see("/", _("You are signed out."))
    answer.delete_cookie(COOKIE)
    return answer


@post("/switch")
async def switch(request: web.Asked) -> Response[Any]:
    """Act for another of one's organizations."""
    wanted = await web.read(request, Switch)
    await signing_in.switch(request.cookies.get(COOKIE, ""), acting(), wanted.membership)
    return web.see(web.local_path(wanted.next))


@get("/language/{code:str}")
async def language(request: web.Asked, code: FromPath[str], next_path: Next = None) -> Response[Any]:
    """Show the pages in another language from now on."""
    if code not in set(i18n.Language):
        raise NotFound
    answer = web.see(web.local_path(next_path))
    answer.set_cookie(Cookie(key=web.LANGUAGE, value=code, path="/", samesite="lax", max_age=31536000, httponly=True))
    return answer


router = Router("/", route_handlers=[sign_in_form, sign_in, sign_out, switch, language])
