from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T07:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "When a certificate was given another end, and what finds those that lapse and who was warned"

STATEMENTS = """
CREATE INDEX certificates_by_their_end ON certificate (valid_to);
CREATE INDEX warnings_of_an_organization ON delivery (organization, created_at) WHERE purpose IN ('lapse', 'lapses')
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Certificate",
        tablename="certificate",
        column_name="redated_at",
        db_column_name="redated_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
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

    async def run():
        from events_app import db

        for statement in STATEMENTS.split(";\n"):
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
