"""What keeps a list from being undone: something of it was changed since, or something else refers to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import references
from events_app.errors import Refusal
from events_app.imports import wording

NOUNS = ("certificate", "product", "contact", "organization")  # what refers goes before what it refers to
EFFECTS = """(
    SELECT noun, row, made, before, version FROM import_effect WHERE within = $1
    UNION ALL SELECT noun, unnest(rows), true, '{}'::jsonb, 1 FROM import_made WHERE within = $1
) AS effect"""
NAMED = 20  # things in an answer; of the others it says how many there are
_BELONGS = {("personal_number", "organization")}  # goes with it


class Depended(Refusal):
    """Something that this list brought in was changed or is used since; it cannot be undone as a whole."""

    def told(self) -> dict[str, Any]:
        """Also in words what keeps it."""
        return {**self.facts, "reasons": wording.keeps(self.facts.get("changed", 0), self.facts.get("used_by", {}))}


class Forgotten(Refusal):
    """The rows of this list are forgotten by now; it can no longer be undone, nor can its rows be returned."""


async def look(import_id: UUID) -> None:
    """See that everything is as the list left it, and that nothing else refers to it. Raises Depended with what does."""
    changed: dict[str, list[UUID]] = {}
    for noun in NOUNS:
        rows = await db.fetch(
            f"""
            SELECT row FROM {EFFECTS} WHERE noun = $2 AND NOT EXISTS (
                SELECT FROM {noun} WHERE {noun}.id = effect.row AND {noun}.version = effect.version) ORDER BY row
            """,
            import_id,
            noun,
        )
        changed[noun] = [one["row"] for one in rows]
    used_by, used = await _used(import_id)
    things = [thing for noun in NOUNS for thing in await _named(noun, changed[noun][:NAMED], "changed")]
    for noun, table, ids in used:
        things += await _named(noun, ids, table)
    facts: dict[str, Any] = {}
    if count := sum(map(len, changed.values())):
        facts["changed"] = count
    if used_by:
        facts["used_by"] = used_by
    if facts:
        raise Depended(**facts, things=things[:NAMED])


async def _used(import_id: UUID) -> tuple[dict[str, int], list[tuple[str, str, list[UUID]]]]:
    """How many rows of which column refer to what the list made, whatever table that is in; and to what, for some of it."""
    rows = await db.fetch(f"SELECT noun, row FROM {EFFECTS} WHERE made", import_id)
    made = {noun: [one["row"] for one in rows if one["noun"] == noun] for noun in NOUNS}
    used_by: dict[str, int] = {}
    used = []
    for noun in NOUNS:
        for one in await references.references(noun) if made[noun] else ():
            if (one.table, noun) in _BELONGS:
                continue
            (found,) = await db.fetch(
                f"""
                SELECT count(*) AS n, coalesce((array_agg(DISTINCT "{one.column}"))[1:{NAMED}], '{{}}') AS ids
                FROM "{one.table}" WHERE "{one.column}" = ANY($1) AND id <> ALL($2)
                """,
                made[noun],
                made.get(one.table, []),
            )
            if found["n"]:
                used_by[f"{one.table}.{one.column}"] = found["n"]
                used.append((noun, one.table, found["ids"]))
    return used_by, used


_NAMES = {
    "certificate": """
        SELECT certificate.id, product.id::text AS place, concat_ws(' · ', product.name, nullif(number, '')) AS name
        FROM certificate JOIN product ON product.id = certificate.product""",
    "product": "SELECT id, id::text AS place, name FROM product",
    "contact": """
        SELECT contact.id, organization.slug AS place, organization.name FROM contact
        JOIN organization ON organization.id = contact.organization""",
    "organization": "SELECT id, slug AS place, name FROM organization",
}
_PLACES = {"certificate": "/products/", "product": "/products/"}


async def _named(noun: str, ids: Sequence[UUID], because: str) -> list[dict[str, Any]]:
    """These rows as a person knows them, with their page and the table that uses them; one that is gone has no page."""
    if not ids:
        return []
    rows = await db.fetch(f"SELECT * FROM ({_NAMES[noun]}) AS named WHERE id = ANY($1)", list(ids))
    found = {row["id"]: row for row in rows}
    page = _PLACES.get(noun, "/organizations/")
    return [
        {
            "noun": noun,
            "id": str(one),
            "name": found[one]["name"] if one in found else "",
            "page": f"{page}{found[one]['place']}" if one in found else "",
            "because": because if one in found else "removed",
        }
        for one in ids
    ]
