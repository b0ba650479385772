"""A booth is offered, and what an entity holds or is offered is declined and given back."""

from datetime import datetime, timedelta

import pytest

from events_app import actor
from events_app.booths import booking
from events_app.booths.tables import Assignment
from events_app.errors import Invalid, Stale, WrongState
from events_app.events.tables import Mode
from events_app.exhibitors import choosing
from events_app.exhibitors.tables import ApplicationState
from events_app.values import Days
from tests import make
from tests.exhibitors.scenes import Scene, rows, scene_of, state_of, topics

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
FIRST_TWO = Days(make.FIRST_ON, make.FIRST_ON + timedelta(days=1))
REST = Days(make.FIRST_ON + timedelta(days=2), make.LAST_ON)


async def test_an_offer_is_confirmed_by_the_exhibitor_in_any_mode(cast: make.Cast, at: datetime) -> None:
    scene = await scene_of(cast, S.WAITLISTED, mode=Mode.REVIEW)
    with actor.as_actor(cast.an.actor):
        offered = await choosing.offer(scene.binhs, scene.first, ALL, at=at)
    assert (offered.offered, offered.held_until) == (True, at + choosing.OFFER_LASTS)
    assert (scene.binhs.state, scene.binhs.returns_to) == (S.OFFERED, S.WAITLISTED)
    with actor.as_actor(cast.binh.actor):
        await choosing.confirm(scene.binhs, at=at)
    assert await state_of(scene.binhs) == S.CONFIRMED
    assert scene.binhs.returns_to is None
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], True)]


async def test_an_offer_of_a_taken_booth_leaves_everything_as_it_was(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.ems, scene.first, ALL, at=at)
    with pytest.raises(booking.BoothTaken):
        await choosing.offer(scene.binhs, scene.first, ALL, at=at)
    assert await state_of(scene.binhs) == S.SUBMITTED
    assert await topics() == ["assignment.hold"]


async def test_an_offer_ends_in_the_future(scene: Scene, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        await choosing.offer(scene.binhs, scene.first, ALL, until=at, at=at)
    assert [wrong.field for wrong in refused.value.errors] == ["until"]


async def test_declining_an_offer_ends_the_application_and_frees_the_booth(scene: Scene, at: datetime) -> None:
    await choosing.offer(scene.binhs, scene.first, ALL, at=at)
    await choosing.decline(scene.binhs, at=at)
    assert (scene.binhs.state, await rows()) == (S.DECLINED, [])


async def test_declining_holds_gives_them_back_and_keeps_what_is_confirmed(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    await choosing.confirm(scene.binhs, at=at)
    await choosing.hold(scene.binhs, scene.second, REST, at=at)
    await choosing.decline(scene.binhs, at=at)
    assert await rows() == [(scene.first, scene.binhs.id, *FIRST_TWO[:], True)]
    assert await state_of(scene.binhs) == S.CONFIRMED
    with pytest.raises(WrongState) as refused:
        await choosing.decline(scene.binhs, at=at)
    assert refused.value.facts == {"verb": "decline", "state": S.CONFIRMED}


async def test_one_hold_is_given_back(scene: Scene, at: datetime) -> None:
    first = await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    await choosing.hold(scene.binhs, scene.second, REST, at=at)
    await choosing.release(scene.binhs, first.id, first.version, at=at)
    assert await rows() == [(scene.second, scene.binhs.id, *REST[:], False)]
    assert await state_of(scene.binhs) == S.SUBMITTED


async def test_a_hold_is_given_back_as_it_was_seen_and_not_once_it_is_confirmed(scene: Scene, at: datetime) -> None:
    held = await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    await choosing.confirm(scene.binhs, at=at)
    with pytest.raises(Stale):
        await choosing.release(scene.binhs, held.id, held.version, at=at)
    kept = await Assignment.objects().get(Assignment.id == held.id)
    assert kept is not None
    with pytest.raises(WrongState):
        await choosing.release(scene.binhs, held.id, kept.version, at=at)
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], True)]


async def test_an_offer_given_back_is_declined_by_the_entity_and_taken_back_by_the_organizer(
    scene: Scene, at: datetime
) -> None:
    for who, expected in ((scene.cast.an, S.SUBMITTED), (scene.cast.binh, S.DECLINED)):
        offered = await choosing.offer(scene.binhs, scene.first, ALL, at=at)
        with actor.as_actor(who.actor):
            await choosing.release(scene.binhs, offered.id, offered.version, at=at)
        assert (await state_of(scene.binhs), await rows()) == (expected, [])
