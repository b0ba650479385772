"""What has changed of an event since one of its exhibitors was told last: what it knew then, and what is there now.

Changes that follow each other quickly become one letter: the last one says all of it, and what was changed back is not said.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, values
from events_app.events import altering
from events_app.reminders.tables import Purpose

Row = dict[str, Any]


class Changed(msgspec.Struct, frozen=True):
    """One site, day or session before and after; without ``now`` it is lost, without ``was`` it is new."""

    thing: str
    which: str
    was: Row | None
    now: Row | None

    @property
    def rows(self) -> list[Row]:
        """What there is of both."""
        return [row for row in (self.was, self.now) if row]


class Names(msgspec.Struct, frozen=True):
    """What venues, halls and sessions are called, by their ids as text."""

    venues: Mapping[str, Row]
    halls: Mapping[str, Row]
    sessions: Mapping[str, Row]


async def read(letters: Sequence[Row], *, at: datetime) -> dict[UUID, list[Changed]]:
    """What each of these deliveries has to tell at ``at``; nothing for one that a later one will tell."""
    ids = [row["id"] for row in letters if row["purpose"] == Purpose.ALTERATION]
    rows = await db.fetch(_UNTOLD, ids) if ids else []
    shown = await altering.shown({row["event"] for row in rows}) if rows else {}
    found = {row["id"]: folded(chain.from_iterable(row["changes"]), shown[row["event"]], at=at) for row in rows}
    names = await _names(chain.from_iterable(found.values()), shown.values())
    return {row["id"]: [_called(changed, shown[row["event"]], names) for changed in found[row["id"]]] for row in rows}


def folded(changes: Iterable[Mapping[str, Any]], shown: Mapping[altering.Thing, Row], *, at: datetime) -> list[Changed]:
    """From what was first to what is shown now: sites, then days, then sessions, each in order.

    Left out is what is again as it was, what is over, and a day or a session that was rescheduled since: that is told by itself.
    """
    first: dict[altering.Thing, Row | None] = {}
    last: dict[altering.Thing, Row | None] = {}
    for change in changes:
        key = change["thing"], change["which"]
        first.setdefault(key, change["was"])
        last[key] = change["now"]
    found = []
    for (thing, which), was in first.items():
        now = shown.get((thing, which))
        moved = thing != "site" and now != last[thing, which]
        if now == was or moved or _is_over(thing, was, now, at):
            continue
        found.append(Changed(thing, which, was, now))
    return sorted(found, key=_place_in_letter)


def _is_over(thing: str, was: Row | None, now: Row | None, at: datetime) -> bool:
    rows = [row for row in (was, now) if row]
    if thing == "day":
        return all(date.fromisoformat(row["on"]) < values.today(at) for row in rows)
    return thing == "session" and all(datetime.fromisoformat(row["starts_at"]) < at for row in rows)


def _place_in_letter(changed: Changed) -> tuple[int, str]:
    row = changed.rows[-1]
    return ("site", "day", "session").index(changed.thing), row.get("on") or row.get("starts_at") or ""


async def _names(changes: Iterable[Changed], shown: Iterable[Mapping[altering.Thing, Row]]) -> Names:
    changed = list(changes)
    rows = [row for one in changed for row in one.rows]
    rows += [said for things in shown for (thing, _which), said in things.items() if thing == "site"]
    return Names(
        await _by_id(_VENUES, {row["venue"] for row in rows if "venue" in row}),
        await _by_id(_HALLS, {row["hall"] for row in rows if row.get("hall")}),
        await _by_id(_SESSIONS, {one.which for one in changed if one.thing == "session"}),
    )


def _called(changed: Changed, shown: Mapping[altering.Thing, Row], names: Names) -> Changed:
    """The same with the name of the session, and of each place; that of a day's only where the event has several."""
    sites = {which: said for (thing, which), said in shown.items() if thing == "site"}
    title = names.sessions[changed.which]["title"] if changed.thing == "session" else {}

    def called(row: Row) -> Row:
        if changed.thing == "day":
            place = [names.venues[sites[row["site"]]["venue"]]["name"]] if len(sites) > 1 else []
        elif changed.thing == "site":
            hall = names.halls.get(row["hall"] or "", {})
            return {**row, "venue_called": names.venues[row["venue"]], "hall_called": hall.get("name")}
        else:
            place = [names.venues[row["venue"]]["name"], row["room"]]
        return {**row, "title": title, "place": ", ".join(filter(None, place))}

    was, now = (called(row) if row else None for row in (changed.was, changed.now))
    return Changed(changed.thing, changed.which, was, now)


async def _by_id(sql: str, ids: set[str]) -> dict[str, Row]:
    return {str(row["id"]): row for row in await db.fetch(sql, sorted(ids))} if ids else {}


_VENUES = "SELECT id, name, address, province_set, province_code FROM venue WHERE id = ANY($1::uuid[])"
_HALLS = "SELECT id, name FROM hall WHERE id = ANY($1::uuid[])"
_SESSIONS = "SELECT id, title FROM session WHERE id = ANY($1::uuid[])"
# Who was confirmed after a change has heard of what is there now with the confirmation.
_UNTOLD = """
    SELECT delivery.id, delivery.event, jsonb_agg(alteration.changes ORDER BY alteration.id) AS changes
    FROM delivery JOIN application ON application.id = delivery.application_id
    JOIN alteration ON alteration.event = delivery.event
     AND alteration.created_at >= coalesce(application.confirmed_at, application.created_at)
     AND NOT EXISTS (SELECT FROM delivery AS told
                     WHERE told.application_id = delivery.application_id AND told.recipient = delivery.recipient
                       AND told.purpose = delivery.purpose AND told.state = 'sent'
                       AND (told.facts->>'alteration')::uuid >= alteration.id)
    WHERE delivery.id = ANY($1)
      AND NOT EXISTS (SELECT FROM alteration AS later WHERE later.event = delivery.event
                      AND later.id > (delivery.facts->>'alteration')::uuid)
    GROUP BY delivery.id
"""
