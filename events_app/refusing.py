"""The page for whatever a page raised: what was refused, what is wrong with the address, and the way on."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Response
from litestar.response import Redirect

from events_app import filters, problems, web
from events_app.settings import settings


def answer(request: web.Asked, raised: Exception) -> Response[Any]:
    """The error page for whatever a page raised; somebody signed out is sent to sign in first."""
    refusal = problems.refusal_of(raised, request)
    if refusal.status == 401:
        return web.see(f"/sign-in?{urlencode({'next': _wanted(request)})}")
    there = problems.leads_to(refusal, request.method, request.url.path, request.url.query)
    if there is not None:
        return Redirect(there, status_code=308)
    shown = web.page(
        request,
        "problem.html",
        status=refusal.status,
        refusal=refusal,
        facts=refusal.facts,
        filters=filters.wrong_in(request, refusal),
        form_at=_form_of(request) if refusal.status == 413 else None,
        again_at=web.again_at(refusal),
    )
    for name, value in problems.headers(refusal).items():
        shown.headers[name] = value
    return shown


def _form_of(request: web.Asked) -> str | None:
    """Where the form stands that was sent: at the same address, else on the page from which it came."""
    here = request.scope.get("path_template")
    if any(route.path_format == here and "GET" in getattr(route, "methods", ()) for route in request.app.routes):
        return request.url.path
    came = urlsplit(request.headers.get("referer", ""))
    return web.local_path(came.path, "") or None if came.netloc == urlsplit(settings().url).netloc else None


def _wanted(request: web.Asked) -> str:
    """Where to go on after signing in: the page asked for; a form that was sent cannot be sent again from there."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
