"""A booth is deleted, and an event is cancelled, while many want its booths. Each guard has a control that takes it away."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from events_app.booths import booking, laying_out
from events_app.booths.schemas import Hold
from events_app.events import cancelling
from tests.races.crowding import AT, CLIENTS, assignments, counted, crowd, hold, together, without

pytestmark = pytest.mark.usefixtures("own_database")


async def test_deleting_a_booth_races_holding_it() -> None:
    fair, crowded = await crowd(booths=20, clients=20)
    for booth, application in zip(fair.booths, crowded, strict=True):
        held, deleted = await together([hold(application, booth), laying_out.delete_booth(booth, 1, at=AT)])
        assert isinstance(held, Hold) == isinstance(deleted, laying_out.BoothAssigned)


async def _paused(monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, asyncio.Event]:
    """Let a hold stop between looking at its event and taking its booth."""
    reached, go = asyncio.Event(), asyncio.Event()
    put = booking.put

    async def slow(*given: Any, **named: Any) -> Hold:
        reached.set()
        await go.wait()
        return await put(*given, **named)

    monkeypatch.setattr(booking, "put", slow)
    return reached, go


async def _hold_while_cancelled(monkeypatch: pytest.MonkeyPatch) -> tuple[bool, int]:
    """Cancel an event in the middle of a hold: did the cancellation wait, and how many assignments are left?"""
    fair, (application,) = await crowd(clients=1)
    reached, go = await _paused(monkeypatch)
    holding = asyncio.ensure_future(hold(application, fair.booths[0]))
    await reached.wait()
    cancelled = asyncio.ensure_future(cancelling.cancel(fair.event, "Bão", at=AT))
    waited = not (await asyncio.wait([cancelled], timeout=0.5))[0]
    go.set()
    await asyncio.gather(holding, cancelled)
    return waited, len(await assignments())


async def test_cancelling_waits_for_a_hold_in_flight_and_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _hold_while_cancelled(monkeypatch) == (True, 0)


async def test_control_without_the_events_lock_a_hold_outlives_its_event(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR SHARE OF event")
    assert await _hold_while_cancelled(monkeypatch) == (False, 1)


async def test_fifty_holds_race_a_cancellation_and_none_is_left() -> None:
    fair, crowded = await crowd(booths=CLIENTS)
    racing: list[Awaitable[Any]] = [hold(a, b) for a, b in zip(crowded, fair.booths, strict=True)]
    racing.insert(25, cancelling.cancel(fair.event, "Bão", at=AT))
    found = counted(await together(racing))
    assert found.pop("Event") == 1
    assert set(found) <= {"Hold", "NotBookable"}
    assert await assignments() == []
