from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T19:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is declared is found among the certificates of a product, which has few"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("DROP INDEX certificates_that_are_declared")

    manager.add_raw(run)
    return manager
