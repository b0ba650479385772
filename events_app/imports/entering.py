"""What nobody knows yet is entered by statements over hundreds of entities, each with its products and their certificates.

Such an entity is *plain*: nothing in the directory or in the list may be taken for it, and no row of it contradicts another one.
Reading takes every entity for plain that could be entered by itself; ``doubt`` finds those that are not, which are looked at row
by row instead (planning, running). It is asked again just before an entity is entered: the directory may know it by then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.directory import likeness, many, naming, sources
from events_app.directory.tables import Kind
from events_app.errors import Busy
from events_app.imports import namesakes, remembering
from events_app.imports.keeping import Noticed
from events_app.imports.matching import Importer
from events_app.imports.tables import Import
from events_app.imports.working import beside, tried

ENTITIES = 3000  # of a batch at most: what each batch asks before it writes is asked less often
AT_ONCE = 2  # batches: PostgreSQL gives each a core
# PostgreSQL looks over these after the first batch: one that knew them without a name or a tax code would go through all that came
# in since for each entity that is looked up.
_NEW = "organization (alike, tax_code), product (id), certificate (id)"
Range = tuple[UUID, UUID | None]  # of ids, the first one excluded

_FIRST = UUID(int=0)
_WITHIN = "one.within = $1 AND one.plain AND one.id > $2 AND ($3::uuid IS NULL OR one.id <= $3)"
_ROWS = "within = $1 AND entity = ANY($2) AND name IS NOT NULL"
_OTHERS = f"""
    organization.kind = '{Kind.ENTITY}'
    AND NOT EXISTS (SELECT FROM import_entity AS ours WHERE ours.within = $1 AND ours.id = organization.id)
"""
# Each is looked for by itself: joins of all at once went through the whole directory where PostgreSQL knew little of it.
_KNOWN = f"""
    SELECT one.id FROM import_entity AS one WHERE {_WITHIN} AND (
        EXISTS (SELECT FROM organization WHERE organization.tax_code = one.tax_code AND {_OTHERS})
        OR one.alike <> '' AND (
            EXISTS (SELECT FROM organization WHERE organization.alike = one.alike AND organization.alike <> '' AND {_OTHERS})
            OR EXISTS (
                SELECT FROM organization_name AS former JOIN organization ON organization.id = former.organization
                WHERE former.alike = split_part(one.alike, '|', 1) AND former.alike <> ''
                  AND one.alike = ANY({likeness.formerly("former", "organization")}) AND {_OTHERS}))
        OR one.personal IS NOT NULL AND EXISTS (
            SELECT FROM personal_number JOIN organization ON organization.id = personal_number.organization
            WHERE personal_number.number = one.personal AND {_OTHERS})
        OR one.page <> '' AND (
            EXISTS (SELECT FROM organization WHERE organization.slug = one.page AND {_OTHERS})
            OR EXISTS (SELECT FROM organization_name WHERE organization_name.slug = one.page))
        OR EXISTS (SELECT FROM merged_organization WHERE merged_organization.id = one.id))
"""
_FAULTY = """
    SELECT id, true AS faulty FROM import_entity AS one WHERE id = ANY($2) AND NOT EXISTS (
        SELECT FROM import_row WHERE within = $1 AND entity = one.id AND name IS NOT NULL)
"""
# A product of several rows is plain where each names a certificate of its own and all say the same of the product. A row without
# stars is where it names no certificate.
_CONTRADICTED = """
    SELECT entity AS id, false AS faulty FROM import_row
    WHERE within = $1 AND entity = ANY($2) AND name IS NOT NULL AND (product_group IS NULL
        OR certificate IS NOT NULL AND stars IS NULL AND NOT potential_five)
    UNION ALL SELECT entity, false FROM import_row
    WHERE within = $1 AND entity = ANY($2) AND name IS NOT NULL GROUP BY entity, product HAVING count(*) > 1 AND (
        count(DISTINCT translate(lower(certificate_number), 'Đđ', 'dd')) < count(*) OR bool_or(certificate_number = '')
        OR count(DISTINCT (name, product_group, subgroup, older_classification)) > 1)
"""


async def doubt(import_id: UUID, noticed: Noticed) -> set[UUID]:
    """Find the entities of a list that was read just now of which more must be known before they are entered.

    Those of which no row was understood are returned.
    """
    some, names = list(noticed.entities), list(noticed.alike)
    looked = await beside(
        db.fetch(_KNOWN, import_id, _FIRST, None),
        db.fetch(f"{_FAULTY} UNION ALL {_CONTRADICTED}", import_id, some),
        namesakes.unsure(import_id, names),
    )
    found = [row for rows in looked for row in rows]
    await _take_back("SELECT unnest($1::uuid[])", list({row["id"] for row in found} | noticed.contradicted))
    return {row["id"] for row in found if row.get("faulty")}


async def enter(row: Import, importer: Importer, verified: many.Verified | None, *, at: datetime) -> None:
    """Enter every plain entity of the list that is not there yet. Raises Busy."""
    _, ranges = await beside(_address(row.id), _ranges(row.id))
    left, looked_over = iter(ranges), False

    async def one_after_the_other() -> None:
        nonlocal looked_over
        for within in left:
            await tried(lambda within=within: _batch(row, within, importer, verified, at=at))  # type: ignore[misc]  # bound now
            if not looked_over and len(ranges) > AT_ONCE:
                looked_over = True
                await db.look_over(_NEW)

    await beside(*(one_after_the_other() for _ in range(AT_ONCE)))


async def _address(import_id: UUID) -> None:
    """Give entities of one name an address each, so that no two batches want the same."""
    rows = await db.fetch(
        """
        SELECT id, slug FROM (
            SELECT id, slug, count(*) OVER (PARTITION BY slug) AS n FROM import_entity WHERE within = $1 AND plain
        ) AS named WHERE n > 1 ORDER BY id
        """,
        import_id,
    )
    slugs = await naming.free_slugs([row["slug"] for row in rows])
    await db.fetch(
        """
        UPDATE import_entity SET slug = given.slug
        FROM unnest($1::uuid[], $2::text[]) AS given (id, slug) WHERE import_entity.id = given.id
        """,
        [row["id"] for row in rows],
        slugs,
    )


async def _ranges(import_id: UUID) -> Sequence[Range]:
    """Entities in the order in which the list has them, so that they stand beside each other in every index; as many in each."""
    rows = await db.fetch(
        """
        SELECT id FROM (
            SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER ()::float8 AS whole
            FROM import_entity WHERE within = $1 AND plain
        ) AS sorted WHERE n < whole AND n % ceil(whole / ($2::int * ceil(whole / ($2::int * $3::int))))::int = 0 ORDER BY id
        """,
        import_id,
        AT_ONCE,
        ENTITIES,
    )
    ends: list[UUID] = [row["id"] for row in rows]
    return list(zip([_FIRST, *ends], [*ends, None], strict=True))


async def _batch(
    row: Import, within: Range, importer: Importer, verified: many.Verified | None, *, at: datetime
) -> None:
    async with db.transaction(organization_slug_key=Busy):
        await db.fetch(db.LATER)
        await _take_back(_KNOWN, row.id, *within)
        found = await db.fetch(
            f"""
            SELECT one.id, one.slug, one.personal IS NOT NULL AS numbered,
                   coalesce(one.email, one.phone) IS NOT NULL AS reached FROM import_entity AS one
            WHERE {_WITHIN} AND NOT EXISTS (SELECT FROM organization WHERE organization.id = one.id) ORDER BY one.id
            """,
            row.id,
            *within,
        )
        if not found:
            return
        ids = [one["id"] for one in found]
        (counted,) = await db.fetch(f"SELECT count(*) AS rows FROM import_row WHERE {_ROWS}", row.id, ids)
        slugs = await naming.free_slugs([one["slug"] for one in found])
        await sources.enter(_ENTITIES, ids, slugs, keeper=importer.keeper, at=at)
        numbered, reached = ([one["id"] for one in found if one[name]] for name in ("numbered", "reached"))
        await sources.number(_NUMBERS, numbered, [values.new_id() for _ in numbered], at=at)
        contacts = [values.new_id() for _ in reached]
        await sources.reach(_CONTACTS, reached, contacts, at=at)
        products = await sources.declare(_PRODUCTS, row.id, ids, at=at)
        papers = await sources.rate(_CERTIFICATES, row.id, ids, verified=verified, at=at)
        made = {"organization": ids, "contact": contacts, "product": products, "certificate": papers}
        await remembering.made(row.id, made, at=at)
        await db.fetch(
            "UPDATE import SET rows_done = rows_done + $2, version = version + 1 WHERE id = $1", row.id, counted["rows"]
        )


_ENTITIES = """
    SELECT one.id, entity_kind, name, given.slug, tax_code, representative, phone, email, address, commune, district,
           province_set, province_code, search, sort, alike
    FROM unnest($1::uuid[], $2::text[]) AS given (id, slug) JOIN import_entity AS one USING (id)
    WHERE one.id BETWEEN ($1::uuid[])[1] AND ($1::uuid[])[cardinality($1::uuid[])]
"""
_NUMBERS = """
    SELECT given.fresh AS id, one.id AS organization, one.personal AS number
    FROM unnest($1::uuid[], $2::uuid[]) AS given (id, fresh) JOIN import_entity AS one USING (id)
"""
_CONTACTS = """
    SELECT given.fresh AS id, one.id AS organization, email, phone, 'vi' AS language,
           left(coalesce(nullif(representative, ''), name), 200) AS name
    FROM unnest($1::uuid[], $2::uuid[]) AS given (id, fresh) JOIN import_entity AS one USING (id)
"""
# Reading chose the ids: a product gets that of its first row, further rows add certificates.
_PRODUCTS = f"""
    SELECT product AS id, entity AS organization, name, product_group, subgroup, older_classification, key AS search, sort
    FROM import_row WHERE {_ROWS} AND id = product
"""
_CERTIFICATES = f"""
    SELECT certificate AS id, product, stars, potential_five, certificate_number AS number, issuer, issued_on,
           ends_on AS valid_to, counts_from
    FROM import_row WHERE {_ROWS} AND certificate IS NOT NULL
"""


async def _take_back(doubtful: str, *given: Any) -> None:
    await db.fetch(f"UPDATE import_entity SET plain = false WHERE plain AND id IN ({doubtful})", *given)
