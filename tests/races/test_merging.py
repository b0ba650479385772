"""Fifty clients apply for a record while it goes into another: nothing is left at the old id."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.directory import merging, references
from events_app.directory.tables import Organization
from events_app.errors import Busy
from events_app.exhibitors import applying, choosing
from events_app.values import Days
from tests import make
from tests.races.test_applying import ALL, CLIENTS, count, rush

pytestmark = pytest.mark.usefixtures("own_database")


async def two_records(at: datetime) -> tuple[make.Cast, Organization, Organization]:
    """The cast, and two records of one cooperative."""
    return await make.cast(), await make.organization(name="HTX Chè"), await make.organization(name="Hợp tác xã Chè")


async def at_the_old_id(old: UUID) -> dict[str, Any]:
    """What still refers to the record that went."""
    return await references.still_there(await references.references(), old)


async def test_who_applies_while_the_record_goes_is_moved_or_comes_again(at: datetime) -> None:
    cast, old, new = await two_records(at)
    fairs = [await make.fair(cast.an.organization, booths=1) for _ in range(CLIENTS)]

    async def go(n: int) -> None:
        if n == CLIENTS // 2:
            await merging.merge(old, new, at=at)
        else:
            await applying.create(fairs[n].id, old.id, at=at)

    outcomes = await rush(go)
    assert set(outcomes) <= {"done", "busy"}
    assert await at_the_old_id(old.id) == {}
    gone = not await count("SELECT count(*) FROM organization WHERE id = $1", old.id)
    if not gone:  # everybody else was before it, longer than it waits
        await merging.merge(old, new, at=at)
        assert await at_the_old_id(old.id) == {}
    applied = await count("SELECT count(*) FROM application WHERE organization = $1", new.id)
    assert applied == outcomes["done"] - gone


async def test_who_holds_booths_while_the_record_goes_holds_them_for_the_other(at: datetime) -> None:
    cast, old, new = await two_records(at)
    fair = await make.fair(cast.an.organization, booths=CLIENTS)
    made = await make.application(fair.event, old)

    async def go(n: int) -> None:
        if n == CLIENTS // 2:
            await merging.merge(old, new, at=at)
        else:
            await choosing.hold(made, fair.booths[n].id, Days(ALL.first_on, ALL.last_on), at=at)

    outcomes: Counter[str] = await rush(go)
    while await count("SELECT count(*) FROM organization WHERE id = $1", old.id):
        await merging.merge(old, new, at=at)
    assert await at_the_old_id(old.id) == {}
    assert outcomes["done"] >= 1
    held = await count("SELECT count(*) FROM assignment WHERE application_id = $1", made.id)
    assert held == await count("SELECT count(*) FROM assignment WHERE organization = $1", new.id)


async def applied_in_between(at: datetime, monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, list[str]]:
    """Somebody applies just after everything was moved and before the record is gone; how the two ended."""
    cast, old, new = await two_records(at)
    fair = await make.fair(cast.an.organization, booths=1)
    moved = asyncio.Event()
    move = references.move

    async def move_and_wait(*args: Any) -> None:
        await move(*args)
        moved.set()
        await asyncio.sleep(0.3)

    async def apply() -> None:
        await moved.wait()
        await applying.create(fair.id, old.id, at=at)

    monkeypatch.setattr(references, "move", move_and_wait)
    ended = await asyncio.gather(merging.merge(old, new, at=at), apply(), return_exceptions=True)
    return old.id, [type(one).__name__ if isinstance(one, Exception) else "done" for one in ended]


async def test_who_applies_in_between_waits_and_is_told_to_come_again(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, ended = await applied_in_between(at, monkeypatch)
    assert ended == ["done", Busy.__name__]
    assert await at_the_old_id(old) == {}
    assert await count("SELECT count(*) FROM organization WHERE id = $1", old) == 0


async def test_control_without_the_lock_the_application_gets_in_and_the_merger_fails(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_hold(*_: Any) -> None:
        """Nobody is kept out."""

    monkeypatch.setattr(merging, "_hold", no_hold)
    old, ended = await applied_in_between(at, monkeypatch)
    assert ended == [merging.InUse.__name__, "done"]
    assert await at_the_old_id(old) == {"application.organization": 1}


async def test_two_who_merge_the_two_into_each_other_at_once_leave_one(at: datetime) -> None:
    _, old, new = await two_records(at)

    async def go(n: int) -> None:
        one, other = (old, new) if n % 2 else (new, old)
        fresh = [await Organization.objects().get(Organization.id == row.id) for row in (one, other)]
        if all(fresh):
            await merging.merge(*fresh, at=at)  # type: ignore[arg-type]  # both are there

    outcomes = await rush(go, 2)
    assert set(outcomes) <= {"done", "not-found", "stale", "busy"}
    assert await count("SELECT count(*) FROM organization WHERE id = ANY($1)", [old.id, new.id]) == 1
    assert await db.fetch("SELECT FROM merged_organization") != []
