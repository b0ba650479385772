"""``fairs doctor``: what is wrong here, with no secret."""

import re
from datetime import timedelta

import pytest

from events_app import db, outbox, values
from events_app.commands import reaching
from events_app.imports.tables import Import, ImportState
from tests import make
from tests.commanding import fairs


async def test_doctor_tells_what_is_wrong_and_no_secret(own_database: str) -> None:
    await db.fetch("DELETE FROM migration")
    said = await fairs("doctor", REDIS_URL="redis://:broker-secret@127.0.0.1:1/0", FAIRS_SECRET_KEY="key-secret")
    assert said.status == 1
    assert "Wrong: The broker at redis://:***@127.0.0.1:1/0 (REDIS_URL) cannot be reached: " in said.out
    assert re.search(r"Wrong: \d+ migrations have not been run; run `fairs migrate`\.", said.out)
    assert re.search(r"secret_key +set\n", said.out)
    password = own_database.partition(":")[2].partition(":")[2].partition("@")[0]
    for secret in ("broker-secret", "key-secret", password):
        assert secret not in said.out + said.err


async def test_doctor_names_the_tasks_that_are_never_done(own_database: str) -> None:
    at = values.now() - timedelta(minutes=20)
    async with db.transaction():
        for _ in range(3):
            await outbox.record("thing.happen", at=at)
    await outbox.route({"thing.happen": ["slice.fails", "slice.works"]}, at=at)
    await db.fetch("UPDATE route SET done_at = $1 WHERE task = 'slice.works'", at)
    await db.fetch("UPDATE route SET sent_at = $1, sendings = $2", at, outbox.OVERDUE_AFTER)
    said = await fairs("doctor")
    assert said.status == 1
    assert re.search(rf"overdue +3 of slice\.fails, since {at.isoformat(timespec='seconds')[:16]}", said.out)
    assert "Wrong: slice.fails was asked for 3 messages at least 5 times each and is not done; " in said.out
    assert "are relay and worker running?" not in said.out
    assert "slice.works" not in said.out
    await db.fetch("UPDATE route SET sendings = 1")
    said = await fairs("doctor")
    assert "slice.fails" not in said.out
    assert "Wrong: 3 messages have waited for more than five minutes; are relay and worker running?" in said.out


async def test_doctor_counts_the_lists_that_workers_gave_up(own_database: str) -> None:
    cast = await make.cast()
    row = Import(user=cast.an.user.id, organization=cast.an.organization.id, created_at=values.now())
    row.state, row.stopped_in = ImportState.STOPPED, ImportState.RUNNING
    await row.save()
    said = await fairs("doctor")
    assert said.status == 1
    assert re.search(r"lists stopped +1\n", said.out)
    assert "Wrong: 1 lists of products were given up by the workers; the worker's log says why they fail." in said.out


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://fairs:pass@host/name", "postgresql://fairs:***@host/name"),
        ("redis://:p%40ss@host:6379/0", "redis://:***@host:6379/0"),
        (
            "postgresql://host/name?user=a&password=pass&host=/run",
            "postgresql://host/name?user=a&password=***&host=/run",
        ),
        ("smtp://me:p@s/s@host:587", "smtp://me:***@host:587"),
        ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025"),
    ],
)
def test_passwords_in_addresses_are_masked(url: str, shown: str) -> None:
    assert reaching.masked(url) == shown
