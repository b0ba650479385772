from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app import db

ID = "2026-11-29T09:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Requests for contact that earlier mergers gave up say so, and which one stays"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        await db.fetch(
            """
            UPDATE contact_request SET state = 'given_up', instead = stays.id, version = contact_request.version + 1
            FROM message, unnest(string_to_array(message.payload->>'given_up', ' ')::uuid[],
                                 string_to_array(message.payload->>'kept', ' ')::uuid[]) AS settled (gone, kept),
                 contact_request AS stays
            WHERE message.topic = 'organization.merge' AND contact_request.id = settled.gone AND stays.id = settled.kept
              AND contact_request.state = 'withdrawn' AND contact_request.id <> stays.id
            """
        )

    manager.add_raw(run)
    return manager
