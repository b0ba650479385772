"""``python -m tests.faults.unguarded GUARD celery ...`` or ``... GUARD relay``: our processes with one guard taken away.

Controls run these, to see that each guard is needed. Only what a guard does is taken away; the rest is the real thing.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from events_app import db
from events_app.reminders import ledger

_claim = ledger.claim


def settled_at_the_end() -> None:
    """Letters go out under the claim alone, and a batch is written down when all of it was sent."""
    sent: list[ledger.Sent] = []

    async def put_on_wire(_book: Any, letter: dict[str, Any], before: ledger.Sent | None, *, at: datetime) -> datetime:
        if before:
            sent.append(before)
        lease: datetime = letter["lease_until"]
        return lease

    async def settle(_book: Any, last: ledger.Sent) -> None:
        sent.append(last)
        await db.fetch("UPDATE delivery SET state = 'sent' WHERE id = ANY($1)", [one.id for one in sent])

    ledger.Book.put_on_wire = put_on_wire  # type: ignore[method-assign]  # this is what the control is for
    ledger.Book.settle = settle  # type: ignore[method-assign]  # likewise


def sent_when_claimed() -> None:
    """Letters are written down as sent before they are."""

    async def claim(most: int, *, at: datetime) -> list[dict[str, Any]]:
        rows = await _claim(most, at=at)
        await db.fetch("UPDATE delivery SET state = 'sent' WHERE id = ANY($1)", [row["id"] for row in rows])
        return rows

    _never_look()
    ledger.claim = claim


def never_looked() -> None:
    """A letter that was claimed goes out whatever became of it meanwhile."""
    _never_look()


def _never_look() -> None:
    async def put_on_wire(_book: Any, letter: dict[str, Any], _before: ledger.Sent | None, *, at: datetime) -> datetime:
        lease: datetime = letter["lease_until"]
        return lease

    async def settle(_book: Any, _sent: ledger.Sent) -> None:
        pass

    ledger.Book.put_on_wire = put_on_wire  # type: ignore[method-assign]  # this is what the control is for
    ledger.Book.settle = settle  # type: ignore[method-assign]  # likewise


GUARDS: dict[str, Callable[[], None]] = {
    guard.__name__: guard for guard in (settled_at_the_end, sent_when_claimed, never_looked)
}


def without(guard: Callable[[], None], *argv: str) -> tuple[str, ...]:
    """The words that start a process of ours (``-m celery ...`` or ``-m tasks.relay``) without a guard."""
    module = {"celery": "celery", "tasks.relay": "relay"}[argv[1]]
    return ("-m", "tests.faults.unguarded", guard.__name__, module, *argv[2:])


if __name__ == "__main__":
    GUARDS[sys.argv[1]]()
    if sys.argv[2] == "relay":
        from tasks import relay

        asyncio.run(relay.main())
    else:
        from celery.__main__ import main

        sys.argv[1:3] = []
        main()
