from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T06:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What Piccolo cannot say of requests for contact: one open one, and finding them"

STATEMENTS = """
CREATE UNIQUE INDEX a_distributor_has_one_open_request_to_an_entity ON contact_request (distributor, entity)
    WHERE state = 'open';
CREATE INDEX requests_to_an_entity ON contact_request (entity, id);
CREATE INDEX requests_of_a_distributor ON contact_request (distributor, id);
CREATE INDEX requests_about_a_product ON requested_product (product);
CREATE INDEX shortlists_with_a_product ON shortlist_item (product)
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for statement in STATEMENTS.split(";\n"):
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
