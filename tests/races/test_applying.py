"""Fifty clients over real connections: one application, one hold, one confirmation; without its guard each of them fails."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import actor, db
from events_app.booths import booking
from events_app.booths.schemas import Hold
from events_app.errors import Busy, Refusal
from events_app.exhibitors import applying, choosing, lapsing
from events_app.exhibitors.tables import Application
from events_app.values import Days
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

CLIENTS = 50
ALL = Days(make.FIRST_ON, make.LAST_ON)


async def rush(verb: Callable[[int], Awaitable[object]], clients: int = CLIENTS) -> Counter[str]:
    """Let the clients go at once; how often each outcome was seen (a refusal by its kind).

    Who waited too long on a slow machine comes again, as ``Retry-After`` asks of every client.
    """
    start = asyncio.Event()

    async def one(n: int) -> str:
        await start.wait()
        while True:
            try:
                await verb(n)
            except Busy as busy:
                await asyncio.sleep(busy.retry_after or 0)
            except Refusal as refusal:
                return refusal.kind()
            else:
                return "done"

    clients_at_the_line = [asyncio.create_task(one(n)) for n in range(clients)]
    await asyncio.sleep(0)
    start.set()
    return Counter(await asyncio.gather(*clients_at_the_line))


async def count(sql: str, *given: object) -> int:
    row = await db.one(sql, *given)
    assert row is not None
    return int(row["count"])


async def fresh(application_id: UUID) -> Application:
    row = await Application.objects().get(Application.id == application_id)
    assert row is not None
    return row


async def test_of_fifty_confirmations_at_once_one_confirms(at: datetime) -> None:
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, booths=1)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)

    async def confirm(_n: int) -> None:
        await choosing.confirm(await fresh(made.id), at=at)

    assert await rush(confirm) == {"done": 1, "hold-lapsed": CLIENTS - 1}
    assert await count("SELECT count(*) FROM message WHERE topic = 'application.confirm'") == 1
    assert (await fresh(made.id)).version == 2


async def picked_at_once(at: datetime) -> tuple[Counter[str], int]:
    """Two members of one entity pick again and again, each another booth; the outcomes and the holds that there are."""
    cast = await make.cast()
    second = await make.person("Bình Hai", cast.binh.organization)
    fair = await make.fair(cast.an.organization, booths=CLIENTS)
    made = await make.application(fair.event, cast.binh.organization)

    async def pick(n: int) -> None:
        with actor.as_actor((cast.binh, second)[n % 2].actor):
            await choosing.hold(await fresh(made.id), fair.booths[n].id, ALL, at=at)

    outcomes = await rush(pick)
    return outcomes, await count("SELECT count(*) FROM assignment WHERE application_id = $1", made.id)


async def test_two_members_who_pick_at_once_get_one_hold(at: datetime) -> None:
    assert await picked_at_once(at) == ({"done": 1, "already-holding": CLIENTS - 1}, 1)


async def test_control_without_the_lock_on_the_application_they_get_several(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_stands = asyncio.Barrier(CLIENTS)
    put = booking.put

    async def put_together(*args: Any, **kwargs: Any) -> Hold:
        await everybody_stands.wait()
        made = await put(*args, **kwargs)
        await asyncio.sleep(0.2)  # nobody commits before the others have looked
        return made

    lock = "FOR NO KEY UPDATE OF application"
    assert lock in booking._STAND
    monkeypatch.setattr(booking, "_STAND", booking._STAND.replace(lock, ""))
    monkeypatch.setattr(booking, "put", put_together)
    _, holds = await picked_at_once(at)
    assert holds > 1


async def applied_at_once(at: datetime) -> tuple[Counter[str], int]:
    """Fifty times the same entity for the same event."""
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, booths=1)
    outcomes = await rush(lambda _n: applying.create(fair.id, cast.binh.organization.id, at=at))
    return outcomes, await count("SELECT count(*) FROM application WHERE event = $1", fair.id)


async def test_an_entity_that_applies_fifty_times_at_once_has_one_application(at: datetime) -> None:
    assert await applied_at_once(at) == ({"done": 1, "already-applied": CLIENTS - 1}, 1)


async def test_control_without_the_index_it_has_many(at: datetime) -> None:
    await db.fetch("DROP INDEX an_entity_has_one_open_application_for_an_event")
    assert await applied_at_once(at) == ({"done": CLIENTS}, CLIENTS)


async def test_a_hold_that_meets_a_cancellation_waits_and_is_refused(at: datetime) -> None:
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, booths=1)
    made = await make.application(fair.event, cast.binh.organization)
    cancelled = asyncio.Event()

    async def cancel() -> None:
        async with db.transaction():
            await db.fetch("UPDATE event SET state = 'cancelled' WHERE id = $1", fair.id)
            cancelled.set()
            await asyncio.sleep(0.2)

    async def hold() -> str:
        await cancelled.wait()
        with pytest.raises(applying.NotHeldNow) as refused:
            await choosing.hold(made, fair.booths[0].id, ALL, at=at)
        return str(refused.value.facts["state"])

    _, seen = await asyncio.gather(cancel(), hold())
    assert seen == "cancelled"
    assert await count("SELECT count(*) FROM assignment") == 0


async def test_an_offer_that_is_answered_while_it_is_swept_is_confirmed_or_returned(at: datetime) -> None:
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, booths=20)
    end = at + choosing.OFFER_LASTS
    made = []
    for booth in fair.booths:
        application = await make.application(fair.event, await make.organization())
        await choosing.offer(application, booth.id, ALL, until=end, at=at)
        made.append(application.id)

    async def answer(n: int) -> None:
        if n % 2:
            await lapsing.lapse_due(at=end)
        else:  # it was on its way a moment before the end
            await choosing.confirm(await fresh(made[n // 2]), at=end - timedelta(milliseconds=1))

    outcomes = await rush(answer, 40)
    states = Counter(row["state"] for row in await db.fetch("SELECT state FROM application"))
    assert states["confirmed"] + states["submitted"] == 20
    assert await count("SELECT count(*) FROM assignment WHERE held_until IS NULL") == states["confirmed"]
    assert await count("SELECT count(*) FROM assignment") == states["confirmed"]
    assert (outcomes["done"], outcomes["hold-lapsed"]) == (20 + states["confirmed"], states["submitted"])
