from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Who entered a contact is found without reading all that ever happened"

STATEMENT = """
CREATE INDEX who_entered_a_contact ON message ((payload->>'id')) WHERE topic IN ('contact.create', 'contact.edit')
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
