from uuid import UUID

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What names are alike by has more abbreviations written out, so that what is there is still found"

AT_ONCE = 1000  # rows
OF_NAMES = {"organization": "province_set, province_code", "organization_name": "", "import_entity": "province_set, province_code"}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        for table, place in OF_NAMES.items():
            await _anew(table, place)

    manager.add_raw(run)
    return manager


async def _anew(table, place):
    from events_app import db
    from events_app.directory import likeness

    after, columns = UUID(int=0), ", ".join(filter(None, ("id, name, alike", place)))
    while rows := await db.fetch(
        f"SELECT {columns} FROM {table} WHERE id > $1 AND alike <> '' ORDER BY id LIMIT {AT_ONCE}", after
    ):
        after = rows[-1]["id"]
        found = {
            row["id"]: likeness.key(row["name"], row["province_set"], row["province_code"])
            if place
            else likeness.of_name(row["name"])
            for row in rows
        }
        changed = [row["id"] for row in rows if found[row["id"]] != row["alike"]]
        await db.fetch(
            f"UPDATE {table} AS one SET alike = new.alike FROM unnest($1::uuid[], $2::text[]) AS new (id, alike) "
            "WHERE one.id = new.id",
            changed,
            [found[one] for one in changed],
        )
