"""The pages of reminders."""

from litestar import Router

router = Router("/", route_handlers=[])
