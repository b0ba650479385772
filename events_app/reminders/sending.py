"""Letters that are due go out over a few kept connections, each by itself on the wire.

A worker that is killed has at most one letter of unknown fate for each connection; that one goes again under the Message-ID
that it had, and all others are where they were.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from events_app import logs, mail
from events_app.i18n import marked
from events_app.reminders import ledger, letters
from events_app.settings import settings

TURN = timedelta(seconds=20)  # how long one task goes on claiming; the next beat carries on
Clock = Callable[[], datetime]

_wires: list[mail.Wire] = []


async def send_due(*, at: datetime) -> None:
    """Send what is due, batch by batch, until nothing is left or the turn is over."""
    clock = _ticking(at)
    while clock() < at + TURN:
        claimed = await ledger.claim(settings().mail_batch, at=clock())
        if not claimed:
            return
        if not await _send(claimed, clock):
            return


def _ticking(at: datetime) -> Clock:
    """The time since ``at``: leases must not stand still while a turn goes on."""
    begun = monotonic()
    return lambda: at + timedelta(seconds=monotonic() - begun)


async def _send(claimed: list[dict[str, Any]], clock: Clock) -> bool:
    """Send one batch; false when the mail server is away."""
    read = await letters.read(claimed, at=clock())
    await ledger.skip([row for row in claimed if row["id"] not in read.true], marked("This was not true any more."))
    blocked = await ledger.suppressed([row["address"] for row in claimed])
    queue: deque[dict[str, Any]] = deque()
    for row in claimed:
        if row["id"] not in read.true:
            continue
        if row["address"] in blocked:
            await ledger.fail(row, marked("This address refused letters before."), at=clock())
        else:
            queue.append(row)
    while len(_wires) < settings().mail_connections:
        _wires.append(mail.Wire(settings().smtp_url, settings().mail_from))
    async with asyncio.TaskGroup() as group:
        for wire in _wires[: len(queue)]:
            group.create_task(_over(wire, queue, read, clock))
    if queue:
        logs.log().warning("mail server away", letters=len(queue))
        await ledger.retry(list(queue), marked("The mail server does not answer."), at=clock(), patient=True)
    return not queue


async def _over(wire: mail.Wire, queue: deque[dict[str, Any]], read: letters.Read, clock: Clock) -> None:
    """Send letters of the queue over one connection until it is empty or the server is away."""
    before: ledger.Sent | None = None
    async with ledger.book() as book:
        while queue:
            try:
                await wire.ready()
            except mail.Unreachable:
                break
            if not queue:
                break
            letter = queue.popleft()
            body = await _body(letter, read, clock)
            if body is None:
                continue
            lease = await book.put_on_wire(letter, before, at=clock())
            before = None
            if lease is None:
                continue
            letter = {**letter, "lease_until": lease, "attempts": letter["attempts"] + 1}
            try:
                await wire.hand_over(letter["address"], body)
            except mail.Refused as refused:
                await _refused(letter, refused, at=clock())
            else:
                before = ledger.Sent(letter["id"], lease, clock())
        if before is not None:
            await book.settle(before)


async def _body(letter: dict[str, Any], read: letters.Read, clock: Clock) -> bytes | None:
    """The letter's bytes; None for one that breaks its writer, which waits by itself and holds up no other."""
    try:
        return letters.written(letter, read, at=clock())
    except Exception:
        logs.log().exception("letter cannot be written", delivery=str(letter["id"]))
        await ledger.retry([letter], marked("This letter could not be written."), at=clock())
        return None


async def _refused(letter: dict[str, Any], refused: mail.Refused, *, at: datetime) -> None:
    logs.log().warning("letter refused", delivery=str(letter["id"]), final=refused.final, why=mail.masked(str(refused)))
    if refused.final:
        await ledger.fail(letter, str(refused), at=at, suppress=refused.address)
    else:
        await ledger.retry([letter], str(refused), at=at)


async def hang_up() -> None:
    """Close the kept connections, when the process ends."""
    while _wires:
        await _wires.pop().leave()
