"""An event is called off."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db, errors
from events_app.events import cancelling
from events_app.events.tables import EventState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("state", [EventState.PUBLISHED, EventState.POSTPONED])
async def test_what_is_announced_is_called_off_with_a_reason(cast: Any, at: datetime, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    await cancelling.cancel(event, "Dịch bệnh", at=at)
    assert (event.state, event.reason, event.cancelled_at) == ("cancelled", "Dịch bệnh", at)
    recorded = await db.fetch("SELECT payload FROM message WHERE topic = 'event.cancel'")
    assert recorded == [{"payload": {"id": str(event.id)}}]


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED, EventState.ENDED, EventState.CLOSED])
async def test_nothing_else_is(cast: Any, at: datetime, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    with pytest.raises(errors.WrongState):
        await cancelling.cancel(event, "Dịch bệnh", at=at)
    assert event.cancelled_at is None
