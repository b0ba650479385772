from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T13:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Whatever refers to what a list made is found through an index when the list is undone"

STATEMENTS = """
CREATE INDEX certificates_that_an_authority_verified ON certificate (verified_for) WHERE verified_for IS NOT NULL;
CREATE INDEX certificates_that_an_authority_revoked ON certificate (revoked_for) WHERE revoked_for IS NOT NULL;
CREATE INDEX letters_to_a_contact ON delivery (contact) WHERE contact IS NOT NULL;
CREATE INDEX applications_with_a_product ON application_product (product);
CREATE INDEX agreements_on_a_product ON agreement_product (product);
CREATE INDEX booths_of_an_organization ON assignment (organization);
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for statement in STATEMENTS.split(";\n"):
            if statement.strip():
                await db.fetch(statement)

    manager.add_raw(run)
    return manager
