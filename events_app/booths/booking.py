"""A booth is taken on a day if and only if an assignment covers it: held, confirmed, given back.

Locks are taken in one order everywhere: event, application, booths by id, assignments by id. A booth's row is locked before
anything is put on it, because inserts that race under an exclusion constraint alone deadlock; the constraint has the last word,
whichever code path tries.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import actor, db, lifecycle, outbox, values
from events_app.booths import plan
from events_app.booths.schemas import Hold
from events_app.booths.tables import Assignment
from events_app.errors import Invalid, Refusal, Wrong
from events_app.events.tables import EventState
from events_app.i18n import marked
from events_app.settings import settings
from events_app.values import Days

MOST_BOOTHS = 4  # that one exhibitor picks for itself on one day; the organizer may give it more

# Locks one after another in the order of the FOR clauses. The array makes sure that the booth is locked before an assignment
# is deleted; whether booths are free is asked in a statement after this one, which sees what happened while this one waited.
# The instant stands in a SELECT of its own so that PostgreSQL keeps one plan: planning anew costs more than the statement.
_STAND = """
    WITH standing AS MATERIALIZED (
        SELECT application.*, booth.id AS booth_id, event.state AS event_state, event.mode AS event_mode,
               event.registration_opens_at AS opens, event.registration_closes_at AS closes
        FROM application JOIN event ON event.id = application.event
        JOIN site ON site.event = event.id JOIN booth ON booth.site = site.id
        WHERE application.id = $1 AND booth.id = $2
        FOR SHARE OF event FOR NO KEY UPDATE OF application FOR NO KEY UPDATE OF booth
    ), lapsed AS (
        DELETE FROM assignment WHERE booth = ANY(ARRAY(SELECT booth_id FROM standing))
              AND held_until <= (SELECT $3::timestamptz)
        RETURNING id, booth, organization, application_id
    )
    SELECT standing.*, lapsed.id AS lapsed, lapsed.booth, lapsed.organization AS lapsed_of, lapsed.application_id
    FROM standing LEFT JOIN lapsed ON true
"""


class BoothTaken(Refusal):
    """Another exhibitor already has this booth on one of these days."""


class BoothHeld(BoothTaken):
    """Another exhibitor holds this booth on one of these days; it is free again if they do not confirm it."""

    kind = BoothTaken.kind  # to a program the same: it cannot be had now


class HoldLapsed(Refusal):
    """This booth is not held for you any more; pick it again if it is still free."""


class DayNotOpen(Refusal):
    """The fair is not open at this place on all of these days."""


class NotBookable(Refusal):
    """Booths of this event cannot be taken at present."""


class TooManyHolds(Refusal):
    """You hold as many booths as you may at once; confirm or give back one of them first."""


class AlreadyHolding(Refusal):
    """Your organization holds a booth on one of these days already: confirm it or give it back first."""


class TooManyBooths(Refusal):
    """Your organization has as many booths on one of these days as an exhibitor may pick."""


async def claim(booths: Sequence[UUID], *, at: datetime) -> None:
    """Lock these booths against everyone else until the transaction ends, and drop the holds on them that have run out.

    The locks come first although it is one statement: the array of locked ids is complete before an assignment is deleted, and
    the last line reads all of them even where there is nothing to delete. Raises Busy.
    """
    lapsed = await db.fetch(
        """
        WITH locked AS MATERIALIZED (
            SELECT id FROM booth WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE
        ), lapsed AS (
            DELETE FROM assignment WHERE booth = ANY(ARRAY(SELECT id FROM locked)) AND held_until <= $2
            RETURNING id, booth, organization, application_id
        )
        SELECT lapsed.* FROM lapsed UNION ALL SELECT NULL, id, NULL, NULL FROM locked
        """,
        list(booths),
        at,
    )
    await _record("lapse", [row for row in lapsed if row["id"]], at=at)


async def hold(
    application_id: UUID,
    organization_id: UUID,
    booth_id: UUID,
    days: Days,
    *,
    until: datetime,
    at: datetime,
    offered: bool = False,
) -> Hold:
    """Keep a booth for an application on ``days`` until the instant ``until``; ``offered`` when the organizer does it.

    Raises NotBookable, DayNotOpen, TooManyHolds, BoothTaken with what is still free, Invalid for a booth of another event, Busy.
    """
    async with db.joined(booth_is_free_on_these_days=BoothTaken):
        _check_open(await stand(application_id, booth_id, at=at), at=at, offered=offered)
        return await put(application_id, organization_id, booth_id, days, until=until, at=at, offered=offered)


async def stand(application_id: UUID, booth_id: UUID, *, at: datetime) -> dict[str, Any]:
    """Keep the event from moving, the application from holding elsewhere, the booth from others until the transaction ends.

    The application as it is now, with ``event_state`` and ``event_mode`` of its event, and when its registration ``opens`` and
    ``closes``. Holds on the booth that have run out are dropped. Raises Invalid for a booth of another event, Busy.
    """
    rows = await db.fetch(_STAND, application_id, booth_id, at)
    if not rows:
        raise Invalid([Wrong("booth_id", marked("This is not a booth of this event."))])
    for row in rows:
        lapsed = {name: row.pop(name) for name in ("lapsed", "booth", "lapsed_of", "application_id")}
        if lapsed["lapsed"]:
            await _record("lapse", [{**lapsed, "id": lapsed["lapsed"], "organization": lapsed["lapsed_of"]}], at=at)
    return rows[0]


async def put(
    application_id: UUID,
    organization_id: UUID,
    booth_id: UUID,
    days: Days,
    *,
    until: datetime,
    at: datetime,
    offered: bool = False,
    picked: bool = False,
) -> Hold:
    """Insert the assignment under the locks of ``stand``, having looked anew; ``picked`` when the exhibitor does it itself.

    Raises DayNotOpen, AlreadyHolding with the id of what is held, TooManyBooths, TooManyHolds, BoothTaken with what is still free.
    """
    if days.last_on < days.first_on:
        raise DayNotOpen
    most = settings().most_holds
    given = [values.new_id(), organization_id, booth_id, application_id, days.first_on, days.last_on]
    given += [until, at, offered, most, picked, MOST_BOOTHS]
    row = await db.one(
        """
        WITH own AS (
            SELECT id, held_until, offered, first_on <= $6 AND last_on >= $5 AS then FROM assignment
            WHERE application_id = $4 AND (held_until IS NULL OR held_until > $8)
        ), counted AS (
            SELECT (SELECT count(*) FROM opening_day JOIN booth ON booth.site = opening_day.site
                    WHERE booth.id = $3 AND dropped_at IS NULL AND held_on BETWEEN $5 AND $6) AS open_days,
                   (SELECT id FROM own WHERE $11 AND own.then AND held_until IS NOT NULL LIMIT 1) AS holding,
                   (SELECT count(*) FROM own WHERE $11 AND own.then) AS has,
                   (SELECT count(*) FROM own WHERE NOT own.offered AND held_until IS NOT NULL) AS holds,
                   (SELECT bool_or(held_until IS NULL) FROM assignment
                    WHERE booth = $3 AND first_on <= $6 AND last_on >= $5) AS taken
        ), made AS (
            INSERT INTO assignment (id, organization, booth, application_id, first_on, last_on, held_until, offered,
                                    created_at, version)
            SELECT $1, $2, $3, $4, $5, $6, $7, $9, $8, 1 FROM counted
            WHERE open_days = $6::date - $5::date + 1 AND holding IS NULL AND has < $12 AND ($9 OR holds < $10)
              AND taken IS NULL
            RETURNING *
        )
        SELECT open_days, holding, has, taken, made.id, made.application_id, booth.id AS booth_id, booth.number,
               zone.name AS zone, booth.site AS site_id, booth.price_vnd, made.first_on, made.last_on, made.held_until,
               made.offered, made.version
        FROM counted JOIN booth ON booth.id = $3 JOIN zone ON zone.id = booth.zone LEFT JOIN made ON true
        """,
        *given,
    )
    assert row is not None
    open_days, holding, has, taken = (row.pop(name) for name in ("open_days", "holding", "has", "taken"))
    if row["id"] is None:
        if open_days != (days.last_on - days.first_on).days + 1:
            raise DayNotOpen
        if holding is not None:
            raise AlreadyHolding(id=str(holding))
        if has >= MOST_BOOTHS:
            raise TooManyBooths(most=MOST_BOOTHS)
        if taken is not None:
            raise (BoothTaken if taken else BoothHeld)(**await plan.still_free(booth_id, days, at=at))
        raise TooManyHolds(most=most)
    made = msgspec.convert(row, Hold)
    await outbox.record(
        "assignment.hold", at=at, id=made.id, booth=booth_id, organization=organization_id, application=application_id
    )
    return made


async def confirm(application_id: UUID, ids: Sequence[UUID] | None, *, at: datetime) -> list[Assignment]:
    """Make the holds of an application its own for good: all that it still has, or those named and then every one of them.

    Raises HoldLapsed with the ids that are not held any more.
    """
    wanted = None if ids is None else sorted(set(ids))
    async with db.joined():
        rows = await db.fetch(
            """
            WITH held AS MATERIALIZED (
                SELECT id FROM assignment
                WHERE application_id = $1 AND held_until > $3 AND ($2::uuid[] IS NULL OR id = ANY($2))
                ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE assignment SET held_until = NULL, version = version + 1 FROM held
            WHERE assignment.id = held.id
              AND ($2::uuid[] IS NULL OR cardinality($2::uuid[]) = (SELECT count(*) FROM held))
            RETURNING assignment.*
            """,
            application_id,
            wanted,
            at,
        )
        if not rows:
            raise HoldLapsed(lapsed=[str(found) for found in await _lapsed(application_id, wanted or [], at=at)])
        await _record("confirm", rows, at=at)
        return [lifecycle.found(Assignment, row) for row in rows]


async def release(application_id: UUID, ids: Sequence[UUID] | None, *, at: datetime, only_held: bool = False) -> int:
    """Give back the booths of an application, all or those named, and say how many; ``only_held`` spares what is confirmed."""
    async with db.transaction():
        rows = await db.fetch(
            """
            DELETE FROM assignment WHERE (NOT $3 OR held_until IS NOT NULL) AND id IN (
                SELECT id FROM assignment WHERE application_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2))
                ORDER BY id FOR UPDATE
            )
            RETURNING id, booth, organization, application_id
            """,
            application_id,
            None if ids is None else list(ids),
            only_held,
        )
        await _record("release", rows, at=at)
        return len(rows)


async def release_lapsed(*, at: datetime, most: int = 500) -> int:
    """Sweep away holds that have run out, and say how many; nothing depends on it, they count for nothing already."""
    async with db.transaction():
        rows = await db.fetch(
            """
            DELETE FROM assignment WHERE id IN (
                SELECT id FROM assignment WHERE held_until <= $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            RETURNING id, booth, organization, application_id
            """,
            at,
            most,
        )
        await _record("lapse", rows, at=at)
        return len(rows)


def _check_open(row: dict[str, Any], *, at: datetime, offered: bool) -> None:
    """Raise NotBookable unless booths can be taken; outside registration by the organizer only, also on behalf of an entity."""
    opens, closes = row["opens"], row["closes"]
    if row["event_state"] != EventState.PUBLISHED:
        raise NotBookable(state=row["event_state"])
    closed = (opens is not None and at < opens) or (closes is not None and at >= closes)
    by_organizer = offered or actor.acting().on_behalf_of is not None
    if closed and not by_organizer:
        raise NotBookable(
            registration_opens_at=opens and opens.isoformat(), registration_closes_at=closes and closes.isoformat()
        )


async def _lapsed(application_id: UUID, ids: Sequence[UUID], *, at: datetime) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM assignment WHERE application_id = $1 AND held_until > $2", application_id, at)
    return sorted(set(ids) - {row["id"] for row in rows})


async def _record(verb: str, rows: Sequence[dict[str, Any]], *, at: datetime) -> None:
    for row in rows:
        await outbox.record(
            f"assignment.{verb}",
            at=at,
            id=row["id"],
            booth=row["booth"],
            organization=row["organization"],
            application=row["application_id"],
        )
