from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T11:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The personal numbers of those who wait are kept apart"

STATEMENT = """
UPDATE registration SET personal = organization->>'tax_code', organization = organization || '{"tax_code": null}'
WHERE organization->>'tax_code' ~ '^[0-9]{12}$'
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
