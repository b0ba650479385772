from enum import Enum

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import ForeignKey, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-29T09:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A request for contact that is given up as two records become one names the request that stays"

STATES = {
    "OPEN": "open",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "WITHDRAWN": "withdrawn",
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.add_column(
        table_class_name="ContactRequest",
        tablename="contact_request",
        column_name="instead",
        db_column_name="instead",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": "self",
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.alter_column(
        table_class_name="ContactRequest",
        tablename="contact_request",
        column_name="state",
        db_column_name="state",
        params={"choices": Enum("RequestState", {**STATES, "GIVEN_UP": "given_up"})},
        old_params={"choices": Enum("RequestState", STATES)},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ContactRequest",
        tablename="contact_request",
        constraint_name="a_request_that_was_given_up_names_the_one_that_stays",
        constraint_class=Check,
        params={"condition": "(state = 'given_up') = (instead IS NOT NULL)"},
        schema=None,
    )

    return manager
