from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from events_app.columns import Facts
from piccolo.columns.indexes import IndexMethod


ID = "2026-11-28T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Which other sheets of a workbook look like lists"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Import",
        tablename="import",
        column_name="unread",
        db_column_name="unread",
        column_class_name="Facts",
        column_class=Facts,
        params={
            "default": "[]",
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

    return manager
