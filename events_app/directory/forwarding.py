"""Where ids lead that are kept under others now: those of records, and of products, that have gone into others."""

from collections.abc import Iterable
from uuid import UUID

from events_app import db
from events_app.errors import Moved


async def organization(asked: UUID) -> UUID:
    """The id under which an organization is kept now; its own where it has gone into no other."""
    found = await db.one("SELECT organization FROM merged_organization WHERE id = $1", asked)
    return found["organization"] if found else asked


async def wanted(asked: UUID | None) -> UUID | None:
    """The same of an organization that a list is asked for, if it is asked for one."""
    return None if asked is None else await organization(asked)


async def unmoved(organizations: Iterable[UUID | None] = (), products: Iterable[UUID | None] = ()) -> None:
    """See that what a body names, and what was not found, has not gone into another one. Raises Moved."""
    found = await db.one(
        """
        SELECT id, organization AS present FROM merged_organization WHERE id = ANY($1)
        UNION ALL SELECT id, product FROM merged_product WHERE id = ANY($2) LIMIT 1
        """,
        [one for one in organizations if one],
        [one for one in products if one],
    )
    if found:
        raise Moved(str(found["id"]), str(found["present"]))
