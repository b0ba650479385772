from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T22:33:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "Products that went into one are found by that"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("CREATE INDEX products_that_were_merged ON merged_product (product)")

    manager.add_raw(run)
    return manager
