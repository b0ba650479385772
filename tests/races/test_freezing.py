"""Sweeps and an organizer freeze the summary of one event at once. The guard has a control that takes it away."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from asyncpg.exceptions import UniqueViolationError

from events_app import db, errors, lifecycle
from events_app.directory.tables import Kind
from events_app.events.tables import Event, EventState
from events_app.summaries import freezing
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

EACH = 25


async def _rush() -> tuple[Sequence[Any], list[int]]:
    """What half a hundred at once came to, and the numbers of the summaries that there are afterwards."""
    first_on, last_on = date(2026, 12, 2), date(2026, 12, 4)
    organizer = await make.organization(Kind.ORGANIZER)
    fair = await make.fair(organizer, first_on=first_on, last_on=last_on, state=EventState.ENDED)

    async def asked() -> None:
        event = await lifecycle.locked(Event, fair.id)
        while True:
            try:
                await freezing.freeze(event, at=make.NOW)
                return
            except errors.Busy:
                continue  # on a busy machine: come again

    sweeps = [freezing.freeze_due(at=make.NOW) for _ in range(EACH)]
    outcomes = await asyncio.gather(*sweeps, *(asked() for _ in range(EACH)), return_exceptions=True)
    rows = await db.fetch("SELECT number FROM summary WHERE event = $1 ORDER BY number", fair.id)
    return outcomes, [row["number"] for row in rows]


async def test_numbers_follow_each_other_and_a_sweep_makes_no_second_first_one() -> None:
    outcomes, numbers = await _rush()
    assert [one for one in outcomes if isinstance(one, BaseException)] == []
    swept = sum(outcomes[:EACH])
    assert swept in {0, 1}  # none, where the organizer was faster
    assert numbers == list(range(1, EACH + swept + 1))
    frozen = await db.fetch("SELECT FROM message WHERE topic = 'summary.freeze'")
    assert len(frozen) == len(numbers)


async def test_control_without_holding_the_event_two_want_one_number_and_the_constraint_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unheld(row: Event) -> Event:
        await asyncio.sleep(0)
        return row

    monkeypatch.setattr(lifecycle, "lock", unheld)
    outcomes, numbers = await _rush()
    assert any(isinstance(one, UniqueViolationError) for one in outcomes)
    assert numbers == list(range(1, len(numbers) + 1))
