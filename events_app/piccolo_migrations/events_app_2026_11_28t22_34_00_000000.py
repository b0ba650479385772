from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer, Numeric

ID = "2026-11-28T22:34:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A volume may have a fraction, as 2.5 tonnes a month; what stood there stays"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.alter_column(
        table_class_name="Supply",
        tablename="supply",
        column_name="volume",
        db_column_name="volume",
        params={"digits": (13, 3), "null": True, "default": None},
        old_params={"digits": None, "null": True, "default": None},
        column_class=Numeric,
        old_column_class=Integer,
        schema=None,
    )
    return manager
