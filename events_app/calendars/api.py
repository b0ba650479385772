"""Calendar feeds over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import asgi
from litestar.types import Receive, Scope, Send


@asgi("/calendars", is_mount=True)
async def feeds(scope: Scope, receive: Receive, send: Send) -> None:
    """Every feed."""


@asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """Hear in this process what changes."""
    yield
