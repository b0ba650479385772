"""``python -m tests.faults.unguarded GUARDS celery ...`` or ``... GUARDS relay``: our processes with guards taken away.

Controls run these, to see that each guard is needed. Only what a guard does is taken away; the rest is the real thing. Some
kill themselves at a chosen place instead.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox
from events_app.imports import entering, planning, remembering, undoing
from events_app.reminders import ledger, recipients
from events_app.summaries import printing

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

    ledger.Book.put_on_wire = put_on_wire  # type: ignore[assignment,method-assign]  # this is what the control is for
    ledger.Book.settle = settle  # type: ignore[assignment,method-assign]  # likewise


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

    ledger.Book.put_on_wire = put_on_wire  # type: ignore[assignment,method-assign]  # this is what the control is for
    ledger.Book.settle = settle  # type: ignore[assignment,method-assign]  # likewise


def never_given_back() -> None:
    """What the broker did not take is held to be sent."""

    async def unsend(ids: Sequence[UUID]) -> None:
        pass

    outbox.unsend = unsend


def taken_without_a_claim() -> None:
    """What is due is read and sent; that somebody else has it in hand is seen by nobody."""

    async def claim(most: int, *, at: datetime) -> list[dict[str, Any]]:
        rows = await db.fetch(
            "SELECT * FROM delivery WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2", at, most
        )
        return [{**row, "lease_until": at} for row in rows]

    settled_at_the_end()
    ledger.claim = claim


def never_sent_again() -> None:
    """What was handed to the broker is held to be done."""
    outbox.RESEND_AFTER = timedelta(days=1)


def heard_by_itself() -> None:
    """That a message was heard is committed before what it asks for."""
    hear = outbox.hear

    async def hear_at_once(route_id: UUID, *, at: datetime) -> outbox.Recorded | None:
        outside = db.engine().current_transaction.set(None)
        try:
            return await hear(route_id, at=at)
        finally:
            db.engine().current_transaction.reset(outside)

    outbox.hear = hear_at_once


def dies_freezing() -> None:
    """Killed when a summary is written and its message is not."""
    outbox.record = _die


def dies_printing() -> None:
    """Killed while the PDF is made."""
    printing.printed = _die


def dies_writing() -> None:
    """Killed when a message was heard and before its letters are written."""
    recipients.write = _die


def dies_reading() -> None:
    """Killed when the rows of a list were kept, and before it is said what becomes of them."""
    planning.plan = _die


def dies_entering() -> None:
    """Killed in the third batch of new entities, when its rows are written and not committed."""
    made, batches = remembering.made, []
    entering.ENTITIES = 4

    async def made_twice(import_id: UUID, rows: remembering.Made, *, at: datetime) -> None:
        batches.append(rows)
        if len(batches) == 3:
            await _die()
        await made(import_id, rows, at=at)

    remembering.made = made_twice


def dies_bringing_in() -> None:
    """Killed in the third batch of rows that are looked at one by one, when they are written and not committed."""
    note, batches = planning.note, []
    planning.BATCH = 4

    async def note_twice(decided: planning.Decisions) -> None:
        batches.append(decided)
        if len(batches) == 3:
            await _die()
        await note(decided)

    planning.note = note_twice


def dies_undoing() -> None:
    """Killed when everything that a list made is deleted, and that is not committed."""
    undoing._restore = _die


async def _die(*_: Any, **__: Any) -> Any:
    os.killpg(0, signal.SIGKILL)  # the whole worker, as one kill of its group does


GUARDS: dict[str, Callable[[], None]] = {
    guard.__name__: guard
    for guard in (
        settled_at_the_end,
        sent_when_claimed,
        never_looked,
        never_given_back,
        taken_without_a_claim,
        never_sent_again,
        heard_by_itself,
        dies_bringing_in,
        dies_entering,
        dies_freezing,
        dies_printing,
        dies_reading,
        dies_undoing,
        dies_writing,
    )
}


def without(argv: tuple[str, ...], *guards: Callable[[], None]) -> tuple[str, ...]:
    """The words that start a process of ours (``-m celery ...`` or ``-m tasks.relay``) without some guards."""
    module = {"celery": "celery", "tasks.relay": "relay"}[argv[1]]
    return ("-m", "tests.faults.unguarded", ",".join(guard.__name__ for guard in guards), module, *argv[2:])


if __name__ == "__main__":
    for name in sys.argv[1].split(","):
        GUARDS[name]()
    if sys.argv[2] == "relay":
        from tasks import relay

        asyncio.run(relay.main())
    else:
        from celery.__main__ import main

        sys.argv[1:3] = []
        main()
