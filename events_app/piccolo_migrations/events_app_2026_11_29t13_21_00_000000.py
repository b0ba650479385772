from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T13:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What names are alike by is made anew by the rule of today; what a list has several of by it is looked at row by row"

# They were compared by what they were alike by when the list was read, and are not compared again before they are entered.
STATEMENT = """
UPDATE import_entity AS one SET plain = false
FROM (
    SELECT within, alike FROM import_entity
    WHERE alike <> '' AND within IN (SELECT id FROM import WHERE state = 'read')
    GROUP BY within, alike HAVING count(*) > 1
) AS several
WHERE one.plain AND one.within = several.within AND one.alike = several.alike
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db
        from events_app.directory import likening

        await likening.anew("organization", placed=True)
        await likening.anew("organization_name", placed=False)
        await likening.anew("import_entity", placed=True)
        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
