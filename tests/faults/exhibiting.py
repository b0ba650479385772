"""A fair in nine days, and entities that are confirmed at it: each owes one letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events_app import actor, db, values
from events_app.calendars import entries
from events_app.exhibitors import choosing
from events_app.values import Days
from tests import make

ALWAYS_OPEN: dict[str, Any] = {"registration_opens_at": None, "registration_closes_at": None}


@dataclass
class Story:
    """The people and the fair."""

    cast: make.Cast
    fair: make.Fair

    async def confirm(self, person: make.Person, place: int = 0) -> None:
        """Somebody's entity picks a booth for all days and is confirmed, under a request id of its own."""
        at = values.now()
        application = await make.application(self.fair.event, person.organization)
        with actor.as_actor(person.actor, request_of(person)):
            days = Days(self.fair.event.first_on, self.fair.event.last_on)
            await choosing.hold(application, self.fair.booths[place].id, days, at=at)
            await choosing.confirm(application, at=at)


def request_of(person: make.Person) -> str:
    """The id under which a person asks."""
    return f"asked-by-{person.user.id.hex}"


async def begun(*, at: datetime) -> Story:
    """A fair of three days, shown in calendars; nobody has anything to hear yet."""
    cast = await make.cast()
    first_on = values.today(at) + timedelta(9)
    fair = await make.fair(cast.an.organization, first_on=first_on, last_on=first_on + timedelta(2), **ALWAYS_OPEN)
    await entries.refresh(fair.id, at=at)
    await all_heard(at=at)
    return Story(cast, fair)


async def all_heard(*, at: datetime) -> None:
    """Whoever had to hear of what was recorded so far has."""
    await db.fetch("UPDATE message SET routed_at = $1 WHERE routed_at IS NULL", at)
