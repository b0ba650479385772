"""Entities of a list that turn out to be one: the rows of the one are those of the other from then on."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import likeness
from events_app.imports import contrasting, speaking
from events_app.imports.keeping import Noticed
from events_app.imports.working import packed


async def pairs(import_id: UUID, names: Collection[str]) -> list[dict[str, Any]]:
    """Rows that name an entity without its tax code or its representative speak of the one in the list that has them.

    Where several have them, or the directory has one of the name with another representative, it is asked.
    """
    found = await db.fetch(
        f"""
        WITH bare AS (
            SELECT id, alike, representative, province_set, province_code FROM import_entity
            WHERE within = $1 AND alike = ANY($2) AND personal IS NULL AND tax_code IS NULL AND hidden = '' AND page = ''
        ), pair AS (
            SELECT bare.id AS old, min(whole.id::text)::uuid AS new, bare.alike, bare.representative = '' AS unsaid,
                min(whole.representative) AS representative
            FROM bare JOIN import_entity AS whole ON whole.within = $1 AND whole.alike = bare.alike AND whole.id <> bare.id
            WHERE (bare.representative = '' AND whole.representative <> ''
                OR lower(bare.representative) = lower(whole.representative)
                  AND (whole.personal IS NOT NULL OR whole.tax_code IS NOT NULL OR whole.page <> ''))
              AND (bare.representative <> '' OR bare.province_code = whole.province_code
                  OR bare.province_set <> '63' OR whole.province_set <> '63')
            GROUP BY bare.id, bare.alike, bare.representative HAVING count(*) = 1
        )
        SELECT old, new, representative, CASE WHEN unsaid THEN ARRAY(
            SELECT organization.representative FROM organization WHERE kind = 'entity' AND organization.alike = pair.alike
              AND lower(organization.representative) <> lower(pair.representative)
            UNION ALL
            SELECT organization.representative
            FROM organization_name AS former JOIN organization ON organization.id = former.organization
            WHERE kind = 'entity' AND former.alike = split_part(pair.alike, '|', 1)
              AND pair.alike = ANY({likeness.formerly("former", "organization")})
              AND lower(organization.representative) <> lower(pair.representative)) ELSE '{{}}' END AS others
        FROM pair
        """,
        import_id,
        list(names),
    )
    return [
        one for one in found if all(speaking.key(who) == speaking.key(one["representative"]) for who in one["others"])
    ]


async def join_while_planned(import_id: UUID, pairs: Sequence[dict[str, Any]], noticed: Noticed) -> None:
    """Join entities while they are planned; of a product that two of them name, nobody has compared the rows yet."""
    noticed.entities |= {row["new"] for row in pairs}
    noticed.contradicted |= await join(import_id, pairs)


async def join(import_id: UUID, pairs: Sequence[dict[str, Any]]) -> set[UUID]:
    """The rows of each ``old`` entity of the list are of the ``new`` one; those are returned that have a product in common."""
    if not pairs:
        return set()
    async with db.transaction():
        await _contrast(import_id, pairs)
        await db.fetch(
            """
            UPDATE import_row SET entity = pairs.new FROM unnest($1::uuid[], $2::uuid[]) AS pairs (old, new)
            WHERE within = $3 AND entity = pairs.old
            """,
            [row["old"] for row in pairs],
            [row["new"] for row in pairs],
            import_id,
        )
        met = await db.fetch(
            """
            UPDATE import_row SET product = first.id FROM (
                SELECT id AS row, first_value(id) OVER (PARTITION BY entity, key ORDER BY number) AS id FROM import_row
                WHERE within = $1 AND entity = ANY($2) AND name IS NOT NULL
            ) AS first WHERE import_row.id = first.row AND product <> first.id RETURNING entity
            """,
            import_id,
            list({row["new"] for row in pairs}),
        )
        await db.fetch("DELETE FROM import_entity WHERE id = ANY($1)", [row["old"] for row in pairs])
    return {row["entity"] for row in met}


async def _contrast(import_id: UUID, pairs: Sequence[dict[str, Any]]) -> None:
    """The rows of each say what they say otherwise of it than those to which they come, and complete what these say."""
    ids = {one for pair in pairs for one in (pair["old"], pair["new"])}
    rows = await db.fetch("SELECT * FROM import_entity WHERE within = $1 AND id = ANY($2)", import_id, list(ids))
    by_id = {row["id"]: row for row in rows}
    otherwise, adds = dict[UUID, str](), dict[UUID, dict[str, Any]]()
    for pair in pairs:
        old, new = by_id[pair["old"]], by_id[pair["new"]]
        found = contrasting.compared(new, old)
        new |= found.adds
        if found.otherwise:
            otherwise[old["id"]] = packed(contrasting.notes(found.otherwise))
        if found.adds:
            adds.setdefault(new["id"], {}).update(found.adds)
    await contrasting.complete(adds)
    if otherwise:
        await db.fetch(
            """
            UPDATE import_row SET wrongs = wrongs || given.notes::jsonb FROM unnest($2::uuid[], $3::text[]) AS given (id, notes)
            WHERE within = $1 AND entity = given.id AND name IS NOT NULL
            """,
            import_id,
            list(otherwise),
            list(otherwise.values()),
        )
