"""Lists are forgotten: those that nobody brings in, and the rows of those that are in."""

from datetime import datetime, timedelta

import httpx
import pytest

from events_app import db
from events_app.imports import forgetting
from tests import make
from tests.browser_like import Browser
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


async def test_a_list_that_nobody_brings_in_is_forgotten_and_others_are_not(cast: make.Cast, at: datetime) -> None:
    file = asking.a_csv([asking.a_row(1)])
    waits = await asking.read(cast.an, file, at=at)
    refused = await asking.read(cast.an, b"a,b\n1,2\n", at=at)
    late = at + forgetting.WAITS - timedelta(days=1)
    newer = await asking.read(cast.an, file, at=late)
    done = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    await forgetting.sweep(at=late)
    assert len(await db.fetch("SELECT FROM import")) == 4
    await forgetting.sweep(at=at + forgetting.WAITS + timedelta(minutes=1))
    left = await db.fetch("SELECT id FROM import ORDER BY id")
    assert {one["id"] for one in left} == {newer.id, done.id}
    for table in ("import_part", "import_entity", "import_row"):
        rows = await db.fetch(f"SELECT within FROM {table}")
        assert not {one["within"] for one in rows} & {waits.id, refused.id}


async def test_the_rows_of_a_list_that_is_in_are_forgotten_in_time_and_it_can_no_longer_be_undone(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    file = asking.a_csv([asking.a_row(1, phone="0987654321"), asking.a_row(2, stars="9")])
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    await forgetting.sweep(at=at + forgetting.KEEPS - timedelta(minutes=1))
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}"
    assert "so long the list can be undone" in await browser.see(path)
    assert len(await asking.rows(row)) == 2
    await forgetting.sweep(at=at + forgetting.KEEPS + timedelta(minutes=1))
    for table in ("import_entity", "import_row", "import_effect", "import_made", "import_answer", "import_part"):
        assert (table, await db.fetch(f"SELECT FROM {table}")) == (table, [])
    kept = await asking.now(row)
    assert (kept.state, kept.counts["rows"]) == ("done", {"change": 1, "fault": 1})
    assert len(await db.fetch("SELECT FROM product")) == 1
    await forgetting.sweep(at=at + forgetting.KEEPS + timedelta(days=1))
    assert (await asking.now(row)).version == kept.version
    page = await browser.see(path)
    assert "can no longer be undone" in page
    assert f"{path}/undo" not in browser.forms
    assert f"{path}/rows?" not in page
    assert "The rows of this list are forgotten" in await browser.see(f"{path}/rows")
    address = f"/api/v1{path}"
    for answer in (
        await client.post(f"{address}/undo", headers=cast.an.headers),
        await client.get(f"{address}/faults.xlsx", headers=cast.an.headers),
    ):
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "forgotten")
    shown = (await client.get(address, headers=cast.an.headers)).json()
    assert (shown["undoable_until"], shown["emptied_at"] is None) == (None, False)


async def test_the_rows_of_a_list_that_was_undone_are_forgotten_too(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    row = await asking.undone(cast.an, await asking.brought(cast.an, row, at=at), at=at)
    await forgetting.sweep(at=at + forgetting.KEEPS + timedelta(minutes=1))
    assert (await asking.now(row)).emptied_at is not None
    assert await asking.rows(row) == []
