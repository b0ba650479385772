"""What is kept about a person, on pages."""

from typing import Any

import msgspec
from litestar import Response, get, post

from events_app import access, web
from events_app.accounts import browsers
from events_app.accounts.authenticating import COOKIE
from events_app.actor import acting
from events_app.directory import arriving_bodies, kept_words, privacy, words
from events_app.i18n import text as _
from events_app.values import now


@get("/account/data")
async def kept(request: web.Asked) -> Response[Any]:
    """Everything that is kept about the person."""
    return await _kept(request, web.FIRST)


async def _kept(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    found = await privacy.kept(access.signed_in(acting()))
    return web.page(
        request,
        "directory/data.html",
        status=attempt.status,
        attempt=attempt,
        kept=found,
        names=kept_words,
        words=words,
        purposes=privacy.letters(),
        browser=browsers.named,
    )


@get("/account/data.json")
async def export(request: web.Asked) -> Response[Any]:
    """The same as a file."""
    found = await privacy.kept(access.signed_in(acting()))
    return Response(
        msgspec.json.format(msgspec.json.encode(found), indent=2),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="ocop-fairs.json"', "Cache-Control": "no-store"},
    )


@post("/account/erasure")
@web.refused_as(_kept)
async def erase(request: web.Asked) -> Response[Any]:
    """Forget the person."""
    person = access.founder(acting())
    given = await web.read(request, arriving_bodies.Erasure)
    await privacy.erase(person, given.password, at=now())
    answer = web.see("/", _("We have forgotten you. Goodbye."))
    answer.delete_cookie(COOKIE)
    return answer


handlers = [kept, export, erase]
