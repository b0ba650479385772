"""One worker at a time has a list: whoever is sent a second time while the first is at it leaves again.

Lists are brought in and undone one after the other: what nobody knew when one was looked at, another one may be entering. A list
at which workers fail or die again and again is stopped: it says so to who brought it, and waits for that person.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar, overload
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox
from events_app.accounts import queries as accounts
from events_app.actor import Actor, as_actor
from events_app.errors import Busy
from events_app.imports.tables import Import, ImportState

T = TypeVar("T")
U = TypeVar("U")

TRIES = 5
ONE_AT_A_TIME = 0x0C0B  # lock of who brings a list in or undoes one
_IN_TURN = {ImportState.RUNNING, ImportState.UNDOING}
TURN = 20  # seconds that one waits for it; the relay sends again
MOST_TRIES = outbox.OVERDUE_AFTER  # of workers at one list, before it is stopped: about a quarter of an hour


@asynccontextmanager
async def alone(route_id: UUID, state: str, *, at: datetime) -> AsyncIterator[Import | None]:
    """The list that a message speaks of while it is in ``state``, for this worker alone and in the name of who brought it.

    The lock is of a connection, so that it goes when a worker is killed. None where there is nothing to do, or another one does it.
    What goes wrong in the block for the ``MOST_TRIES``-th time stops the list; so does a worker who comes when all of them died.
    """
    found = await db.one(
        """
        SELECT (message.payload->>'id')::uuid AS id FROM route
        JOIN message ON message.id = route.message WHERE route.id = $1 AND route.done_at IS NULL
        """,
        route_id,
    )
    if found is None:
        yield None
        return
    async with db.session() as connection:
        key = found["id"].int & ((1 << 63) - 1)
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", key):
            yield None
            return
        if state in _IN_TURN and not await _has_turn(connection):
            yield None
            return
        row = await Import.objects().where((Import.id == found["id"]) & (Import.state == state)).first()
        if row is None:
            await db.fetch("UPDATE route SET done_at = now() WHERE id = $1 AND done_at IS NULL", route_id)
            yield None
            return
        with as_actor(await _who(row)), _unhurried():
            if row.tries >= MOST_TRIES:
                await _stop(row, route_id, at=at)
                yield None
                return
            await db.fetch("UPDATE import SET tries = tries + 1 WHERE id = $1", row.id)
            try:
                yield row
            except Exception:
                if row.tries + 1 >= MOST_TRIES:
                    await _stop(row, route_id, at=at)
                raise


async def _has_turn(connection: Any) -> bool:
    """Whether no other list is being brought in, or is not any more after a while."""
    for waited in range(TURN + 1):
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", ONE_AT_A_TIME):
            return True
        if waited < TURN:
            await asyncio.sleep(1)
    return False


async def _stop(row: Import, route_id: UUID, *, at: datetime) -> None:
    async with db.transaction():
        if await outbox.hear(route_id, at=at):
            now = await lifecycle.locked(Import, row.id)
            first = at if now.state == ImportState.RUNNING and now.stopped_at is None else now.stopped_at
            await lifecycle.move(now, "stop", at=at, stopped_in=str(now.state), stopped_at=first)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Within the block Python looks for no cycles: a batch is a hundred thousand objects, and none of them is in one."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _who(row: Import) -> Actor:
    """The person who brought the list, in the organization in whose name."""
    person = await accounts.actor_of(row.user, None, ("read", "write"))
    mine = next((one for one in person.memberships if one.organization_id == row.organization), None)
    return msgspec.structs.replace(person, membership=mine)


async def tried(do: Callable[[], Awaitable[None]]) -> None:
    """Do it, again for a while where somebody changes the same things. Raises Busy."""
    for attempt in range(TRIES):
        try:
            await do()
        except Busy:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(attempt + 1)
        else:
            return


@overload
async def beside(one: Coroutine[Any, Any, T], other: Coroutine[Any, Any, U], /) -> tuple[T, U]:
    """Two, each of which gives something else."""


@overload
async def beside(*works: Coroutine[Any, Any, T]) -> tuple[T, ...]:
    """Several that give the same."""


async def beside(*works: Coroutine[Any, Any, Any]) -> tuple[Any, ...]:
    """Do these at once, each on a connection of its own; inside a transaction, which has one, one after the other. What they give.

    Raises what went wrong first with one of them; the others are given up.
    """
    if db.in_transaction():
        try:
            return tuple([await work for work in works])
        finally:
            for work in works:
                work.close()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except BaseExceptionGroup as wrong:
        raise wrong.exceptions[0] from wrong
    return tuple(task.result() for task in tasks)


def packed(value: Any) -> str:
    """A value as the text of JSON, as ``db.copy`` takes it."""
    return msgspec.json.encode(value).decode()
