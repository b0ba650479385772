from enum import Enum

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import ForeignKey, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.columns import Id


class Organization(Table, tablename="organization", schema=None):
    id = Id(
        default=None,
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


class User(Table, tablename="users", schema=None):
    id = Id(
        default=None,
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


ID = "2026-11-29T15:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Who printed the code of a letter is kept, and whoever made a claim may withdraw it"

STATES = {"WAITING": "waiting", "APPROVED": "approved", "REJECTED": "rejected"}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.add_column(
        table_class_name="ClaimCode",
        tablename="claim_code",
        column_name="printed_by",
        db_column_name="printed_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": User,
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

    manager.add_column(
        table_class_name="ClaimCode",
        tablename="claim_code",
        column_name="printed_for",
        db_column_name="printed_for",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Organization,
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
        table_class_name="Claim",
        tablename="claim",
        column_name="state",
        db_column_name="state",
        params={"choices": Enum("ClaimState", {**STATES, "WITHDRAWN": "withdrawn"})},
        old_params={"choices": Enum("ClaimState", STATES)},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
