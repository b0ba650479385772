"""What bringing a list in would do: worked out beforehand, row by row, with the decisions by which it is then done."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.directory import many
from events_app.imports import (
    contrasting,
    deciding,
    differing,
    entering,
    filing,
    joining,
    matching,
    spelling_out,
    unveiling,
)
from events_app.imports.keeping import Noticed
from events_app.imports.matching import Matched
from events_app.imports.tables import Import, Outcome
from events_app.imports.working import beside, packed

BATCH = 2000  # rows; those of one product stay together
_HELD = {Outcome.ASK, Outcome.FAULT, Outcome.SKIP}

Position = tuple[UUID, str, int]  # entity, key, number of a row
FIRST: Position = (UUID(int=0), "", 0)
Decisions = list[tuple[dict[str, Any], Matched, deciding.Decided]]


async def plan(row: Import, noticed: Noticed, *, at: datetime) -> None:
    """Say of every entity and every row what would become of it; ``noticed`` is what was seen of them while they were read."""
    importer = await matching.importer_of(row.organization)
    told = await unveiling.unveil(row)
    (faulty, pairs), same = await beside(
        _looked_at(row.id, noticed), spelling_out.typed_otherwise(row.id, noticed.alike)
    )
    if told or same:
        await joining.join_while_planned(row.id, [*told, *same], noticed)
        faulty, pairs = await _looked_at(row.id, noticed)
    if pairs:
        await joining.join_while_planned(row.id, pairs, noticed)
        faulty = await entering.doubt(row.id, noticed)
    async for batch in batches(row.id):
        matches = await matching.matched(row, await entities_of(batch), importer)
        await _note_entities(matches)
        await note(await decide(batch, matches, None, at=at))
    await db.fetch("UPDATE import_entity SET outcome = 'fault' WHERE id = ANY($1)", list(faulty))


async def _looked_at(import_id: UUID, noticed: Noticed) -> tuple[set[UUID], list[dict[str, Any]]]:
    faulty, pairs = await beside(entering.doubt(import_id, noticed), joining.pairs(import_id, noticed.alike))
    return faulty, pairs


async def replan(row: Import, entities: Sequence[UUID], *, at: datetime) -> None:
    """The same for some entities of which something else was said."""
    importer = await matching.importer_of(row.organization)
    found = await db.fetch(
        "WITH meant AS (UPDATE import_entity SET plain = false WHERE id = ANY($1) RETURNING *) SELECT * FROM meant ORDER BY id",
        list(entities),
    )
    await _note_entities(await matching.matched(row, found, importer))
    async for batch in batches(row.id, of=entities):
        decided = await decide(batch, await matching.matched(row, await entities_of(batch), importer), None, at=at)
        await note(decided)


async def decide(
    batch: Sequence[dict[str, Any]], matches: Sequence[Matched], verified: many.Verified | None, *, at: datetime
) -> Decisions:
    """The rows of a batch with their entities and what is to be done for each."""
    by_id = {one.id: one for one in matches}
    known = [one.organization["id"] for one in matches if one.organization]
    closed = {one.organization["id"] for one in matches if one.organization and one.closed}
    shelf = await deciding.shelf_of(known, closed, verified, values.today(at))
    owners = {one.id: one.organization["id"] if one.organization else one.id for one in matches}
    listed = _listed(batch, owners)
    found: Decisions = []
    for row in sorted(batch, key=_in_order):
        match = by_id[row["entity"]]
        if match.outcome in _HELD:
            found.append((row, match, deciding.Decided(match.outcome, match.wrong, match.told)))
            continue
        said, owner = filing.product(row), owners[match.id]
        decided = shelf.decide(owner, said, row["number"], listed.get((owner, values.plain(said.name)), ()))
        if decided.outcome == Outcome.SAME and differing.changes(match):
            decided.outcome = Outcome.CHANGE  # of its entity
        if match.closed and decided.wrong is None and differing.otherwise(match):
            decided.wrong = ("entity", matching.LEFT)
        elif match.echoes and decided.wrong is None and "representative" in differing.otherwise(match):
            decided.wrong, decided.told = ("representative", contrasting.OTHERWISE), {"kept": match.echoes}
        found.append((row, match, decided))
    return found


def _listed(batch: Sequence[dict[str, Any]], owners: Mapping[UUID, UUID]) -> dict[tuple[UUID, str], set[str]]:
    """How the rows call products of one name without accents, where they do so in several ways; by their owner and that name."""
    several: dict[tuple[UUID, str], set[str]] = {}
    first: dict[tuple[UUID, str], str] = {}
    for row in batch:
        owner, name = owners[row["entity"]], row["name"]
        other = first.setdefault((owner, row["key"]), name)
        if other != name:
            for one in (name, other):
                several.setdefault((owner, values.plain(one)), set()).add(one)
    return several


def _in_order(row: dict[str, Any]) -> tuple[UUID, str, bool, int]:
    """Rows of one product by their numbers, but first those that say its group: without it none can enter the product."""
    return row["entity"], row["key"], row["product_group"] is None, row["number"]


async def batches(
    import_id: UUID, *, after: Position = FIRST, of: Sequence[UUID] | None = None
) -> AsyncIterator[list[dict[str, Any]]]:
    """The understood rows of entities that are not plain, in the order of these, those of one product together; all, or of some."""
    condition, given = (" AND entity = ANY($5)", [list(of)]) if of is not None else ("", [])
    while True:
        rows = await db.fetch(
            f"""
            SELECT id, number, entity, key, {", ".join(filing.PRODUCT)}, outcome, wrongs FROM import_row
            WHERE within = $1 AND name IS NOT NULL AND (entity, key, number) > ($2, $3, $4){condition}
              AND entity IN (SELECT id FROM import_entity WHERE within = $1 AND NOT plain)
            ORDER BY entity, key, number LIMIT {BATCH}
            """,
            import_id,
            *after,
            *given,
        )
        if not rows:
            return
        last = (rows[-1]["entity"], rows[-1]["key"])
        whole = [row for row in rows if (row["entity"], row["key"]) != last]
        rows = whole if whole and len(rows) == BATCH else rows
        yield rows
        after = (rows[-1]["entity"], rows[-1]["key"], rows[-1]["number"])


async def entities_of(batch: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entities of the list of which these rows speak."""
    return await db.fetch(
        "SELECT * FROM import_entity WHERE id = ANY($1) ORDER BY id", list({row["entity"] for row in batch})
    )


async def note(decided: Decisions) -> None:
    """Write down what becomes, or became, of these rows, where that is not written there yet."""
    rows = []
    for row, _, one in decided:
        wrongs = contrasting.noted(row["wrongs"], [[*one.wrong, one.told]] if one.wrong else [])
        if row["outcome"] == one.outcome and row["wrongs"] == wrongs:
            continue
        rows.append((row["id"], one.outcome.value, packed(wrongs)))
    if not rows:
        return
    await db.fetch(
        """
        UPDATE import_row SET outcome = given.outcome, wrongs = given.wrongs::jsonb
        FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given (id, outcome, wrongs) WHERE import_row.id = given.id
        """,
        *map(list, zip(*rows, strict=True)),
    )


async def counted(import_id: UUID) -> dict[str, dict[str, int]]:
    """How many rows, and how many entities, have which outcome; an entity of which no row is good does not come into being."""
    outcomes = {"rows": "SELECT outcome FROM import_row WHERE within = $1", "entities": _BECAME}
    counted = await beside(
        *(
            db.fetch(f"SELECT outcome, count(*) AS n FROM ({one}) AS one GROUP BY outcome ORDER BY outcome", import_id)
            for one in outcomes.values()
        )
    )
    return {name: {row["outcome"]: row["n"] for row in rows} for name, rows in zip(outcomes, counted, strict=True)}


_BECAME = """
    SELECT CASE WHEN NOT plain AND outcome = 'create' AND NOT EXISTS (
        SELECT FROM import_row WHERE within = $1 AND entity = one.id AND import_row.outcome = 'create'
    ) THEN 'fault' ELSE outcome END AS outcome FROM import_entity AS one WHERE within = $1
"""


async def note_who(matches: Sequence[Matched]) -> None:
    """Write down who entities of the list turned out to be that were nobody when it was looked at."""
    known = [one for one in matches if one.outcome != Outcome.CREATE and not _made_here(one)]
    if not known:
        return
    await db.fetch(
        """
        UPDATE import_entity SET outcome = given.outcome FROM unnest($1::uuid[], $2::text[]) AS given (id, outcome)
        WHERE import_entity.id = given.id AND import_entity.outcome = 'create'
        """,
        [one.id for one in known],
        [_outcome(one).value for one in known],
    )


def _made_here(one: Matched) -> bool:
    """Whether it is an entity that this very list has made."""
    return one.organization is not None and one.organization["id"] == one.id


def _outcome(one: Matched) -> Outcome:
    return Outcome.CHANGE if one.outcome == Outcome.SAME and differing.changes(one) else one.outcome


async def _note_entities(matches: Sequence[Matched]) -> None:
    rows = []
    for one in matches:
        outcome = _outcome(one)
        wrongs = [[*one.wrong, one.told]] if one.wrong else []
        if outcome == Outcome.CREATE and not wrongs and one.fresh:
            continue
        candidates = packed(one.candidates)
        rows.append((one.id, outcome.value, candidates, packed(wrongs)))
    if not rows:
        return
    await db.fetch(
        """
        UPDATE import_entity SET outcome = given.outcome, wrongs = given.wrongs::jsonb,
            candidates = CASE WHEN answer = '' THEN given.candidates::jsonb ELSE import_entity.candidates END
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS given (id, outcome, candidates, wrongs)
        WHERE import_entity.id = given.id
        """,
        *map(list, zip(*rows, strict=True)),
    )
