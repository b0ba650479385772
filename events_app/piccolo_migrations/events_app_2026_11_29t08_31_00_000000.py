from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T08:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What lists that are there have said is taken over into these columns, and indexes of lists name no more than is asked"

ROWS = """
    UPDATE import_row SET
        name = facts->>'name', product_group = (facts->>'group')::smallint, subgroup = facts->>'subgroup',
        older_classification = coalesce(facts->>'older_classification', ''), stars = (facts->>'stars')::smallint,
        potential_five = coalesce((facts->>'potential_five')::boolean, false),
        certificate_number = coalesce(facts->>'number', ''), issuer = coalesce(facts->>'issuer', ''),
        issued_on = (facts->>'issued_on')::date, valid_to = (facts->>'valid_to')::date, ends_on = (facts->>'ends_on')::date,
        counts_from = (facts->>'counts_from')::date, sort = coalesce(facts->>'sort', '')
    WHERE facts IS NOT NULL
"""
ENTITIES = """
    UPDATE import_entity SET
        name = coalesce(facts->>'name', ''), entity_kind = facts->>'kind', tax_code = facts->>'tax_code',
        hidden = coalesce(facts->>'hidden', ''), representative = coalesce(facts->>'representative', ''),
        phone = facts->>'phone', email = facts->>'email', address = coalesce(facts->>'address', ''),
        commune = coalesce(facts->>'commune', ''), district = coalesce(facts->>'district', ''),
        province_set = facts->>'province_set', province_code = facts->>'province_code',
        search = coalesce(facts->>'search', ''), sort = coalesce(facts->>'sort', '')
"""
INDEXES = (
    "DROP INDEX rows_of_a_product_in_a_list",
    "CREATE INDEX rows_of_an_entity_in_a_list ON import_row (within, entity) WHERE name IS NOT NULL",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for sql in (ROWS, ENTITIES, *INDEXES):
            await db.fetch(sql)

    manager.add_raw(run)
    for table, name in (("ImportRow", "import_row"), ("ImportEntity", "import_entity")):
        manager.drop_column(table_class_name=table, tablename=name, column_name="facts", db_column_name="facts", schema=None)
    return manager
