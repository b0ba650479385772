"""Two lists that know the same entities by other names are brought in at once: each entity is there once."""

import asyncio
from contextlib import suppress
from datetime import datetime

import pytest
from stdnum.vn import mst

from events_app import db, outbox
from events_app.actor import as_actor
from events_app.directory import naming
from events_app.imports import running, uploading, working
from tasks.outbox import ROUTES
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("own_database")
ENTITIES = 300


def a_list(called: str) -> bytes:
    """Entities by their tax codes, and a product of each."""
    codes = [code for n in range(2 * ENTITIES) if len(mst.calc_check_digit(code := f"03144{n:04}")) == 1][:ENTITIES]
    return asking.a_csv(
        [
            asking.a_row(n, entity=f"{called} Mẫu {n}", code=code + mst.calc_check_digit(code))
            for n, code in enumerate(codes)
        ]
    )


async def started(at: datetime) -> None:
    """Both were read before either is brought in."""
    an = (await make.cast()).an
    rows = [await asking.read(an, a_list(called), at=at) for called in ("Hợp tác xã", "HTX Nông nghiệp")]
    assert [row.counts["entities"] for row in rows] == [{"create": ENTITIES}] * 2
    with as_actor(an.actor):
        for row in rows:
            await uploading.start(row, row.version, decision_number="", may_verify=False, at=at)
    await outbox.route(ROUTES, at=at, most=10**6)


async def brought_in(at: datetime) -> None:
    """What the relay sends is done, until nothing is left."""
    while routes := await db.fetch("SELECT id FROM route WHERE task = 'imports.bring_in' AND done_at IS NULL"):
        await asyncio.gather(*(running.run(route["id"], at=at) for route in routes))


async def test_lists_take_turns(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    both, free_slugs = asyncio.Barrier(2), naming.free_slugs

    async def after_the_other(wanted: list[str]) -> list[str]:
        """Nobody enters what it did not find before the other one has not found it either, if the other one is looking."""
        with suppress(TimeoutError, asyncio.BrokenBarrierError):
            async with asyncio.timeout(1 if wanted else 0):
                await both.wait()
        return await free_slugs(wanted)

    await started(at)
    monkeypatch.setattr(naming, "free_slugs", after_the_other)
    await brought_in(at)
    assert [dict(row) for row in await db.fetch("SELECT state FROM import")] == [{"state": "done"}] * 2
    found = await db.fetch(
        "SELECT count(*) AS n, count(DISTINCT tax_code) AS codes FROM organization WHERE keeper IS NOT NULL"
    )
    assert dict(found[0]) == {"n": ENTITIES, "codes": ENTITIES}


async def test_who_waits_too_long_comes_again(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "TURN", 0)
    await started(at)
    holder = await db.engine().get_new_connection()
    try:
        await holder.fetch("SELECT pg_advisory_lock($1)", working.ONE_AT_A_TIME)
        (first, _) = await db.fetch("SELECT id FROM route WHERE task = 'imports.bring_in' AND done_at IS NULL")
        await running.run(first["id"], at=at)
        assert [row["state"] for row in await db.fetch("SELECT state FROM import")] == ["running"] * 2
    finally:
        await holder.close()
    await brought_in(at)
    assert [row["state"] for row in await db.fetch("SELECT state FROM import")] == ["done"] * 2
