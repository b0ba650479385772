from uuid import UUID

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T20:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Texts are searched without their signs, so that a word behind a comma or a bracket is a word like any other"

AT_ONCE = 1000  # rows
SEARCHED = ("organization", "product", "series", "event", "venue", "sales_point", "agreement")
# Of lists that wait to be brought in, all that comes after the entity at which one has arrived: within that, order stays.
TO_COME = """
    EXISTS (SELECT FROM import WHERE import.id = one.within AND state IN ('read', 'running', 'stopped')
            AND {0} > coalesce(done_entity, '00000000-0000-0000-0000-000000000000'))
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        for table in SEARCHED:
            await _without_signs(table, "one.search", "search = new.text")
        await _without_signs("import_row", "one.key", "key = new.text", TO_COME.format("one.entity"))
        into = "facts = jsonb_set(one.facts, '{search}', to_jsonb(new.text))"
        await _without_signs("import_entity", "one.facts->>'search'", into, TO_COME.format("one.id"))

    manager.add_raw(run)
    return manager


async def _without_signs(table, text, into, condition="true"):
    from events_app import db, values

    after = UUID(int=0)
    while True:
        rows = await db.fetch(
            f"""
            SELECT id, {text} AS text FROM {table} AS one
            WHERE id > $1 AND {text} ~ '[^a-z0-9 ]' AND {condition} ORDER BY id LIMIT {AT_ONCE}
            """,
            after,
        )
        if not rows:
            return
        await db.fetch(
            f"UPDATE {table} AS one SET {into} FROM unnest($1::uuid[], $2::text[]) AS new (id, text) WHERE one.id = new.id",
            [row["id"] for row in rows],
            [values.searched(row["text"]) for row in rows],
        )
        after = rows[-1]["id"]
