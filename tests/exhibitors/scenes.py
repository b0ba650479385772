"""A fair with two entities that want its booths, for the tests of who gets them."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app import db
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)


class Scene:
    """A fair of An's, an application of Bình's and one of Em's."""

    def __init__(self, cast: make.Cast, fair: make.Fair, binhs: Application, ems: Application) -> None:
        self.cast, self.fair, self.binhs, self.ems = cast, fair, binhs, ems
        self.first, self.second, self.third = (booth.id for booth in fair.booths)


async def scene_of(cast: make.Cast, state: S = S.SUBMITTED, **given: Any) -> Scene:
    fair = await make.fair(cast.an.organization, **given)
    return Scene(
        cast,
        fair,
        await make.application(fair.event, cast.binh.organization, state),
        await make.application(fair.event, cast.em.organization, state),
    )


async def state_of(application: Application) -> str:
    row = await db.one("SELECT state FROM application WHERE id = $1", application.id)
    assert row is not None
    return str(row["state"])


async def rows() -> list[tuple[UUID, UUID, date, date, bool]]:
    """Booth, application, days, and whether it is confirmed."""
    found = await db.fetch("SELECT * FROM assignment ORDER BY first_on, booth")
    return [
        (row["booth"], row["application_id"], row["first_on"], row["last_on"], row["held_until"] is None)
        for row in found
    ]


async def topics() -> list[str]:
    return [row["topic"] for row in await db.fetch("SELECT topic FROM message WHERE topic LIKE 'a%' ORDER BY id")]
