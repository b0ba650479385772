"""Many want the same booth at once, over real connections that commit. Each guard has a control that takes it away."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from asyncpg.exceptions import DeadlockDetectedError

from events_app import db, errors
from events_app.booths import booking, plan
from events_app.booths.schemas import Hold
from events_app.settings import settings
from events_app.values import Days
from tests import make
from tests.races.crowding import assignments, counted, crowd, hold, one_day, overlaps, together, without

pytestmark = pytest.mark.usefixtures("own_database")

AT = make.NOW
UNTIL = AT + timedelta(minutes=15)
CLIENTS = 50
ALL = Days(make.FIRST_ON, make.LAST_ON)


async def test_fifty_clients_want_one_booth_and_one_gets_it() -> None:
    fair, crowded = await crowd()
    outcomes = await together([hold(application, fair.booths[0]) for application in crowded])
    assert counted(outcomes) == {"Hold": 1, "BoothHeld": CLIENTS - 1}
    assert len(await assignments()) == 1


async def test_the_last_free_booth_goes_to_one_and_the_others_are_told_that_none_is_left() -> None:
    fair, crowded = await crowd(booths=6, clients=CLIENTS + 5)
    for application, booth in zip(crowded[CLIENTS:], fair.booths[1:], strict=True):
        await hold(application, booth)
    outcomes = await together([hold(application, fair.booths[0]) for application in crowded[:CLIENTS]])
    assert counted(outcomes) == {"Hold": 1, "BoothHeld": CLIENTS - 1}
    losers = [outcome.facts for outcome in outcomes if isinstance(outcome, booking.BoothTaken)]
    assert losers == [{"free_days": [], "free": []}] * (CLIENTS - 1)


async def test_a_booth_rotates_by_day_and_each_day_has_one_winner() -> None:
    fair, crowded = await crowd(clients=60)
    racing = [hold(application, fair.booths[0], one_day(n % 5)) for n, application in enumerate(crowded)]
    assert counted(await together(racing)) == {"Hold": 5, "BoothHeld": 55}
    assert [row["first_on"] for row in await assignments()] == list(ALL)


async def test_sixty_four_racers_for_overlapping_days_never_deadlock() -> None:
    chance = Random(2026)
    fair, crowded = await crowd(booths=8, clients=64)
    for booth in fair.booths:
        wanted = [_some_days(chance) for _ in crowded]
        outcomes = await together([hold(a, booth, days) for a, days in zip(crowded, wanted, strict=True)])
        assert set(counted(outcomes)) == {"Hold", "BoothHeld"}
        await db.fetch("UPDATE assignment SET held_until = NULL")  # so that nobody is at its limit in the next round
    rows = await assignments()
    assert overlaps(rows) == 0
    assert {row["booth"] for row in rows} == {booth.id for booth in fair.booths}


def _some_days(chance: Random) -> Days:
    first = chance.randint(0, 4)
    return Days(one_day(first).first_on, one_day(chance.randint(first, 4)).last_on)


class _GaveUp(Exception):
    """The first one rolls back."""


async def _behind_one_that_gives_up(retry: bool) -> list[Any]:
    """Five want a booth that somebody has just taken, who rolls back half a second later: what becomes of the five."""
    fair, (first, *others) = await crowd(clients=6)
    taken = asyncio.Event()

    async def give_up() -> None:
        async with db.transaction():
            await hold(first, fair.booths[0])
            taken.set()
            await asyncio.sleep(0.5)
            raise _GaveUp

    giving_up = asyncio.ensure_future(give_up())
    await taken.wait()
    outcomes = await together([hold(application, fair.booths[0], retry=retry) for application in others])
    with pytest.raises(_GaveUp):
        await giving_up
    return outcomes


async def test_when_the_first_one_gives_up_one_of_those_who_wait_gets_the_booth() -> None:
    outcomes = await _behind_one_that_gives_up(retry=True)
    assert counted(outcomes) == {"Hold": 1, "BoothHeld": 4}


async def test_control_without_the_booths_lock_those_who_wait_deadlock(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR NO KEY UPDATE OF booth")
    outcomes = await _behind_one_that_gives_up(retry=False)
    assert any(isinstance(refused.__cause__, DeadlockDetectedError) for refused in _refused(outcomes))


def _refused(outcomes: Sequence[Any]) -> list[errors.Refusal]:
    return [outcome for outcome in outcomes if isinstance(outcome, errors.Refusal)]


async def test_without_the_lock_the_constraint_still_lets_nobody_share_a_booth(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR NO KEY UPDATE OF booth")
    assert overlaps(await _slow_rush(monkeypatch)) == 0


async def test_control_without_lock_and_constraint_a_booth_is_taken_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR NO KEY UPDATE OF booth")
    await db.fetch("ALTER TABLE assignment DROP CONSTRAINT booth_is_free_on_these_days")
    assert overlaps(await _slow_rush(monkeypatch)) > 0


async def _slow_rush(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Ten want one booth, and each rests between taking it and committing; what they have in the end."""
    put = booking.put

    async def resting(*given: Any, **named: Any) -> Hold:
        made = await put(*given, **named)
        await asyncio.sleep(0.2)
        return made

    monkeypatch.setattr(booking, "put", resting)
    fair, crowded = await crowd(clients=10)
    await together([hold(application, fair.booths[0], retry=False) for application in crowded])
    return await assignments()


async def _own_rush() -> dict[str, int]:
    """One exhibitor reaches for fifty booths at once."""
    fair, (application,) = await crowd(booths=CLIENTS, clients=1)
    return counted(await together([hold(application, booth) for booth in fair.booths]))


async def test_one_exhibitor_cannot_hold_more_than_its_limit_however_fast_it_asks() -> None:
    most = settings().most_holds
    assert await _own_rush() == {"Hold": most, "TooManyHolds": CLIENTS - most}


async def test_control_without_the_applications_lock_the_limit_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "FOR NO KEY UPDATE OF application")
    assert (await _own_rush())["Hold"] > settings().most_holds


async def test_confirming_at_the_last_moment_races_the_next_one_and_one_of_them_has_the_booth() -> None:
    """Whoever is first: the holder confirms just before its time runs out, another picks from that instant on."""
    fair, crowded = await crowd(booths=25, clients=50)
    won = Counter[str]()
    for booth, holder, other in zip(fair.booths, crowded[:25], crowded[25:], strict=True):
        await hold(holder, booth)
        confirmed, taken = await together(
            [booking.confirm(holder.id, None, at=UNTIL - timedelta(microseconds=1)), hold(other, booth, at=UNTIL)]
        )
        assert isinstance(confirmed, booking.HoldLapsed) != isinstance(taken, booking.BoothTaken)
        won["other" if isinstance(confirmed, booking.HoldLapsed) else "holder"] += 1
    rows = await assignments()
    assert overlaps(rows) == 0
    assert len(rows) == 25
    assert sum(row["held_until"] is None for row in rows) == won["holder"]


async def test_confirming_twice_at_once_confirms_once() -> None:
    fair, crowded = await crowd(booths=10, clients=10)
    for application, booth in zip(crowded, fair.booths, strict=True):
        held = await hold(application, booth)
        twice = await together([booking.confirm(application.id, [held.id], at=AT) for _ in range(5)])
        assert counted(twice) == {"list": 1, "HoldLapsed": 4}
    topics = await db.fetch("SELECT count(*) AS n FROM message WHERE topic = 'assignment.confirm'")
    assert topics[0]["n"] == 10


async def test_sweeping_races_claiming_and_nothing_breaks() -> None:
    fair, crowded = await crowd(booths=25, clients=50)
    for booth, holder in zip(fair.booths, crowded[:25], strict=True):
        await hold(holder, booth)
    sweeps = [booking.release_lapsed(at=UNTIL) for _ in range(10)]
    claims = [hold(other, booth, at=UNTIL) for booth, other in zip(fair.booths, crowded[25:], strict=True)]
    outcomes = await together([*sweeps, *claims])
    assert counted(outcomes) == {"int": 10, "Hold": 25}
    lapses = await db.fetch("SELECT count(*) AS n FROM message WHERE topic = 'assignment.lapse'")
    assert (len(await assignments()), lapses[0]["n"]) == (25, 25)


async def test_one_second_after_its_time_a_hold_is_another_ones_with_nobody_sweeping() -> None:
    fair, (first, second) = await crowd(clients=2)
    await hold(first, fair.booths[0])
    late = UNTIL + timedelta(seconds=1)
    found = await plan.plan(fair.id, at=late)
    assert {day.standing for day in found.sites[0].booths[0].days} == {"free"}
    await hold(second, fair.booths[0], at=late)
    assert [row["application_id"] for row in await assignments()] == [second.id]
