"""The pages of venues."""

from litestar import Router

router = Router("/", route_handlers=[])
