from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T06:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What Piccolo cannot say of sales points and channels: exclusive claims, searching and listing"

STATEMENTS = """
ALTER TABLE listing ADD CONSTRAINT a_product_is_listed_once_at_a_time_in_a_channel
    EXCLUDE USING gist (channel WITH =, product WITH =, daterange(first_on, last_on, '[]') WITH &&);
CREATE INDEX listings_of_a_product ON listing (product);
CREATE UNIQUE INDEX a_distributor_has_one_chain_wide_channel ON channel (distributor) WHERE kind = 'chain';
CREATE INDEX sales_points_are_searched ON sales_point USING gin (search gin_trgm_ops);
CREATE INDEX sales_points_are_listed_by_name ON sales_point (sort, id);
CREATE INDEX sales_points_of_an_operator ON sales_point (operator);
CREATE INDEX sales_points_that_a_keeper_entered ON sales_point (keeper);
CREATE INDEX sales_points_of_a_province ON sales_point (province_set, province_code)
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for statement in STATEMENTS.split(";\n"):
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
