from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T10:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Two records are said to be two once, in whichever order"

STATEMENTS = """
CREATE UNIQUE INDEX two_records_are_said_to_be_two_once ON distinction (least(one, other), greatest(one, other));
CREATE INDEX distinctions_of_one ON distinction (one);
CREATE INDEX distinctions_of_another ON distinction (other)
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for statement in STATEMENTS.split(";\n"):
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
