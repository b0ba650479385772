"""A fair that is altered, who is told of it, and what the letters say."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from events_app import db, mail
from events_app.events import siting
from events_app.events.bodies import DayChange
from events_app.events.tables import OpeningDay
from events_app.reminders import letters
from tests import make
from tests.reminders import posting

LATER = make.NOW + timedelta(hours=1)


async def opens(fair: make.Fair, hour: int, *, place: int = 0, at: datetime = make.NOW) -> None:
    """One of the fair's days opens at another hour; nobody is told yet."""
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    await siting.edit_day(days[place], days[place].version, DayChange(opens=time(hour)), at=at)


async def told(at: datetime = make.NOW) -> list[dict[str, Any]]:
    """The letters about changes that are not sent, after everybody was told."""
    await posting.tell(at)
    return [row for row in await posting.deliveries("alteration") if row["state"] in {"waiting", "unreachable"}]


async def sent(rows: Sequence[dict[str, Any]], at: datetime = LATER) -> list[mail.Parts]:
    """What goes out of these letters; it is written down as sent, and the rest as skipped."""
    read = await letters.read(rows, at=at)
    await db.fetch("UPDATE delivery SET state = 'sent' WHERE id = ANY($1)", [row["id"] for row in rows])
    return [letters.parts(row, read) for row in rows if row["id"] in read.true]


def lines(letter: mail.Parts) -> list[str]:
    """What a letter says has changed."""
    return letter.text.split("\n\n")[2].splitlines()
