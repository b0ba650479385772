from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-28T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What stood in a product becomes its first certificate"

STATEMENTS = """
CREATE UNIQUE INDEX a_product_has_a_certificate_once ON certificate (product, number, issued_on) WHERE number <> '';
CREATE INDEX certificates_of_a_product ON certificate (product, counts_from DESC, id DESC);
CREATE INDEX certificates_that_are_declared ON certificate (product) WHERE standing = 'declared';
CREATE INDEX organizations_of_a_province ON organization (province_set, province_code);
"""

# Nobody could verify through the program so far, so whatever says that it was does not say who did: it is declared again.
COPY = """
INSERT INTO certificate (id, product, stars, potential_five, number, issuer, issued_on, valid_to, counts_from, revoked_on,
                         revocation_reason, standing, decision_number, version, created_at)
SELECT $2, id, stars, potential_five, certificate_number, issuer, issued_on, ends,
       coalesce(issued_on, (ends - interval '36 months')::date), revoked_on, '', 'declared', '', 1, created_at
FROM (SELECT *, coalesce(valid_to, (issued_on + interval '36 months')::date) AS ends FROM product) AS old WHERE id = $1
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db, values

        rated = await db.fetch(
            """
            SELECT id FROM product WHERE stars IS NOT NULL OR potential_five OR certificate_number <> ''
            OR issued_on IS NOT NULL OR valid_to IS NOT NULL OR revoked_on IS NOT NULL ORDER BY created_at, id
            """
        )
        await db.execute_many(COPY, [(row["id"], values.new_id()) for row in rated])
        for statement in STATEMENTS.split(";\n"):
            if statement.strip():
                await db.fetch(statement)

    manager.add_raw(run)

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="certificate_number",
        db_column_name="certificate_number",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="issued_on",
        db_column_name="issued_on",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="issuer",
        db_column_name="issuer",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="potential_five",
        db_column_name="potential_five",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="revoked_on",
        db_column_name="revoked_on",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="standing",
        db_column_name="standing",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="stars",
        db_column_name="stars",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Product",
        tablename="product",
        column_name="valid_to",
        db_column_name="valid_to",
        schema=None,
    )

    return manager
