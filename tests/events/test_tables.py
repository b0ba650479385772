"""Every pair of state and verb of an event."""

from typing import Any

import pytest

from events_app import lifecycle
from events_app.errors import WrongState
from events_app.events.tables import Event, EventState
from tests import make

S = EventState
LEADS_TO = {
    "publish": {S.DRAFT: S.PUBLISHED},
    "postpone": {S.PUBLISHED: S.POSTPONED},
    "reschedule": {S.PUBLISHED: S.PUBLISHED, S.POSTPONED: S.PUBLISHED},
    "cancel": {S.PUBLISHED: S.CANCELLED, S.POSTPONED: S.CANCELLED},
    "end": {S.PUBLISHED: S.ENDED},
    "close": {S.ENDED: S.CLOSED},
}


def test_the_table_below_names_every_verb() -> None:
    assert set(LEADS_TO) == set(Event.MOVES)


@pytest.mark.parametrize("verb", LEADS_TO)
@pytest.mark.parametrize("state", EventState)
async def test_a_verb_leads_where_the_table_says_or_is_refused(cast: Any, state: EventState, verb: str) -> None:
    event = await make.event(cast.an.organization, state=state)
    target = LEADS_TO[verb].get(state)
    if target:
        await lifecycle.move(event, verb, at=make.NOW)
        assert (event.state, event.version) == (target, 2)
    else:
        with pytest.raises(WrongState) as refused:
            lifecycle.check(event, verb)
        assert refused.value.facts == {"verb": verb, "state": str(state)}
        with pytest.raises(WrongState):
            await lifecycle.move(event, verb, at=make.NOW)
    kept = await Event.select(Event.state).where(Event.id == event.id).first()
    assert kept == {"state": str(target or state)}
