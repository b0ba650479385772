from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.indexes import IndexMethod

from events_app.columns import Facts

ID = "2026-11-28T19:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The first values of each column of a list, for who says what the columns are"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Import",
        tablename="import",
        column_name="samples",
        db_column_name="samples",
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
