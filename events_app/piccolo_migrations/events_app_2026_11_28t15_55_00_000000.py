from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T15:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The ids of what a list made are kept as they are: compressing them takes long and saves little"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("ALTER TABLE import_made ALTER COLUMN rows SET STORAGE EXTERNAL")

    manager.add_raw(run)
    return manager
