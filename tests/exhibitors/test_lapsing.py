"""An offer that has run out returns its application to where it came from, for every reader and before any sweep."""

from datetime import datetime, timedelta

import pytest

from events_app import actor, db
from events_app.booths import booking
from events_app.booths.tables import Assignment
from events_app.errors import WrongState
from events_app.exhibitors import choosing, deciding, lapsing, queries
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)


async def _offered(cast: make.Cast, came_from: S, at: datetime) -> Application:
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization, came_from)
    await choosing.offer(application, fair.booths[0].id, ALL, at=at)
    return application


async def _kept(application: Application) -> tuple[str, str | None]:
    row = await db.one("SELECT state, returns_to FROM application WHERE id = $1", application.id)
    assert row is not None
    return row["state"], row["returns_to"]


@pytest.mark.parametrize("came_from", [S.SUBMITTED, S.ACCEPTED, S.WAITLISTED])
async def test_it_reads_as_returned_from_the_very_instant_on(cast: make.Cast, at: datetime, came_from: S) -> None:
    application = await _offered(cast, came_from, at)
    end = at + choosing.OFFER_LASTS
    before = await queries.shown(application.id, at=end - timedelta(microseconds=1))
    after = await queries.shown(application.id, at=end)
    assert (before.state, len(before.booths)) == (S.OFFERED, 1)
    assert (after.state, after.booths) == (came_from, [])
    assert await _kept(application) == (S.OFFERED, came_from)


@pytest.mark.parametrize("came_from", [S.SUBMITTED, S.ACCEPTED, S.WAITLISTED])
async def test_the_sweep_returns_it_and_says_so_once(cast: make.Cast, at: datetime, came_from: S) -> None:
    application = await _offered(cast, came_from, at)
    end = at + choosing.OFFER_LASTS
    assert await lapsing.lapse_due(at=end - timedelta(microseconds=1)) == 0
    assert await lapsing.lapse_due(at=end) == 1
    assert await lapsing.lapse_due(at=end) == 0
    assert await _kept(application) == (came_from, None)
    assert await Assignment.count() == 0
    said = await db.fetch("SELECT payload FROM message WHERE topic = 'application.lapse'")
    assert said == [{"payload": {"id": str(application.id)}}]


async def test_an_offer_whose_booth_was_lost_with_its_day_counts_as_run_out(cast: make.Cast, at: datetime) -> None:
    application = await _offered(cast, S.ACCEPTED, at)
    await Assignment.delete().where(Assignment.application_id == application.id)
    assert (await queries.shown(application.id, at=at)).state == S.ACCEPTED
    assert await lapsing.lapse_due(at=at) == 1
    assert await _kept(application) == (S.ACCEPTED, None)


async def test_without_a_sweep_the_organizer_decides_about_what_it_sees(cast: make.Cast, at: datetime) -> None:
    application = await _offered(cast, S.SUBMITTED, at)
    with pytest.raises(WrongState):
        await deciding.accept(application, at=at)
    await deciding.accept(application, at=at + choosing.OFFER_LASTS)
    assert await _kept(application) == (S.ACCEPTED, None)


async def test_without_a_sweep_it_can_be_offered_again(cast: make.Cast, at: datetime) -> None:
    application = await _offered(cast, S.WAITLISTED, at)
    later = at + choosing.OFFER_LASTS
    booth = await db.one("SELECT booth FROM assignment")
    assert booth is not None
    await choosing.offer(application, booth["booth"], ALL, at=later)
    assert await _kept(application) == (S.OFFERED, S.WAITLISTED)
    held = [row["held_until"] for row in await db.fetch("SELECT held_until FROM assignment")]
    assert held == [later + choosing.OFFER_LASTS]


@pytest.mark.parametrize("came_from", [S.SUBMITTED, S.WAITLISTED])
async def test_what_has_run_out_cannot_be_confirmed(cast: make.Cast, at: datetime, came_from: S) -> None:
    application = await _offered(cast, came_from, at)
    with actor.as_actor(cast.binh.actor), pytest.raises(booking.HoldLapsed):
        await choosing.confirm(application, at=at + choosing.OFFER_LASTS)
    assert await _kept(application) == (S.OFFERED, came_from)
