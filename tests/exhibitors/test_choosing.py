"""A booth is held, offered, confirmed, given back; whoever comes second is told what is free."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import actor, db, values
from events_app.booths import booking
from events_app.booths.tables import Assignment
from events_app.directory import on_behalf
from events_app.errors import Invalid, Stale, WrongState
from events_app.events.tables import EventState, Mode
from events_app.exhibitors import applying, choosing, queries
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.settings import settings
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
FIRST_TWO = Days(make.FIRST_ON, make.FIRST_ON + timedelta(days=1))
REST = Days(make.FIRST_ON + timedelta(days=2), make.LAST_ON)


class Scene:
    """A fair of An's, an application of Bình's and one of Em's."""

    def __init__(self, cast: make.Cast, fair: make.Fair, binhs: Application, ems: Application) -> None:
        self.cast, self.fair, self.binhs, self.ems = cast, fair, binhs, ems
        self.first, self.second, self.third = (booth.id for booth in fair.booths)


@pytest.fixture
async def scene(cast: make.Cast) -> Scene:
    return await _scene(cast)


async def _scene(cast: make.Cast, state: S = S.SUBMITTED, **given: Any) -> Scene:
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
    scene = await _scene(cast, S.SUBMITTED)
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
    scene = await _scene(cast, mode=mode)
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
    scene = await _scene(cast, registration_closes_at=at + timedelta(minutes=1))
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


async def test_an_offer_is_confirmed_by_the_exhibitor_in_any_mode(cast: make.Cast, at: datetime) -> None:
    scene = await _scene(cast, S.WAITLISTED, mode=Mode.REVIEW)
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
