"""The pages of agreements."""

from litestar import Router

router = Router("/", route_handlers=[])
