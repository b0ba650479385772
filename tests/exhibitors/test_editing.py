"""What an application says is changed until it is decided, and may be withdrawn."""

from datetime import datetime, timedelta

import pytest

from events_app import actor
from events_app.booths.tables import Assignment
from events_app.errors import Stale, WrongState
from events_app.events.tables import EventState
from events_app.exhibitors import applying
from events_app.exhibitors.tables import Application
from tests import make
from tests.exhibitors.applications import shown_products, topics
from tests.exhibitors.scenes import S


async def test_an_edit_replaces_the_products_and_leaves_what_was_not_named(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    tea, cake = await make.product(cast.binh.organization), await make.product(cast.binh.organization, "Bánh")
    made = await applying.create(fair.id, cast.binh.organization.id, products=[tea.id], note="Một", at=at)
    await applying.edit(made, 1, products=[cake.id, cake.id], at=at)
    assert await shown_products(made) == {cake.id}
    await applying.edit(made, 2, note="Hai", at=at)
    assert (made.note, made.version, await shown_products(made)) == ("Hai", 3, {cake.id})
    assert await topics() == ["application.create", "application.edit", "application.edit"]


async def test_a_stale_edit_changes_nothing(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    made = await applying.create(fair.id, cast.binh.organization.id, note="Một", at=at)
    await applying.edit(made, 1, note="Hai", at=at)
    with pytest.raises(Stale) as refused:
        await applying.edit(made, 1, note="Ba", products=[tea.id], at=at)
    assert refused.value.facts == {"version": 2}
    kept = await Application.objects().get(Application.id == made.id)
    assert kept is not None
    assert (kept.note, await shown_products(made)) == ("Hai", set())


@pytest.mark.parametrize("state", sorted(set(EventState) - set(applying.COMING)))
async def test_nothing_is_edited_of_a_fair_that_is_over_or_cancelled(
    cast: make.Cast, at: datetime, state: EventState
) -> None:
    fair = await make.fair(cast.an.organization, state=state)
    made = await make.application(fair.event, cast.binh.organization, S.SUBMITTED, note="Một")
    with pytest.raises(applying.NotHeldNow):
        await applying.edit(made, 1, note="Hai", at=at)


async def test_a_postponed_fair_keeps_applications_open_to_edits(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.POSTPONED)
    made = await make.application(fair.event, cast.binh.organization, S.SUBMITTED, note="Một")
    assert (await applying.edit(made, 1, note="Hai", at=at)).note == "Hai"


@pytest.mark.parametrize("state", sorted(set(S) - applying.EDITABLE))
async def test_after_a_decision_nothing_is_edited(cast: make.Cast, at: datetime, state: S) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization, state, note="Một")
    with pytest.raises(WrongState) as refused:
        await applying.edit(made, 1, note="Hai", at=at)
    assert refused.value.facts == {"verb": "edit", "state": state}
    kept = await Application.objects().get(Application.id == made.id)
    assert kept is not None
    assert (kept.note, kept.version) == ("Một", 1)


async def test_a_withdrawal_frees_every_booth(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=2)
    made = await make.application(fair.event, cast.binh.organization, S.CONFIRMED)
    for booth, until in zip(fair.booths, [None, at + timedelta(minutes=5)], strict=True):
        await Assignment(
            booth=booth.id,
            organization=cast.binh.organization.id,
            application_id=made.id,
            first_on=make.FIRST_ON,
            last_on=make.LAST_ON,
            held_until=until,
            created_at=at,
        ).save()
    with actor.as_actor(cast.binh.actor):
        assert (await applying.withdraw(made, at=at)).state == S.WITHDRAWN
    assert await Assignment.count() == 0
    assert (await topics())[-1] == "application.withdraw"
