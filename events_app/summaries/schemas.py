"""Summaries as they are answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Counts(msgspec.Struct, frozen=True):
    """Counts over the agreements listed; ``value_vnd`` is of those that state one, ``silent`` counts those that do not."""

    agreements: int
    parties: int
    by_kind: dict[str, int]
    by_role: dict[str, int]
    value_vnd: int
    stating: int
    silent: int


class SummaryShown(msgspec.Struct, frozen=True):
    """A frozen summary; ``whole`` is false for a party, whose view holds its own agreements only."""

    id: UUID
    event_id: UUID
    number: int
    frozen_at: datetime
    whole: bool
    event: dict[str, Any]
    counts: Counts
    agreements: list[dict[str, Any]]


class SummaryListed(msgspec.Struct, frozen=True):
    """A summary in a list."""

    id: UUID
    number: int
    frozen_at: datetime
    printed: bool
    counts: Counts


class SummaryList(msgspec.Struct, frozen=True):
    """A page of summaries."""

    items: list[SummaryListed]
    next: str | None


def shown(row: dict[str, Any]) -> SummaryShown:
    """The answer for a row of ``queries.seen``."""
    facts = row["facts"]
    return SummaryShown(
        id=row["id"],
        event_id=row["event"],
        number=row["number"],
        frozen_at=row["frozen_at"],
        whole=row["whole"],
        event=facts["event"],
        counts=msgspec.convert(facts["counts"], Counts),
        agreements=facts["agreements"],
    )


def listed(row: dict[str, Any]) -> SummaryListed:
    """The answer for a row of ``queries.listed``."""
    counts = msgspec.convert(row["facts"]["counts"], Counts)
    return SummaryListed(row["id"], row["number"], row["frozen_at"], row["printed"], counts)
