"""create_app(): routes, doors, lifespan; refusals become problem details or pages."""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from litestar import Litestar, Request, Response, Router
from litestar.config.app import AppConfig
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException as NoRoute
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins import InitPlugin
from litestar.plugins.pydantic import PydanticDIPlugin, PydanticInitPlugin, PydanticSchemaPlugin
from litestar.static_files import create_static_files_router
from litestar.types import (
    ASGIApp,
    HTTPScope,
    LifeSpanReceive,
    LifeSpanScope,
    LifeSpanSend,
    Message,
    Receive,
    Scope,
    Send,
)

from events_app import (
    actor,
    asked,
    db,
    filters,
    heads,
    health,
    i18n,
    identifying,
    logs,
    problems,
    reading,
    reference,
    refusing,
    together,
    web,
)
from events_app.accounts import api as accounts_api
from events_app.accounts import authenticating
from events_app.accounts import pages as accounts_pages
from events_app.agreements import api as agreements_api
from events_app.agreements import pages as agreements_pages
from events_app.booths import api as booths_api
from events_app.booths import pages as booths_pages
from events_app.calendars import api as calendars_api
from events_app.calendars import pages as calendars_pages
from events_app.directory import api as directory_api
from events_app.directory import pages as directory_pages
from events_app.directory import supply_api
from events_app.distribution import api as distribution_api
from events_app.distribution import pages as distribution_pages
from events_app.events import api as events_api
from events_app.events import pages as events_pages
from events_app.exhibitors import api as exhibitors_api
from events_app.exhibitors import pages as exhibitors_pages
from events_app.idempotency import Idempotency
from events_app.imports import api as imports_api
from events_app.imports import pages as imports_pages
from events_app.reminders import api as reminders_api
from events_app.reminders import pages as reminders_pages
from events_app.settings import settings
from events_app.summaries import api as summaries_api
from events_app.summaries import pages as summaries_pages
from events_app.venues import api as venues_api
from events_app.venues import pages as venues_pages

MOST_BYTES = 1 << 20
_OFTEN, _AS_ASKED = ("/calendars/", "/health/", "/static/"), {200, 206, 304}
_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,60}")


class Application(heads.Application):
    """The application: each answer has the request's id, which stands in every line too, and leaves a line in the log.

    This is around everything, so that it holds where no route is reached, too: of what is nowhere, not allowed, too large, a file.
    Only feeds, files and health that are answered as asked leave no line: they are asked for all day long.
    """

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Answer a request."""
        if scope["type"] == ScopeType.HTTP:
            await self._answer(cast(HTTPScope, scope), cast(Receive, receive), cast(Send, send))
        else:
            await super().__call__(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        asked, spoken = headers.get(b"x-request-id", b"").decode("latin-1"), headers.get(b"accept-language", b"")
        request_id = identifying.masked_among_ids(asked) if _SANE_REQUEST_ID.fullmatch(asked) else secrets.token_hex(10)
        named = (b"x-request-id", request_id.encode())
        method, path, status = scope["method"], scope["path"], 0  # a mounted part is given the rest of a path

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], named]  # another list: what is ready is sent to others too
            await send(message)

        begun = perf_counter()
        with actor.as_actor(actor.NOBODY, request_id), i18n.speaking(i18n.choose(spoken.decode("latin-1"))):
            try:
                await super().__call__(scope, receive, note)
            finally:
                if status not in _AS_ASKED or not path.startswith(_OFTEN):
                    took = round((perf_counter() - begun) * 1000, 1)
                    logs.log().info(
                        "request", method=method, path=identifying.masked_among_ids(path), status=status, ms=took
                    )


def _api() -> Router:
    slices: list[Any] = [
        accounts_api,
        directory_api,
        imports_api,
        venues_api,
        distribution_api,
        events_api,
        booths_api,
        exhibitors_api,
        agreements_api,
        reminders_api,
        summaries_api,
    ]
    return Router(
        "/api/v1",
        route_handlers=[part.router for part in slices],
        middleware=[authenticating.ByToken, Idempotency],
        before_request=asked.rightly,
        exception_handlers={Exception: problems.answer},
    )


def _pages() -> Router:
    slices: list[Any] = [
        accounts_pages,
        directory_pages,
        imports_pages,
        venues_pages,
        distribution_pages,
        events_pages,
        booths_pages,
        exhibitors_pages,
        agreements_pages,
        calendars_pages,
        reminders_pages,
        summaries_pages,
    ]
    return Router(
        "/",
        route_handlers=[part.router for part in slices],
        middleware=[authenticating.BySession, filters.Filled],
        before_request=web.unforged,
        exception_handlers={Exception: refusing.answer},
        include_in_schema=False,
    )


def _elsewhere(request: Request[Any, Any, Any], raised: Exception) -> Response[Any]:
    """What answers where no router was reached: an address that is not there, a method that is not allowed."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problems.answer(request, raised)
    return _Missing(raised) if isinstance(raised, NoRoute) else refusing.answer(request, raised)


class _Missing(Response[None]):
    """The page of an address that is not there, shown as every page is: to whoever asks, in that person's language.

    Litestar takes the answer to what was raised at once, and a session is looked up in the database: so this is found out while
    the page is sent.
    """

    def __init__(self, raised: Exception) -> None:
        super().__init__(None)
        self._raised = raised

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """The page as an application, behind what recognizes the person."""
        return self._shown

    async def _shown(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await authenticating.BySession(_refused(self._raised))(scope, receive, send)
        except Exception as broken:
            await _refused(broken)(scope, receive, send)


def _refused(raised: Exception) -> ASGIApp:
    """The error page as an application."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        asked = Request[Any, Any, Any](scope, receive, send)
        await refusing.answer(asked, raised).to_asgi_response(None, asked)(scope, receive, send)

    return page


@asynccontextmanager
async def _running(_app: Litestar) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(db.pool(settings().api_pool))
        await stack.enter_async_context(calendars_api.listening())
        yield


def _is_body(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, reading.Body)


class BodiesFirst(InitPlugin):
    """Lets our own reader decode bodies, before the one of Litestar's plugin, which knows no translated sentences."""

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Put it first."""
        app_config.type_decoders = [(_is_body, reading.check), *(app_config.type_decoders or [])]
        return app_config


def create_app() -> Litestar:
    """The whole web process."""
    logs.set_up()
    together.tie()
    return Application(
        route_handlers=[
            _api(),
            _pages(),
            calendars_api.feeds,
            supply_api.content,
            health.live,
            health.ready,
            create_static_files_router(
                "/static", directories=[Path(__file__).parent / "static"], include_in_schema=False
            ),
        ],
        lifespan=[_running],
        exception_handlers={Exception: _elsewhere},
        request_max_body_size=MOST_BYTES,
        plugins=[PydanticSchemaPlugin(), PydanticInitPlugin(), PydanticDIPlugin(), BodiesFirst()],
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="OCOP Fairs",
            version="1",
            path="/schema",
            render_plugins=[reference.ReferencePage(), JsonRenderPlugin()],
            components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
            security=[{"token": []}],
        ),
    )
