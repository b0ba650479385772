"""An event gets other days: its assignments go with them. An event is cancelled: they are released. Both follow its message."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox, values
from events_app.values import Days

MAY_OVERLAP_MEANWHILE = "booth_is_free_on_these_days"
Moved = Mapping[date, date | None]  # each old day of a site with its new one; None: lost


def moved(days: Days, to: Moved) -> list[Days]:
    """Where ``days`` lead: the new days as unbroken ranges, in order; a day that is lost or not known leads nowhere."""
    return ranges(new for on in days if (new := to.get(on)))


def ranges(days: Iterable[date]) -> list[Days]:
    """The unbroken ranges that ``days`` make up, in order."""
    found: list[Days] = []
    for on in sorted(days):
        if found and found[-1].last_on + timedelta(days=1) == on:
            found[-1] = Days(found[-1].first_on, on)
        else:
            found.append(Days(on, on))
    return found


async def shift(message: outbox.Recorded) -> None:
    """Give every assignment of a rescheduled event its new days; what no longer hangs together becomes several.

    All move at once, so the days of two exhibitors may overlap on the way; the constraint is checked when all have moved. Days
    that are lost are recorded as ``assignment.lost``, the others as ``assignment.shift``.
    """
    row = await db.one("SELECT event, days FROM rescheduling WHERE id = $1", UUID(str(message.ids["rescheduling"])))
    assert row is not None
    to: dict[UUID, dict[date, date | None]] = {}
    for day in row["days"]:
        if day["was"]:
            to.setdefault(UUID(day["site"]), {})[_date(day["was"])] = _date(day["now"]) if day["now"] else None
    assignments = await _locked(row["event"], message)
    async with db.deferred(MAY_OVERLAP_MEANWHILE):
        for assignment in assignments:
            await _shift_one(assignment, to.get(assignment["site"], {}), message)


async def release_all(message: outbox.Recorded) -> None:
    """Release every assignment of a cancelled event."""
    rows = await _locked(UUID(str(message.ids["id"])), message)
    await _delete([row["id"] for row in rows])
    for row in rows:
        await _record("release", row, message)


FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {"event.reschedule": (shift,), "event.cancel": (release_all,)}


async def _locked(event_id: UUID, message: outbox.Recorded) -> list[dict[str, Any]]:
    """The assignments of an event in id order, locked; holds that have run out are dropped instead.

    The event's row is locked already, so that no new one can come between.
    """
    rows = await db.fetch(
        """
        SELECT assignment.*, booth.site FROM assignment
        JOIN booth ON booth.id = assignment.booth JOIN site ON site.id = booth.site
        WHERE site.event = $1 ORDER BY assignment.id FOR UPDATE OF assignment
        """,
        event_id,
    )
    lapsed = [row for row in rows if row["held_until"] is not None and row["held_until"] <= message.at]
    await _delete([row["id"] for row in lapsed])
    for row in lapsed:
        await _record("lapse", row, message)
    return [row for row in rows if row not in lapsed]


async def _shift_one(row: dict[str, Any], to: Moved, message: outbox.Recorded) -> None:
    was = Days(row["first_on"], row["last_on"])
    now = moved(was, to)
    if now == [was]:
        return
    lost = [on for on in was if not to.get(on)]
    if not now:
        await _delete([row["id"]])
    else:
        first, *others = now
        await db.fetch(
            "UPDATE assignment SET first_on = $2, last_on = $3, version = version + 1 WHERE id = $1",
            row["id"],
            first.first_on,
            first.last_on,
        )
        for days in others:
            await _split(row, days)
        await _record("shift", row, message, was=was, rescheduling=message.ids["rescheduling"])
    if lost:
        days_lost = ",".join(on.isoformat() for on in lost)
        await _record("lost", row, message, days=days_lost, rescheduling=message.ids["rescheduling"])


async def _split(row: dict[str, Any], days: Days) -> None:
    await db.fetch(
        """
        INSERT INTO assignment (id, booth, organization, application_id, first_on, last_on, held_until, offered, created_at,
                                version)
        SELECT $2, booth, organization, application_id, $3, $4, held_until, offered, created_at, 1
        FROM assignment WHERE id = $1
        """,
        row["id"],
        values.new_id(),
        days.first_on,
        days.last_on,
    )


async def _delete(ids: Sequence[UUID]) -> None:
    if ids:
        await db.fetch("DELETE FROM assignment WHERE id = ANY($1)", list(ids))


async def _record(
    verb: str, row: dict[str, Any], message: outbox.Recorded, *, was: Days | None = None, **ids: Any
) -> None:
    await outbox.record(
        f"assignment.{verb}",
        at=message.at,
        id=row["id"],
        booth=row["booth"],
        organization=row["organization"],
        application=row["application_id"],
        **({"was": f"{was.first_on}/{was.last_on}"} if was else {}),
        **ids,
    )


def _date(written: str) -> date:
    return date.fromisoformat(written)
