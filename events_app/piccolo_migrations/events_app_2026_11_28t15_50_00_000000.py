from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T15:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The cells of a list are kept as they were written: taking them apart took PostgreSQL as long as keeping the row"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("ALTER TABLE import_row ALTER COLUMN cells DROP DEFAULT")
        await db.fetch("ALTER TABLE import_row ALTER COLUMN cells TYPE json USING cells::text::json")
        await db.fetch("ALTER TABLE import_row ALTER COLUMN cells SET DEFAULT '{}'::json")

    manager.add_raw(run)
    return manager
