from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lists are read in the order of their products, and looked at by what became of their rows"

STATEMENTS = """
CREATE INDEX imports_of_an_organization ON import (organization, id);
CREATE INDEX rows_of_a_product_in_a_list ON import_row (within, entity, key, number) WHERE facts IS NOT NULL;
CREATE INDEX rows_of_a_list_by_outcome ON import_row (within, outcome, number);
CREATE INDEX what_many_made_of_a_list ON import_made (within);
CREATE INDEX entities_of_a_list ON import_entity (within, id);
CREATE INDEX entities_of_a_list_by_name ON import_entity (within, alike);
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
