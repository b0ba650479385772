"""Transactions: savepoints inside, refusals named for constraints, nothing leaked."""

from contextlib import suppress
from typing import Any

import pytest

from events_app import db
from events_app.directory.tables import Organization
from events_app.errors import Busy, Refusal
from tests import make

pytestmark = pytest.mark.usefixtures("database")


class NameUsed(Refusal):
    """This slug is used."""


async def _count() -> int:
    count: int = await Organization.count()
    return count


async def test_a_broken_constraint_becomes_the_refusal_that_is_named_for_it() -> None:
    await make.organization(slug="sen")
    before = await _count()
    with pytest.raises(NameUsed):
        async with db.transaction(organization_slug_key=NameUsed):
            await make.organization(slug="tra")
            await make.organization(slug="sen")
    assert await _count() == before  # and the outer transaction lives on, without what was half done


async def test_a_constraint_that_nobody_named_is_a_bug() -> None:
    await make.organization(slug="sen")
    with pytest.raises(Exception, match="organization_slug_key"):
        async with db.transaction():
            await make.organization(slug="sen")


async def test_an_inner_transaction_is_undone_alone() -> None:
    before = await _count()
    async with db.transaction():
        await make.organization()
        with pytest.raises(ZeroDivisionError):
            async with db.transaction():
                await make.organization()
                raise ZeroDivisionError
    assert await _count() == before + 1


async def test_jsonb_arrives_as_python_values_and_leaves_as_they_were() -> None:
    cast = await make.cast()
    assert cast.an.organization
    event = await make.event(cast.an.organization)
    row = await db.one("SELECT title FROM event WHERE id = $1", event.id)
    assert row == {"title": {"vi": "Tuần lễ OCOP", "en": "OCOP Week"}}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://a:b%40c@db.example:5433/fairs", {"host": "db.example", "port": 5433, "password": "b@c"}),
        ("postgresql://a@/fairs?host=/run/pg", {"host": "/run/pg", "user": "a", "database": "fairs"}),
        ("postgresql://a@db/fairs?sslmode=require", {"ssl": "require"}),
    ],
)
def test_urls_are_understood(url: str, expected: dict[str, Any]) -> None:
    found = db.configured(url)
    assert {name: found[name] for name in expected} == expected


async def test_a_lock_that_is_not_had_in_time_is_busy(own_database: str) -> None:
    async with db.transaction():
        row = await make.organization()
    other = await db.engine().get_new_connection()
    try:
        async with other.transaction():
            await other.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", row.id)
            with pytest.raises(Busy):
                async with db.transaction():
                    await db.fetch("SET LOCAL lock_timeout = '50ms'")
                    await db.fetch("SELECT FROM organization WHERE id = $1 FOR UPDATE", row.id)
    finally:
        await other.close()
    assert await db.fetch("SELECT 1 AS one") == [{"one": 1}]


async def test_what_a_session_locked_is_unlocked_when_it_is_over(own_database: str) -> None:
    pool = db.engine().pool
    assert pool
    for wrong in (False, True):
        with suppress(ZeroDivisionError):
            async with db.session() as holder:
                await holder.fetch("SELECT pg_advisory_lock(7)")
                assert not await _may_lock(7)
                if wrong:
                    raise ZeroDivisionError
        assert await _may_lock(7)
        assert pool.get_idle_size() == pool.get_size()


async def _may_lock(key: int) -> bool:
    """Whether another connection gets the lock; it leaves it again."""
    async with db.transaction():
        (row,) = await db.fetch("SELECT pg_try_advisory_xact_lock($1) AS had", key)
        return bool(row["had"])


async def test_a_commit_that_fails_gives_its_connection_back(own_database: str) -> None:
    pool = db.engine().pool
    assert pool
    for _ in range(5):
        with pytest.raises(Exception, match="booth_is_free"):
            async with db.transaction():
                await _two_overlapping_at_commit()
    assert not db.in_transaction()
    assert pool.get_idle_size() == pool.get_size()


async def _two_overlapping_at_commit() -> None:
    cast = await make.cast()
    assert cast.an.organization
    assert cast.binh.organization
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization)
    await db.fetch("SET CONSTRAINTS booth_is_free_on_these_days DEFERRED")
    for _ in range(2):
        await db.fetch(
            """
            INSERT INTO assignment (id, booth, organization, application_id, first_on, last_on, created_at)
            VALUES (gen_random_uuid(), $1, $2, $3, $4, $4, now())
            """,
            fair.booths[0].id,
            cast.binh.organization.id,
            application.id,
            make.FIRST_ON,
        )
