"""Sample data, loaded once into an empty database through the same verbs that people use, each at its own time.

The fairs of the past are real and are named as they were announced; people, entities, products, agreements and every figure
beyond those announced are invented and carry "mẫu" (sample) in their names.
"""

from datetime import datetime

from events_app import db
from events_app.errors import Refusal
from events_app.reminders import telling
from events_app.sample import people, places, present, selling
from events_app.sample.past import fairs

PASSWORD = people.PASSWORD
PEOPLE = people.PEOPLE


class AlreadyLoaded(Refusal):
    """There is data already; sample data goes into an empty database only."""


async def load(*, at: datetime, password: str = PASSWORD) -> None:
    """Load everything as of ``at``; letters that would have been due before are recorded as skipped. Raises AlreadyLoaded.

    The known password is for a database of our own, which others do not reach.
    """
    if await db.fetch("SELECT FROM users LIMIT 1") or await db.fetch("SELECT FROM organization LIMIT 1"):
        raise AlreadyLoaded
    cast = await people.load(at=at, password=password)
    venues = await places.load(cast, at=at)
    await fairs.load(cast, venues)
    await present.load(cast, venues, at=at)
    await selling.load(cast, at=at)
    await telling.settle(before=at)


async def is_loaded() -> bool:
    """Whether the people of the sample are all here, as they are nowhere else."""
    (row,) = await db.fetch("SELECT count(*) AS here FROM users WHERE email = ANY($1)", list(PEOPLE))
    return bool(row["here"] == len(PEOPLE))
