"""The migrated database is the one that was meant: every table, constraint and index, against a committed list."""

import asyncio
from pathlib import Path

import pytest

from events_app import db, migrating
from events_app.piccolo_app import APP_CONFIG
from tests.unmigrated import empty_database

LIST = Path(__file__).with_name("catalogue.txt")
_CATALOGUE = """
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
           || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x')
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
"""


async def catalogue() -> list[str]:
    """The lines of the list as the database has them."""
    return sorted(row["line"] for row in await db.fetch(_CATALOGUE))


async def test_the_migrated_catalogue_is_the_committed_list(own_database: str) -> None:
    found, written = await catalogue(), LIST.read_text("utf-8").splitlines()
    assert sorted(set(found) - set(written)) == [], "new in the database"
    assert sorted(set(written) - set(found)) == [], "gone from the database"


async def test_no_table_differs_from_the_database(own_database: str) -> None:
    for table in APP_CONFIG.table_classes:
        rows = await db.fetch(
            "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1",
            table._meta.tablename,
        )
        kept = {row["column_name"]: row["is_nullable"] == "YES" for row in rows}
        declared = {column._meta.db_column_name: column._meta.null for column in table._meta.columns}
        assert (table.__name__, kept) == (table.__name__, declared)


async def test_every_reference_restricts_or_says_why_not(own_database: str) -> None:
    """Nothing deletes silently: only what a person signed in with goes with its membership."""
    rows = await db.fetch(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype <> 'r' AND connamespace = 'public'::regnamespace"
    )
    assert {row["conname"] for row in rows} == {"a_sign_in_acts_in_a_membership", "a_token_acts_in_a_membership"}


async def test_migrating_again_does_nothing(own_database: str) -> None:
    assert await migrating.pending() == []
    assert await migrating.migrate() == []


async def test_several_migrate_an_empty_database_at_once_and_one_does_it(own_database: str) -> None:
    async with empty_database():
        done = await asyncio.gather(*(migrating.migrate() for _ in range(4)))
        assert sorted(len(names) for names in done) == [0, 0, 0, len(migrating.shipped())]


@pytest.mark.parametrize("text", ["DROP TABLE", "backwards", "set_backwards"])
def test_migrations_only_go_forward(text: str) -> None:
    folder = Path(APP_CONFIG.migrations_folder_path)
    assert [path.name for path in folder.glob("events_app_*.py") if text in path.read_text("utf-8")] == []
