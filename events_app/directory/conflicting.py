"""What stands in the way of two records becoming one: rows of which one can stay, and products that contradict each other.

The slice of a table says a sentence about each such row, what becomes of the one that does not stay, and what cannot be given up.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db
from events_app.actor import acting
from events_app.directory import queries, references, supply_schemas, twins
from events_app.directory.references import Pair
from events_app.directory.tables import Organization
from events_app.directory.twins import Twin, Twins

Ids = Mapping[str, Sequence[UUID]]  # by what they are, as a message has them


class Settler(msgspec.Struct, frozen=True):
    """What a slice says about rows of its table that are in each other's way."""

    says: Callable[
        [Sequence[UUID], datetime], Awaitable[Mapping[UUID, str]]
    ]  # a sentence about each row, as it is then
    give_up: Callable[
        [UUID, UUID, datetime], Awaitable[Ids | None]
    ]  # of a row, where another one stays; what else goes with it
    rules: tuple[references.Rule, ...] = ()  # what is there once without a unique index saying so
    same: Callable[[Sequence[UUID]], Awaitable[bool]] | None = (
        None  # whether two rows say the same, so that nobody is asked
    )
    owed: Callable[[UUID, UUID, Collection[UUID]], Awaitable[Mapping[UUID, str]]] | None = (
        None  # of two records, among the rows that would go: which cannot, with a sentence
    )


class Conflict(msgspec.Struct, frozen=True):
    """Two rows of which one can stay, with a sentence about each, and ``of`` which of the two records it is."""

    table: str
    rule: str
    rows: tuple[UUID, UUID]
    says: tuple[str, str]
    of: tuple[UUID, UUID]
    same: bool = False  # whether it does not matter which stays
    both: bool = False  # whether both may stay, where somebody names both: they may be two


_settlers: Mapping[str, Settler] = {}


def let_settle(settlers: Mapping[str, Settler]) -> None:
    """Say how each table settles what is in each other's way; called once by ``together.py``."""
    global _settlers
    _settlers = settlers


async def conflicts(old: UUID, new: UUID, *, at: datetime) -> list[Conflict]:
    """What a person must decide before ``old`` can become ``new``."""
    return [
        *(one for one in await in_the_way(old, new, at=at) if not one.same),
        *await contradicting(await twins.of(old, new)),
    ]


async def contradicting(products: Sequence[Twins]) -> list[Conflict]:
    """Products of one name about which a person decides which of both is right, or that they are two."""
    asked = [(one, (one.old, one.new)) for one in products if one.asked]
    owners = list({two.product.organization for _, both in asked for two in both})
    records = await Organization.objects().where(Organization.id.is_in(owners)) if owners else []
    named = {row.id: row.name for row in records}
    inside = {row.id: await queries.speaks_for(acting(), row) for row in records}

    def says(one: Twin, other: Twin) -> str:
        seen = supply_schemas.visible(one.supply, acting(), inside=inside[one.product.organization])
        return twins.says(one, other, named, seen)

    return [
        Conflict(
            "product",
            "an_entity_has_a_product_once",
            (old.product.id, new.product.id),
            (says(old, new), says(new, old)),
            (old.product.organization, new.product.organization),
            both=one.apart,
        )
        for one, (old, new) in asked
    ]


async def in_the_way(old: UUID, new: UUID, *, at: datetime) -> list[Conflict]:
    """The rows of which one can stay, those among them about which nobody is asked too."""
    referring = await references.references()
    known = [*await references.rules(referring), *(rule for one in _settlers.values() for rule in one.rules)]
    pairs: list[Pair] = [pair for rule in known for pair in await references.in_the_way(rule, referring, old, new)]
    said: dict[tuple[str, UUID], str] = {}
    for table in sorted({pair.table for pair in pairs} & set(_settlers)):
        rows = [row for pair in pairs if pair.table == table for row in pair.rows]
        said |= {(table, row): sentence for row, sentence in (await _settlers[table].says(rows, at)).items()}
    return [
        Conflict(
            pair.table,
            pair.rule,
            pair.rows,
            (said.get((pair.table, pair.rows[0]), ""), said.get((pair.table, pair.rows[1]), "")),
            pair.of,
            same=await _say_the_same(pair),
        )
        for pair in pairs
    ]


async def _say_the_same(pair: Pair) -> bool:
    settler = _settlers.get(pair.table)
    return settler is not None and settler.same is not None and await settler.same(pair.rows)


def facts(conflict: Conflict) -> dict[str, Any]:
    """A conflict as a problem and the API say it."""
    return {
        "what": conflict.table,
        "both_may_stay": conflict.both,
        "rows": [
            {"id": str(row), "organization_id": str(of), "says": said}
            for row, of, said in zip(conflict.rows, conflict.of, conflict.says, strict=True)
        ],
    }


async def cannot_go(old: UUID, new: UUID, losing: Collection[tuple[str, UUID]]) -> dict[UUID, str]:
    """Which of these rows of tables cannot be given up, each with a sentence."""
    found: dict[UUID, str] = {}
    for table in sorted({table for table, _ in losing} & set(_settlers)):
        if (owed := _settlers[table].owed) is not None:
            found |= await owed(old, new, {row for of, row in losing if of == table})
    return found


async def give_up(table: str, row: UUID, stays: UUID, *, at: datetime) -> Ids | None:
    """Let a row go where another one stays, and say what goes with it; None for a row that no slice has settled."""
    if table in _settlers:
        return await _settlers[table].give_up(row, stays, at) or {}
    await db.fetch(f'DELETE FROM "{table}" WHERE id = $1', row)
    return None
