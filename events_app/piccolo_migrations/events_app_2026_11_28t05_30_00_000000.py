from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T05:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Papers are found by their product"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("CREATE INDEX papers_of_a_product ON paper (product, position)")

    manager.add_raw(run)
    return manager
