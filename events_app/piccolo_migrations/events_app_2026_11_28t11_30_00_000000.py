from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T11:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "An exhibitor reads which days of its booths were lost"

STATEMENT = """
CREATE INDEX lost_days_of_an_application ON message ((payload->>'application')) WHERE topic = 'assignment.lost'
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
