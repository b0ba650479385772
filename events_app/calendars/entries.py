"""Entries are rendered when what they show changes, and at no other time."""

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

Row = Mapping[str, Any]

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


async def refresh(*event_ids: UUID, at: datetime) -> int:
    """Bring the entries of events to what these show now, within the open transaction; how many were written.

    UIDs stay. SEQUENCE moves with start, end, place and status; DTSTAMP and LAST-MODIFIED with anything that can be seen, always
    to a later second. What is gone becomes cancelled and leaves the feeds thirty days after the end. Drafts have no entries.
    As many statements for many events as for one: a venue's new name touches hundreds.
    """
    async with db.transaction():
        now_shown = await showing.of(event_ids)
        before = await _stored(now_shown)
        fresh, changed = [], []
        for event_id, event in now_shown.items():
            for row, written in _wanted(event_id, event, before.get(event_id, {}), at):
                if row is None:
                    fresh.append(written)
                elif any(row[name] != written[name] for name in ("digest", "rendered_as", "drop_on")):
                    changed.append(written)
        for statement, rows in ((_INSERT, fresh), (_UPDATE, changed)):
            await db.execute_many(statement, [[row[name] for name in _COLUMNS] for row in await _rendered(rows)])
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


async def _stored(event_ids: Iterable[UUID]) -> dict[UUID, dict[showing.Key, Row]]:
    """The entries of each event by what they show."""
    rows = await db.fetch(
        """
        SELECT id, event, thing, thing_id, sequence, stamped_at, facts, schedule_digest, digest, rendered_as, drop_on
        FROM entry WHERE event = ANY($1) ORDER BY starts_at, id
        """,
        list(event_ids),
    )
    found: dict[UUID, dict[showing.Key, Row]] = {}
    for row in rows:
        found.setdefault(row["event"], {})[(row["thing"], row["thing_id"])] = row
    return found


def _wanted(
    event_id: UUID, event: showing.Showing, before: Mapping[showing.Key, Row], at: datetime
) -> Iterator[tuple[Row | None, dict[str, Any]]]:
    """Each entry that an event should have, without its bytes, beside the one that it has."""
    gone = {key: _gone(row, event) for key, row in before.items() if key not in event.things}
    for key, shown in (*gone.items(), *event.things.items()):
        row = before.get(key)
        if row is not None or shown.status != EntryStatus.CANCELLED:  # else nobody was ever shown it
            yield row, _written(event_id, key, shown, row, event.last_on, at)


def _gone(row: Row, event: showing.Showing) -> Shown:
    """What is left to show of a thing that is no longer there."""
    last = msgspec.convert(row["facts"], Shown)
    title = last.title if last.thing == Thing.SESSION else event.title
    return msgspec.structs.replace(
        last, status=EntryStatus.CANCELLED, title=title, event_title=event.title, slug=event.slug
    )


def _written(
    event_id: UUID, key: showing.Key, shown: Shown, row: Row | None, last_on: date, at: datetime
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


async def _rendered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their bytes; after each one others are served, because thousands take seconds."""
    found = []
    for row in rows:
        found.append(_with_bytes(row))
        await asyncio.sleep(0)
    return found


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
