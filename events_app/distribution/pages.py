"""Sales points and channels on pages."""

from litestar import Router

from events_app.distribution import buying_pages, channel_pages, request_pages, sales_point_pages

router = Router(
    "/",
    route_handlers=[
        *sales_point_pages.handlers,
        *channel_pages.handlers,
        *buying_pages.handlers,
        *request_pages.handlers,
    ],
)
