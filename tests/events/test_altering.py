"""What a save changes of a published event is kept once, whatever it consists of; what nobody was told of is not."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, errors
from events_app.events import altering, programming, replanning, rescheduling, siting
from events_app.events.bodies import (
    DayChange,
    Hours,
    MovedDay,
    NewDates,
    NewSession,
    NewSite,
    SessionChange,
    SiteChange,
)
from events_app.events.forms import DayRow
from events_app.events.tables import EventState, OpeningDay
from events_app.values import Days, local
from events_app.venues.tables import Hall
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December, 08:00 to 21:00; published."""
    return await make.fair(cast.an.organization)


async def alterations() -> list[Any]:
    """The changes of each save that was kept, as thing, was, now with the keys that differ."""
    rows = await db.fetch("SELECT changes FROM alteration ORDER BY id")
    return [[_differing(change) for change in row["changes"]] for row in rows]


def _differing(change: dict[str, Any]) -> Any:
    was, now = change["was"], change["now"]
    if was is None or now is None:
        return change["thing"], was, now
    keys = [key for key in was if was[key] != now[key]]
    return change["thing"], {key: was[key] for key in keys}, {key: now[key] for key in keys}


async def days_of(fair: make.Fair) -> list[OpeningDay]:
    return await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)


async def test_other_hours_are_kept_and_their_message_names_them(fair: make.Fair, at: datetime) -> None:
    day = (await days_of(fair))[0]
    await siting.edit_day(day, 1, DayChange(opens=time(9), closes=time(1), closes_next_day=True), at=at)
    assert await alterations() == [
        [
            (
                "day",
                {"opens": "08:00:00", "closes": "21:00:00", "next_day": False},
                {"opens": "09:00:00", "closes": "01:00:00", "next_day": True},
            )
        ]
    ]
    [row] = await db.fetch("SELECT id, event, created_at FROM alteration")
    assert (row["event"], row["created_at"]) == (fair.id, at)
    [message] = await db.fetch("SELECT payload FROM message WHERE topic = 'event.alter'")
    assert message["payload"] == {"id": str(fair.id), "alteration": str(row["id"])}


async def test_another_venue_or_hall_is_kept_and_another_count_is_not(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    there = await make.venue(cast.an.organization, "Cung Việt Xô")
    hall = Hall(venue=there.id, name="Sảnh 2")
    await hall.save()
    await siting.edit_site(fair.site, 1, SiteChange(announced_booths=70), at=at)
    assert await alterations() == []
    await siting.edit_site(fair.site, 2, SiteChange(venue_id=there.id), at=at)
    await siting.edit_site(fair.site, 3, SiteChange(hall_id=hall.id), at=at)
    assert await alterations() == [
        [("site", {"venue": str(fair.venue.id)}, {"venue": str(there.id)})],
        [("site", {"hall": None}, {"hall": str(hall.id)})],
    ]


async def test_a_day_more_and_a_day_less_are_kept(fair: make.Fair, at: datetime) -> None:
    days = await days_of(fair)
    await db.fetch("UPDATE event SET last_on = last_on + 1 WHERE id = $1", fair.id)
    new = Hours(on=days[-1].held_on + timedelta(1), opens=time(8), closes=time(12))
    await siting.add_day(fair.site, new, at=at)
    await siting.delete_day(days[0], 1, at=at)
    [[(added, nothing, _)], [(lost, _, nothing_more)]] = await alterations()
    assert (added, nothing, lost, nothing_more) == ("day", None, "day", None)


async def test_one_save_of_many_days_is_one_change(fair: make.Fair, at: datetime) -> None:
    rows = [
        DayRow(id=day.id, site_id=day.site, version=1, on=day.held_on, opens=time(8 + place), closes=time(21))
        for place, day in enumerate(await days_of(fair))
    ]
    await replanning.save_days(fair.site, rows, at=at)
    [changes] = await alterations()
    assert [now["opens"] for _, _, now in changes] == ["09:00:00", "10:00:00", "11:00:00", "12:00:00"]
    assert len(await db.fetch("SELECT FROM message WHERE topic = 'event.alter'")) == 1
    await replanning.save_days(fair.site, rows[:0], at=at)
    await db.fetch("UPDATE event SET last_on = last_on + 2 WHERE id = $1", fair.id)
    more = Days(make.LAST_ON + timedelta(1), make.LAST_ON + timedelta(2))
    await replanning.fill(fair.site, more, time(8), time(12), False, at=at)
    assert [len(changes) for changes in await alterations()] == [4, 2]


async def test_another_time_or_place_of_a_session_is_kept_and_another_title_is_not(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    session = await make.session(fair.event, fair.venue)
    begins = local(fair.event.first_on, time(10))
    title = SessionChange.model_validate({"title": {"vi": "Hội nghị"}, "speakers": [{"name": "Ông Hải"}]})
    await programming.edit_session(session, 1, title, at=at)
    assert await alterations() == []
    await programming.edit_session(session, 2, SessionChange(starts_at=begins, room="P. 2"), at=at)
    await programming.delete_session(session, 3, at=at)
    [[changed], [(thing, was, now)]] = await alterations()
    assert changed == (
        "session",
        {"room": "", "starts_at": "2026-12-16T02:00:00+00:00"},
        {"room": "P. 2", "starts_at": "2026-12-16T03:00:00+00:00"},
    )
    assert (thing, was["room"], now) == ("session", "P. 2", None)


async def test_a_new_site_or_session_changes_nothing_for_those_who_come(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    there = await make.venue(cast.an.organization, "Cung Việt Xô")
    await siting.add_site(fair.event, NewSite(venue_id=there.id), at=at)
    starts, ends = local(fair.event.first_on, time(10)), local(fair.event.first_on, time(11))
    new = {"kind": "opening", "title": {"vi": "Khai mạc"}, "venue_id": there.id, "starts_at": starts, "ends_at": ends}
    await programming.add_session(fair.event, NewSession.model_validate(new), at=at)
    assert await alterations() == []


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.POSTPONED])
async def test_of_what_is_not_announced_for_these_days_nothing_is_kept(
    fair: make.Fair, at: datetime, state: EventState
) -> None:
    await db.fetch("UPDATE event SET state = $2 WHERE id = $1", fair.id, state)
    await siting.edit_day((await days_of(fair))[0], 1, DayChange(opens=time(9)), at=at)
    assert await alterations() == []


async def test_a_save_that_is_refused_keeps_nothing_and_the_next_one_does(fair: make.Fair, at: datetime) -> None:
    day = (await days_of(fair))[0]
    with pytest.raises(errors.Stale):
        await siting.edit_day(day, 7, DayChange(opens=time(9)), at=at)
    assert await alterations() == []
    await siting.edit_day((await days_of(fair))[0], 1, DayChange(opens=time(9)), at=at)
    assert len(await alterations()) == 1


async def test_a_rescheduling_is_no_such_change(fair: make.Fair, at: datetime) -> None:
    days = [
        MovedDay(id=day.id, site_id=day.site, on=day.held_on + timedelta(7), opens=time(9), closes=day.closes)
        for day in await days_of(fair)
    ]
    await rescheduling.reschedule(fair.event, NewDates(reason="Bão", days=days), at=at)
    assert await alterations() == []


def test_what_is_the_same_is_no_difference() -> None:
    shown = {("day", "a"): {"opens": "08:00:00"}, ("site", "b"): {"venue": "c"}}
    assert altering.different(shown, dict(shown)) == []
