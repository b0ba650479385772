"""Two records of one cooperative, and what refers to them."""

from typing import Any

from events_app import db
from events_app.directory.tables import Organization, Product
from tests import make


async def pair(**given: Any) -> tuple[Organization, Organization]:
    """Two records of one cooperative."""
    return (
        await make.organization(name="HTX Chè Thái", alike="hop tac xa che thai|01", **given),
        await make.organization(name="Hợp tác xã Chè Thái", alike="hop tac xa che thai|01", **given),
    )


async def columns(of: str = "organization") -> set[tuple[str, str]]:
    """Every column with a foreign key to a table, asked of the catalogue in other words than the program's."""
    rows = await db.fetch(
        """
        SELECT usage.table_name AS "table", usage.column_name AS "column"
        FROM information_schema.referential_constraints AS fk
        JOIN information_schema.key_column_usage AS usage USING (constraint_schema, constraint_name)
        JOIN information_schema.table_constraints AS target ON target.constraint_name = fk.unique_constraint_name
        WHERE target.table_name = $1 AND fk.constraint_schema = 'public'
        """,
        of,
    )
    return {(row["table"], row["column"]) for row in rows}


async def fresh(row: Organization) -> Organization:
    """The record as it stands now."""
    found = await Organization.objects().get(Organization.id == row.id)
    assert found
    return found


async def count(table: str, column: str, row: Organization | Product) -> int:
    """In how many rows of a table a column refers to this record or product."""
    rows = await db.fetch(f'SELECT count(*) AS n FROM "{table}" WHERE "{column}" = $1', row.id)
    return int(rows[0]["n"])
