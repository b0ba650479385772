"""A booth is held, offered, confirmed, given back; whoever comes second is told what is free."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from events_app import actor, db, values
from events_app.booths import booking
from events_app.directory import on_behalf
from events_app.errors import Invalid, WrongState
from events_app.events.tables import EventState, Mode
from events_app.exhibitors import applying, choosing, queries
from events_app.exhibitors.tables import ApplicationState
from events_app.settings import settings
from events_app.values import Days
from tests import make
from tests.exhibitors.scenes import Scene, rows, scene_of, state_of, topics

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
FIRST_TWO = Days(make.FIRST_ON, make.FIRST_ON + timedelta(days=1))
REST = Days(make.FIRST_ON + timedelta(days=2), make.LAST_ON)


async def test_a_hold_lasts_as_the_setting_says_and_leaves_the_state_alone(scene: Scene, at: datetime) -> None:
    held = await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    assert held.held_until == at + timedelta(minutes=settings().hold_minutes)
    assert (await state_of(scene.binhs), scene.binhs.version) == (S.SUBMITTED, 1)
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], False)]


async def test_confirming_makes_an_exhibitor(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    await choosing.confirm(scene.binhs, at=at)
    assert (scene.binhs.state, scene.binhs.confirmed_at) == (S.CONFIRMED, at)
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], True)]
    assert await topics() == ["assignment.hold", "assignment.confirm", "application.confirm"]


async def test_the_loser_is_told_what_is_free_and_nothing_of_it_changes(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    with pytest.raises(booking.BoothTaken) as refused:
        await choosing.hold(scene.ems, scene.first, FIRST_TWO, at=at)
    free = {UUID(booth["booth_id"]) for booth in refused.value.facts["free"]}
    assert free == {scene.second, scene.third}
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], False)]
    assert await state_of(scene.ems) == S.SUBMITTED


async def test_others_may_have_the_same_booth_on_other_days(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    await choosing.hold(scene.ems, scene.first, REST, at=at)
    await choosing.confirm(scene.binhs, at=at)
    await choosing.confirm(scene.ems, at=at)
    assert await rows() == [
        (scene.first, scene.binhs.id, *FIRST_TWO[:], True),
        (scene.first, scene.ems.id, *REST[:], True),
    ]


async def test_a_second_member_who_picks_at_the_same_time_is_shown_the_hold_of_the_first(
    scene: Scene, at: datetime
) -> None:
    held = await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    for booth in (scene.first, scene.second):
        with pytest.raises(booking.AlreadyHolding) as refused:
            await choosing.hold(scene.binhs, booth, ALL, at=at)
        assert refused.value.facts == {"id": str(held.id)}
    assert len(await rows()) == 1


async def test_an_exhibitor_may_rotate_through_booths_and_add_some_later(scene: Scene, at: datetime) -> None:
    await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    await choosing.hold(scene.binhs, scene.second, REST, at=at)
    await choosing.confirm(scene.binhs, at=at)
    later = at + timedelta(hours=1)
    await choosing.hold(scene.binhs, scene.third, ALL, at=later)
    await choosing.confirm(scene.binhs, at=later)
    assert [row[4] for row in await rows()] == [True, True, True]
    assert scene.binhs.confirmed_at == at  # since when it exhibits


async def test_an_exhibitor_picks_only_so_many_booths_for_one_day(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=booking.MOST_BOOTHS + 1)
    application = await make.application(fair.event, cast.binh.organization)
    for booth in fair.booths[:-1]:
        await choosing.hold(application, booth.id, ALL, at=at)
        await choosing.confirm(application, at=at)
    with pytest.raises(booking.TooManyBooths) as refused:
        await choosing.hold(application, fair.booths[-1].id, FIRST_TWO, at=at)
    assert refused.value.facts == {"most": booking.MOST_BOOTHS}
    with actor.as_actor(cast.an.actor):
        await choosing.hold(application, fair.booths[-1].id, FIRST_TWO, at=at)
    assert len(await rows()) == booking.MOST_BOOTHS + 1


async def test_only_the_named_holds_are_confirmed(scene: Scene, at: datetime) -> None:
    first = await choosing.hold(scene.binhs, scene.first, FIRST_TWO, at=at)
    await choosing.hold(scene.binhs, scene.second, REST, at=at)
    await choosing.confirm(scene.binhs, [first.id], at=at)
    assert [row[4] for row in await rows()] == [True, False]


async def test_a_hold_of_somebody_else_cannot_be_confirmed(scene: Scene, at: datetime) -> None:
    own = await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    others = await choosing.hold(scene.ems, scene.second, ALL, at=at)
    with pytest.raises(booking.HoldLapsed):
        await choosing.confirm(scene.binhs, [own.id, others.id], at=at)
    assert [row[4] for row in await rows()] == [False, False]
    assert await state_of(scene.binhs) == S.SUBMITTED


async def test_a_hold_that_has_run_out_confirms_nothing_and_is_anothers(scene: Scene, at: datetime) -> None:
    held = await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    assert held.held_until is not None
    later = held.held_until + timedelta(seconds=1)
    with pytest.raises(booking.HoldLapsed):
        await choosing.confirm(scene.binhs, at=later)
    assert await state_of(scene.binhs) == S.SUBMITTED
    assert (await queries.shown(scene.binhs.id, at=later)).booths == []
    await choosing.hold(scene.ems, scene.first, ALL, at=later)
    assert await rows() == [(scene.first, scene.ems.id, *ALL[:], False)]


@pytest.mark.parametrize("state", sorted(set(S) - choosing.CHOOSING - {S.OFFERED}))
async def test_who_has_not_applied_properly_picks_nothing(cast: make.Cast, at: datetime, state: S) -> None:
    scene = await scene_of(cast, S.SUBMITTED)
    other = await make.organization()
    application = await make.application(scene.fair.event, other, state)
    with pytest.raises(WrongState) as refused:
        await choosing.hold(application, scene.first, ALL, at=at)
    assert refused.value.facts == {"verb": "hold", "state": state}
    with pytest.raises(WrongState):
        await choosing.confirm(application, at=at)
    assert await rows() == []


@pytest.mark.parametrize("mode", [Mode.REVIEW, Mode.NOMINATE])
async def test_where_the_organizer_chooses_an_entity_neither_holds_nor_confirms(
    cast: make.Cast, at: datetime, mode: Mode
) -> None:
    scene = await scene_of(cast, mode=mode)
    with pytest.raises(choosing.OrganizerChooses):
        await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    with actor.as_actor(cast.an.actor):
        await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    with actor.as_actor(cast.binh.actor), pytest.raises(choosing.OrganizerChooses):
        await choosing.confirm(scene.binhs, at=at)
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], False)]


async def test_for_an_entity_that_nobody_belongs_to_the_organizer_confirms_and_is_recorded_as_doing_so(
    cast: make.Cast, at: datetime
) -> None:
    fair = await make.fair(cast.an.organization, mode=Mode.REVIEW)
    household = await make.organization()
    application = await make.application(fair.event, household)
    with actor.as_actor(cast.an.actor):
        await choosing.hold(application, fair.booths[0].id, ALL, at=at)
        await choosing.confirm(application, at=at)
    assert await rows() == [(fair.booths[0].id, application.id, *ALL[:], True)]
    said = await db.one("SELECT on_behalf_of FROM message WHERE topic = 'application.confirm'")
    assert said == {"on_behalf_of": household.id}


async def test_for_an_entity_with_people_of_its_own_the_organizer_neither_confirms_nor_declines_nor_withdraws(
    scene: Scene, cast: make.Cast, at: datetime
) -> None:
    await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    with actor.as_actor(cast.an.actor):
        for verb in (choosing.confirm, choosing.decline, applying.withdraw):
            with pytest.raises(on_behalf.DecidesItself):
                await verb(scene.binhs, at=at)
    assert await rows() == [(scene.first, scene.binhs.id, *ALL[:], False)]


async def test_after_registration_closed_only_the_organizer_holds_but_a_hold_may_be_confirmed(
    cast: make.Cast, at: datetime
) -> None:
    scene = await scene_of(cast, registration_closes_at=at + timedelta(minutes=1))
    later = at + timedelta(minutes=2)
    await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    with pytest.raises(applying.RegistrationNotOpen):
        await choosing.hold(scene.ems, scene.second, ALL, at=later)
    await choosing.confirm(scene.binhs, at=later)
    with actor.as_actor(cast.an.actor):
        await choosing.hold(scene.ems, scene.second, ALL, at=later)
    assert [row[:2] for row in await rows()] == [
        (scene.first, scene.binhs.id),
        (scene.second, scene.ems.id),
    ]


@pytest.mark.parametrize("state", [EventState.POSTPONED, EventState.CANCELLED, EventState.ENDED])
async def test_nothing_is_held_offered_or_confirmed_while_the_event_is_not_going_on(
    scene: Scene, at: datetime, state: EventState
) -> None:
    await choosing.hold(scene.binhs, scene.first, ALL, at=at)
    await db.fetch("UPDATE event SET state = $1 WHERE id = $2", str(state), scene.fair.id)
    with pytest.raises(applying.NotHeldNow):
        await choosing.hold(scene.ems, scene.second, ALL, at=at)
    with pytest.raises(applying.NotHeldNow):
        await choosing.offer(scene.ems, scene.second, ALL, at=at)
    with pytest.raises(applying.NotHeldNow):
        await choosing.confirm(scene.binhs, at=at)
    assert await state_of(scene.binhs) == S.SUBMITTED


async def test_a_booth_of_another_event_is_refused(scene: Scene, at: datetime) -> None:
    other = await make.fair(scene.cast.an.organization, booths=1)
    for booth in (other.booths[0].id, values.new_id()):
        with pytest.raises(Invalid) as refused:
            await choosing.hold(scene.binhs, booth, ALL, at=at)
        assert [wrong.field for wrong in refused.value.errors] == ["booth_id"]
