"""Entities are warned of certificates that lapse, and the authority of their province gets the list.

An entity gets one letter for each threshold and day, about all its certificates that have come to the threshold and were not
named at it before. A threshold that had passed when a certificate was recorded, or was given another end, is never told: whoever
loads an old list writes to nobody. What comes up later on the same day is told on the next. The authorities' letter of a day
lists what entities of their province were warned of since the one before it.

``facts`` keep which certificate was named with which end: they are what "named before" means.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.directory import jurisdiction, lapsing
from events_app.reminders import recipients
from events_app.reminders.tables import Purpose

EARLIEST = time(8)  # nobody's telephone rings at midnight
AT_ONCE = 500  # entities in one transaction
STILL_LISTED = timedelta(days=7)  # what an authority was not told by then, it is told no more

_OWED = f"""
    SELECT ending.* FROM (
        SELECT product.organization, certificate.id AS certificate, certificate.valid_to,
               (coalesce(certificate.redated_at, certificate.created_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS known_on,
               (SELECT min(days) FROM unnest($2::int[]) AS days WHERE certificate.valid_to <= $1::date + days) AS threshold
        FROM certificate JOIN product ON product.id = certificate.product
        WHERE ($3::uuid[] IS NULL OR product.organization = ANY($3))
          AND {lapsing.in_sql("$1", "($1::date + (SELECT max(days) FROM unnest($2::int[]) AS days))")}) AS ending
    WHERE known_on <= valid_to - threshold
      AND NOT EXISTS (
          SELECT FROM delivery
          WHERE delivery.purpose = 'lapse' AND delivery.organization = ending.organization
            AND delivery.facts->'threshold' = to_jsonb(threshold)
            AND (delivery.facts->'on' = to_jsonb($1::date)
                 OR delivery.facts->'certificates'->(ending.certificate::text) = to_jsonb(valid_to)))
"""


async def warn_due(*, at: datetime) -> int:
    """Write what is owed, from the morning on; the count of entities that are warned."""
    return await warn(at=at) if at >= values.local(values.today(at), EARLIEST) else 0


async def warn(*, at: datetime) -> int:
    """Write every letter that is owed on the day of ``at``, to entities first; the count of entities that are warned."""
    warned = 0
    while entities := await _entities_owed(values.today(at)):
        done = await _warn(entities, at=at)
        if not done:
            break
        warned += done
    if await _lists_owed(at=at):
        await _list(at=at)
    return warned


async def _entities_owed(on: date) -> list[UUID]:
    rows = await db.fetch(
        f"SELECT DISTINCT organization FROM ({_OWED}) AS owed ORDER BY organization LIMIT {AT_ONCE}",
        on,
        list(lapsing.thresholds()),
        None,
    )
    return [row["organization"] for row in rows]


async def _warn(entities: Sequence[UUID], *, at: datetime) -> int:
    """Write the letters of these entities; each is held, so that another beat looks only when this one is done."""
    on = values.today(at)
    async with db.transaction():
        await _hold(entities)
        owed: dict[tuple[UUID, int], dict[str, str]] = defaultdict(dict)
        for row in await db.fetch(_OWED, on, list(lapsing.thresholds()), list(entities)):
            owed[row["organization"], row["threshold"]][str(row["certificate"])] = row["valid_to"].isoformat()
        await _write(Purpose.LAPSE, owed, at=at)
    return len({entity for entity, _threshold in owed})


async def _hold(organizations: Sequence[UUID]) -> None:
    await db.fetch("SELECT FROM organization WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", sorted(organizations))


async def _lists_owed(*, at: datetime) -> dict[tuple[UUID, int], dict[str, str]]:
    """What each authority has not been told of, for each threshold of which it had no letter today."""
    told = await db.fetch(_TOLD, at - STILL_LISTED)
    authorities = await db.fetch(_AUTHORITIES) if told else []
    listed: dict[tuple[UUID, int], dict[str, str]] = defaultdict(dict)
    today: set[tuple[UUID, int]] = set()
    for row in await db.fetch(_LISTED, at - 2 * STILL_LISTED) if authorities else []:
        key = row["organization"], row["facts"]["threshold"]
        listed[key] |= row["facts"]["certificates"]
        if row["facts"]["on"] == values.today(at).isoformat():
            today.add(key)
    of_unit: dict[tuple[str | None, int], dict[str, str]] = defaultdict(dict)
    for row in told:
        of_unit[_unit(row), row["facts"]["threshold"]] |= row["facts"]["certificates"]
    owed: dict[tuple[UUID, int], dict[str, str]] = {}
    for authority in authorities:
        for days in lapsing.thresholds():
            key = authority["id"], days
            named = of_unit.get((_unit(authority), days), {}) if _unit(authority) else {}
            new = {one: ends for one, ends in named.items() if listed[key].get(one) != ends}
            if new and key not in today:
                owed[key] = new
    return owed


def _unit(row: Mapping[str, Any]) -> str | None:
    return jurisdiction.unit(row["province_set"], row["province_code"])


async def _list(*, at: datetime) -> None:
    """Write the letters to authorities, each of which is held meanwhile."""
    async with db.transaction():
        await _hold([row["id"] for row in await db.fetch(_AUTHORITIES)])
        await _write(Purpose.LAPSES, await _lists_owed(at=at), at=at)


async def _write(purpose: Purpose, owed: Mapping[tuple[UUID, int], Mapping[str, str]], *, at: datetime) -> None:
    """One letter to each contact of each organization, for each threshold."""
    on = values.today(at).isoformat()
    people = recipients.once(
        await db.fetch(recipients.OF_ORGANIZATIONS, sorted({organization for organization, _threshold in owed}))
    )
    letters = [
        {
            **person,
            "event": None,
            "purpose": purpose,
            "subject": f"{days}:{organization}:{on}",
            "due_at": at,
            "facts": {"threshold": days, "on": on, "certificates": named},
        }
        for (organization, days), named in owed.items()
        for person in people
        if person["organization_id"] == organization
    ]
    await recipients.write(letters, at=at)


_AUTHORITIES = """
    SELECT id, province_set, province_code FROM organization WHERE kind = 'authority' AND state = 'active' ORDER BY id
"""
_TOLD = """
    SELECT DISTINCT organization.province_set, organization.province_code, delivery.facts
    FROM delivery JOIN organization ON organization.id = delivery.organization
    WHERE delivery.purpose = 'lapse' AND delivery.created_at > $1
"""
_LISTED = """
    SELECT DISTINCT delivery.organization, delivery.facts FROM delivery
    WHERE delivery.purpose = 'lapses' AND delivery.created_at > $1
"""
