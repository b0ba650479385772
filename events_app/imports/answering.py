"""Somebody says who an entity of a list is: one that is known, a new one, or to be left out.

What was said is kept by the key of the entity, so that it is answered already when the list is read anew, and in the next one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, values
from events_app.errors import NotFound, WrongState
from events_app.imports import filing, joining, matching, meant, planning, queries
from events_app.imports.tables import Import, ImportState

Answers = Mapping[UUID, tuple[str, UUID | None]]  # entity of the list: same, new or skip; and which one is the same


async def answer(row: Import, version: int, answers: Answers, *, at: datetime) -> Import:
    """Keep these answers and work out anew what the list does. Raises Stale, WrongState, NotFound, Invalid."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        if row.state != ImportState.READ:
            raise WrongState(verb="answer", state=str(row.state))
        means = {
            entity_id: (said, await queries.among(row.id, entity_id, chosen) if said == "same" else None)
            for entity_id, (said, chosen) in answers.items()
        }
        found = await _apply(row, means, at=at)
        await _keep(row.id, found)
        await _remember(row, found)
        return await lifecycle.edit(row, version, at=at, counts=await planning.counted(row.id))


async def answer_again(row: Import, *, at: datetime) -> None:
    """Answer as before what is asked once more, since the list was read anew or by a further list of the same importer.

    What can no longer be meant stays a question. What this list was to make of an entity gets another id in it, by which it is
    meant from now on.
    """
    async with db.transaction():
        answers = await _meant_before(row)
        kept = await db.fetch(
            """
            SELECT entity.id, entity.candidates, kept.answer, coalesce(other.id, kept.chosen) AS chosen FROM import_answer AS kept
            JOIN import_entity AS entity
                ON entity.within = kept.within AND entity.key = kept.key AND entity.answer = '' AND entity.candidates <> '[]'
            LEFT JOIN import_entity AS other ON other.within = kept.within AND other.key = kept.chosen_key
            WHERE kept.within = $1
            """,
            row.id,
        )
        again = {
            one["id"]: (one["answer"], one["chosen"])
            for one in kept
            if one["answer"] != "same" or str(one["chosen"]) in one["candidates"]
        }
        if answers or again:
            found = await _apply(row, answers | again, at=at)
            keys = [filing.entity(one).key for one in found if one["id"] in again]
            if gone := await meant.gone(row.organization, keys):
                await _remember(row, [one for one in found if filing.entity(one).key in gone])


async def _meant_before(row: Import) -> dict[UUID, tuple[str, UUID | None]]:
    """Who was meant in earlier lists by the entities that are asked about."""
    asked = await db.fetch(
        """
        SELECT * FROM import_entity WHERE within = $1 AND answer = '' AND candidates <> '[]'
        """,
        row.id,
    )
    keys = {one["id"]: filing.entity(one).key for one in asked}
    before = await meant.before(row.organization, set(keys.values()))
    found = {one["id"]: before.get(keys[one["id"]]) for one in asked}
    return {one["id"]: ("same", found[one["id"]]) for one in asked if str(found[one["id"]]) in one["candidates"]}


async def _apply(row: Import, answers: Answers, *, at: datetime) -> list[dict[str, Any]]:
    """Write these down and plan anew; each with its key and that of the one of the list that is meant. Raises NotFound."""
    found = await db.fetch(
        """
        WITH answered AS (
            UPDATE import_entity AS entity SET answer = given.answer, chosen = given.chosen
            FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS given (id, answer, chosen)
            WHERE entity.within = $1 AND entity.id = given.id AND candidates <> '[]'
            RETURNING entity.*
        )
        SELECT answered.*, other.key AS chosen_key FROM answered
        LEFT JOIN import_entity AS other ON other.within = $1 AND other.id = answered.chosen
        """,
        row.id,
        list(answers),
        [said for said, _ in answers.values()],
        [chosen for _, chosen in answers.values()],
    )
    if len(found) < len(answers):
        raise NotFound
    meant_by = {one["id"]: one["chosen"] for one in found if one["chosen_key"]}
    for one in found:
        while one["chosen"] in meant_by:  # which is said to be another one itself
            one["chosen"] = meant_by[one["chosen"]]
    pairs = [{"old": one["id"], "new": one["chosen"]} for one in found if one["chosen_key"]]
    await joining.join(row.id, pairs)
    candidates = [str(one["old"]) for one in pairs]
    others = await db.fetch("SELECT id FROM import_entity WHERE within = $1 AND candidates ?| $2", row.id, candidates)
    again = {*answers, *(one["new"] for one in pairs), *(one["id"] for one in others)}
    await planning.replan(row, list(again), at=at)
    return found


async def _remember(row: Import, found: Sequence[dict[str, Any]]) -> None:
    """Keep for further lists who is meant: a record of the directory, or what this list makes of an entity that it has.

    Such a record gets the id of its entity; until it is there, nobody is found by that.
    """
    meant_by = {"same": "chosen", "new": "id"}
    told = {
        filing.entity(one).key: one[meant_by[one["answer"]]] if one["answer"] in meant_by else None for one in found
    }
    of_list = await db.fetch(
        "SELECT * FROM import_entity WHERE within = $1 AND id = ANY($2)", row.id, list(filter(None, told.values()))
    )
    matches = await matching.matched(row, of_list, await matching.importer_of(row.organization))
    known = {one.id: one.organization["id"] for one in matches if one.organization}
    await meant.keep(row.organization, {key: one and known.get(one, one) for key, one in told.items()})


async def _keep(import_id: UUID, found: Sequence[dict[str, Any]]) -> None:
    await db.fetch(
        """
        INSERT INTO import_answer (id, within, key, answer, chosen, chosen_key)
        SELECT given.id, $1, given.key, given.answer, given.chosen, given.chosen_key
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[]) AS given (id, key, answer, chosen, chosen_key)
        ON CONFLICT (within, key) DO UPDATE
            SET answer = excluded.answer, chosen = excluded.chosen, chosen_key = excluded.chosen_key
        """,
        import_id,
        [values.new_id() for _ in found],
        [one["key"] for one in found],
        [one["answer"] for one in found],
        [one["chosen"] for one in found],
        [one["chosen_key"] or "" for one in found],
    )
