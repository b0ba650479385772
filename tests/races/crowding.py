"""Many that want the same booths at once, each over a connection of its own, for races."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from asyncpg.exceptions import LockNotAvailableError

from events_app import db, errors
from events_app.booths import booking
from events_app.booths.schemas import Hold
from events_app.booths.tables import Booth
from events_app.directory.tables import Kind
from events_app.exhibitors.tables import Application
from events_app.values import Days
from tests import make

AT = make.NOW
CLIENTS = 50
ALL = Days(make.FIRST_ON, make.LAST_ON)


def one_day(n: int) -> Days:
    return Days(make.FIRST_ON + timedelta(days=n), make.FIRST_ON + timedelta(days=n))


async def crowd(booths: int = 1, clients: int = CLIENTS) -> tuple[make.Fair, list[Application]]:
    """A fair and as many entities that want a booth."""
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=booths)
    return fair, [await make.application(fair.event, await make.organization()) for _ in range(clients)]


async def hold(
    application: Application, booth: Booth, days: Days = ALL, at: datetime = AT, *, retry: bool = True
) -> Hold:
    """As a client does it: who waited too long for a lock on a busy machine is told to come again, and does."""
    until = at + timedelta(minutes=15)
    while True:
        try:
            return await booking.hold(application.id, application.organization, booth.id, days, until=until, at=at)
        except errors.Busy as busy:
            if not retry or not isinstance(busy.__cause__, LockNotAvailableError):
                raise


async def together(racing: Sequence[Awaitable[Any]]) -> list[Any]:
    """The outcomes of all, what they raised included; nothing but a refusal may be raised."""
    outcomes = await asyncio.gather(*racing, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, errors.Refusal):
            raise outcome
    return outcomes


def counted(outcomes: Sequence[Any]) -> dict[str, int]:
    return dict(Counter(type(outcome).__name__ for outcome in outcomes))


async def assignments() -> list[dict[str, Any]]:
    return await db.fetch("SELECT * FROM assignment ORDER BY booth, first_on, id")


def overlaps(rows: Sequence[dict[str, Any]]) -> int:
    """How many pairs of assignments share a booth and a day."""
    spans = [(row["booth"], Days(row["first_on"], row["last_on"])) for row in rows]
    return sum(a == b and x.overlap(y) for n, (a, x) in enumerate(spans) for b, y in spans[n + 1 :])


def without(monkeypatch: pytest.MonkeyPatch, lock: str) -> None:
    """Take one of the three locks away."""
    assert booking._STAND.count(lock) == 1
    monkeypatch.setattr(booking, "_STAND", booking._STAND.replace(lock, ""))
