"""Sales points and channels over HTTP."""

from litestar import Router

from events_app.distribution import buying_api, channel_api, request_api, sales_point_api

router = Router(
    "/",
    route_handlers=[*sales_point_api.handlers, *channel_api.handlers, *buying_api.handlers, *request_api.handlers],
    tags=["distribution"],
)
