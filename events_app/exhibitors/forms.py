"""What the pages' forms may say where they say more than the API's bodies."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from events_app import reading
from events_app.exhibitors import bodies


class Entry(reading.Body):
    """A whole application in one form; ``then`` says whether it is handed in or kept as a draft."""

    products: bodies.Products = []
    note: reading.Paragraph = ""
    consent: reading.Paragraph | None = None
    then: Literal["submit", "draft"] = "submit"


class EntryOnBehalf(reading.Body):
    """The organizer enters a signed form."""

    organization_id: UUID
    products: bodies.Products = []
    note: reading.Paragraph = ""
    consent_record: reading.OptionalLine | None = None


class Edit(reading.Body):
    """The products and the note, whole: a box that is not ticked is not sent."""

    products: bodies.Products = []
    note: reading.Paragraph = ""


class Choosing(bodies.Choice):
    """A booth on a range of days; ``site`` is the one that was shown, ``lasts`` for how many days an offer stands."""

    site: UUID | None = None
    lasts: Annotated[int, Field(ge=1, le=30)] = 3

    def until(self, at: datetime) -> datetime:
        """The end of an offer made at ``at``."""
        return at + timedelta(days=self.lasts)


class GivingBack(reading.Body):
    """Which hold."""

    hold: UUID
