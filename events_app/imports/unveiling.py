"""Numbers of people that a spreadsheet of returned rows had to hide: what each was is known until the list that said it is in."""

from typing import Any
from uuid import UUID

from events_app import db
from events_app.imports.tables import Import

Pairs = list[dict[str, Any]]


async def unveil(row: Import) -> Pairs:
    """Give each entity whose number is hidden the one that a list of the same importer says of it, if only one can be meant.

    Those of which this very list says the number elsewhere are paired with that entity.
    """
    hidden = await db.fetch(
        "SELECT id, alike FROM import_entity WHERE within = $1 AND NOT plain AND alike <> '' AND hidden <> ''",
        row.id,
    )
    if not hidden:
        return []
    found = await db.fetch(
        """
        SELECT one.id, array_agg(DISTINCT other.personal) AS numbers, array_agg(other.id) FILTER (WHERE other.within = $1) AS here
        FROM import_entity AS one
        JOIN import AS theirs ON theirs.organization IS NOT DISTINCT FROM $3
            AND (theirs.organization IS NOT NULL OR theirs."user" = $4)
        JOIN import_entity AS other ON other.within = theirs.id AND other.alike = one.alike AND other.alike = ANY($5)
        WHERE one.id = ANY($2) AND right(other.personal, 3) = one.hidden
        GROUP BY one.id ORDER BY one.id
        """,
        row.id,
        [one["id"] for one in hidden],
        row.organization,
        row.user,
        list({one["alike"] for one in hidden}),
    )
    first: dict[str, UUID] = {}
    pairs: Pairs = []
    for one in found:
        if len(one["numbers"]) > 1:
            continue
        (number,) = one["numbers"]
        told = (one["here"] or [first.get(number)])[0]
        if told is not None:
            pairs.append({"old": one["id"], "new": told})
        else:
            first[number] = one["id"]
            await db.fetch("UPDATE import_entity SET personal = $2 WHERE id = $1", one["id"], number)
    return pairs
