"""The organizer says yes, not yet, wait or no; who is refused holds nothing any more."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from events_app import db
from events_app.booths.tables import Assignment
from events_app.errors import WrongState
from events_app.events.tables import EventState
from events_app.exhibitors import applying, choosing, deciding
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
Verb = Callable[[Application, datetime], Awaitable[Application]]

VERBS: dict[str, tuple[Verb, S, str]] = {
    "request_changes": (
        lambda row, at: deciding.request_changes(row, "Thiếu giấy", at=at),
        S.CHANGES_REQUESTED,
        "Thiếu giấy",
    ),
    "waitlist": (lambda row, at: deciding.waitlist(row, at=at), S.WAITLISTED, ""),
    "reject": (lambda row, at: deciding.reject(row, "Hết chỗ", at=at), S.REJECTED, "Hết chỗ"),
}


async def _holding(cast: make.Cast, at: datetime) -> Application:
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(application, fair.booths[0].id, ALL, at=at)
    return application


async def test_yes_leaves_the_hold_where_it_is(cast: make.Cast, at: datetime) -> None:
    application = await _holding(cast, at)
    assert (await deciding.accept(application, at=at)).state == S.ACCEPTED
    assert await Assignment.count() == 1


@pytest.mark.parametrize("verb", sorted(VERBS))
async def test_every_other_answer_frees_what_was_held_and_keeps_the_reason(
    cast: make.Cast, at: datetime, verb: str
) -> None:
    decide, state, reason = VERBS[verb]
    application = await _holding(cast, at)
    await decide(application, at)
    assert (application.state, application.reason) == (state, reason)
    assert await Assignment.count() == 0
    said = await db.one("SELECT topic FROM message ORDER BY id DESC LIMIT 1")
    assert said == {"topic": f"application.{verb}"}


@pytest.mark.parametrize("verb", ["request_changes", "waitlist"])
async def test_an_exhibitor_keeps_its_booth_when_it_is_told_to_wait_or_change(
    cast: make.Cast, at: datetime, verb: str
) -> None:
    application = await _holding(cast, at)
    await choosing.confirm(application, at=at)
    with pytest.raises(WrongState) as refused:
        await VERBS[verb][0](application, at)
    assert refused.value.facts == {"verb": verb, "state": S.CONFIRMED}
    assert await Assignment.count() == 1


async def test_an_exhibitor_that_is_excluded_is_told_why_and_loses_every_booth(cast: make.Cast, at: datetime) -> None:
    application = await _holding(cast, at)
    await choosing.confirm(application, at=at)
    await deciding.reject(application, "Giấy chứng nhận đã bị thu hồi", at=at)
    assert (application.state, application.reason) == (S.REJECTED, "Giấy chứng nhận đã bị thu hồi")
    assert await Assignment.count() == 0


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.ENDED])
async def test_nothing_is_decided_or_given_back_once_the_fair_is_over_or_cancelled(
    cast: make.Cast, at: datetime, state: EventState
) -> None:
    application = await _holding(cast, at)
    await choosing.confirm(application, at=at)
    await db.fetch("UPDATE event SET state = $1", state)
    verbs: list[Verb] = [
        *(verb for verb, _state, _reason in VERBS.values()),
        lambda row, at: deciding.accept(row, at=at),
        lambda row, at: choosing.decline(row, at=at),
        lambda row, at: applying.withdraw(row, at=at),
    ]
    for verb in verbs:
        with pytest.raises(applying.NotHeldNow):
            await verb(application, at)
    assert (application.state, await Assignment.count()) == (S.CONFIRMED, 1)


async def test_while_a_fair_is_postponed_an_exhibitor_may_leave(cast: make.Cast, at: datetime) -> None:
    application = await _holding(cast, at)
    await db.fetch("UPDATE event SET state = 'postponed'")
    assert (await applying.withdraw(application, at=at)).state == S.WITHDRAWN
