"""When reminders fall due, and what becomes of them when something below them changes, in the same transaction.

A reminder's subject holds its rule, its application and the date that it speaks of: so each exhibitor is told of a date once,
however often the fair moves.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from events_app import db, outbox, values
from events_app.events.tables import EventState
from events_app.reminders import ledger, recipients
from events_app.reminders.tables import DeliveryState, Purpose, ReminderRule

DAYS_BEFORE, AT_TIME = 3, time(8)  # the rule that every event starts with

# Each confirmed exhibitor of an event, with the first day of its booths; none for who has lost them all and need not come.
_EXHIBITORS = f"""
    SELECT application.id AS application_id, application.event, {recipients.COLUMNS},
           (SELECT min(first_on) FROM assignment
            WHERE application_id = application.id AND held_until IS NULL) AS first_on
    FROM application {recipients.JOINS}
    WHERE application.event = $1 AND application.state = 'confirmed' AND ($2::uuid IS NULL OR application.id = $2)
"""


def due_at(first_on: date, days_before: int, at_time: time) -> datetime:
    """The instant at which a reminder falls due."""
    return values.local(first_on - timedelta(days=days_before), at_time)


async def recompute(event_id: UUID, application_id: UUID | None = None, *, at: datetime) -> None:
    """Make the unsent reminders of an event (or of one of its applications) what its rules, days and exhibitors say.

    A reminder that is late already goes at once as long as the fair has not begun; after that none is made.
    """
    async with db.transaction():
        event = await db.one("SELECT state FROM event WHERE id = $1", event_id)
        opens_at = await opening(event_id)
        wanted = await _wanted(event_id, application_id) if event else {}
        held = await db.fetch(
            f"""
            SELECT id, rule, application_id, recipient, subject, due_at, state, address, phone, name, language FROM delivery
            WHERE event = $1 AND purpose = 'reminder' AND ($2::uuid IS NULL OR application_id = $2)
              AND state IN ({ledger.sources("cancel")})
            ORDER BY id FOR UPDATE
            """,
            event_id,
            application_id,
        )
        state = _STATES.get(event["state"]) if event else None
        keep = {key: row for key, row in wanted.items() if state and not _too_late(row, opens_at, at)}
        await _cancel([row["id"] for row in held if _key(row) not in keep])
        await _change(held, keep, state or DeliveryState.WAITING)
        told_of = {_key(row): row["subject"] for row in held}
        fresh = [row for key, row in keep.items() if told_of.get(key) != row["subject"]]
        await recipients.write(fresh, state=state or DeliveryState.WAITING, at=at, revive=True)


_STATES = {EventState.PUBLISHED: DeliveryState.WAITING, EventState.POSTPONED: DeliveryState.SUSPENDED}


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["rule"], row["application_id"], row["recipient"]


def _too_late(row: dict[str, Any], opens_at: datetime | None, at: datetime) -> bool:
    """Whether a reminder has lost its sense: its time has passed and the fair has begun."""
    passed: bool = row["due_at"] <= at
    return passed and opens_at is not None and opens_at <= at


async def opening(event_id: UUID) -> datetime | None:
    """The instant at which a fair opens first, or None while it has no day."""
    row = await db.one(
        """
        SELECT min((held_on + opens) AT TIME ZONE 'Asia/Ho_Chi_Minh') AS opens_at
        FROM opening_day JOIN site ON site.id = opening_day.site WHERE site.event = $1 AND dropped_at IS NULL
        """,
        event_id,
    )
    return row["opens_at"] if row else None


async def _wanted(event_id: UUID, application_id: UUID | None) -> dict[tuple[Any, ...], dict[str, Any]]:
    rules = await db.fetch(
        "SELECT id, days_before, at_time FROM reminder_rule WHERE event = $1 AND active ORDER BY id", event_id
    )
    exhibitors = recipients.once(await db.fetch(_EXHIBITORS, event_id, application_id)) if rules else []
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rule in rules:
        for exhibitor in exhibitors:
            if exhibitor["first_on"] is None:
                continue
            row = {
                **exhibitor,
                "purpose": Purpose.REMINDER,
                "rule": rule["id"],
                "subject": f"{rule['id']}:{exhibitor['application_id']}:{exhibitor['first_on']}",
                "due_at": due_at(exhibitor["first_on"], rule["days_before"], rule["at_time"]),
                "facts": {"first_on": exhibitor["first_on"].isoformat()},
            }
            found[_key(row)] = row
    return found


async def _cancel(ids: Sequence[UUID]) -> None:
    await db.fetch(
        """
        UPDATE delivery SET state = 'cancelled', lease_until = NULL, version = version + 1 WHERE id = ANY($1)
        """,
        list(ids),
    )


async def _change(
    held: Sequence[dict[str, Any]], keep: dict[tuple[Any, ...], dict[str, Any]], state: DeliveryState
) -> None:
    """Give unsent reminders their new date and time; where there is one of that date already, this one has no use any more."""
    changed = []
    for row in held:
        wanted = keep.get(_key(row))
        if wanted is None:
            continue
        target = state if wanted["address"] else DeliveryState.UNREACHABLE
        as_it_is = (row["subject"], row["due_at"], row["address"], row["phone"], row["name"], row["language"])
        as_wanted = tuple(wanted[name] for name in ("subject", "due_at", "address", "phone", "name", "language"))
        if as_it_is != as_wanted or not _same_stage(row["state"], target):
            changed.append((row["id"], target.value, wanted["facts"], *as_wanted))
    await db.execute_many(
        """
        UPDATE delivery
        SET state = CASE WHEN told THEN 'cancelled' ELSE $2 END, lease_until = NULL, version = version + 1,
            facts = CASE WHEN told THEN facts ELSE $3 END,
            subject = CASE WHEN told THEN subject ELSE $4 END,
            due_at = $5, address = $6, phone = $7, name = $8, language = $9
        FROM (SELECT EXISTS (
            SELECT FROM delivery AS other JOIN delivery AS this ON this.id = $1
            WHERE other.purpose = this.purpose AND other.subject = $4 AND other.recipient = this.recipient
              AND other.channel = this.channel AND other.id <> $1) AS told) AS before
        WHERE delivery.id = $1
        """,
        changed,
    )


def _same_stage(state: str, target: DeliveryState) -> bool:
    """A letter that a worker has claimed is as good as waiting: nothing that it says has changed."""
    return state == target or (state == DeliveryState.CLAIMED and target == DeliveryState.WAITING)


# Followers: together.py calls them in the transaction of what happened.


async def event_created(message: outbox.Recorded) -> None:
    """Give a new event its first rule: three days before, at 08:00."""
    event_id = UUID(str(message.ids.get("event") or message.ids["id"]))
    await ReminderRule(event=event_id, days_before=DAYS_BEFORE, at_time=AT_TIME, created_at=message.at).save()


async def event_changed(message: outbox.Recorded) -> None:
    """Move the reminders of an event that was given other days or other rules."""
    await recompute(UUID(str(message.ids.get("event") or message.ids["id"])), at=message.at)


async def event_moved(message: outbox.Recorded) -> None:
    """Suspend or move the reminders of an event, and let what a worker has in hand be read anew."""
    await event_altered(message)
    await event_changed(message)


async def event_altered(message: outbox.Recorded) -> None:
    """Let every letter about an event that a worker has in hand be read anew: it may name what was."""
    await db.fetch(
        """
        UPDATE delivery SET state = 'waiting', lease_until = NULL, version = version + 1
        WHERE id IN (SELECT id FROM delivery WHERE event = $1 AND state = 'claimed' ORDER BY id FOR UPDATE)
          AND state = 'claimed'
        """,
        UUID(str(message.ids["id"])),
    )


async def event_cancelled(message: outbox.Recorded) -> None:
    """Cancel every letter about a cancelled event that is not on the wire."""
    await cancel_unsent("event = $1", UUID(str(message.ids.get("event") or message.ids["id"])))


async def application_left(message: outbox.Recorded) -> None:
    """Cancel every unsent letter about an application that was withdrawn or turned down."""
    await cancel_unsent("application_id = $1", UUID(str(message.ids["id"])))


async def booth_given_back(message: outbox.Recorded) -> None:
    """Move the reminders of an exhibitor whose booths have changed; what others hold moves none."""
    application_id = UUID(str(message.ids["application"]))
    row = await db.one(
        """
        SELECT application.event FROM application JOIN event ON event.id = application.event
        WHERE application.id = $1 AND application.state = 'confirmed' AND event.state IN ('published', 'postponed')
        """,
        application_id,
    )
    if row:
        await recompute(row["event"], application_id, at=message.at)


async def cancel_unsent(condition: str, *given: Any) -> None:
    """Cancel the letters that meet a condition and are not on the wire, whoever has claimed them."""
    await db.fetch(
        f"""
        UPDATE delivery SET state = 'cancelled', lease_until = NULL, version = version + 1
        WHERE id IN (
            SELECT id FROM delivery WHERE {condition} AND state IN ({ledger.sources("cancel")}) ORDER BY id FOR UPDATE
        ) AND state IN ({ledger.sources("cancel")})
        """,
        *given,
    )


FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {
    "event.alter": (event_altered,),
    "event.create": (event_created,),
    "event.postpone": (event_moved,),
    "event.reschedule": (event_moved,),
    "event.cancel": (event_cancelled,),
    "opening_day.create": (event_changed,),
    "opening_day.edit": (event_changed,),
    "opening_day.drop": (event_changed,),
    "opening_day.delete": (event_changed,),
    "reminder_rule.create": (event_changed,),
    "reminder_rule.edit": (event_changed,),
    "reminder_rule.delete": (event_changed,),
    "application.withdraw": (application_left,),
    "application.reject": (application_left,),
    "assignment.release": (booth_given_back,),
}
