"""What refers to a row of the directory, read from the database's own catalogue, so that a table of tomorrow is not forgotten.

Moving references from one organization to another may break a unique constraint: then two rows are in each other's way.
"""

from typing import Any
from uuid import UUID

import msgspec

from events_app import db


class Reference(msgspec.Struct, frozen=True):
    """A column that refers to a table."""

    table: str
    column: str
    versioned: bool  # whether the table counts versions, which rise with every change that is seen


class Pair(msgspec.Struct, frozen=True):
    """Two rows of a table of which only one can belong to the organization that stays; ``of`` which of both each is."""

    table: str
    rule: str
    rows: tuple[UUID, UUID]
    of: tuple[UUID, UUID]


class Rule(msgspec.Struct, frozen=True):
    """Something that a table holds once for an organization: a unique index, or what a slice says of its own table."""

    name: str
    table: str
    keys: tuple[str, ...]  # SQL over a row of the table; the columns that refer to organizations among them
    condition: str = "true"


async def references(to: str = "organization") -> list[Reference]:
    """Every column with a foreign key to the table ``to``."""
    rows = await db.fetch(
        """
        SELECT relation.relname AS "table", attribute.attname AS "column",
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = 'version' AND NOT attisdropped)
                   AS versioned
        FROM pg_constraint JOIN pg_class AS relation ON relation.oid = conrelid
        JOIN pg_attribute AS attribute ON attribute.attrelid = conrelid AND attribute.attnum = ANY(conkey)
        WHERE contype = 'f' AND confrelid = $1::text::regclass
        ORDER BY relation.relname, attribute.attname
        """,
        to,
    )
    return [Reference(**row) for row in rows]


async def rules(referring: list[Reference]) -> list[Rule]:
    """Every unique index that has such a column in it."""
    rows = await db.fetch(
        """
        SELECT index.relname AS name, relation.relname AS "table",
               ARRAY(SELECT pg_get_indexdef(indexrelid, n, true) FROM generate_series(1, indnkeyatts) AS n) AS keys,
               coalesce(pg_get_expr(indpred, indrelid), 'true') AS condition
        FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS relation ON relation.oid = indrelid
        WHERE indisunique AND relation.relname = ANY($1) ORDER BY index.relname
        """,
        sorted({one.table for one in referring}),
    )
    found = [Rule(row["name"], row["table"], tuple(row["keys"]), row["condition"]) for row in rows]
    return [rule for rule in found if set(rule.keys) & _columns(rule, referring)]


async def in_the_way(rule: Rule, referring: list[Reference], old: UUID, new: UUID) -> list[Pair]:
    """The pairs of rows that ``rule`` would not let stand beside each other once ``old`` is ``new``."""
    columns = _columns(rule, referring)
    keys = [f"CASE WHEN {key} = $1 THEN $2 ELSE {key} END" if key in columns else f"({key})" for key in rule.keys]
    said = ", ".join(f"{key} AS k{n}" for n, key in enumerate(keys))
    touched = " OR ".join(f"{column} IN ($1, $2)" for column in sorted(columns))
    moves = " OR ".join(f"{column} IS NOT DISTINCT FROM $1" for column in sorted(columns))
    same = " AND ".join(f"a.k{n} = b.k{n}" for n in range(len(keys)))
    rows = await db.fetch(
        f"""
        WITH mapped AS (
            SELECT id, ({moves}) AS moves, {said} FROM "{rule.table}" WHERE ({touched}) AND ({rule.condition})
        )
        SELECT a.id AS one, b.id AS other, b.moves AS both FROM mapped AS a JOIN mapped AS b ON {same} AND a.id <> b.id
        WHERE a.moves AND (NOT b.moves OR a.id < b.id) ORDER BY a.id, b.id
        """,
        old,
        new,
    )
    return [Pair(rule.table, rule.name, (row["one"], row["other"]), (old, old if row["both"] else new)) for row in rows]


async def move(referring: list[Reference], old: UUID, new: UUID) -> None:
    """Let everything that refers to ``old`` refer to ``new``."""
    for one in referring:
        raised = ", version = version + 1" if one.versioned else ""
        await db.fetch(f'UPDATE "{one.table}" SET "{one.column}" = $2{raised} WHERE "{one.column}" = $1', old, new)


async def still_there(referring: list[Reference], old: UUID) -> dict[str, Any]:
    """How many rows of which column refer to ``old``."""
    found = {}
    for one in referring:
        rows = await db.fetch(f'SELECT count(*) AS n FROM "{one.table}" WHERE "{one.column}" = $1', old)
        if rows[0]["n"]:
            found[f"{one.table}.{one.column}"] = rows[0]["n"]
    return found


def _columns(rule: Rule, referring: list[Reference]) -> set[str]:
    return {one.column for one in referring if one.table == rule.table}
