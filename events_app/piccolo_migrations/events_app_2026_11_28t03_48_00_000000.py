from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T03:48:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Find what changed of an event"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("CREATE INDEX alterations_of_an_event ON alteration (event)")

    manager.add_raw(run)
    return manager
