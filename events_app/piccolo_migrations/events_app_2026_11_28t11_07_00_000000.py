from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T11:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A contact that somebody typed is nobody's own"

STATEMENT = """
UPDATE contact SET "user" = NULL
FROM message WHERE message.topic = 'contact.create' AND message.payload->>'id' = contact.id::text
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
