from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T08:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Offers of fairs that are put off stand until these have new dates"

STATEMENT = """
UPDATE assignment SET held_until = '9000-01-01T00:00:00Z', version = assignment.version + 1
FROM booth JOIN site ON site.id = booth.site JOIN event ON event.id = site.event
WHERE booth.id = assignment.booth AND event.state = 'postponed' AND offered AND held_until > now()
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(STATEMENT)

    manager.add_raw(run)
    return manager
