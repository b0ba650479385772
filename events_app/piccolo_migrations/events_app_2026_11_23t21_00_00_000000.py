from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-23T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What Piccolo cannot say: exclusive claims, references upwards, searching and sweeping"

STATEMENTS = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE assignment ADD CONSTRAINT booth_is_free_on_these_days
    EXCLUDE USING gist (booth WITH =, daterange(first_on, last_on, '[]') WITH &&) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE assignment ADD CONSTRAINT an_assignment_belongs_to_an_application
    FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE RESTRICT;
ALTER TABLE sign_in ADD CONSTRAINT a_sign_in_acts_in_a_membership
    FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE SET NULL;
ALTER TABLE token ADD CONSTRAINT a_token_acts_in_a_membership
    FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE CASCADE;

CREATE UNIQUE INDEX an_entity_has_one_open_application_for_an_event ON application (event, organization)
    WHERE state NOT IN ('withdrawn', 'rejected', 'declined');
ALTER TABLE opening_day ADD CONSTRAINT a_site_has_a_day_once
    EXCLUDE USING btree (site WITH =, held_on WITH =) WHERE (dropped_at IS NULL) DEFERRABLE INITIALLY IMMEDIATE;
CREATE UNIQUE INDEX a_rule_reminds_once_on_a_day ON reminder_rule (event, days_before);

CREATE UNIQUE INDEX an_address_is_a_contact_once ON contact (organization, email) WHERE removed_at IS NULL;

CREATE INDEX organizations_are_searched ON organization USING gin (search gin_trgm_ops);
CREATE INDEX products_are_searched ON product USING gin (search gin_trgm_ops);
CREATE INDEX venues_are_searched ON venue USING gin (search gin_trgm_ops);
CREATE INDEX series_are_searched ON series USING gin (search gin_trgm_ops);
CREATE INDEX events_are_searched ON event USING gin (search gin_trgm_ops);

CREATE INDEX events_are_listed_by_day ON event (first_on, id);
CREATE INDEX sites_of_an_event ON site (event);
CREATE INDEX days_of_a_site ON opening_day (site);
CREATE INDEX sessions_of_an_event ON session (event);
CREATE INDEX zones_of_a_site ON zone (site);
CREATE INDEX assignments_of_an_application ON assignment (application_id);
CREATE INDEX holds_that_run_out ON assignment (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX applications_of_an_organization ON application (organization);
CREATE INDEX contacts_of_an_organization ON contact (organization);
CREATE INDEX products_of_an_organization ON product (organization);
CREATE INDEX organizations_that_a_keeper_entered ON organization (keeper);
CREATE INDEX organizations_are_listed_by_name ON organization (sort, id);
CREATE INDEX venues_are_listed_by_name ON venue (sort, id);
CREATE INDEX memberships_of_an_organization ON membership (organization);
CREATE INDEX agreements_of_an_event ON agreement (event);
CREATE INDEX parties_of_an_agreement ON party (agreement);
CREATE INDEX parties_that_are_organizations ON party (organization);
CREATE INDEX entries_of_an_event ON entry (event);
CREATE INDEX entries_by_time ON entry (starts_at);
CREATE INDEX messages_to_route ON message (id) WHERE routed_at IS NULL;
CREATE INDEX routes_to_do ON route (id) WHERE done_at IS NULL;
CREATE INDEX routes_of_a_message ON route (message);
CREATE INDEX deliveries_that_fall_due ON delivery (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_on_lease ON delivery (lease_until) WHERE state IN ('claimed', 'wire');
CREATE INDEX deliveries_of_an_event ON delivery (event);
CREATE INDEX deliveries_of_an_application ON delivery (application_id);
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
