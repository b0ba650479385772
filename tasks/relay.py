"""``python -m tasks.relay``: takes what was recorded to the broker.

It listens for new messages with a poll of one second behind, gives each a route for each task that must hear of it, and sends.
Claims are committed before the broker sees them and given back when it does not take them; a relay that dies in between costs a
minute and loses nothing. Database and broker may go away and come back.
"""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import asyncpg
import kombu.exceptions
import redis.exceptions

from events_app import db, logs, outbox, together, values
from tasks.celery import app
from tasks.outbox import ROUTES

POLL = 1.0  # seconds
PATIENCE = 5.0  # seconds to wait at most before trying the broker or the database again
_AWAY = (kombu.exceptions.KombuError, redis.exceptions.RedisError, OSError)
_LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.CannotConnectNowError, OSError)


class BrokerAway(Exception):
    """The broker did not take what was to be sent."""


class Listening(NamedTuple):
    """What a connection that listens has heard, and whether it is gone."""

    heard: asyncio.Event
    lost: asyncio.Event


async def main() -> None:
    """Relay until the process is asked to end."""
    logs.set_up()
    together.tie()
    ending = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, ending.set)
    logs.log().info("relay begins")
    while not ending.is_set():
        try:
            async with db.pool(2), _listening() as listening:
                await _relay(listening, ending)
        except _LOST as lost:
            logs.log().warning("database away", why=str(lost) or type(lost).__name__)
            await _either(ending, timeout=POLL)
    logs.log().info("relay ends")


@contextlib.asynccontextmanager
async def _listening() -> AsyncIterator[Listening]:
    """Listen for messages over a connection of our own."""
    listening = Listening(asyncio.Event(), asyncio.Event())
    connection = await db.engine().get_new_connection()
    try:
        connection.add_termination_listener(lambda _: listening.lost.set())
        await connection.add_listener(outbox.CHANNEL, lambda *_: listening.heard.set())
        yield listening
    finally:
        with contextlib.suppress(*_LOST, TimeoutError):
            await connection.close(timeout=2)


async def _relay(listening: Listening, ending: asyncio.Event) -> None:
    """Relay until ``ending``. Raises what the database's absence raises."""
    wait = POLL
    while not ending.is_set():
        if listening.lost.is_set():
            raise asyncpg.InterfaceError("the connection that listened is gone")
        listening.heard.clear()
        try:
            more = await relay_once()
            wait = POLL
        except BrokerAway as away:
            logs.log().warning("broker away", why=str(away))
            wait = min(wait * 2, PATIENCE)
            await _either(ending, timeout=wait)
            continue
        if not more:
            await _either(listening.heard, listening.lost, ending, timeout=POLL)


async def _either(*events: asyncio.Event, timeout: float) -> None:  # noqa: ASYNC109  # a wait that ends is what this is
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def relay_once() -> bool:
    """Route what is new and send what is to be sent; true when there may be more. Raises BrokerAway."""
    at = values.now()
    routed = await outbox.route(ROUTES, at=at)
    claimed = await outbox.claim(at=at)
    _complain(claimed)
    left = list(claimed)
    try:
        if claimed:
            await asyncio.to_thread(_send, left)
    except _AWAY as away:
        raise BrokerAway(str(away) or type(away).__name__) from away
    finally:
        if left:
            await outbox.unsend([row["id"] for row in left])
    return bool(routed or claimed)


def _complain(claimed: list[dict[str, Any]]) -> None:
    """Say which tasks are asked for again and again without being done, each time that they are."""
    overdue = Counter(row["task"] for row in claimed if row["sendings"] > outbox.OVERDUE_AFTER)
    for task, routes in sorted(overdue.items()):
        logs.log().warning("routes overdue", task=task, routes=routes)


def _send(left: list[dict[str, Any]]) -> None:
    """Hand routes to the broker one by one, taking each out of ``left`` once it is there.

    What nobody takes before it is sent again expires there: so one of each waits for a worker, however long there is none.
    """
    with app.connection_for_write(transport_options=_SHORT) as connection, app.amqp.Producer(connection) as producer:
        connection.ensure_connection(max_retries=1, timeout=3)
        while left:
            row = left[0]
            app.send_task(
                row["task"],
                args=[str(row["id"])],
                headers={"fairs_request": row["request_id"]},
                expires=outbox.wait(row["sendings"]).total_seconds(),
                producer=producer,
                retry=False,
            )
            del left[0]


_SHORT = {"socket_connect_timeout": 2, "socket_timeout": 3}

if __name__ == "__main__":
    asyncio.run(main())
