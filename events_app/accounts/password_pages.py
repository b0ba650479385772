"""A forgotten password: a letter is asked for, and its link sets a new one."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import QueryParameter
from pydantic import StringConstraints

from events_app import reading, web
from events_app.accounts import limiting, links, passwords
from events_app.accounts.tables import Aim
from events_app.i18n import text as _
from events_app.values import now

Given = Annotated[str, QueryParameter(name="token", max_length=200)]


class Asking(reading.Body):
    """Whose password is forgotten."""

    email: reading.UnreadLine


class Chosen(reading.Body):
    """A new password, by link."""

    token: Annotated[reading.Unread, StringConstraints(max_length=200)]
    password: passwords.Password


@get("/forgotten")
async def asking(request: web.Asked) -> Response[Any]:
    """The form to have a link sent to oneself."""
    return await _asking(request, web.FIRST)


async def _asking(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    return web.page(request, "accounts/forgotten.html", status=attempt.status, attempt=attempt)


@post("/forgotten")
@web.refused_as(_asking)
async def ask(request: web.Asked) -> Response[Any]:
    """Have a link sent; the answer is the same whoever has the address."""
    given = await web.read(request, Asking)
    await passwords.ask(given.email, near=limiting.near(request), at=now())
    return web.page(request, "accounts/letter.html", email=given.email)


@get("/password")
async def choosing(request: web.Asked, given_token: Given = "") -> Response[Any]:
    """The form to choose a new password with."""
    return await _choosing(request, web.FIRST, given_token)


async def _choosing(request: web.Asked, attempt: web.Attempt, given_token: str = "") -> Response[Any]:
    link = await links.look(str(attempt.typed.get("token", given_token)), Aim.PASSWORD, at=now())
    return web.page(
        request,
        "accounts/password.html",
        status=attempt.status,
        attempt=attempt,
        token=links.token(link.id),
        email=link.email,
        shortest=passwords.SHORTEST,
    )


@post("/password")
@web.refused_as(_choosing)
async def choose(request: web.Asked) -> Response[Any]:
    """Set the new password."""
    given = await web.read(request, Chosen)
    await passwords.reset(given.token, given.password, at=now())
    return web.see("/sign-in", _("Your new password is set. Sign in with it."))


handlers = [asking, ask, choosing, choose]
