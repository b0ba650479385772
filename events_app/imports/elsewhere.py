"""Entities that an authority's list names and that lie in another province: who holds them, and what the officer can do.

Nothing more is told than everybody finds in the directory, and not even that of one that is found by its number alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import jurisdiction, likeness, places
from events_app.directory.tables import Kind
from events_app.i18n import marked
from events_app.imports.facts import Entity

NOT_HERE = marked("This entity is not in your province.")
MERGED = marked(
    "The record of this name in your province became one with “%(name)s” of %(province)s, and the authority there brings in what "
    "is new of it. Leave this row out; if the entity is in your province, ask that authority or the admins of the platform."
)
ELSEWHERE = marked(
    "The directory has this entity as “%(name)s” of %(province)s, and the authority there brings in what is new of it. Leave this "
    "row out; if the entity is in your province, ask that authority or the admins of the platform."
)
NUMBER_ELSEWHERE = marked(
    "An entity of another province has this number under another name. Check the number; if it is right, ask the admins of the "
    "platform."
)


def why(said: Entity, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Why what is ``said`` of an entity of another province does not go in, with the values of the sentence."""
    province = places.province(row["province_set"], row["province_code"])
    if not _is_named(said, row):
        return NUMBER_ELSEWHERE, {}
    if province is None:
        return NOT_HERE, {}
    told = {"name": row["name"], "province": places.provinces(places.Set.NEW)[province.became].name}
    return (MERGED if said.alike in row["merged"] else ELSEWHERE), told


def may_be_another(said: Entity, rows: Sequence[Mapping[str, Any]], unit: str | None) -> bool:
    """Whether an entity in the province of the authority, ``unit``, may be another one than all of these, which it is named like.

    One with the number of one of them is not.
    """
    code = said.personal or said.tax_code
    numbered = code and any(code in {row["tax_code"], row["personal"]} for row in rows)
    return unit == jurisdiction.unit(said.province_set, said.province_code) and not numbered


def _is_named(said: Entity, row: Mapping[str, Any]) -> bool:
    return likeness.of_name(said.name) in map(likeness.of_name, (row["name"], *row["former"]))


async def became(import_id: UUID, entities: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """With which record of another province one of this name became one, for entities of an authority's list."""
    rows = await db.fetch(
        f"""
        SELECT entity.id AS entity, one.name, one.province_set, one.province_code
        FROM import JOIN organization AS office ON office.id = import.organization AND office.kind = '{Kind.AUTHORITY}'
        JOIN import_entity AS entity ON entity.within = import.id
        JOIN organization_name AS former ON former.alike = split_part(entity.alike, '|', 1)
            AND former.lay_in = split_part(entity.alike, '|', 2)
        JOIN organization AS one ON one.id = former.organization AND one.kind = '{Kind.ENTITY}'
        WHERE import.id = $1 AND entity.id = ANY($2) AND split_part(one.alike, '|', 2) <> former.lay_in ORDER BY one.id DESC
        """,
        import_id,
        list(entities),
    )
    return {row.pop("entity"): row for row in rows}
