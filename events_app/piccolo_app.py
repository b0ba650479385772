"""The one Piccolo app: every table, one linear history."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="events_app",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "events_app.outbox",
            "events_app.idempotency",
            "events_app.accounts.tables",
            "events_app.directory.tables",
            "events_app.directory.supply_tables",
            "events_app.directory.code_tables",
            "events_app.imports.tables",
            "events_app.venues.tables",
            "events_app.distribution.tables",
            "events_app.events.tables",
            "events_app.booths.tables",
            "events_app.exhibitors.tables",
            "events_app.agreements.tables",
            "events_app.calendars.tables",
            "events_app.reminders.tables",
            "events_app.summaries.tables",
        ]
    ),
)
