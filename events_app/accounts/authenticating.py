"""Who asks? Tokens authenticate ``/api/v1``, cookies authenticate pages, and never the other way round."""

import secrets
from typing import Any

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from events_app import i18n, values, web
from events_app.accounts import signing_in, tokens
from events_app.actor import NOBODY, Actor, as_actor
from events_app.errors import SignedOut

COOKIE = "fairs_session"


class ByToken:
    """ASGI middleware of the API: ``Authorization: Bearer``; a wrong token is 401 also where none is needed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request[Any, Any, Any](scope)
        who = NOBODY
        if "authorization" in request.headers:
            if token := token_of(request):
                who = await tokens.recognize(token, at=values.now())
            if not who.known:
                raise SignedOut
        with as_actor(who):
            await self.app(scope, receive, send)


def token_of(request: web.Asked) -> str:
    """The token that a program sent; empty where it sent none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class BySession:
    """ASGI middleware of the pages: the session cookie, the visit that forms are tied to, the person's language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request[Any, Any, Any](scope)
        visit = request.cookies.get(web.VISIT) or ""
        fresh = not visit
        scope["visit"] = visit = visit or secrets.token_urlsafe(16)  # type: ignore[typeddict-unknown-key]  # ours alone

        async def greet(message: Message) -> None:
            if fresh and message["type"] == "http.response.start":
                secure = "; Secure" if web.secure_cookies() else ""
                MutableScopeHeaders.from_message(message).add(
                    "Set-Cookie", f"{web.VISIT}={visit}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
                )
            await send(message)

        who = await _who(request)
        with as_actor(who), i18n.speaking(language_of(request, who)):
            await self.app(scope, receive, greet)


async def _who(request: Request[Any, Any, Any]) -> Actor:
    token = request.cookies.get(COOKIE)
    return await signing_in.recognize(token, at=values.now()) if token else NOBODY


def language_of(request: Request[Any, Any, Any], who: Actor) -> i18n.Language:
    """The language of a page that ``who`` sees: the one chosen on the page, else the person's, else the browser's."""
    chosen = request.cookies.get(web.LANGUAGE) or (who.language if who.known else "")
    if chosen in set(i18n.Language):
        return i18n.Language(chosen)
    return i18n.choose(request.headers.get("accept-language"))
