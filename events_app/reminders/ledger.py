"""The ledger of letters: who has which in hand, what became of it; every change is conditional, so that each letter goes once.

A letter is claimed in a batch under a lease, put on the wire by itself, and settled. The lease is also the claim's name: who
comes back after it was taken away changes nothing. Rows are locked in the order of their ids everywhere.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from events_app import db, values
from events_app.reminders.tables import Delivery

LEASE = timedelta(seconds=90)  # longer than a letter can be on the wire
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 30  # about a day, then the letter has failed


def sources(verb: str) -> str:
    """The states that a move may start from, as an SQL list."""
    return ", ".join(f"'{state}'" for state in sorted(Delivery.MOVES[verb][0]))


class Sent(NamedTuple):
    """A letter that the mail server took, still to be settled."""

    id: UUID
    lease: datetime
    at: datetime


async def claim(most: int, *, at: datetime) -> list[dict[str, Any]]:
    """Take up to ``most`` letters that are due, under a lease, in the order of their ids."""
    rows = await db.fetch(
        """
        UPDATE delivery SET state = 'claimed', lease_until = $2, version = version + 1
        WHERE id IN (
            SELECT id FROM delivery WHERE state = 'waiting' AND due_at <= $1
            ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
        )
        RETURNING id, purpose, subject, event, organization, application_id, summary_id, rule, facts, name, address,
                  language, message_id, attempts, lease_until
        """,
        at,
        at + LEASE,
        most,
    )
    return sorted(rows, key=lambda row: row["id"])


class Book:
    """The ledger as one connection to the mail server writes in it: one commit for each letter."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def put_on_wire(self, letter: dict[str, Any], before: Sent | None, *, at: datetime) -> datetime | None:
        """Mark a claimed letter as on the wire and settle the one before it; the new lease, None when it is ours no more.

        The one before is locked first: ids ascend, as they do for whoever cancels many.
        """
        won = await self._connection.fetchval(
            f"""
            WITH settled AS (
                UPDATE delivery SET state = 'sent', sent_at = $6, lease_until = NULL, error = '', version = version + 1
                WHERE id = $4 AND state = 'wire' AND lease_until = $5
                RETURNING id
            )
            UPDATE delivery SET state = 'wire', lease_until = $3, attempts = attempts + 1, version = version + 1
            WHERE id = $1 AND state IN ({sources("put_on_wire")}) AND lease_until = $2
              AND (SELECT count(*) FROM settled) >= 0
            RETURNING true
            """,
            letter["id"],
            letter["lease_until"],
            at + LEASE,
            before.id if before else None,
            before.lease if before else None,
            before.at if before else None,
        )
        return at + LEASE if won else None

    async def settle(self, sent: Sent) -> None:
        """Write down that a letter was sent."""
        await self._connection.execute(
            """
            UPDATE delivery SET state = 'sent', sent_at = $3, lease_until = NULL, error = '', version = version + 1
            WHERE id = $1 AND state = 'wire' AND lease_until = $2
            """,
            sent.id,
            sent.lease,
            sent.at,
        )


@asynccontextmanager
async def book() -> AsyncIterator[Book]:
    """A ledger with a connection of its own, that waits as long as a cancellation takes."""
    pool = db.engine().pool
    assert pool is not None, "letters are sent with a pool"
    async with pool.acquire() as connection:
        await connection.execute("SET lock_timeout = 0")
        try:
            yield Book(connection)
        finally:  # the pool gives it to others as it is; one that is closed goes to nobody
            if not connection.is_closed():
                await connection.execute("RESET lock_timeout")


async def give_back(letters: Sequence[dict[str, Any]], why: str) -> None:
    """Let letters wait as before: a mail server that is away is not their fault, and costs them neither time nor an attempt."""
    async with db.transaction():
        await db.execute_many(
            f"""
            UPDATE delivery
            SET state = 'waiting', attempts = attempts - CASE WHEN state = 'wire' THEN 1 ELSE 0 END,
                error = $3, lease_until = NULL, version = version + 1
            WHERE id = $1 AND state IN ({sources("give_back")}) AND lease_until = $2
            """,
            [(row["id"], row["lease_until"], why) for row in letters],
        )


async def retry(letters: Sequence[dict[str, Any]], why: str, *, at: datetime) -> None:
    """Let letters wait longer than the last time; after the last attempt they have failed."""
    async with db.transaction():
        await db.execute_many(
            f"""
            UPDATE delivery
            SET state = CASE WHEN attempts >= {MOST_ATTEMPTS} THEN 'failed' ELSE 'waiting' END,
                attempts = attempts + CASE WHEN state = 'claimed' THEN 1 ELSE 0 END,
                due_at = $3, error = $4, lease_until = NULL, version = version + 1
            WHERE id = $1 AND state IN ({sources("retry")}) AND lease_until = $2
            """,
            [(row["id"], row["lease_until"], at + wait(row["attempts"]), why) for row in letters],
        )


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts: half a minute, twice as long each time, an hour at most."""
    return min(timedelta(seconds=30 * (1 << min(attempts, 10))), LONGEST_WAIT)


async def fail(letter: dict[str, Any], why: str, *, at: datetime, suppress: bool = False) -> None:
    """Settle a letter as failed for good; with ``suppress`` nobody writes to its address again."""
    async with db.transaction():
        await db.fetch(
            f"""
            UPDATE delivery SET state = 'failed', error = $3, lease_until = NULL, version = version + 1
            WHERE id = $1 AND state IN ({sources("fail")}) AND lease_until = $2
            """,
            letter["id"],
            letter["lease_until"],
            why,
        )
        if suppress:
            await db.fetch(
                """
                INSERT INTO suppression (id, address, reason, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (address) DO NOTHING
                """,
                values.new_id(),
                letter["address"],
                why,
                at,
            )


async def lift(address: str) -> None:
    """Let letters go to an address again that somebody has named anew."""
    await db.fetch("DELETE FROM suppression WHERE address = lower($1)", address)


async def suppressed(addresses: Sequence[str]) -> set[str]:
    """Those of these addresses that are not written to any more."""
    rows = await db.fetch("SELECT address FROM suppression WHERE address = ANY($1)", list(addresses))
    return {row["address"] for row in rows}


async def skip(letters: Sequence[dict[str, Any]], why: str) -> None:
    """Settle claimed letters as skipped, because what they would say is not true any more."""
    async with db.transaction():
        await db.execute_many(
            f"""
            UPDATE delivery SET state = 'skipped', error = $3, lease_until = NULL, version = version + 1
            WHERE id = $1 AND state IN ({sources("skip")}) AND lease_until = $2
            """,
            [(row["id"], row["lease_until"], why) for row in letters],
        )


async def skip_before(before: datetime) -> int:
    """Record as skipped what was decided and fell due before an instant and was never sent, as old rows need that are loaded.

    A reminder that was late when it was decided on stays: it goes at once. The count of those skipped.
    """
    rows = await db.fetch(
        f"""
        UPDATE delivery SET state = 'skipped', version = version + 1
        WHERE id IN (
            SELECT id FROM delivery WHERE state IN ({sources("skip")}) AND due_at < $1 AND created_at < $1
            ORDER BY id FOR UPDATE
        )
        RETURNING id
        """,
        before,
    )
    return len(rows)


async def take_back(*, at: datetime) -> int:
    """Let letters whose lease ran out be claimed again, with the Message-ID that they had; the count of them."""
    rows = await db.fetch(
        f"""
        UPDATE delivery SET state = 'waiting', lease_until = NULL, version = version + 1
        WHERE id IN (
            SELECT id FROM delivery WHERE state IN ({sources("take_back")}) AND lease_until < $1
            ORDER BY id FOR UPDATE SKIP LOCKED
        )
        RETURNING id
        """,
        at,
    )
    return len(rows)
