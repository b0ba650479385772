"""The pages of events."""

from litestar import Router

from events_app.events import desk_pages, public_pages, schedule_pages, verb_pages

router = Router(
    "/",
    route_handlers=[
        *public_pages.handlers,
        *desk_pages.handlers,
        *schedule_pages.handlers,
        *verb_pages.handlers,
    ],
)
