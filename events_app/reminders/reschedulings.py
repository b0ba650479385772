"""What an event's new dates are to somebody who is told of them: from the dates that it was told last to those of now.

Moves that follow each other quickly become one letter: the last one says all of it, and no dates that its reader never had.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.reminders.tables import Purpose

Row = dict[str, Any]


async def read(letters: Sequence[Row]) -> dict[UUID, Row]:
    """For each of these deliveries the rescheduling that it tells of, folded with those before that its reader was not told of.

    Beside what ``folded`` says: ``latest`` unless there was another one since, ``since`` names the first that was folded, and
    ``needed`` is false where it all comes to nothing for somebody who was never told that the fair was put off.
    """
    ids = [row["id"] for row in letters if row["purpose"] == Purpose.RESCHEDULING]
    rows = await db.fetch(_UNTOLD, ids) if ids else []
    moves = await db.fetch(_RESCHEDULINGS, sorted({row["event"] for row in rows})) if rows else []
    found: dict[tuple[UUID, UUID], Row] = {}
    for row in rows:
        if (row["since"], row["own"]) not in found:
            there = [m for m in moves if m["event"] == row["event"] and row["since"] <= m["id"] <= row["own"]]
            found[row["since"], row["own"]] = folded(there)
    return {row["id"]: _told(found[row["since"], row["own"]], row) for row in rows}


def _told(fold: Row, row: Row) -> Row:
    return {**fold, "since": row["since"], "latest": row["latest"], "needed": row["put_off"] or fold["differs"]}


def folded(moves: Sequence[Row]) -> Row:
    """Several reschedulings of an event, in order, as one: its reason, the dates before and after, what ``differs`` at all.

    ``pairs`` are the dates of days that changed, each once and in order: without a new one the day is lost, without an old one it
    is added. A day that was lost and came back is in none of them, but differs: the booths on it were given up.
    """
    first, last = moves[0], moves[-1]
    days = _days(moves)
    period = {name: first[name] for name in ("was_first_on", "was_last_on")}
    period |= {name: last[name] for name in ("first_on", "last_on")}
    differs = (
        any(_differs(day) for day in days)
        or _sessions_differ(moves)
        or (first["was_first_on"], first["was_last_on"]) != (last["first_on"], last["last_on"])
    )
    return {"reason": last["reason"], **period, "pairs": _pairs(days), "differs": differs}


def _days(moves: Sequence[Row]) -> list[Row]:
    """Each day from what it was first to what it is now; one that came and went again is none."""
    found: dict[str, Row] = {}
    for move in moves:
        present = {day["day"]: day for day in move["days"]}
        for which in found.keys() - present.keys():  # dropped by itself between two moves
            found[which] |= {"now": None, "now_open": None}
        for which, day in present.items():
            was = found.get(which, day)
            found[which] = {
                "site": day["site"],
                "was": was["was"],
                "was_open": was.get("was_open"),
                "now": day["now"],
                "now_open": day.get("now_open"),
            }
    return [day for day in found.values() if day["was"] or day["now"]]


def _differs(day: Row) -> bool:
    """Whether a day has another date or other hours; hours that no rescheduling has kept may have changed."""
    return day["was"] != day["now"] or not day["was_open"] or day["was_open"] != day["now_open"]


def _pairs(days: Sequence[Row]) -> list[tuple[str | None, str | None]]:
    lost = {(day["site"], day["was"]) for day in days if not day["now"]}
    again = lost & {(day["site"], day["now"]) for day in days if not day["was"]}
    pairs = {
        (day["was"], day["now"])
        for day in days
        if day["was"] != day["now"] and not {(day["site"], day["was"]), (day["site"], day["now"])} & again
    }
    return sorted(pairs, key=lambda pair: (pair[0] or "9", pair[1] or "9"))


def _sessions_differ(moves: Sequence[Row]) -> bool:
    first: dict[str, str] = {}
    last: dict[str, str | None] = {}
    for move in moves:
        for session in move["sessions"]:
            first.setdefault(session["session"], session["was"])
            last[session["session"]] = session["now"]
    return any(_instant(was) != _instant(last[which]) for which, was in first.items())


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


# Told is who got the letter of a move, or another one since that says the days; and who applied or was confirmed after it.
# The letter's own move is never told before. The letter on the wire counts as sent: it may arrive.
_UNTOLD = """
    SELECT delivery.id, own.id AS own, own.event, since.id AS since,
           NOT EXISTS (SELECT FROM rescheduling AS later
                       WHERE later.event = own.event AND later.id > own.id) AS latest,
           EXISTS (SELECT FROM delivery AS put_off
                   WHERE put_off.application_id = delivery.application_id AND put_off.recipient = delivery.recipient
                     AND put_off.purpose = 'postponement'
                     AND put_off.created_at >= ALL (SELECT known.created_at FROM rescheduling AS known
                                                    WHERE known.event = own.event AND known.id < since.id)) AS put_off
    FROM delivery JOIN application ON application.id = delivery.application_id
    JOIN rescheduling AS own ON own.id = (delivery.facts->>'rescheduling')::uuid
    JOIN LATERAL (
        SELECT untold.id FROM rescheduling AS untold
        WHERE untold.event = own.event AND untold.id <= own.id
          AND (untold.id = own.id
               OR untold.created_at >= greatest(application.created_at, application.submitted_at, application.confirmed_at)
              AND NOT EXISTS (SELECT FROM delivery AS told
                              WHERE told.application_id = delivery.application_id AND told.recipient = delivery.recipient
                                AND told.state IN ('sent', 'wire')
                                AND ((told.facts->>'rescheduling')::uuid >= untold.id
                                     OR told.purpose IN ('confirmation', 'offer', 'reminder', 'alteration')
                                    AND coalesce(told.sent_at, 'infinity') > untold.created_at)))
        ORDER BY untold.id LIMIT 1
    ) AS since ON true
    WHERE delivery.id = ANY($1)
"""
_RESCHEDULINGS = """
    SELECT id, event, reason, days, sessions, was_first_on, was_last_on, first_on, last_on
    FROM rescheduling WHERE event = ANY($1) ORDER BY id
"""
