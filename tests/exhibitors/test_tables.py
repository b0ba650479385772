"""Every pair of state and verb: what may happen to an application, and where it leads."""

from datetime import datetime

import pytest

from events_app import lifecycle
from events_app.errors import WrongState
from events_app.exhibitors.tables import Application, ApplicationState
from tests import make

S = ApplicationState

# Written out here a second time on purpose: the table in the code is what is tested.
ALLOWED: dict[str, dict[S, S]] = {
    "submit": {S.DRAFT: S.SUBMITTED, S.CHANGES_REQUESTED: S.SUBMITTED},
    "request_changes": {S.SUBMITTED: S.CHANGES_REQUESTED},
    "accept": {S.SUBMITTED: S.ACCEPTED, S.WAITLISTED: S.ACCEPTED},
    "waitlist": {S.SUBMITTED: S.WAITLISTED, S.ACCEPTED: S.WAITLISTED},
    "reject": dict.fromkeys([S.SUBMITTED, S.CHANGES_REQUESTED, S.ACCEPTED, S.WAITLISTED, S.CONFIRMED], S.REJECTED),
    "offer": dict.fromkeys([S.SUBMITTED, S.ACCEPTED, S.WAITLISTED], S.OFFERED),
    "lapse": {S.OFFERED: S.SUBMITTED},
    "confirm": dict.fromkeys([S.SUBMITTED, S.ACCEPTED, S.OFFERED, S.CONFIRMED], S.CONFIRMED),
    "decline": {S.OFFERED: S.DECLINED},
    "withdraw": dict.fromkeys(
        [S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.ACCEPTED, S.WAITLISTED, S.OFFERED, S.CONFIRMED], S.WITHDRAWN
    ),
}


def test_every_verb_is_in_this_table() -> None:
    assert set(ALLOWED) == set(Application.MOVES)


@pytest.mark.parametrize("verb", sorted(ALLOWED))
@pytest.mark.parametrize("state", list(S))
async def test_a_verb_leads_where_the_table_says_and_nowhere_else(
    cast: make.Cast, at: datetime, state: S, verb: str
) -> None:
    row = await make.application(await make.event(cast.an.organization), cast.binh.organization, state)
    target = ALLOWED[verb].get(state)
    if target is None:
        with pytest.raises(WrongState) as refused:
            await lifecycle.move(row, verb, at=at)
        assert refused.value.facts == {"verb": verb, "state": state}
    else:
        await lifecycle.move(row, verb, at=at)
    kept = await Application.objects().get(Application.id == row.id)
    assert kept is not None
    assert (kept.state, kept.version) == ((target, 2) if target else (state, 1))
