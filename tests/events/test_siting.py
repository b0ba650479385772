"""Sites and opening days of drafts and of announced events."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, errors
from events_app.booths.tables import Assignment
from events_app.events import rescheduling, scheduling, siting
from events_app.events.bodies import DayChange, Hours, MovedDay, NewDates, NewSite, SiteChange
from events_app.events.tables import Event, EventKind, EventState, OpeningDay, Site
from events_app.values import new_id
from events_app.venues.tables import Hall
from tests import make

pytestmark = pytest.mark.usefixtures("database")
OVER = [EventState.CANCELLED, EventState.ENDED, EventState.CLOSED]


def hours(on: Any = make.FIRST_ON, opens: time = time(8), closes: time = time(21)) -> Hours:
    return Hours(on=on, opens=opens, closes=closes)


async def topics() -> list[str]:
    return [
        row["topic"] for row in await db.fetch("SELECT topic FROM message ORDER BY id") if "member" not in row["topic"]
    ]


async def fields(verb: Any) -> list[str]:
    with pytest.raises(errors.Invalid) as refused:
        await verb
    return [wrong.field for wrong in refused.value.errors]


async def draft(cast: Any) -> Event:
    return await make.event(cast.an.organization, state=EventState.DRAFT)


async def first_day(site: Site) -> OpeningDay:
    day = await OpeningDay.objects().where(OpeningDay.site == site.id).order_by(OpeningDay.held_on).first()
    assert day is not None
    return day


async def test_a_site_is_added_with_its_hall_and_recorded(cast: Any, at: datetime) -> None:
    venue = await make.venue(cast.an.organization)
    hall = Hall(venue=venue.id, name="Nhà A")
    await hall.save()
    event = await draft(cast)
    first = await siting.add_site(event, NewSite(venue_id=venue.id, hall_id=hall.id, announced_booths=70), at=at)
    second = await siting.add_site(event, NewSite(venue_id=venue.id), at=at)
    assert (first.hall, first.announced_booths, first.position, second.position) == (hall.id, 70, 0, 1)
    assert await topics() == ["site.create", "site.create"]


async def test_a_site_needs_a_venue_and_a_hall_of_it(cast: Any, at: datetime) -> None:
    here, there = await make.venue(cast.an.organization), await make.venue(cast.an.organization)
    hall = Hall(venue=there.id, name="Nhà A")
    await hall.save()
    event = await draft(cast)
    assert await fields(siting.add_site(event, NewSite(venue_id=new_id()), at=at)) == ["venue_id"]
    assert await fields(siting.add_site(event, NewSite(venue_id=here.id, hall_id=hall.id), at=at)) == ["hall_id"]


async def test_a_site_that_changes_its_venue_loses_the_hall(cast: Any, at: datetime) -> None:
    here, there = await make.venue(cast.an.organization), await make.venue(cast.an.organization)
    hall = Hall(venue=here.id, name="Nhà A")
    await hall.save()
    site = await siting.add_site(await draft(cast), NewSite(venue_id=here.id, hall_id=hall.id), at=at)
    await siting.edit_site(site, 1, SiteChange(venue_id=there.id), at=at)
    assert (site.venue, site.hall, site.version) == (there.id, None, 2)
    with pytest.raises(errors.Stale):
        await siting.edit_site(site, 1, SiteChange(announced_booths=3), at=at)
    assert await fields(siting.edit_site(site, 2, SiteChange(hall_id=hall.id), at=at)) == ["hall_id"]


async def test_a_site_of_a_draft_goes_with_its_days(cast: Any, at: datetime) -> None:
    site = await make.site(await draft(cast), await make.venue(cast.an.organization))
    with pytest.raises(errors.Stale):
        await siting.delete_site(site, 2, at=at)
    assert await OpeningDay.count().where(OpeningDay.site == site.id) == 5
    await siting.delete_site(site, 1, at=at)
    assert await Site.count().where(Site.id == site.id) == 0
    assert await topics() == ["site.delete"]


async def test_a_site_with_zones_stays(cast: Any, at: datetime) -> None:
    site = await make.site(await draft(cast), await make.venue(cast.an.organization))
    await make.zone(site)
    with pytest.raises(siting.SiteInUse):
        await siting.delete_site(site, 1, at=at)
    assert await OpeningDay.count().where(OpeningDay.site == site.id) == 5


async def test_an_announced_site_stays(cast: Any, at: datetime) -> None:
    site = await make.site(await make.event(cast.an.organization), await make.venue(cast.an.organization))
    with pytest.raises(siting.SiteAnnounced):
        await siting.delete_site(site, 1, at=at)


async def test_a_draft_takes_any_day_but_none_twice(cast: Any, at: datetime) -> None:
    site = await make.site(await draft(cast), await make.venue(cast.an.organization), days=0)
    backwards_and_outside = hours(make.LAST_ON + timedelta(days=3), time(21), time(8))
    await siting.add_day(site, backwards_and_outside, at=at)
    with pytest.raises(siting.DayTwice):
        await siting.add_days(site, [hours(), hours()], at=at)
    assert await OpeningDay.count().where(OpeningDay.site == site.id) == 1


async def test_an_announced_event_takes_only_days_that_are_right(cast: Any, at: datetime) -> None:
    site = await make.site(await make.event(cast.an.organization), await make.venue(cast.an.organization), days=1)
    wrong = hours(make.LAST_ON + timedelta(days=1), time(21), time(8))
    assert await fields(siting.add_day(site, wrong, at=at)) == ["on", "closes"]
    await siting.add_day(site, hours(make.LAST_ON), at=at)
    assert await topics() == ["opening_day.create", "event.alter"]


async def test_hours_of_an_announced_day_change_but_its_date_does_not(cast: Any, at: datetime) -> None:
    site = await make.site(await make.event(cast.an.organization), await make.venue(cast.an.organization), days=1)
    day = await first_day(site)
    await siting.edit_day(day, 1, DayChange(opens=time(17, 30), on=make.FIRST_ON), at=at)
    assert (day.opens, day.version) == (time(17, 30), 2)
    with pytest.raises(scheduling.DatesAnnounced):
        await siting.edit_day(day, 2, DayChange(on=make.LAST_ON), at=at)
    assert await fields(siting.edit_day(await first_day(site), 2, DayChange(closes=time(7)), at=at)) == ["closes"]


async def test_the_date_of_a_draft_day_changes_unless_it_is_taken(cast: Any, at: datetime) -> None:
    site = await make.site(await draft(cast), await make.venue(cast.an.organization), days=2)
    day = await first_day(site)
    await siting.edit_day(day, 1, DayChange(on=make.LAST_ON), at=at)
    assert day.held_on == make.LAST_ON
    with pytest.raises(siting.DayTwice):
        await siting.edit_day(day, 2, DayChange(on=make.FIRST_ON + timedelta(days=1)), at=at)


async def test_a_day_of_a_draft_is_deleted_and_of_an_announced_event_dropped(cast: Any, at: datetime) -> None:
    venue = await make.venue(cast.an.organization)
    planned = await make.site(await draft(cast), venue, days=1)
    day = await first_day(planned)
    await siting.delete_day(day, 1, at=at)
    assert await OpeningDay.count().where(OpeningDay.site == planned.id) == 0
    event = await make.event(cast.an.organization)
    announced = await make.site(event, venue, days=2)
    day = await first_day(announced)
    with pytest.raises(errors.Stale):
        await siting.delete_day(day, 7, at=at)
    await siting.delete_day(day, 1, at=at)
    assert (await first_day(announced)).dropped_at == at
    assert await topics() == ["opening_day.delete", "opening_day.drop", "event.alter"]
    payload = await db.fetch("SELECT payload FROM message WHERE topic = 'opening_day.drop'")
    assert payload == [{"payload": {"id": str(day.id), "site": str(announced.id), "event": str(event.id)}}]
    with pytest.raises(errors.NotFound):
        await siting.delete_day(day, 2, at=at)
    with pytest.raises(errors.NotFound):
        await siting.edit_day(day, 2, DayChange(closes=time(20)), at=at)


async def test_the_last_day_of_an_announced_week_stays(cast: Any, at: datetime) -> None:
    venue = await make.venue(cast.an.organization)
    day = await first_day(await make.site(await make.event(cast.an.organization), venue, days=1))
    with pytest.raises(siting.LastDay):
        await siting.delete_day(day, 1, at=at)
    promotion = await make.event(cast.an.organization, kind=EventKind.PROMOTION)
    day = await first_day(await make.site(promotion, venue, days=1))
    await siting.delete_day(day, 1, at=at)
    assert day.dropped_at == at


@pytest.mark.parametrize(
    ("held_for", "n", "taken"), [(None, 0, True), (None, 1, True), (None, 2, False), (15, 0, True), (-1, 0, False)]
)
async def test_a_day_on_which_somebody_has_a_booth_stays(
    cast: Any, at: datetime, held_for: int | None, n: int, taken: bool
) -> None:
    fair = await make.fair(cast.an.organization)
    application = await make.application(fair.event, cast.binh.organization)
    await Assignment(
        booth=fair.booths[0].id,
        organization=cast.binh.organization.id,
        application_id=application.id,
        first_on=make.FIRST_ON,
        last_on=make.FIRST_ON + timedelta(days=1),
        held_until=None if held_for is None else at + timedelta(minutes=held_for),
        created_at=at,
    ).save()
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    if taken:
        with pytest.raises(siting.DayTaken):
            await siting.delete_day(days[n], 1, at=at)
    else:
        await siting.delete_day(days[n], 1, at=at)
    kept = await OpeningDay.objects().get(OpeningDay.id == days[n].id)
    assert kept is not None
    assert (kept.dropped_at is None) == taken


async def test_the_hours_of_a_moved_day_are_edited_at_its_new_version(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    day = await first_day(fair.site)
    moved = MovedDay(id=day.id, site_id=fair.site.id, on=make.LAST_ON, opens=time(8), closes=time(21))
    await rescheduling.reschedule(fair.event, NewDates(reason="Công văn", days=[moved]), at=at)
    with pytest.raises(errors.Stale):
        await siting.edit_day(day, 1, DayChange(closes=time(22)), at=at)
    await siting.edit_day(day, 2, DayChange(closes=time(22)), at=at)
    assert (day.closes, day.version) == (time(22), 3)


@pytest.mark.parametrize("state", OVER)
async def test_what_is_over_keeps_its_sites_and_days(cast: Any, at: datetime, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    venue = await make.venue(cast.an.organization)
    site = await make.site(event, venue)
    day = await first_day(site)
    for verb in (
        siting.add_site(event, NewSite(venue_id=venue.id), at=at),
        siting.edit_site(site, 1, SiteChange(announced_booths=1), at=at),
        siting.delete_site(site, 1, at=at),
        siting.add_day(site, hours(), at=at),
        siting.edit_day(day, 1, DayChange(closes=time(20)), at=at),
        siting.delete_day(day, 1, at=at),
    ):
        with pytest.raises(errors.WrongState):
            await verb
