from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T17:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lists that are being brought in have begun"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("UPDATE import SET begun_at = now() WHERE state IN ('running', 'stopped')")

    manager.add_raw(run)
    return manager
