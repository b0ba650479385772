"""The pages of summaries."""

from litestar import Router

router = Router("/", route_handlers=[])
