"""What was understood of a list is written, batch by batch, while the worker goes on."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

from events_app import db


class Writing:
    """Two batches are written while the next is understood: when no more comes, nobody waits for one after the other."""

    def __init__(self) -> None:
        self._tasks: deque[asyncio.Task[None]] = deque()
        self._most = 1 if db.in_transaction() else 2  # a transaction has one connection

    async def next(self, write: Coroutine[Any, Any, None]) -> None:
        """Begin to write a batch once there is room for it. Raises what went wrong with one before it."""
        try:
            while len(self._tasks) >= self._most:
                await self._first()
        except BaseException:
            write.close()
            raise
        self._tasks.append(asyncio.create_task(write))

    async def done(self) -> None:
        """Wait for what is being written. Raises what went wrong with it."""
        while self._tasks:
            await self._first()

    async def _first(self) -> None:
        await self._tasks[0]
        self._tasks.popleft()

    async def stop(self) -> None:
        """Give up what is being written, if anything is."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
