"""Entities of a list whose names are typed otherwise here and there are one, unless the directory knows them as two."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import places
from events_app.directory.tables import Kind
from events_app.values import as_written, plain

Exactly = tuple[str, str | None, str | None]  # a name with its accents, and its province in its set


def exactly(name: str, which: str | None, code: str | None) -> Exactly:
    """What a record is called to the letter."""
    return as_written(name), which, code


def apart(which: str | None, code: str | None, other_which: str | None, other_code: str | None) -> bool:
    """Whether two provinces are of the 63 and not one: what they became together does not make them one place."""
    return which == other_which == places.Set.OLD and code != other_code


async def typed_otherwise(import_id: UUID, names: Collection[str]) -> list[dict[str, Any]]:
    """Pairs of entities that are one: the same name without accents, province of today and representative, and no number.

    Only such are looked at as have one of these ``names``, as ``alike`` has them.

    Two records that the directory has of such a name, “Vân Ninh” and “Văn Ninh” or in two provinces of before, stay two; so do
    two of which nobody says who represents them in two provinces of before.
    """
    rows = await db.fetch(
        """
        SELECT id, alike, name, province_set AS which, province_code AS code, representative
        FROM (
            SELECT *, count(*) OVER (PARTITION BY alike) AS n FROM import_entity
            WHERE within = $1 AND alike = ANY($2) AND personal IS NULL AND tax_code IS NULL AND hidden = '' AND page = ''
        ) AS entity WHERE n > 1 ORDER BY first_row
        """,
        import_id,
        list(names),
    )
    alike: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        alike.setdefault((row["alike"], plain(row["representative"])), []).append(row)
    several = {key: found for key, found in alike.items() if len(found) > 1}
    known = await _known([key for key, _ in several]) if several else {}
    pairs = []
    for (name, represented), whole in several.items():
        for found in [whole] if represented else _by_place(whole):
            records = {one["id"]: known.get((name, exactly(one["name"], one["which"], one["code"]))) for one in found}
            two = len(set(records.values()) - {None}) > 1
            first: dict[UUID | None, UUID] = {}
            for one in found:
                stays = first.setdefault(records[one["id"]] if two else None, one["id"])
                if stays != one["id"]:
                    pairs.append({"old": one["id"], "new": stays})
    return pairs


def _by_place(found: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """These by their provinces, where several of before are among them that have become one."""
    parted: dict[Any, list[dict[str, Any]]] = {}
    for one in found:
        several = any(apart(one["which"], one["code"], other["which"], other["code"]) for other in found)
        parted.setdefault((one["which"], one["code"]) if several else None, []).append(one)
    return list(parted.values())


async def _known(alike: list[str]) -> dict[tuple[str, Exactly], UUID]:
    rows = await db.fetch(
        f"""
        SELECT id, alike, name, province_set, province_code FROM organization
        WHERE kind = '{Kind.ENTITY}' AND alike = ANY($1) AND alike <> ''
        """,
        alike,
    )
    return {(row["alike"], exactly(row["name"], row["province_set"], row["province_code"])): row["id"] for row in rows}
