"""Ready copies of feeds in this process, and hearing when they are no longer right.

A copy counts as right only while this process hears every message as it is committed (LISTEN, with a poll each second behind
it). Otherwise each request asks the database, and when that is away, the last copy is better than an error.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

import asyncpg
import msgspec

from events_app import db, errors, logs, outbox, values
from events_app.calendars import conditional, gathering
from events_app.calendars.conditional import Copy

MOST_BYTES = 64 << 20  # of copies in one process; the oldest go first
PATIENCE = 3.0  # seconds for one reading
TROUBLE = 1.0  # seconds during which nobody else tries after a failure
POLL = 1.0  # seconds between two looks at the messages
LOOK_BACK = timedelta(seconds=60)  # no transaction commits a message older than this
NOUNS = ("event", "site", "opening_day", "session", "speaker", "series", "venue", "hall", "organization", "calendar")

_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.InterfaceError,
    errors.Busy,
)


class Unavailable(errors.Refusal):
    """The calendar cannot be read right now; try again in a moment."""

    status = 503
    retry_after = 5


class Shelf:
    """The copies of one process."""

    def __init__(self) -> None:
        self.generation = 1
        self.hearing = False
        self.today: Any = None
        self.copies: dict[bytes, Copy] = {}
        self._begun: dict[bytes, float] = {}  # when the reading behind a copy began
        self._size = 0
        self._locks: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()
        self._trouble_until = 0.0
        self._told = False  # whether the log knows that nothing is heard

    def doubt(self) -> None:
        """Take every copy for out of date; it stays for the case that nothing newer can be had."""
        self.generation += 1

    def right(self, key: bytes) -> Copy | None:
        """The copy under ``key`` if nothing has happened since it was made."""
        copy = self.copies.get(key)
        return copy if copy is not None and copy.generation == self.generation else None

    async def get(self, key: bytes, wanted: gathering.Wanted) -> Copy:
        """A right copy, else the last one when nothing newer can be had. Raises NotFound, Gone, Unavailable.

        One request reads, those who wait share what was read after they came, so that deafness under load is no collapse.
        """
        came = time.monotonic()
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            if self._in_trouble(key) or self._begun.get(key, 0.0) >= came:
                return self.copies[key]
            return self.right(key) or await self._renew(key, wanted)

    def _in_trouble(self, key: bytes) -> bool:
        """Whether reading has just failed and there is a copy to make do with."""
        return key in self.copies and time.monotonic() < self._trouble_until

    async def _renew(self, key: bytes, wanted: gathering.Wanted) -> Copy:
        generation, begun = self.generation if self.hearing else 0, time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                feed = await gathering.current(wanted, at=values.now())
        except (errors.NotFound, errors.Moved, gathering.Gone):
            self._forget(key)
            raise
        except Exception as trouble:
            self._trouble_until = time.monotonic() + TROUBLE
            logs.log().warning("feed.trouble", path=wanted.path, trouble=repr(trouble))
            last = self.copies.get(key)
            if last is not None:
                return last
            if isinstance(trouble, _AWAY):
                raise Unavailable from trouble
            raise
        last = self.copies.get(key)
        if last is not None and (last.body, last.changed_at) == (feed.body, feed.changed_at):
            copy = msgspec.structs.replace(last, generation=generation)
        else:
            copy = await asyncio.to_thread(conditional.copy_of, feed.body, feed.changed_at, generation)
        self._keep(key, copy, begun)
        return copy

    def _keep(self, key: bytes, copy: Copy, begun: float) -> None:
        self._forget(key)
        self.copies[key], self._begun[key] = copy, begun
        self._size += copy.size
        while self._size > MOST_BYTES and len(self.copies) > 1:
            self._forget(next(iter(self.copies)))

    def _forget(self, key: bytes) -> None:
        gone = self.copies.pop(key, None)
        self._begun.pop(key, None)
        if gone is not None:
            self._size -= gone.size

    async def listen(self, begin: Callable[[], Awaitable[Any]]) -> None:
        """Hear messages until cancelled, connecting again for ever; ``begin`` runs whenever the database was reached."""
        while True:
            try:
                await self._hear(begin)
            except Exception as lost:
                if not self._told:
                    logs.log().warning("feeds.deaf", trouble=repr(lost))
                self._told = True
            self._turn_deaf()
            await asyncio.sleep(POLL)

    async def _hear(self, begin: Callable[[], Awaitable[Any]]) -> None:
        async with asyncio.timeout(PATIENCE):
            connection = await asyncpg.connect(**db.engine().config)
        try:
            connection.add_termination_listener(lambda _connection: self._turn_deaf())
            async with asyncio.timeout(PATIENCE):
                await connection.add_listener(outbox.CHANNEL, self._heard)
                seen = await self._recent(connection)
            self.doubt()
            self.hearing, self._told, self.today = True, False, values.today(values.now())
            await begin()
            while not connection.is_closed():
                await asyncio.sleep(POLL)
                recent = await self._looked(connection)
                self.hearing = True
                if not recent <= seen:
                    self.doubt()
                seen = recent
                self._turn_the_page(values.now())
        finally:
            self._turn_deaf()
            connection.terminate()

    async def _looked(self, connection: Any) -> frozenset[UUID]:
        """The recent messages; a database that takes long to say so is not heard meanwhile, and given up after a while."""
        look = asyncio.create_task(self._recent(connection))
        try:
            if not (await asyncio.wait([look], timeout=POLL))[0]:
                self._turn_deaf()
            async with asyncio.timeout(PATIENCE):
                return await look
        finally:
            look.cancel()

    async def _recent(self, connection: Any) -> frozenset[UUID]:
        """The ids of the messages of the last minute that feeds care for; ids begin with their time (RFC 9562 version 7)."""
        since = UUID(int=int((time.time() - LOOK_BACK.total_seconds()) * 1000) << 80)
        rows = await connection.fetch(
            "SELECT id FROM message WHERE id > $1 AND split_part(topic, '.', 1) = ANY($2)", since, list(NOUNS)
        )
        return frozenset(row["id"] for row in rows)

    def _heard(self, _connection: Any, _pid: int, _channel: str, topic: object) -> None:
        if str(topic).partition(".")[0] in NOUNS:
            self.doubt()

    def _turn_deaf(self) -> None:
        if self.hearing:
            self.hearing = False
            self.doubt()

    def _turn_the_page(self, at: datetime) -> None:
        """The window moves, and what was cancelled leaves, at midnight in Viet Nam."""
        if values.today(at) != self.today:
            self.today = values.today(at)
            self.doubt()


@contextlib.asynccontextmanager
async def listening(shelf: Shelf, begin: Callable[[], Awaitable[Any]]) -> Any:
    """Let ``shelf`` hear while the block runs."""
    task = asyncio.create_task(shelf.listen(begin))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
