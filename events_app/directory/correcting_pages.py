"""One's own name, language and address on pages."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter

from events_app import access, reading, web
from events_app.accounts import links
from events_app.actor import acting
from events_app.directory import correcting
from events_app.directory.correcting_api import Confirmation, Name, NewAddress
from events_app.i18n import Language, speaking
from events_app.i18n import text as _
from events_app.values import now

Given = Annotated[str, QueryParameter(name="token", max_length=200)]


class Person(reading.Body):
    """What a person says of itself."""

    name: Name
    language: Language


@get("/account/person")
async def correcting_form(request: web.Asked) -> Response[Any]:
    """The form to change one's name and language with."""
    return await _correcting(request, web.FIRST)


async def _correcting(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    user = await correcting.person(access.signed_in(acting()))
    return web.page(request, "directory/person.html", status=attempt.status, attempt=attempt, user=user)


@post("/account/person")
@web.refused_as(_correcting)
async def correct(request: web.Asked) -> Response[Any]:
    """Change one's name or language; pages and letters speak it from then on."""
    user = await correcting.person(access.founder(acting()))
    given = await web.read(request, Person)
    await correcting.correct(user, await web.version(request), name=given.name, language=given.language, at=now())
    with speaking(given.language):
        answer = web.see("/account", _("Saved."))
    answer.set_cookie(
        Cookie(key=web.LANGUAGE, value=given.language, path="/", samesite="lax", max_age=31536000, httponly=True)
    )
    return answer


@get("/account/email")
async def asking(request: web.Asked) -> Response[Any]:
    """The form to have a link sent to another address."""
    return await _asking(request, web.FIRST)


async def _asking(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    user = await correcting.person(access.signed_in(acting()))
    return web.page(request, "directory/email.html", status=attempt.status, attempt=attempt, user=user)


@post("/account/email")
@web.refused_as(_asking)
async def ask(request: web.Asked) -> Response[Any]:
    """Have a link sent there; the answer is the same whoever has the address."""
    given = await web.read(request, NewAddress)
    await correcting.ask(access.founder(acting()), given.email, given.password, at=now())
    return web.page(request, "accounts/letter.html", email=given.email)


@get("/email")
async def moving(request: web.Asked, given_token: Given = "") -> Response[Any]:
    """What the link of the letter would do; a mail scanner that looks does not do it."""
    return await _moving(request, web.FIRST, given_token)


async def _moving(request: web.Asked, attempt: web.Attempt, given_token: str = "") -> Response[Any]:
    person = access.signed_in(acting())
    link = await correcting.announced(person, str(attempt.typed.get("token", given_token)), at=now())
    return web.page(
        request,
        "directory/email_move.html",
        status=attempt.status,
        attempt=attempt,
        token=links.token(link.id),
        email=link.email,
        user=await correcting.person(person),
    )


@post("/email")
@web.refused_as(_moving)
async def move(request: web.Asked) -> Response[Any]:
    """Sign in with the new address from now on."""
    person = access.founder(acting())
    given = await web.read(request, Confirmation)
    user = await correcting.move(person, given.token, at=now())
    return web.see("/account", _("You sign in with %(email)s from now on.", email=user.email))


handlers = [correcting_form, correct, asking, ask, moving, move]
