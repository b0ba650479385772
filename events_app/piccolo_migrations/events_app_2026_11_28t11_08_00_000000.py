from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T11:08:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Entities of a list that nobody knows are entered by statements over many"

# Most rows of most lists are created; the others are looked for, and an id alone finds an entity.
STATEMENTS = (
    "DROP INDEX rows_of_a_list_by_outcome",
    "CREATE INDEX rows_of_a_list_by_outcome ON import_row (within, outcome, number) WHERE outcome <> 'create'",
    "DROP INDEX entities_of_a_list",
    "ALTER TABLE import_entity DROP CONSTRAINT import_entity_within_fkey",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.add_column(
        table_class_name="ImportEntity",
        tablename="import_entity",
        column_name="plain",
        db_column_name="plain",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": False,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ImportEntity",
        tablename="import_entity",
        column_name="slug",
        db_column_name="slug",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ImportMade",
        tablename="import_made",
        column_name="message",
        db_column_name="message",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.alter_column(
        table_class_name="Import",
        tablename="import",
        column_name="done_key",
        db_column_name="done_key",
        params={},
        old_params={},
        column_class=Text,
        old_column_class=Varchar,
        schema=None,
    )

    manager.alter_column(
        table_class_name="ImportRow",
        tablename="import_row",
        column_name="key",
        db_column_name="key",
        params={},
        old_params={},
        column_class=Text,
        old_column_class=Varchar,
        schema=None,
    )

    async def run():
        from events_app import db

        for statement in STATEMENTS:
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
