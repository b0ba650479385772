"""A whole import is undone: what it made goes, what it changed is as before - as long as nothing depends on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox
from events_app.directory import references
from events_app.errors import Refusal
from events_app.imports.tables import Import

_ORDER = ("certificate", "product", "contact", "organization")  # what refers goes before what it refers to

_EFFECTS = """(
    SELECT noun, row, made, before, version FROM import_effect WHERE within = $1
    UNION ALL SELECT noun, unnest(rows), true, '{}'::jsonb, 1 FROM import_made WHERE within = $1
) AS effect"""


class Depended(Refusal):
    """Something that this list brought in was changed or is used since; it cannot be undone as a whole."""


async def undo(row: Import, version: int, *, at: datetime) -> Import:
    """Take back all that the list did. Raises Depended, Stale, WrongState."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        lifecycle.check(row, "undo")
        await _untouched(row.id)
        effects = await db.fetch(f"SELECT * FROM {_EFFECTS}", row.id)
        made = {noun: [one["row"] for one in effects if one["noun"] == noun and one["made"]] for noun in _ORDER}
        await _unused(made)
        await _remove(made, at=at)
        gone = set(made["certificate"]) | set(made["product"])
        await _restore([one for one in effects if not one["made"] and one["row"] not in gone], at=at)
        await db.fetch("DELETE FROM import_effect WHERE within = $1", row.id)
        return await lifecycle.move(row, "undo", at=at)


async def _untouched(import_id: UUID) -> None:
    """Hold everything, and see that it is at the version at which the list left it. Raises Depended with how much is not."""
    for noun in reversed(_ORDER):
        await db.fetch(
            f"""
            SELECT FROM {noun} WHERE id IN (SELECT row FROM {_EFFECTS} WHERE noun = $2) ORDER BY id FOR UPDATE
            """,
            import_id,
            noun,
        )
        changed = await db.fetch(
            f"""
            SELECT row FROM {_EFFECTS} WHERE noun = $2 AND NOT EXISTS (
                SELECT FROM {noun} WHERE {noun}.id = effect.row AND {noun}.version = effect.version)
            """,
            import_id,
            noun,
        )
        if changed:
            raise Depended(changed=len(changed))


async def _unused(made: dict[str, list[UUID]]) -> None:
    """See that nothing but the list itself refers to what it made, whatever table that is in. Raises Depended with what does."""
    used_by: dict[str, int] = {}
    for noun in _ORDER:
        for one in await references.references(noun):
            if (one.table, noun) in _BELONGS:
                continue
            rows = await db.fetch(
                f'SELECT count(*) AS n FROM "{one.table}" WHERE "{one.column}" = ANY($1) AND id <> ALL($2)',
                made[noun],
                made.get(one.table, []),
            )
            if rows[0]["n"]:
                used_by[f"{one.table}.{one.column}"] = rows[0]["n"]
    if used_by:
        raise Depended(used_by=used_by)


_BELONGS = {("personal_number", "organization")}  # goes with it


async def _remove(made: dict[str, list[UUID]], *, at: datetime) -> None:
    async with db.transaction():
        for noun in _ORDER:
            if noun == "organization":
                await db.fetch("DELETE FROM personal_number WHERE organization = ANY($1)", made[noun])
            if noun == "certificate":
                touched = await db.fetch("SELECT product FROM certificate WHERE id = ANY($1)", made[noun])
                await db.fetch(
                    "UPDATE product SET version = version + 1 WHERE id = ANY($1)",
                    list({row["product"] for row in touched}),
                )
            await db.fetch(f"DELETE FROM {noun} WHERE id = ANY($1)", made[noun])
            await outbox.record_many(f"{noun}.delete", [{"id": one} for one in made[noun]], at=at)


async def _restore(effects: Sequence[dict[str, Any]], *, at: datetime) -> None:
    """What was changed stands again as before, at a version of its own."""
    changed = [one for one in effects if one["before"]]
    for one in changed:
        names = sorted(one["before"])
        if one["noun"] == "organization" and "tax_code" in names:
            await db.fetch("DELETE FROM personal_number WHERE organization = $1", one["row"])
        columns = ", ".join(f'"{name}" = stood."{name}"' for name in names)
        await db.fetch(
            f"""
            UPDATE {one["noun"]} AS now SET version = now.version + 1, {columns}
            FROM jsonb_populate_record(NULL::{one["noun"]}, $2) AS stood WHERE now.id = $1
            """,
            one["row"],
            one["before"],
        )
    for noun in _ORDER:
        await outbox.record_many(f"{noun}.edit", [{"id": one["row"]} for one in changed if one["noun"] == noun], at=at)
