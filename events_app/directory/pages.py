"""The pages of directory."""

from litestar import Router

router = Router("/", route_handlers=[])
