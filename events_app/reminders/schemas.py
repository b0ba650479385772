"""What the reminders' part of the API says."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.reminders.tables import DeliveryState, Purpose, ReminderRule


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When the exhibitors of an event are reminded; ``at_time`` is local, ``HH:MM``."""

    id: UUID
    event_id: UUID
    days_before: int
    at_time: str
    active: bool


class Rules(msgspec.Struct, frozen=True):
    """A page of rules."""

    items: list[Rule]
    next: str | None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One letter to one person; ``address`` is masked for other organizations' people, ``phone`` is where no letter can go."""

    id: UUID
    purpose: Purpose
    state: DeliveryState
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str
    name: str
    address: str | None
    phone: str | None
    language: str
    organization_id: UUID | None
    organization: str | None
    application_id: UUID | None


class Deliveries(msgspec.Struct, frozen=True):
    """A page of deliveries."""

    items: list[Delivery]
    next: str | None


class Named(msgspec.Struct, frozen=True):
    """A certificate that a letter names, with its product's name."""

    id: UUID
    product: str


class WarningShown(msgspec.Struct, frozen=True, kw_only=True):
    """One letter about certificates that lapse within ``threshold_days``; ``phone`` is where no letter can go."""

    id: UUID
    organization_id: UUID
    organization: str
    threshold_days: int
    certificates: list[Named]
    state: DeliveryState
    due_at: datetime
    sent_at: datetime | None
    error: str
    name: str
    address: str | None
    phone: str | None


class WarningPage(msgspec.Struct, frozen=True):
    """A page of warnings."""

    items: list[WarningShown]
    next: str | None


def rule(row: ReminderRule | dict[str, Any]) -> Rule:
    """A rule as it is shown."""
    found = row if isinstance(row, dict) else row.to_dict()
    return Rule(
        id=found["id"],
        event_id=found["event"],
        days_before=found["days_before"],
        at_time=found["at_time"].strftime("%H:%M"),
        active=found["active"],
    )


def delivery(row: dict[str, Any]) -> Delivery:
    """A delivery as it is shown."""
    return msgspec.convert(row, Delivery)


def warning(row: dict[str, Any]) -> WarningShown:
    """A letter about certificates that lapse, as the authority of the province sees it."""
    named = [Named(*one) for one in row["named"]]
    return msgspec.convert({**row, "threshold_days": row["threshold"], "certificates": named}, WarningShown)
