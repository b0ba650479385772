"""An event is put off."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db, errors
from events_app.events import postponing
from events_app.events.tables import EventState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


async def test_what_is_postponed_keeps_its_dates_and_says_why(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization)
    await postponing.postpone(event, "Bão số 9", at=at)
    assert (event.state, event.reason, event.first_on) == ("postponed", "Bão số 9", make.FIRST_ON)
    recorded = await db.fetch("SELECT payload FROM message WHERE topic = 'event.postpone'")
    assert recorded == [{"payload": {"id": str(event.id)}}]


async def test_a_draft_is_not_postponed(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    with pytest.raises(errors.WrongState):
        await postponing.postpone(event, "Bão số 9", at=at)
    assert event.reason == ""
