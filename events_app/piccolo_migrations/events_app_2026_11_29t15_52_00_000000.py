from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T15:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Codes of letters are found by the organization for which they were printed: else each record that goes reads them all"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch("CREATE INDEX codes_by_who_had_them_printed ON claim_code (printed_for)")

    manager.add_raw(run)
    return manager
