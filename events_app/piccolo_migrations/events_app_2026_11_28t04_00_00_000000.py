from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Products are listed by name across all entities"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("CREATE INDEX products_are_listed_by_name ON product (sort, id)")

    manager.add_raw(run)
    return manager
