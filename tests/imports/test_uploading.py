"""Files wait in pieces, and not for ever."""

from datetime import datetime, timedelta

import pytest

from events_app import db
from events_app.imports import uploading
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


async def test_a_list_that_nobody_brings_in_is_forgotten_and_others_are_not(cast: make.Cast, at: datetime) -> None:
    file = asking.a_csv([asking.a_row(1)])
    waits = await asking.read(cast.an, file, at=at)
    refused = await asking.read(cast.an, b"a,b\n1,2\n", at=at)
    late = at + uploading.WAITS - timedelta(days=1)
    newer = await asking.read(cast.an, file, at=late)
    done = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    await uploading.sweep(at=late)
    assert len(await db.fetch("SELECT FROM import")) == 4
    await uploading.sweep(at=at + uploading.WAITS + timedelta(minutes=1))
    left = await db.fetch("SELECT id FROM import ORDER BY id")
    assert {one["id"] for one in left} == {newer.id, done.id}
    for table in ("import_part", "import_entity", "import_row"):
        rows = await db.fetch(f"SELECT within FROM {table}")
        assert not {one["within"] for one in rows} & {waits.id, refused.id}
