from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T15:51:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Applications that gave way to another one of their entity say so in the language of who reads it"

SAID = "Hai bản ghi đã trở thành một tổ chức, và đơn sau được giữ lại: %"
BECAUSE = "Two records of one organization, both of which had applied to this event, became one. Its other application stays."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        await db.fetch(
            """
            UPDATE application SET because = $1, reason = '', version = version + 1
            WHERE state = 'withdrawn' AND reason LIKE $2
            """,
            BECAUSE,
            SAID,
        )

    manager.add_raw(run)
    return manager
