"""The pages of events."""

from litestar import Router

router = Router("/", route_handlers=[])
