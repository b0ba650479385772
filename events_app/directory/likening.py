"""What names are alike by, made anew in what is there, for migrations after the rule of ``likeness`` has changed."""

from uuid import UUID

from events_app import db
from events_app.directory import likeness

_AT_ONCE = 1000  # rows


async def anew(table: str, *, placed: bool) -> None:
    """Make ``alike`` anew in the rows of a table that have it, of the name and, where they are ``placed``, of the province."""
    after, columns = UUID(int=0), "id, name, alike" + (", province_set, province_code" if placed else "")
    while rows := await db.fetch(
        f"SELECT {columns} FROM {table} WHERE id > $1 AND alike <> '' ORDER BY id LIMIT {_AT_ONCE}", after
    ):
        after = rows[-1]["id"]
        found = {
            row["id"]: likeness.key(row["name"], row["province_set"], row["province_code"])
            if placed
            else likeness.of_name(row["name"])
            for row in rows
        }
        changed = [row["id"] for row in rows if found[row["id"]] != row["alike"]]
        await db.fetch(
            f"UPDATE {table} AS one SET alike = new.alike FROM unnest($1::uuid[], $2::text[]) AS new (id, alike) "
            "WHERE one.id = new.id",
            changed,
            [found[one] for one in changed],
        )
