"""An offer that has run out returns its application to where it came from, for every reader and before any sweep."""

import importlib
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from events_app import actor, db, values
from events_app.booths import booking
from events_app.booths.tables import UNTIL_NEW_DATES, Assignment
from events_app.errors import WrongState
from events_app.events import postponing, rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import OpeningDay
from events_app.exhibitors import choosing, deciding, lapsing, queries
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)


async def _offered(cast: make.Cast, came_from: S, at: datetime) -> Application:
    _, application = await _fair(cast, came_from, at)
    return application


async def _fair(cast: make.Cast, came_from: S, at: datetime) -> tuple[make.Fair, Application]:
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization, came_from)
    await choosing.offer(application, fair.booths[0].id, ALL, at=at)
    return fair, application


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


# While a fair is put off


async def _new_dates(fair: make.Fair, at: datetime, later: int = 7) -> None:
    held = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    new = [
        MovedDay(id=day.id, site_id=day.site, on=day.held_on + timedelta(later), opens=day.opens, closes=day.closes)
        for day in held
    ]
    await rescheduling.reschedule(fair.event, NewDates(reason="Bão đã tan", days=new), at=at)


async def _limits() -> list[datetime]:
    return [row["held_until"] for row in await db.fetch("SELECT held_until FROM assignment ORDER BY first_on")]


async def test_an_offer_of_a_fair_that_is_put_off_outlasts_every_sweep_and_can_be_accepted_with_new_dates(
    cast: make.Cast, at: datetime
) -> None:
    fair, application = await _fair(cast, S.ACCEPTED, at)
    await postponing.postpone(fair.event, "Bão số 9", at=at + timedelta(days=1))
    week_later = at + timedelta(days=7)
    assert (await lapsing.lapse_due(at=week_later), await booking.release_lapsed(at=week_later)) == (0, 0)
    shown = await queries.shown(application.id, at=week_later)
    assert (shown.state, [booth.waits for booth in shown.booths]) == (S.OFFERED, [True])
    await _new_dates(fair, week_later)
    assert await _limits() == [week_later + choosing.OFFER_LASTS]
    with actor.as_actor(cast.binh.actor):
        await choosing.confirm(application, at=week_later + timedelta(days=2))
    assert await _kept(application) == (S.CONFIRMED, None)
    assert await Assignment.exists().where(Assignment.held_until.is_null())


async def test_an_offer_with_a_limit_again_runs_out_as_every_other(cast: make.Cast, at: datetime) -> None:
    fair, application = await _fair(cast, S.ACCEPTED, at)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    await _new_dates(fair, at + timedelta(days=7))
    assert await lapsing.lapse_due(at=at + timedelta(days=7) + choosing.OFFER_LASTS) == 1
    assert await _kept(application) == (S.ACCEPTED, None)


async def test_what_had_run_out_before_a_fair_is_put_off_stays_so(cast: make.Cast, at: datetime) -> None:
    fair, application = await _fair(cast, S.WAITLISTED, at)
    await postponing.postpone(fair.event, "Bão số 9", at=at + choosing.OFFER_LASTS)
    assert (await queries.shown(application.id, at=at + choosing.OFFER_LASTS)).state == S.WAITLISTED
    await _new_dates(fair, at + timedelta(days=7))
    assert await _limits() == []


async def test_what_the_entity_holds_itself_runs_out_though_the_fair_is_put_off(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        await choosing.hold(application, fair.booths[0].id, ALL, at=at)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    assert await booking.release_lapsed(at=at + timedelta(minutes=15)) == 1


async def test_another_fair_and_a_fair_that_only_moves_keep_their_limits(cast: make.Cast, at: datetime) -> None:
    await _fair(cast, S.ACCEPTED, at)
    moved, _ = await _fair(cast, S.ACCEPTED, at)
    off = await make.fair(cast.an.organization)
    await postponing.postpone(off.event, "Bão số 9", at=at)
    await _new_dates(moved, at + timedelta(days=1))
    assert await _limits() == [at + choosing.OFFER_LASTS] * 2


async def test_the_pages_say_that_an_offer_waits(cast: make.Cast, at: datetime, browser: Any) -> None:
    fair, application = await _fair(cast, S.ACCEPTED, at)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    binh = await browser(cast.binh)
    page = await binh.read(f"/applications/{application.id}")
    assert "The booth stays offered to you; confirm it when there are new dates." in page
    assert "until there are new dates" in page
    assert str(UNTIL_NEW_DATES.year) not in page


@pytest.mark.parametrize(
    ("opens_after", "answered_after"),
    [(None, 72), (timedelta(hours=100), 72), (timedelta(hours=10), 10), (-timedelta(hours=1), 72)],
)
def test_an_offer_is_answered_within_three_days_and_before_the_fair_opens(
    at: datetime, opens_after: timedelta | None, answered_after: int
) -> None:
    opens_at = at + opens_after if opens_after else None
    assert lapsing.answered_by(at, opens_at) == at + timedelta(hours=answered_after)


async def test_new_dates_that_are_near_leave_the_time_until_the_opening(cast: make.Cast, at: datetime) -> None:
    fair, _ = await _fair(cast, S.ACCEPTED, at)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    await _new_dates(fair, at, later=-7)
    assert await _limits() == [values.local(make.FIRST_ON - timedelta(7), time(8))]


async def test_offers_of_fairs_that_were_put_off_before_wait_since_the_migration(cast: make.Cast, at: datetime) -> None:
    migration = "events_app.piccolo_migrations.events_app_2026_11_28t08_20_00_000000"
    await _fair(cast, S.ACCEPTED, at)
    await db.fetch("UPDATE assignment SET held_until = now() + interval '1 day'")
    await db.fetch(importlib.import_module(migration).STATEMENT)
    assert UNTIL_NEW_DATES not in await _limits()
    await db.fetch("UPDATE event SET state = 'postponed'")
    await db.fetch(importlib.import_module(migration).STATEMENT)
    assert await _limits() == [UNTIL_NEW_DATES]
