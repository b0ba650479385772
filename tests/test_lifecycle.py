"""The only way a state changes, and the only way a row is edited."""

import pytest

from events_app import db, lifecycle, values
from events_app.errors import NotFound, Stale, WrongState
from events_app.events.tables import Event, EventState
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.venues.tables import Venue
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def application() -> Application:
    cast = await make.cast()
    assert cast.an.organization
    assert cast.binh.organization
    return await make.application(await make.event(cast.an.organization), cast.binh.organization)


@pytest.mark.parametrize("state", list(ApplicationState))
@pytest.mark.parametrize("verb", sorted(Application.MOVES))
async def test_a_verb_starts_from_its_states_and_from_no_other(
    application: Application, verb: str, state: ApplicationState
) -> None:
    await Application.update({Application.state: state}).where(Application.id == application.id)
    sources, target = Application.MOVES[verb]
    async with db.transaction():
        if state in sources:
            assert (await lifecycle.move(application, verb, at=make.NOW)).state == target
        else:
            with pytest.raises(WrongState) as refused:
                await lifecycle.move(application, verb, at=make.NOW)
            assert refused.value.facts == {"verb": verb, "state": state}


async def test_a_move_raises_the_version_and_takes_changes_along(application: Application) -> None:
    async with db.transaction():
        await lifecycle.move(application, "reject", at=make.NOW, reason="Hết chỗ")
    assert (application.state, application.version, application.reason) == ("rejected", 2, "Hết chỗ")


async def test_what_is_gone_cannot_be_moved_edited_locked_or_deleted(application: Application) -> None:
    await Application.delete().where(Application.id == application.id)
    async with db.transaction():
        for refused in (
            lifecycle.move(application, "submit", at=make.NOW),
            lifecycle.edit(application, 1, at=make.NOW, note=""),
            lifecycle.lock(application),
            lifecycle.locked(Application, application.id),
            lifecycle.delete(application, 1, at=make.NOW),
        ):
            with pytest.raises(NotFound):
                await refused


async def test_a_stale_edit_changes_nothing_and_says_the_present_version(application: Application) -> None:
    async with db.transaction():
        await lifecycle.edit(application, 1, at=make.NOW, note="trước")
        with pytest.raises(Stale) as refused:
            await lifecycle.edit(application, 1, at=make.NOW, note="sau")
        assert refused.value.facts == {"version": 2}
    assert (await lifecycle.locked(Application, application.id)).note == "trước"


async def test_a_column_with_another_name_in_the_database_is_taken_over() -> None:
    cast = await make.cast()
    assert cast.binh.organization
    product = await make.product(cast.binh.organization, group=4)
    async with db.transaction():
        await lifecycle.edit(product, 1, at=make.NOW, group=2)
    assert product.group == 2


def test_no_table_with_states_lacks_its_moves() -> None:
    for table in (Event, Application):
        targets = {target for _sources, target in table.MOVES.values()}
        assert targets <= {str(s) for s in (*EventState, *ApplicationState)}
    assert not hasattr(Venue, "MOVES")
    assert values.new_id() < values.new_id()
