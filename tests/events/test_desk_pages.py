"""An organizer schedules and publishes by form, without JavaScript."""

import re
from datetime import date, datetime
from typing import Any

from events_app.events import placing, scheduling, showing
from events_app.events.bodies import EventChange, NewEvent
from events_app.events.tables import Event, Session, Site
from events_app.exhibitors.tables import ApplicationState
from tests import make
from tests.browser_like import Browser

WEEK: dict[str, Any] = {
    "kind": "week",
    "title.vi": "Tuần lễ OCOP tại Big C",
    "title.en": "OCOP Week at Big C",
    "first_on": "2026-12-16",
    "last_on": "2026-12-20",
}


async def only(table: Any) -> Any:
    (row,) = await table.objects()
    return row


def listed(page: str, heading: str) -> list[str]:
    """The items of the list under a heading."""
    after = page.split(heading, 1)[1]
    return [
        re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", after.split("</ul>", 1)[0], re.S)
    ]


async def test_an_organizer_schedules_and_publishes_a_week_by_form_alone(browser: Browser, cast: Any) -> None:
    venue = await make.venue(cast.an.organization, "Big C Thăng Long")
    hotel = await make.venue(cast.an.organization, "Khách sạn Mẫu")
    assert "You have no event yet." in await browser.see("/desk")
    await browser.see("/desk/series")
    await browser.send("/desk/series", name__vi="Tuần lễ OCOP")
    await browser.see("/desk/events/new")
    page = await browser.send(
        "/desk/events/new",
        **{name.replace(".", "__"): value for name, value in WEEK.items()},
        registration_opens_at="2026-11-20T08:00",
        announced_booths="60",
        directs="Bộ Nông nghiệp và Môi trường\r\n\r\nBộ Công Thương",
        hosts="Siêu thị Mẫu",
    )
    event = await only(Event)
    assert (event.registration_opens_at, event.state) == (datetime.fromisoformat("2026-11-20T08:00+07:00"), "draft")
    assert listed(page, "Before it can be published") == ["Add a site."]
    desk = f"/desk/events/{event.id}"
    shown = await showing.event(event.id)
    assert [backer.name for backer in shown.directs] == ["Bộ Nông nghiệp và Môi trường", "Bộ Công Thương"]
    await browser.see(f"{desk}/sites")
    await browser.send(f"{desk}/sites", venue_id=str(venue.id), announced_booths="70")
    site = await only(Site)
    path = f"{desk}/sites/{site.id}"
    assert "Now its opening days" in browser.answer.text
    page = await browser.send(
        f"{path}/fill", first_on="2026-12-16", last_on="2026-12-18", opens="08:00", closes="21:00"
    )
    assert "3 days were added." in page
    first, _, third = (await placing.days(event.id))[site.id]
    await browser.send(
        f"{path}/days",
        days__0__opens="17:30",
        days__0__closes="00:30",
        days__0__closes_next_day="true",
        days__1__gone="true",
        days__3__on="2026-12-21",
        days__3__opens="09:00",
        days__3__closes="08:00",
    )
    days = (await placing.days(event.id))[site.id]
    assert [(day.id, day.on.day, day.opens.isoformat("minutes"), day.closes_next_day) for day in days[:2]] == [
        (first.id, 16, "17:30", True),
        (third.id, 18, "08:00", False),
    ]
    await browser.see(f"{desk}/programme")
    await browser.send(
        f"{desk}/programme",
        title__vi="Hội nghị kết nối cung cầu",
        venue_id=str(hotel.id),
        starts_at="2026-12-17T08:00",
        ends_at="2026-12-17T11:30",
        speakers="Bà Mẫu, Sở Công Thương, Hà Nội\nÔng Mẫu",
    )
    session = await only(Session)
    assert session.starts_at == datetime.fromisoformat("2026-12-17T08:00+07:00")
    spoken = await placing.session(session.id)
    assert [(speaker.name, speaker.affiliation) for speaker in spoken.speakers] == [
        ("Bà Mẫu", "Sở Công Thương, Hà Nội"),
        ("Ông Mẫu", ""),
    ]
    await browser.see(f"{desk}/filing")
    page = await browser.send(f"{desk}/filing", required="true", filed_on="2026-11-18")
    assert "Filed on 18/11/2026; lawful days are 16/12/2025 to 16/11/2026." in page
    page = await browser.see(f"{desk}/publication")
    wrong = [
        "Big C Thăng Long: 21/12/2026 is outside the period of the event, 16/12/2026 to 20/12/2026.",
        "Big C Thăng Long: 21/12/2026 closes before it opens.",
    ]
    assert listed(page, "Before it can be published") == wrong
    page = await browser.send(f"{desk}/publication", 422)
    assert listed(page, "Before it can be published") == wrong
    await browser.see(f"{path}/days")
    await browser.send(f"{path}/days", days__2__on="2026-12-19", days__2__closes="21:00")
    await browser.see(f"{desk}/publication")
    assert "The event is published." in await browser.send(f"{desk}/publication")
    page = await browser.see(f"/events/{event.slug}")
    for said in ("OCOP Week at Big C", "17:30", "(the next day)", "Bà Mẫu", "Bộ Công Thương", "openstreetmap.org"):
        assert said in page
    assert f"webcal://fairs.test/calendars/en/events/{event.slug}.ics" in page


async def test_every_error_is_shown_beside_its_field_and_nothing_typed_is_lost(browser: Browser) -> None:
    await browser.see("/desk/events/new")
    page = await browser.send(
        "/desk/events/new", 422, title__en="Only English", first_on="16/12", announced_booths="many"
    )
    forms = dict(browser.forms["/desk/events/new"])
    assert (forms["title.en"], forms["first_on"], forms["announced_booths"]) == ("Only English", "16/12", "many")
    for field in ("f-title-vi", "f-first_on", "f-last_on", "f-announced_booths"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page or field == "f-title-vi"
    assert await Event.count() == 0


async def test_an_edit_keeps_what_the_form_holds_and_clears_what_it_leaves_empty(
    browser: Browser, cast: Any, at: Any
) -> None:
    new = NewEvent.model_validate(
        {
            "kind": "fair",
            "title": {"vi": "Hội chợ"},
            "first_on": "2026-12-16",
            "last_on": "2026-12-20",
            "announced_booths": 60,
            "contact": "An",
            "hosts": [{"organization_id": cast.dung.organization.id}, {"name": "Sở A"}],
            "filing": {"filed_on": "2026-11-02"},
        }
    )
    event = await scheduling.create_event(cast.an.organization.id, new, at=at)
    path = f"/desk/events/{event.id}/edit"
    await browser.see(path)
    await browser.send(path, announced_booths="", hosts="Siêu thị Mẫu\nSở B", contact="An, 0912 345 678")
    shown = await showing.event(event.id)
    assert (shown.announced_booths, shown.contact, shown.version) == (None, "An, 0912 345 678", 2)
    assert [(backer.organization_id, backer.name) for backer in shown.hosts] == [
        (cast.dung.organization.id, "Siêu thị Mẫu"),
        (None, "Sở B"),
    ]
    assert shown.filing.filed_on == date(2026, 11, 2)


async def test_a_stale_edit_shows_both_and_overwrites_nothing(browser: Browser, cast: Any, at: Any) -> None:
    event = await make.event(cast.an.organization)
    path = f"/desk/events/{event.id}/edit"
    await browser.see(path)
    await scheduling.edit_event(event, 1, EventChange(contact="Người thứ nhất"), at=at)
    page = await browser.send(path, 412, contact="Người thứ hai")
    assert "Saved now: Người thứ nhất" in page
    assert dict(browser.forms[path])["contact"] == "Người thứ hai"
    assert (await showing.event(event.id)).contact == "Người thứ nhất"
    await browser.send(path)
    assert (await showing.event(event.id)).contact == "Người thứ hai"


async def test_a_series_is_renamed(browser: Browser, cast: Any, at: Any) -> None:
    series = await scheduling.create_series(cast.an.organization.id, {"vi": "Tuần lễ OCOP"}, at=at)
    await browser.see(f"/desk/series/{series.id}")
    page = await browser.send(f"/desk/series/{series.id}", name__vi="Tuần lễ Sen")
    assert "Tuần lễ Sen" in page
    assert (await showing.series(series.id)).name == {"vi": "Tuần lễ Sen"}


async def test_the_desk_asks_for_answers_only_where_somebody_waits_for_one(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    await make.application(fair.event, cast.em.organization, ApplicationState.CONFIRMED)
    page = await browser.see("/desk")
    assert ("See applications" in page, "Answer applications" in page) == (True, False)
    await make.application(fair.event, cast.binh.organization)
    page = await browser.see("/desk")
    assert ("See applications" in page, "Answer applications" in page) == (False, True)
