"""Signing in and out, choosing a language and an organization."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, QueryParameter

from events_app import i18n, reading, web
from events_app.accounts import account_pages, limiting, links, password_pages, passwords, second_step, signing_in
from events_app.accounts.authenticating import COOKIE, language_of
from events_app.accounts.tables import Aim
from events_app.actor import NOBODY, acting
from events_app.errors import NotFound
from events_app.i18n import text as _
from events_app.values import now

OWED = "fairs_owed"  # the password was right, the code is still owed
Next = Annotated[str | None, QueryParameter(name="next", max_length=500)]


class Credentials(reading.Body):
    """What a person signs in with."""

    email: reading.UnreadLine
    password: passwords.Password
    next: reading.Way | None = None


class Code(reading.Body):
    """What the telephone shows, or a recovery code."""

    code: reading.UnreadLine
    next: reading.Way | None = None


class Switch(reading.Body):
    """Which of one's memberships to act in; none of them is the platform."""

    membership: UUID | None = None
    next: reading.Way | None = None


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
    entered = await signing_in.sign_in(
        given.email,
        given.password,
        at=now(),
        before=request.cookies.get(COOKIE, ""),
        near=limiting.near(request),
        browser=request.headers.get("user-agent", ""),
    )
    following = web.local_path(given.next)
    if entered.owed:
        answer = web.see(f"/sign-in/code?{urlencode({'next': following})}")
        answer.set_cookie(_cookie(OWED, entered.owed, int(links.LASTS[Aim.SECOND_STEP].total_seconds())))
        return answer
    return await _signed_in(request, entered.session, following)


async def _signed_in(request: web.Asked, session: str, following: str) -> Response[Any]:
    """Begin the session; what is said there is said in the language of the page that shows it, the person's own."""
    who = await signing_in.recognize(session, at=now())
    with i18n.speaking(language_of(request, who)):
        answer = web.see(following, _("You are signed in."))
    answer.set_cookie(_cookie(COOKIE, session, int(signing_in.LASTS.total_seconds())))
    return answer


def _cookie(name: str, value: str, lasts: int) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        path="/",
        httponly=True,
        samesite="lax",
        max_age=lasts,
        secure=web.secure_cookies(),
    )


@get("/sign-in/code")
async def code_form(request: web.Asked, next_path: Next = None) -> Response[Any]:
    """The form for the second step."""
    return await _code_form(request, web.Attempt(typed={"next": next_path}))


async def _code_form(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    await links.look(request.cookies.get(OWED, ""), Aim.SECOND_STEP, at=now())
    return web.page(
        request,
        "accounts/code.html",
        status=attempt.status,
        attempt=attempt,
        next=web.local_path(attempt.typed.get("next")),
    )


@post("/sign-in/code")
@web.refused_as(_code_form)
async def code(request: web.Asked) -> Response[Any]:
    """Begin a session with the code of the telephone, or with a recovery code."""
    given = await web.read(request, Code)
    session = await second_step.complete(
        request.cookies.get(OWED, ""),
        given.code,
        at=now(),
        before=request.cookies.get(COOKIE, ""),
        browser=request.headers.get("user-agent", ""),
    )
    answer = await _signed_in(request, session, web.local_path(given.next))
    answer.delete_cookie(OWED)
    return answer


@post("/sign-out")
async def sign_out(request: web.Asked) -> Response[Any]:
    """End the session."""
    await signing_in.sign_out(request.cookies.get(COOKIE, ""), at=now())
    with i18n.speaking(language_of(request, NOBODY)):
        answer = web.see("/", _("You are signed out."))
    answer.delete_cookie(COOKIE)
    return answer


@post("/switch")
async def switch(request: web.Asked) -> Response[Any]:
    """Act for another of one's organizations, or for the platform."""
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


router = Router(
    "/",
    route_handlers=[
        sign_in_form,
        sign_in,
        code_form,
        code,
        sign_out,
        switch,
        language,
        *password_pages.handlers,
        *account_pages.handlers,
    ],
)
