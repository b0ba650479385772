"""Letters that are due go out over a few kept connections, each by itself on the wire.

A worker that is killed has at most one letter of unknown fate for each connection; that one goes again under the Message-ID
that it had, and all others are where they were. While the mail server is away letters lose nothing: they stay due, and the
server is asked now and then.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from events_app import logs, mail
from events_app.i18n import marked
from events_app.reminders import ledger, letters
from events_app.reminders.outage import Outage
from events_app.settings import settings

TURN = timedelta(seconds=20)  # how long one task goes on claiming; the next beat carries on
Clock = Callable[[], datetime]

_wires: list[mail.Wire] = []
_outage = Outage()
_AWAY = marked("The mail server does not answer.")


@dataclass
class _Batch:
    """Letters that were claimed together, what they speak of, and how the mail server takes them."""

    in_hand: deque[dict[str, Any]]
    read: letters.Read
    clock: Clock
    answered: int = 0  # letters that the server took or refused
    away: str = ""  # why a connection found it away


async def send_due(*, at: datetime) -> None:
    """Send what is due, batch by batch, until nothing is left or the turn is over."""
    clock = _ticking(at)
    if not await _is_there(clock):
        return
    while clock() < at + TURN:
        claimed = await ledger.claim(settings().mail_batch, at=clock())
        if not claimed:
            _outage.ends()
            return
        if not await _send(claimed, clock):
            return


def _ticking(at: datetime) -> Clock:
    """The time since ``at``: leases must not stand still while a turn goes on."""
    begun = monotonic()
    return lambda: at + timedelta(seconds=monotonic() - begun)


async def _is_there(clock: Clock) -> bool:
    """Whether letters may be claimed: a mail server that was away is asked first, over one connection and not all the time."""
    if _outage.waits(at=clock()):
        return False
    if _outage.lasts:
        try:
            await _connections()[0].ready()
        except mail.Unreachable as away:
            _goes_on(str(away), clock)
            return False
    return True


def _connections() -> list[mail.Wire]:
    while len(_wires) < settings().mail_connections:
        _wires.append(mail.Wire(settings().smtp_url, settings().mail_from))
    return _wires


def _goes_on(why: str, clock: Clock, letters: int = 0) -> None:
    wait = _outage.goes_on(at=clock())
    logs.log().warning("mail server away", why=why, letters=letters, asked_again_after=wait.total_seconds())


async def _send(claimed: list[dict[str, Any]], clock: Clock) -> bool:
    """Send one batch; false when the mail server is away."""
    read = await letters.read(claimed, at=clock())
    await ledger.skip([row for row in claimed if row["id"] not in read.true], marked("This was not true any more."))
    blocked = await ledger.suppressed([row["address"] for row in claimed])
    batch = _Batch(deque(), read, clock)
    for row in claimed:
        if row["id"] not in read.true:
            continue
        if row["address"] in blocked:
            await ledger.fail(row, marked("This address refused letters before."), at=clock())
        else:
            batch.in_hand.append(row)
    async with asyncio.TaskGroup() as group:
        for wire in _connections()[: len(batch.in_hand)]:
            group.create_task(_over(wire, batch))
    left = list(batch.in_hand)
    await ledger.give_back(left, _AWAY)
    if batch.answered:
        _outage.ends()
    if left or (batch.away and not batch.answered):
        _goes_on(batch.away, clock, len(left))
        return False
    return True


async def _over(wire: mail.Wire, batch: _Batch) -> None:
    """Send letters of the batch over one connection until there are none or the server is away."""
    before: ledger.Sent | None = None
    async with ledger.book() as book:
        while batch.in_hand:
            try:
                await wire.ready()
            except mail.Unreachable as away:
                batch.away = str(away)
                break
            if not batch.in_hand:
                break
            letter = batch.in_hand.popleft()
            body = await _body(letter, batch)
            if body is None:
                continue
            lease = await book.put_on_wire(letter, before, at=batch.clock())
            before = None
            if lease is None:
                continue
            letter = {**letter, "lease_until": lease, "attempts": letter["attempts"] + 1}
            proven = wire.proven
            try:
                await wire.hand_over(letter["address"], body)
            except mail.Refused as refused:
                batch.answered += 1
                await _refused(letter, refused, at=batch.clock())
            except mail.Unreachable as away:
                await ledger.give_back([letter], _AWAY)
                if not proven:  # not even the first letter of a new connection
                    batch.away = str(away)
                    break
            except mail.Cut as cut:
                if not await _answers(wire, letter, cut, batch):
                    break
            else:
                batch.answered += 1
                before = ledger.Sent(letter["id"], lease, batch.clock())
        if before is not None:
            await book.settle(before)


async def _body(letter: dict[str, Any], batch: _Batch) -> bytes | None:
    """The letter's bytes; None for one that breaks its writer, which waits by itself and holds up no other."""
    try:
        return letters.written(letter, batch.read, at=batch.clock())
    except Exception:
        logs.log().exception("letter cannot be written", delivery=str(letter["id"]))
        await ledger.retry([letter], marked("This letter could not be written."), at=batch.clock())
        return None


async def _answers(wire: mail.Wire, letter: dict[str, Any], cut: mail.Cut, batch: _Batch) -> bool:
    """Whether the server is there after a letter was cut off: then the letter waits by itself, else it was the server's end."""
    try:
        await wire.ready()
    except mail.Unreachable as away:
        batch.away = str(away)
        await ledger.give_back([letter], _AWAY)
        return False
    logs.log().warning("letter cut off", delivery=str(letter["id"]), why=mail.masked(str(cut)))
    await ledger.retry([letter], marked("The mail server broke off in the middle of this letter."), at=batch.clock())
    return True


async def _refused(letter: dict[str, Any], refused: mail.Refused, *, at: datetime) -> None:
    why = mail.masked(str(refused))
    logs.log().warning("letter refused", delivery=str(letter["id"]), final=refused.final, why=why)
    if refused.final:
        await ledger.fail(letter, str(refused), at=at, suppress=refused.address)
    else:
        await ledger.retry([letter], str(refused), at=at)


async def hang_up() -> None:
    """Close the kept connections, when the process ends."""
    _outage.ends()
    while _wires:
        await _wires.pop().leave()
