from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-28T03:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Personal numbers move apart, and each organization says what its duplicates would have in common"

STATEMENTS = """
CREATE INDEX names_of_an_organization ON organization_name (organization);
CREATE INDEX records_that_were_merged ON merged_organization (organization);
CREATE INDEX organizations_that_are_alike ON organization (alike) WHERE alike <> '';
CREATE INDEX organizations_by_tax_code ON organization (tax_code) WHERE tax_code IS NOT NULL
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db, values
        from events_app.directory import likeness

        kept = await db.fetch(
            "SELECT id, tax_code AS number, created_at FROM organization WHERE tax_code ~ '^[0-9]{12}$'"
        )
        await db.execute_many(
            "INSERT INTO personal_number (id, organization, number, created_at) VALUES ($1, $2, $3, $4)",
            [(values.new_id(), row["id"], row["number"], row["created_at"]) for row in kept],
        )
        await db.fetch("UPDATE organization SET tax_code = NULL WHERE tax_code ~ '^[0-9]{12}$'")
        named = await db.fetch("SELECT id, name, province_set, province_code FROM organization")
        await db.execute_many(
            "UPDATE organization SET alike = $2 WHERE id = $1",
            [
                (row["id"], likeness.key(row["name"], row["province_set"], row["province_code"]))
                for row in named
            ],
        )
        for statement in STATEMENTS.split(";\n"):
            await db.fetch(statement)

    manager.add_raw(run)

    manager.add_constraint(
        table_class_name="Organization",
        tablename="organization",
        constraint_name="a_district_is_of_before_the_merger",
        constraint_class=Check,
        params={
            "condition": "district = '' OR province_set IS DISTINCT FROM '34'"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Organization",
        tablename="organization",
        constraint_name="a_tax_code_is_no_personal_number",
        constraint_class=Check,
        params={"condition": "tax_code !~ '^[0-9]{12}$'"},
        schema=None,
    )

    return manager
