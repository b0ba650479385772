"""Two people keep one venue at once."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from events_app import db
from events_app.directory.tables import Kind
from events_app.errors import Busy, Stale
from events_app.venues import keeping, queries
from tests import make


async def _outcomes(*attempts: Awaitable[Any]) -> list[str]:
    found = await asyncio.gather(*attempts, return_exceptions=True)
    return sorted(type(outcome).__name__ for outcome in found)


async def test_two_who_add_the_same_hall_at_once_add_one(own_database: str, at: datetime) -> None:
    venue = await make.venue(await make.organization(Kind.ORGANIZER))
    both = [await queries.venue(venue.id) for _ in range(2)]
    halls: list[keeping.HallSaid] = [{"id": None, "name": "Sân"}]
    assert await _outcomes(*(keeping.change(row, 1, halls, at=at) for row in both)) == [Stale.__name__, "Venue"]
    assert [hall.name for hall in (await queries.halls_of(venue.id))[venue.id]] == ["Sân"]
    assert (await queries.venue(venue.id)).version == 2


async def test_two_venues_of_one_name_at_once_have_two_addresses_or_one_waits(own_database: str, at: datetime) -> None:
    keeper = await make.organization(Kind.ORGANIZER)
    said: keeping.Described = {"name": "Mẫu", "address": "1", "province_set": "34", "province_code": "01"}
    outcomes = await _outcomes(*(keeping.add(keeper.id, at=at, **said) for _ in range(8)))
    made = await db.fetch("SELECT slug FROM venue")
    assert set(outcomes) <= {"Venue", Busy.__name__}
    assert len(made) == outcomes.count("Venue") >= 1
    assert len({row["slug"] for row in made}) == len(made)
