"""An organizer decides when exhibitors are reminded; the reminders that are still to come follow at once."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from events_app import db, lifecycle, outbox, reading
from events_app.errors import Refusal
from events_app.events.bodies import Hour
from events_app.events.tables import Event
from events_app.reminders.due import AT_TIME, DAYS_BEFORE
from events_app.reminders.tables import ReminderRule


class RuleTwice(Refusal):
    """Exhibitors are reminded on this day already."""


DaysBefore = Annotated[int, Field(ge=0, le=365)]


class NewRule(reading.Body):
    """How many days before its first day, and when on that day, an exhibitor is reminded."""

    days_before: DaysBefore = DAYS_BEFORE
    at_time: Hour = AT_TIME
    active: bool = True


class RuleChange(reading.Body):
    """What to change of a rule."""

    days_before: DaysBefore = DAYS_BEFORE
    at_time: Hour = AT_TIME
    active: bool = True


async def add(event: Event, new: NewRule, *, at: datetime) -> ReminderRule:
    """One more rule for an event. Raises RuleTwice."""
    async with db.transaction(a_rule_reminds_once_on_a_day=RuleTwice):
        await _hold(event)
        rule = ReminderRule(event=event.id, created_at=at, **new.model_dump())
        await rule.save()
        await outbox.record("reminder_rule.create", at=at, id=rule.id, event=event.id)
        return rule


async def change(rule: ReminderRule, event: Event, version: int, *, at: datetime, **changes: Any) -> ReminderRule:
    """Change a rule; reminders that went out already stay as they are. Raises Stale, RuleTwice."""
    async with db.transaction(a_rule_reminds_once_on_a_day=RuleTwice):
        await _hold(event)
        return await lifecycle.edit(rule, version, at=at, also={"event": event.id}, **changes)


async def remove(rule: ReminderRule, event: Event, version: int, *, at: datetime) -> None:
    """Take a rule away, and the reminders that it has not sent yet. Raises Stale."""
    async with db.transaction():
        await _hold(event)
        await db.fetch("SELECT FROM delivery WHERE rule = $1 ORDER BY id FOR UPDATE", rule.id)
        await db.fetch("UPDATE delivery SET rule = NULL WHERE rule = $1", rule.id)
        await lifecycle.delete(rule, version, at=at, event=event.id)


async def _hold(event: Event) -> None:
    """Keep the event from moving, and reminders from being made after its rules as they were, until the transaction ends."""
    await db.fetch("SELECT FROM event WHERE id = $1 FOR NO KEY UPDATE", event.id)
