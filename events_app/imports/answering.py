"""Somebody says who an entity of a list is: one that is known, a new one, or to be left out."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from events_app import db, lifecycle
from events_app.errors import NotFound, WrongState
from events_app.imports import planning, queries
from events_app.imports.tables import Import, ImportState

Answers = Mapping[UUID, tuple[str, UUID | None]]  # entity of the list: same, new or skip; and which one is the same


async def answer(row: Import, version: int, answers: Answers, *, at: datetime) -> Import:
    """Keep these answers and work out anew what the list does. Raises Stale, WrongState, NotFound, Invalid."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        if row.state != ImportState.READ:
            raise WrongState(verb="answer", state=str(row.state))
        for entity_id, (said, chosen) in answers.items():
            meant = await queries.among(row.id, entity_id, chosen) if said == "same" else None
            found = await db.fetch(
                """
                UPDATE import_entity SET answer = $3, chosen = $4
                WHERE within = $1 AND id = $2 AND candidates <> '[]' RETURNING id
                """,
                row.id,
                entity_id,
                said,
                meant,
            )
            if not found:
                raise NotFound
        pairs = await db.fetch(
            """
            SELECT id AS old, chosen AS new FROM import_entity
            WHERE id = ANY($2) AND chosen IN (SELECT id FROM import_entity WHERE within = $1)
            """,
            row.id,
            list(answers),
        )
        await planning.join(row.id, pairs)
        await planning.replan(row, [*answers, *(one["new"] for one in pairs)], at=at)
        return await lifecycle.edit(row, version, at=at, counts=await planning.counted(row.id))
