"""One runner and one pool for each worker process, made after the fork."""

import asyncio
import contextvars
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import uvloop
from celery import signals

from events_app import db, together
from events_app.reminders import sending
from events_app.settings import settings

T = TypeVar("T")


class _Process:
    """What a worker process keeps open."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.open = AsyncExitStack()
        self.runner.run(self._enter())

    async def _enter(self) -> None:
        await self.open.enter_async_context(db.pool(settings().worker_pool))
        self.open.push_async_callback(sending.hang_up)

    def close(self) -> None:
        self.runner.run(self.open.aclose())
        self.runner.close()


_process: _Process | None = None


def begin(**_: Any) -> None:
    """Open the runner and the pool of this process."""
    global _process
    together.tie()
    _process = _Process()


def end(**_: Any) -> None:
    """Close them."""
    global _process
    if _process is not None:
        _process.close()
        _process = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of ``work``, in the process's own loop and in the task's own context."""
    if _process is None:
        begin()
    assert _process is not None
    return _process.runner.run(work, context=contextvars.copy_context())


signals.worker_process_init.connect(begin)
signals.worker_process_shutdown.connect(end)
