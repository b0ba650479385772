from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app import db

ID = "2026-11-29T01:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Rows of lists that wait to be brought in get the ids that others got when they were read"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        await db.fetch(
            """
            UPDATE import_row SET product = first.id, certificate = CASE WHEN facts->>'stars' IS NOT NULL
                OR facts->>'potential_five' = 'true' OR facts->>'number' <> '' OR facts->>'issuer' <> ''
                OR facts->>'issued_on' IS NOT NULL OR facts->>'valid_to' IS NOT NULL THEN gen_random_uuid() END
            FROM (
                SELECT id AS row, first_value(id) OVER (PARTITION BY within, entity, key ORDER BY number) AS id
                FROM import_row WHERE facts IS NOT NULL
            ) AS first WHERE import_row.id = first.row
            """
        )

    manager.add_raw(run)
    return manager
