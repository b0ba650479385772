"""Every pair of state and verb of an event."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from events_app import lifecycle
from events_app.errors import WrongState
from events_app.events import cancelling, postponing, publishing, rescheduling
from events_app.events.bodies import NewDates
from events_app.events.tables import Event, EventKind, EventState
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


async def _reschedule(event: Event) -> None:
    new = NewDates(reason="Dời lịch", first_on=make.FIRST_ON, last_on=make.LAST_ON)
    await rescheduling.reschedule(event, new, at=make.NOW)


async def _move(event: Event, verb: str) -> None:
    await lifecycle.move(event, verb, at=make.NOW)


VERBS: dict[str, Callable[[Event], Awaitable[Any]]] = {
    "publish": lambda event: publishing.publish(event, at=make.NOW),
    "postpone": lambda event: postponing.postpone(event, "Bão", at=make.NOW),
    "reschedule": _reschedule,
    "cancel": lambda event: cancelling.cancel(event, "Dịch", at=make.NOW),
    "end": lambda event: _move(event, "end"),
    "close": lambda event: _move(event, "close"),
}


@pytest.mark.parametrize("verb", LEADS_TO)
@pytest.mark.parametrize("state", EventState)
async def test_a_verb_leads_where_the_table_says_or_is_refused(cast: Any, state: EventState, verb: str) -> None:
    event = await make.event(cast.an.organization, kind=EventKind.PROMOTION, state=state)
    target = LEADS_TO[verb].get(state)
    if target:
        await VERBS[verb](event)
        assert (event.state, event.version) == (target, 2)
    else:
        with pytest.raises(WrongState) as refused:
            await VERBS[verb](event)
        assert refused.value.facts == {"verb": verb, "state": str(state)}
        with pytest.raises(WrongState):
            await _move(event, verb)
    kept = await Event.select(Event.state).where(Event.id == event.id).first()
    assert kept == {"state": str(target or state)}
