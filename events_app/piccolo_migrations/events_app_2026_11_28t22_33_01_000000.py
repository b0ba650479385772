from uuid import UUID

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T22:33:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Former names are found by what they are alike by, those from before too"

AT_ONCE = 1000  # rows


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(_fill)
    return manager


async def _fill():
    from events_app import db
    from events_app.directory import likeness

    after = UUID(int=0)
    while rows := await db.fetch(
        f"SELECT id, name FROM organization_name WHERE id > $1 ORDER BY id LIMIT {AT_ONCE}", after
    ):
        await db.fetch(
            "UPDATE organization_name AS one SET alike = new.alike FROM unnest($1::uuid[], $2::text[]) AS new (id, alike) "
            "WHERE one.id = new.id",
            [row["id"] for row in rows],
            [likeness.of_name(row["name"]) for row in rows],
        )
        after = rows[-1]["id"]
    await db.fetch("CREATE INDEX former_names_that_are_alike ON organization_name (alike) WHERE alike <> ''")
