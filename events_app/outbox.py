"""What happened, recorded in the transaction in which it happened.

A Message is read twice. What must change together with it (calendar entries, due times) follows at once, in the same
transaction, through the followers that ``together.py`` names. Everything else (letters, PDFs) hears of it later: the relay
gives each message one Route for each task in ``tasks/outbox.py`` and sends until the task's verb has set ``done_at``.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns import UUID as UuidColumn
from piccolo.columns import Integer, Varchar
from piccolo.table import Table

from events_app import actor, db, values
from events_app.columns import Facts, Id, instant, of

CHANNEL = "fairs_messages"  # LISTEN here to hear the topic of each message as it is committed
RESEND_AFTER = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
OVERDUE_AFTER = 5  # sendings, about a quarter of an hour: a verb that is not done by then fails, or nobody runs it

_WRITE = """
    INSERT INTO message (id, topic, payload, at, request_id, user_id, organization_id, on_behalf_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_WRITE_AND_ANNOUNCE = f"WITH recorded AS ({_WRITE}) SELECT pg_notify($9, $2)"


class Message(Table):
    """One thing that happened: who, what, when, on whose behalf. The payload is ids, never text."""

    id = Id()
    topic = Varchar(length=60)
    payload = Facts(default="{}")
    at = instant(null=False)
    request_id = Varchar(length=60)
    user_id = UuidColumn(null=True, default=None)
    organization_id = UuidColumn(null=True, default=None)
    on_behalf_of = UuidColumn(null=True, default=None)
    routed_at = instant()


class Route(Table):
    """One task that must hear of one message."""

    id = Id()
    message = of(Message)
    task = Varchar(length=100)
    sent_at = instant()
    done_at = instant()
    sendings = Integer(default=0)


class Recorded(msgspec.Struct, frozen=True):
    """A message as its followers and tasks see it."""

    id: UUID
    topic: str
    at: datetime
    ids: Mapping[str, Any]


Follower = Callable[[Recorded], Awaitable[None]]
_followers: Mapping[str, Sequence[Follower]] | None = None
_quiet: Set[str] = frozenset()


def let_follow(followers: Mapping[str, Sequence[Follower]], quiet: Set[str] = frozenset()) -> None:
    """Say which verbs run in the transaction of which topic, and which nouns are ``quiet``; called once by ``together.py``.

    Messages about quiet nouns are not announced: whoever listens finds them when it next looks, within a second. A NOTIFY
    holds a lock on all commits of the cluster until its own is on disk, so that what many do at once would go one by one.
    """
    global _followers, _quiet
    _followers, _quiet = followers, quiet


async def record(topic: str, *, at: datetime, **ids: Any) -> Recorded:
    """Write down that ``topic`` (``noun.verb``) happened to ``ids``, and let what must change with it change.

    Raises RuntimeError outside a transaction, or where nobody has said what follows what: both are bugs.
    """
    if not db.in_transaction():
        raise RuntimeError("record() belongs in the transaction of what it records")
    if _followers is None:
        raise RuntimeError("together.tie() was not called in this process")
    who = actor.acting()
    recorded = Recorded(values.new_id(), topic, at, ids)
    announced = topic.partition(".")[0] not in _quiet
    await db.fetch(
        _WRITE_AND_ANNOUNCE if announced else _WRITE,
        recorded.id,
        topic,
        {name: str(value) for name, value in ids.items()},
        at,
        actor.request_id(),
        who.user_id,
        who.organization_id,
        who.on_behalf_of,
        *([CHANNEL] if announced else []),
    )
    for follow in _followers.get(topic, ()):
        await follow(recorded)
    return recorded


async def record_many(topic: str, happened: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Write down that ``topic`` happened to each of these ids, in one statement and with one announcement.

    ``on_behalf_of`` among the ids is for whom it was done, where that is not the actor's own organization.
    """
    if not db.in_transaction():
        raise RuntimeError("record_many() belongs in the transaction of what it records")
    if _followers is None:
        raise RuntimeError("together.tie() was not called in this process")
    if not happened:
        return
    who = actor.acting()
    rows, recorded = [], []
    for one in happened:
        ids = {name: value for name, value in one.items() if name != "on_behalf_of"}
        behalf = one.get("on_behalf_of") if who.known else None
        message = Recorded(values.new_id(), topic, at, ids)
        recorded.append(message)
        payload = msgspec.json.encode(ids).decode()
        rows.append((message.id, payload, None if behalf == who.organization_id else behalf))
    await db.fetch(
        """
        INSERT INTO message (id, topic, payload, at, request_id, user_id, organization_id, on_behalf_of)
        SELECT given.id, $4, given.payload::jsonb, $5, $6, $7, $8, coalesce(given.behalf, $9)
        FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS given (id, payload, behalf)
        """,
        *map(list, zip(*rows, strict=True)),
        topic,
        at,
        actor.request_id(),
        who.user_id,
        who.organization_id,
        who.on_behalf_of,
    )
    if topic.partition(".")[0] not in _quiet:
        await db.fetch("SELECT pg_notify($1, $2)", CHANNEL, topic)
    for follow in _followers.get(topic, ()):
        for message in recorded:
            await follow(message)


async def route(routes: Mapping[str, Sequence[str]], *, at: datetime, most: int = 200) -> int:
    """Give each new message one row for each task that must hear of it; the count of messages routed."""
    async with db.transaction():
        fresh = await db.fetch(
            "SELECT id, topic FROM message WHERE routed_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED", most
        )
        rows = [(values.new_id(), row["id"], task) for row in fresh for task in routes.get(row["topic"], ())]
        await db.execute_many("INSERT INTO route (id, message, task, sendings) VALUES ($1, $2, $3, 0)", rows)
        await db.fetch("UPDATE message SET routed_at = $2 WHERE id = ANY($1)", [row["id"] for row in fresh], at)
    return len(fresh)


def wait(sendings: int) -> timedelta:
    """How long until a route that was sent so often is sent again: a minute, twice as long each time, an hour at most."""
    return min(RESEND_AFTER * (1 << min(max(sendings - 1, 0), 20)), LONGEST_WAIT)


async def claim(*, at: datetime, most: int = 200) -> list[dict[str, Any]]:
    """Take routes that were never sent, or were sent as long ago as ``wait`` says and are still not done.

    Rows of ``id``, ``task``, ``message``, ``sendings`` and ``request_id``; marked sent and committed before they go to the
    broker, so that a relay that dies in between costs a minute and loses nothing.
    """
    async with db.transaction():
        return await db.fetch(
            """
            UPDATE route SET sent_at = $1, sendings = sendings + 1
            FROM (
                SELECT route.id, message.request_id FROM route JOIN message ON message.id = route.message
                WHERE route.done_at IS NULL AND (route.sent_at IS NULL OR route.sent_at < $1::timestamptz - least(
                    $2::interval * power(2, least(greatest(route.sendings - 1, 0), 20)), $3::interval))
                ORDER BY route.id LIMIT $4 FOR UPDATE OF route SKIP LOCKED
            ) AS due
            WHERE route.id = due.id
            RETURNING route.id, route.task, route.message, route.sendings, due.request_id
            """,
            at,
            RESEND_AFTER,
            LONGEST_WAIT,
            most,
        )


async def unsend(ids: Sequence[UUID]) -> None:
    """Give claimed routes back because the broker did not take them; nobody was asked, so it does not count."""
    await db.fetch(
        "UPDATE route SET sent_at = NULL, sendings = sendings - 1 WHERE id = ANY($1) AND done_at IS NULL", list(ids)
    )


async def overdue() -> list[dict[str, Any]]:
    """How many routes of each task have been sent ``OVERDUE_AFTER`` times and are not done, and since when: ``task, n, since``."""
    return await db.fetch(
        """
        SELECT route.task, count(*) AS n, min(message.at) AS since
        FROM route JOIN message ON message.id = route.message
        WHERE route.done_at IS NULL AND route.sendings >= $1 GROUP BY route.task ORDER BY route.task
        """,
        OVERDUE_AFTER,
    )


async def hear(route_id: UUID, *, at: datetime) -> Recorded | None:
    """Take a route as done within the open transaction of the verb that hears it; None where it was done before."""
    row = await db.one(
        """
        UPDATE route SET done_at = $2 FROM message
        WHERE route.id = $1 AND route.done_at IS NULL AND message.id = route.message
        RETURNING message.id, message.topic, message.at, message.payload
        """,
        route_id,
        at,
    )
    return Recorded(row["id"], row["topic"], row["at"], row["payload"]) if row else None
