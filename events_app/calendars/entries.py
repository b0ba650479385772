"""Entries are rendered when what they show changes, and at no other time."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, outbox, values
from events_app.calendars import rendering, showing
from events_app.calendars.rendering import Shown
from events_app.calendars.tables import EntryStatus, Thing
from events_app.i18n import Language
from events_app.settings import settings

KEPT = timedelta(days=30)  # how long what is cancelled stays in the feeds after its end

_COLUMNS = (
    "id",
    "event",
    "thing",
    "thing_id",
    "starts_at",
    "ends_at",
    "all_day",
    "status",
    "sequence",
    "stamped_at",
    "venue_id",
    "facts",
    "schedule_digest",
    "digest",
    "rendered_as",
    "drop_on",
    "ics_vi",
    "ics_en",
    "ics_id",
)
_INSERT = f"INSERT INTO entry ({', '.join(_COLUMNS)}) VALUES ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS)))})"
_UPDATE = f"UPDATE entry SET {', '.join(f'{name} = ${n + 1}' for n, name in enumerate(_COLUMNS) if n)} WHERE id = $1"


async def refresh(event_id: UUID, *, at: datetime) -> int:
    """Bring the entries of an event to what it shows now, within the open transaction; how many were written.

    UIDs stay. SEQUENCE moves with start, end, place and status; DTSTAMP and LAST-MODIFIED with anything that can be seen, always
    to a later second. What is gone becomes cancelled and leaves the feeds thirty days after the end. Drafts have no entries.
    """
    async with db.transaction():
        now_shown = await showing.of(event_id)
        if now_shown is None:
            return 0
        before = {(row["thing"], row["thing_id"]): row for row in await _stored(event_id)}
        wanted = {**{key: _gone(row, now_shown) for key, row in before.items()}, **now_shown.things}
        fresh, changed = [], []
        for key, shown in wanted.items():
            row = before.get(key)
            if row is None and shown.status == EntryStatus.CANCELLED:
                continue  # nobody was ever shown it
            written = _written(event_id, key, shown, row, now_shown.last_on, at)
            if row is None:
                fresh.append(written)
            elif any(row[name] != written[name] for name in ("digest", "rendered_as", "drop_on")):
                changed.append(written)
        for statement, rows in ((_INSERT, fresh), (_UPDATE, changed)):
            rendered = [_with_bytes(row) for row in rows]
            await db.execute_many(statement, [[row[name] for name in _COLUMNS] for row in rendered])
        return len(fresh) + len(changed)


async def catch_up(*, at: datetime) -> int:
    """Render again what was rendered by an older program or under another address; how many entries were written.

    One event at a time, so that none is held for long; two processes that do it at once do it once.
    """
    rows = await db.fetch("SELECT DISTINCT event FROM entry WHERE rendered_as <> $1 ORDER BY event", rendered_as())
    count = sum([await refresh(row["event"], at=at) for row in rows])
    if count:
        async with db.transaction():
            await outbox.record("calendar.catch_up", at=at)
    return count


def rendered_as() -> str:
    """Which rendering, under which address, this process makes."""
    return f"{rendering.RENDERING} {settings().url}"[:200]


async def _stored(event_id: UUID) -> list[dict[str, Any]]:
    return await db.fetch(
        """
        SELECT id, thing, thing_id, sequence, stamped_at, facts, schedule_digest, digest, rendered_as, drop_on
        FROM entry WHERE event = $1 ORDER BY starts_at, id
        """,
        event_id,
    )


def _gone(row: Mapping[str, Any], event: showing.Showing) -> Shown:
    """What is left to show of a thing that is no longer there."""
    last = msgspec.convert(row["facts"], Shown)
    title = last.title if last.thing == Thing.SESSION else event.title
    return msgspec.structs.replace(
        last, status=EntryStatus.CANCELLED, title=title, event_title=event.title, slug=event.slug
    )


def _written(
    event_id: UUID, key: showing.Key, shown: Shown, row: Mapping[str, Any] | None, last_on: date, at: datetime
) -> dict[str, Any]:
    """The columns of an entry without its bytes."""
    schedule, digest = schedule_digest(shown), _digest(shown)
    stamp, sequence = rendering.whole_second(at), 0
    if row is not None:
        seen = digest != row["digest"] or rendered_as() != row["rendered_as"]
        stamp = max(stamp, row["stamped_at"] + timedelta(seconds=1)) if seen else row["stamped_at"]
        sequence = row["sequence"] + (schedule != row["schedule_digest"])
    return {
        "id": row["id"] if row is not None else values.new_id(),
        "event": event_id,
        "thing": str(key[0]),
        "thing_id": key[1],
        "starts_at": shown.starts_at,
        "ends_at": shown.ends_at,
        "all_day": shown.thing == Thing.OVERVIEW,
        "status": str(shown.status),
        "sequence": sequence,
        "stamped_at": stamp,
        "venue_id": shown.places[0].venue_id if shown.thing != Thing.OVERVIEW else None,
        "facts": shown,
        "schedule_digest": schedule,
        "digest": digest,
        "rendered_as": rendered_as(),
        "drop_on": drop_on(shown, last_on),
    }


def _with_bytes(row: dict[str, Any]) -> dict[str, Any]:
    shown: Shown = row["facts"]
    for language in Language:
        made = rendering.entry(
            row["id"],
            shown,
            sequence=row["sequence"],
            stamped_at=row["stamped_at"],
            language=language,
            url=settings().url,
        )
        row[f"ics_{language.value}"] = rendering.rendered(made)
    return {**row, "facts": msgspec.to_builtins(shown)}


def drop_on(shown: Shown, last_on: date) -> date | None:
    """The day on which a cancelled thing leaves the feeds: thirty days after its own end and its event's."""
    if shown.status != EntryStatus.CANCELLED:
        return None
    ends_on = values.today(shown.ends_at - timedelta(microseconds=1))
    return max(ends_on, last_on) + KEPT


def schedule_digest(shown: Shown) -> str:
    """Of start, end, place and status."""
    return _sha([shown.starts_at, shown.ends_at, shown.status, shown.places])


def _digest(shown: Shown) -> str:
    return _sha(shown)


def _sha(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
