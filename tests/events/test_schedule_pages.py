"""Sites, days and the programme by form."""

from datetime import date, datetime
from typing import Any

import pytest

from events_app.events import placing, siting
from events_app.events.bodies import DayChange
from events_app.events.tables import EventState, OpeningDay, Site
from tests import make
from tests.browser_like import Browser


async def test_a_stale_day_overwrites_nothing(browser: Browser, cast: Any, at: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await browser.see(path)
    (first, *_) = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    await siting.edit_day(first, 1, DayChange.model_validate({"opens": "07:00"}), at=at)
    await browser.send(path, 412, days__0__closes="22:00", days__1__closes="22:00")
    shown = await placing.days_of(fair.site.id)
    assert [(day.opens.hour, day.closes.hour) for day in shown[:2]] == [(7, 21), (8, 21)]


async def test_rows_say_what_is_wrong_with_them_all_at_once(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await browser.see(path)
    page = await browser.send(path, 422, days__0__opens="22:00", days__2__closes="", days__6__on="2026-12-30")
    for field in ("days-0-closes", "days-2-closes", "days-6-opens", "days-6-closes"):
        assert f'id="f-{field}-error"' in page
    assert [day.opens.hour for day in await placing.days_of(fair.site.id)] == [8] * 5


async def test_an_announced_date_is_refused_in_the_table_of_days(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 17))
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await browser.see(path)
    page = await browser.send(path, 409, days__0__on="2026-12-17", days__1__on="2026-12-16")
    assert "These dates are announced; reschedule the event to change them." in page
    assert [day.version for day in await placing.days_of(fair.site.id)] == [1, 1]


async def test_days_of_a_draft_swap_their_dates(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT, last_on=date(2026, 12, 17))
    before = await placing.days_of(fair.site.id)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await browser.see(path)
    await browser.send(path, days__0__on="2026-12-17", days__1__on="2026-12-16")
    assert [day.id for day in await placing.days_of(fair.site.id)] == [before[1].id, before[0].id]
    await browser.send(path, 409, days__0__on="2026-12-17")
    assert "This site already opens on this day." in browser.answer.text


@pytest.mark.parametrize("last_on", ["2026-12-15", "2028-01-01"])
async def test_a_range_of_days_is_one_and_at_most_a_year(browser: Browser, cast: Any, last_on: str) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}"
    await browser.see(f"{path}/days")
    page = await browser.send(f"{path}/fill", 422, last_on=last_on, opens="08:00", closes="21:00")
    assert "Give the first and the last day, at most a year apart." in page
    assert len(await placing.days_of(fair.site.id)) == 5


async def test_a_site_changes_its_place_and_goes(browser: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    there = await make.venue(cast.an.organization, "Nơi khác")
    site = await make.site(event, await make.venue(cast.an.organization), days=2)
    path = f"/desk/events/{event.id}/sites/{site.id}"
    await browser.see(f"{path}/days")
    await browser.send(f"{path}/place", venue_id=str(there.id), announced_booths="")
    assert (await placing.site(site.id)).venue.name == "Nơi khác"
    assert (await placing.site(site.id)).announced_booths is None
    page = await browser.send(f"{path}/deletion", 422)
    assert "Tick the box to confirm this." in page
    await browser.send(f"{path}/deletion", _sure="true")
    assert await Site.count().where(Site.event == event.id) == 0


async def test_a_session_is_changed_and_taken_out(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    session = await make.session(fair.event, fair.venue)
    path = f"/desk/events/{fair.id}/programme/{session.id}"
    await browser.see(path)
    assert dict(browser.forms[path])["starts_at"] == "2026-12-16T09:00"
    page = await browser.send(path, 422, ends_at="2026-12-16T08:00", venue_id="")
    assert "The session ends before it starts." in page  # also while the venue is missing
    page = await browser.send(path, 422, ends_at="2026-12-16T08:00", venue_id=str(fair.venue.id))
    assert "The session ends before it starts." in page
    page = await browser.send(path, 422, ends_at="32/12/2026 12:00")
    assert "Enter a date and a time, such as 16/12/2026 17:30." in page
    await browser.send(path, ends_at="16/12/2026 12:00", speakers="Một người")
    shown = await placing.session(session.id)
    assert (shown.ends_at, shown.speakers[0].name) == (datetime.fromisoformat("2026-12-16T12:00+07:00"), "Một người")
    await browser.see(path)
    await browser.send(f"{path}/deletion", 422)
    await browser.send(f"{path}/deletion", _sure="true")
    assert await placing.programme(fair.id) == []
    await browser.see(path, 404)


@pytest.mark.parametrize(
    ("state", "told"), [(EventState.DRAFT, False), (EventState.PUBLISHED, True), (EventState.POSTPONED, False)]
)
async def test_who_changes_what_exhibitors_know_is_told_that_they_are_told(
    browser: Browser, cast: Any, state: EventState, told: bool
) -> None:
    fair = await make.fair(cast.an.organization, state=state)
    session = await make.session(fair.event, fair.venue)
    for path in (f"sites/{fair.site.id}/days", f"programme/{session.id}"):
        page = await browser.see(f"/desk/events/{fair.id}/{path}")
        assert ("Exhibitors are told of another" in page) == told


async def test_a_site_or_session_of_another_event_is_not_found(browser: Browser, cast: Any) -> None:
    fair, other = await make.fair(cast.an.organization), await make.fair(cast.an.organization)
    session = await make.session(other.event, other.venue)
    await browser.see(f"/desk/events/{fair.id}/sites/{other.site.id}/days", 404)
    await browser.see(f"/desk/events/{fair.id}/programme/{session.id}", 404)
