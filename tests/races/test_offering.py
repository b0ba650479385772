"""An offer races the postponement of its fair: whichever comes first, none is left that runs out meanwhile."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from events_app.booths import booking
from events_app.booths.schemas import Hold
from events_app.booths.tables import UNTIL_NEW_DATES
from events_app.events import postponing
from events_app.exhibitors import choosing
from tests.races.crowding import ALL, AT, assignments, counted, crowd, together, without

pytestmark = pytest.mark.usefixtures("own_database")


async def _offered_while_postponed(monkeypatch: pytest.MonkeyPatch) -> tuple[bool, list[datetime]]:
    """Postpone an event in the middle of an offer: did the postponement wait, and until when does the offer stand?"""
    fair, (application,) = await crowd(clients=1)
    reached, go = asyncio.Event(), asyncio.Event()
    put = booking.put

    async def slow(*given: Any, **named: Any) -> Hold:
        reached.set()
        await go.wait()
        return await put(*given, **named)

    monkeypatch.setattr(booking, "put", slow)
    offering = asyncio.ensure_future(choosing.offer(application, fair.booths[0].id, ALL, at=AT))
    await reached.wait()
    postponed = asyncio.ensure_future(postponing.postpone(fair.event, "Bão", at=AT))
    waited = not (await asyncio.wait([postponed], timeout=0.5))[0]
    go.set()
    await asyncio.gather(offering, postponed)
    return waited, [row["held_until"] for row in await assignments()]


async def test_a_postponement_waits_for_an_offer_in_flight_and_lets_it_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _offered_while_postponed(monkeypatch) == (True, [UNTIL_NEW_DATES])


async def test_control_without_the_events_locks_the_offer_runs_out_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR SHARE OF event")
    unlocked = choosing._STANDING.replace("FOR SHARE OF event", "")
    monkeypatch.setattr(choosing, "_STANDING", unlocked)
    assert await _offered_while_postponed(monkeypatch) == (False, [AT + choosing.OFFER_LASTS])


async def test_twenty_offers_race_a_postponement_and_all_that_were_made_wait() -> None:
    fair, crowded = await crowd(booths=20, clients=20)
    racing: list[Any] = [
        choosing.offer(one, booth.id, ALL, at=AT) for one, booth in zip(crowded, fair.booths, strict=True)
    ]
    racing.insert(10, postponing.postpone(fair.event, "Bão", at=AT))
    found = counted(await together(racing))
    assert found.pop("Event") == 1
    assert set(found) <= {"Hold", "NotHeldNow"}
    assert [row["held_until"] for row in await assignments()] == [UNTIL_NEW_DATES] * found.get("Hold", 0)
