from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T03:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Links lead into organizations, a person claims a record once at a time; what is looked up for the door"

STATEMENTS = """
ALTER TABLE link ADD CONSTRAINT an_invitation_leads_into_an_organization
    FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT;
CREATE UNIQUE INDEX a_person_claims_a_record_once_at_a_time ON claim (organization, "user") WHERE state = 'waiting';

CREATE INDEX links_into_an_organization ON link (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX links_by_their_end ON link (expires_at);
CREATE INDEX consents_of_a_person ON consent ("user");
CREATE INDEX consents_given_with_a_link ON consent (link);
CREATE INDEX recovery_codes_of_a_person ON recovery_code ("user");
CREATE INDEX tries_by_their_end ON tries (until);
CREATE INDEX claims_that_wait ON claim (id) WHERE state = 'waiting';
CREATE INDEX claims_of_a_person ON claim ("user");
CREATE INDEX organizations_that_wait ON organization (id) WHERE state = 'waiting';
CREATE INDEX memberships_of_a_person ON membership ("user");
CREATE INDEX sign_ins_of_a_person ON sign_in ("user");
CREATE INDEX tokens_of_a_person ON token ("user");
CREATE INDEX deliveries_to_an_address ON delivery (address);
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app.piccolo_app import APP_CONFIG

        engine = APP_CONFIG.table_classes[0]._meta.db
        for statement in STATEMENTS.split(";\n"):
            if statement.strip():
                await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
