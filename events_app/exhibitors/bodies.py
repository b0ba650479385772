"""What requests about applications may say; pages read their forms with the same bodies."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from events_app import reading, signs
from events_app.values import Days

Products = Annotated[list[UUID], Field(max_length=200)]
Reason = Annotated[str, Field(min_length=1, max_length=2000), signs.LINES]


class NewApplication(reading.Body):
    """An application to begin; the organizer names the entity on whose behalf it acts."""

    organization_id: UUID | None = None
    products: Products = []
    note: reading.Paragraph = ""


class ChangedApplication(reading.Body):
    """What an entity may still change."""

    products: Products | None = None
    note: reading.Paragraph | None = None


class Submission(reading.Body):
    """The consent: the text as it was shown, or on behalf of an entity the record of how it agreed."""

    consent: reading.Paragraph | None = None
    consent_record: reading.OptionalLine | None = None


class WithReason(reading.Body):
    """Why, as the entity is told."""

    reason: Reason


class Choice(reading.Body):
    """A booth on a range of days, both ends included."""

    booth_id: UUID
    first_on: reading.Day
    last_on: reading.Day

    def days(self) -> Days:
        """The days."""
        return Days(self.first_on, self.last_on)


class Offer(Choice):
    """A booth promised until an instant."""

    until: reading.Instant | None = None


class Confirmation(reading.Body):
    """Which holds to confirm; all of them when none is named."""

    holds: Annotated[list[UUID], Field(min_length=1, max_length=50)] | None = None
