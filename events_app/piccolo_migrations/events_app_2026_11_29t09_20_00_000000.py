from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What names are alike by has more abbreviations written out, so that what is there is still found"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app.directory import likening

        await likening.anew("organization", placed=True)
        await likening.anew("organization_name", placed=False)
        await likening.anew("import_entity", placed=True)

    manager.add_raw(run)
    return manager
