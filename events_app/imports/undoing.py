"""A whole list is undone by a worker: what it made goes, what it changed is as before - as long as nothing depends on it.

All of it in one transaction: a worker that is killed leaves the list as it was, and the next one begins anew; and between two of
them somebody could let something depend on what is left, so that half a list were undone. Meanwhile whoever wants to change
something of the list is asked to come again. How far it is, is said outside of that transaction, so that it is seen.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.errors import WrongState
from events_app.imports import depending
from events_app.imports.depending import EFFECTS, NOUNS, Depended, Forgotten
from events_app.imports.tables import Import, ImportState
from events_app.imports.working import alone, packed, tried

BATCH = 2000  # rows that go in one statement
LOOKED_AT_ONCE = 5_000  # rows of a list, for a second or two; of a longer one the worker says what keeps it


async def undo(row: Import, version: int, *, at: datetime) -> Import:
    """Let a worker take back all that the list did. Raises Depended, Forgotten, Stale, WrongState."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        lifecycle.check(row, "undo")
        if row.stopped_in == ImportState.RECEIVED:
            raise WrongState(verb="undo", state=str(row.state))
        if row.emptied_at is not None:
            raise Forgotten
        if row.rows_done <= LOOKED_AT_ONCE:
            await depending.look(row.id)
        return await lifecycle.move(row, "undo", at=at, tries=0, rows_undone=0, stopped_in="", kept_by={})


async def take_back(route_id: UUID, *, at: datetime) -> None:
    """Undo the list that a message speaks of; where something depends on it by now, it stays as it is and says so."""
    async with alone(route_id, ImportState.UNDOING, at=at) as row:
        if row is None:
            return
        try:
            await tried(lambda: _take_back(row, route_id, at=at))
        except Depended as kept:
            await _keep(row, kept, route_id, at=at)


async def _take_back(row: Import, route_id: UUID, *, at: datetime) -> None:
    async with db.transaction():
        if not await outbox.hear(route_id, at=at):
            return
        await _hold(row.id)
        await depending.look(row.id)
        effects = await db.fetch(f"SELECT * FROM {EFFECTS}", row.id)
        made = {noun: [one["row"] for one in effects if one["noun"] == noun and one["made"]] for noun in NOUNS}
        await _remove(row, made, at=at)
        gone = set(made["certificate"]) | set(made["product"])
        changed = [one for one in effects if not one["made"] and one["row"] not in gone]
        await _restore([one for one in changed if one["before"].keys() - {"version"}], at=at)
        await _hand_back(row.id, changed)
        await db.fetch("DELETE FROM import_effect WHERE within = $1", row.id)
        await db.fetch("DELETE FROM import_made WHERE within = $1", row.id)
        await db.fetch("DELETE FROM import_part WHERE within = $1", row.id)  # of one that never came to its end
        now = await lifecycle.locked(Import, row.id)
        await lifecycle.move(now, "take_back", at=at, ended_at=at, rows_undone=now.rows_done)


async def _keep(row: Import, kept: Depended, route_id: UUID, *, at: datetime) -> None:
    """It is as before it was to be undone: brought in, or stopped on the way."""
    async with db.transaction():
        if not await outbox.hear(route_id, at=at):
            return
        now = await lifecycle.locked(Import, row.id)
        if now.ended_at is None:
            await lifecycle.move(now, "stop", at=at, stopped_in=ImportState.RUNNING.value, kept_by=kept.facts)
        else:
            await lifecycle.move(now, "keep", at=at, kept_by=kept.facts)


async def _hold(import_id: UUID) -> None:
    """Keep everybody from what the list left, until it is gone."""
    for noun in reversed(NOUNS):
        await db.fetch(
            f"SELECT FROM {noun} WHERE id IN (SELECT row FROM {EFFECTS} WHERE noun = $2) ORDER BY id FOR UPDATE",
            import_id,
            noun,
        )


async def _remove(row: Import, made: dict[str, list[UUID]], *, at: datetime) -> None:
    everything, gone = sum(map(len, made.values())), 0
    products = set(made["product"])
    for noun in NOUNS:
        for start in range(0, len(made[noun]), BATCH):
            ids = made[noun][start : start + BATCH]
            if noun == "organization":
                await db.fetch("DELETE FROM personal_number WHERE organization = ANY($1)", ids)
            if noun == "certificate":
                rows = await db.fetch("SELECT DISTINCT product FROM certificate WHERE id = ANY($1)", ids)
                if stay := [one["product"] for one in rows if one["product"] not in products]:
                    await db.fetch("UPDATE product SET version = version + 1 WHERE id = ANY($1)", stay)
            await db.fetch(f"DELETE FROM {noun} WHERE id = ANY($1)", ids)
            gone += len(ids)
            await _tell(row, row.rows_done * gone // everything)
        await outbox.record_many(f"{noun}.take_back", [{"id": one} for one in made[noun]], at=at)


async def _tell(row: Import, rows_undone: int) -> None:
    """Say how far it is, on a connection that is in no transaction."""
    async with db.session() as connection:
        await connection.execute(
            "UPDATE import SET rows_undone = $2, version = version + 1 WHERE id = $1 AND state = 'undoing'",
            row.id,
            rows_undone,
        )


async def _restore(changed: Sequence[dict[str, Any]], *, at: datetime) -> None:
    """What was changed stands again as before, at a version of its own; rows of which the same was changed at once."""
    alike: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for one in changed:
        alike.setdefault((one["noun"], tuple(sorted(one["before"].keys() - {"version"}))), []).append(one)
    for (noun, names), rows in alike.items():
        ids = [one["row"] for one in rows]
        if noun == "organization" and "tax_code" in names:
            await db.fetch("DELETE FROM personal_number WHERE organization = ANY($1)", ids)
        columns = ", ".join(f'"{name}" = stood."{name}"' for name in names)
        await db.fetch(
            f"""
            UPDATE {noun} AS now SET version = now.version + 1, {columns}
            FROM unnest($1::uuid[], $2::text[]) AS given (id, before)
            CROSS JOIN LATERAL jsonb_populate_record(NULL::{noun}, given.before::jsonb) AS stood
            WHERE now.id = given.id
            """,
            ids,
            [packed(one["before"]) for one in rows],
        )
    for noun in NOUNS:
        await outbox.record_many(f"{noun}.edit", [{"id": one["row"]} for one in changed if one["noun"] == noun], at=at)


async def _hand_back(import_id: UUID, changed: Sequence[dict[str, Any]]) -> None:
    """What stood there as another list had left it stands so again: that list is told the version, and can be undone as well."""
    for noun in NOUNS:
        stood = {
            one["row"]: one["before"]["version"]
            for one in changed
            if one["noun"] == noun and "version" in one["before"]
        }
        first = [row for row, version in stood.items() if version == 1]  # as what makes many at once leaves them
        await db.fetch(
            f"""
            UPDATE import_effect AS other SET version = now.version
            FROM unnest($2::uuid[], $3::int[]) AS given (row, stood) JOIN {noun} AS now ON now.id = given.row
            WHERE other.row = given.row AND other.version = given.stood AND other.within <> $1
            """,
            import_id,
            list(stood),
            list(stood.values()),
        )
        await db.fetch(
            f"""
            INSERT INTO import_effect (id, within, noun, row, made, before, version)
            SELECT given.id, other.within, other.noun, given.row, true, '{{}}', now.version
            FROM unnest($2::uuid[], $3::uuid[]) AS given (id, row) JOIN {noun} AS now ON now.id = given.row
            JOIN import_made AS other ON other.noun = $4 AND other.within <> $1 AND given.row = ANY(other.rows)
            """,
            import_id,
            [values.new_id() for _ in first],
            first,
            noun,
        )
        await db.fetch(
            """
            UPDATE import_made SET rows = ARRAY(SELECT unnest(rows) EXCEPT SELECT unnest($2::uuid[]))
            WHERE within <> $1 AND noun = $3 AND rows && $2::uuid[]
            """,
            import_id,
            first,
            noun,
        )
