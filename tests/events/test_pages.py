"""The pages of events, by form and without JavaScript."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.events import placing, scheduling, showing, siting
from events_app.events.bodies import DayChange, EventChange, Hours, NewEvent
from events_app.events.tables import Event, EventKind, EventState, OpeningDay, Session, Site
from tests import make
from tests.browser_like import Browser

WEEK: dict[str, Any] = {
    "kind": "week",
    "title.vi": "Tuần lễ OCOP tại Big C",
    "title.en": "OCOP Week at Big C",
    "first_on": "2026-12-16",
    "last_on": "2026-12-20",
}


@pytest.fixture
async def an(client: httpx.AsyncClient, cast: Any) -> Browser:
    return await Browser(client).sign_in(cast.an)


async def only(table: Any) -> Any:
    (row,) = await table.objects()
    return row


def listed(page: str, heading: str) -> list[str]:
    """The items of the list under a heading."""
    after = page.split(heading, 1)[1]
    return [
        re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", after.split("</ul>", 1)[0], re.S)
    ]


async def test_an_organizer_schedules_and_publishes_a_week_by_form_alone(an: Browser, cast: Any) -> None:
    venue = await make.venue(cast.an.organization, "Big C Thăng Long")
    hotel = await make.venue(cast.an.organization, "Khách sạn Mẫu")
    assert "You have no event yet." in await an.see("/desk")
    await an.see("/desk/series")
    await an.send("/desk/series", name__vi="Tuần lễ OCOP")
    await an.see("/desk/events/new")
    page = await an.send(
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
    await an.see(f"{desk}/sites")
    await an.send(f"{desk}/sites", venue_id=str(venue.id), announced_booths="70")
    site = await only(Site)
    path = f"{desk}/sites/{site.id}"
    assert "Now its opening days" in an.answer.text
    page = await an.send(f"{path}/fill", first_on="2026-12-16", last_on="2026-12-18", opens="08:00", closes="21:00")
    assert "3 days were added." in page
    first, _, third = (await placing.days(event.id))[site.id]
    await an.send(
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
    await an.see(f"{desk}/programme")
    await an.send(
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
    await an.see(f"{desk}/filing")
    page = await an.send(f"{desk}/filing", required="true", filed_on="2026-11-18")
    assert "Filed on 18/11/2026; lawful days are 16/12/2025 to 16/11/2026." in page
    page = await an.see(f"{desk}/publication")
    wrong = [
        "21/12/2026 is outside the period of the event, 16/12/2026 to 20/12/2026.",
        "21/12/2026 closes before it opens.",
    ]
    assert listed(page, "Before it can be published") == wrong
    page = await an.send(f"{desk}/publication", 422)
    assert listed(page, "Before it can be published") == wrong
    await an.see(f"{path}/days")
    await an.send(f"{path}/days", days__2__on="2026-12-19", days__2__closes="21:00")
    await an.see(f"{desk}/publication")
    assert "The event is published." in await an.send(f"{desk}/publication")
    page = await an.see(f"/events/{event.slug}")
    for said in ("OCOP Week at Big C", "17:30", "(the next day)", "Bà Mẫu", "Bộ Công Thương", "openstreetmap.org"):
        assert said in page
    assert f"webcal://fairs.test/calendars/en/events/{event.slug}.ics" in page


async def test_every_error_is_shown_beside_its_field_and_nothing_typed_is_lost(an: Browser) -> None:
    await an.see("/desk/events/new")
    page = await an.send("/desk/events/new", 422, title__en="Only English", first_on="16/12", announced_booths="many")
    forms = dict(an.forms["/desk/events/new"])
    assert (forms["title.en"], forms["first_on"], forms["announced_booths"]) == ("Only English", "16/12", "many")
    for field in ("f-title-vi", "f-first_on", "f-last_on", "f-announced_booths"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page or field == "f-title-vi"
    assert await Event.count() == 0


async def test_an_edit_keeps_what_the_form_holds_and_clears_what_it_leaves_empty(
    an: Browser, cast: Any, at: Any
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
    await an.see(path)
    await an.send(path, announced_booths="", hosts="Siêu thị Mẫu\nSở B", contact="An, 0912 345 678")
    shown = await showing.event(event.id)
    assert (shown.announced_booths, shown.contact, shown.version) == (None, "An, 0912 345 678", 2)
    assert [(backer.organization_id, backer.name) for backer in shown.hosts] == [
        (cast.dung.organization.id, "Siêu thị Mẫu"),
        (None, "Sở B"),
    ]
    assert shown.filing.filed_on == date(2026, 11, 2)


async def test_a_stale_edit_shows_both_and_overwrites_nothing(an: Browser, cast: Any, at: Any) -> None:
    event = await make.event(cast.an.organization)
    path = f"/desk/events/{event.id}/edit"
    await an.see(path)
    await scheduling.edit_event(event, 1, EventChange(contact="Người thứ nhất"), at=at)
    page = await an.send(path, 412, contact="Người thứ hai")
    assert "Saved now: Người thứ nhất" in page
    assert dict(an.forms[path])["contact"] == "Người thứ hai"
    assert (await showing.event(event.id)).contact == "Người thứ nhất"
    await an.send(path)
    assert (await showing.event(event.id)).contact == "Người thứ hai"


async def test_a_stale_day_overwrites_nothing(an: Browser, cast: Any, at: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await an.see(path)
    (first, *_) = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    await siting.edit_day(first, 1, DayChange.model_validate({"opens": "07:00"}), at=at)
    await an.send(path, 412, days__0__closes="22:00", days__1__closes="22:00")
    shown = await placing.days_of(fair.site.id)
    assert [(day.opens.hour, day.closes.hour) for day in shown[:2]] == [(7, 21), (8, 21)]


async def test_rows_say_what_is_wrong_with_them_all_at_once(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await an.see(path)
    page = await an.send(path, 422, days__0__opens="22:00", days__2__closes="", days__6__on="2026-12-30")
    for field in ("days-0-closes", "days-2-closes", "days-6-opens", "days-6-closes"):
        assert f'id="f-{field}-error"' in page
    assert [day.opens.hour for day in await placing.days_of(fair.site.id)] == [8] * 5


async def test_an_announced_date_is_refused_in_the_table_of_days(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 17))
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await an.see(path)
    page = await an.send(path, 409, days__0__on="2026-12-17", days__1__on="2026-12-16")
    assert "These dates are announced; reschedule the event to change them." in page
    assert [day.version for day in await placing.days_of(fair.site.id)] == [1, 1]


async def test_days_of_a_draft_swap_their_dates(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT, last_on=date(2026, 12, 17))
    before = await placing.days_of(fair.site.id)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}/days"
    await an.see(path)
    await an.send(path, days__0__on="2026-12-17", days__1__on="2026-12-16")
    assert [day.id for day in await placing.days_of(fair.site.id)] == [before[1].id, before[0].id]
    await an.send(path, 409, days__0__on="2026-12-17")
    assert "This site already opens on this day." in an.answer.text


@pytest.mark.parametrize("last_on", ["2026-12-15", "2028-01-01"])
async def test_a_range_of_days_is_one_and_at_most_a_year(an: Browser, cast: Any, last_on: str) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)
    path = f"/desk/events/{fair.id}/sites/{fair.site.id}"
    await an.see(f"{path}/days")
    page = await an.send(f"{path}/fill", 422, last_on=last_on, opens="08:00", closes="21:00")
    assert "Give the first and the last day, at most a year apart." in page
    assert len(await placing.days_of(fair.site.id)) == 5


async def test_a_site_changes_its_place_and_goes(an: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    there = await make.venue(cast.an.organization, "Nơi khác")
    site = await make.site(event, await make.venue(cast.an.organization), days=2)
    path = f"/desk/events/{event.id}/sites/{site.id}"
    await an.see(f"{path}/days")
    await an.send(f"{path}/place", venue_id=str(there.id), announced_booths="")
    assert (await placing.site(site.id)).venue.name == "Nơi khác"
    assert (await placing.site(site.id)).announced_booths is None
    page = await an.send(f"{path}/deletion", 422)
    assert "Tick the box to confirm this." in page
    await an.send(f"{path}/deletion", _sure="true")
    assert await Site.count().where(Site.event == event.id) == 0


async def test_a_session_is_changed_and_taken_out(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    session = await make.session(fair.event, fair.venue)
    path = f"/desk/events/{fair.id}/programme/{session.id}"
    await an.see(path)
    assert dict(an.forms[path])["starts_at"] == "2026-12-16T09:00"
    page = await an.send(path, 422, ends_at="2026-12-16T08:00", venue_id="")
    assert "The session ends before it starts." not in page  # the venue is missing, so the verb was not asked yet
    page = await an.send(path, 422, ends_at="2026-12-16T08:00", venue_id=str(fair.venue.id))
    assert "The session ends before it starts." in page
    await an.send(path, ends_at="2026-12-16T12:00", speakers="Một người")
    shown = await placing.session(session.id)
    assert (shown.ends_at, shown.speakers[0].name) == (datetime.fromisoformat("2026-12-16T12:00+07:00"), "Một người")
    await an.see(path)
    await an.send(f"{path}/deletion", 422)
    await an.send(f"{path}/deletion", _sure="true")
    assert await placing.programme(fair.id) == []
    await an.see(path, 404)


async def test_a_series_is_renamed(an: Browser, cast: Any, at: Any) -> None:
    series = await scheduling.create_series(cast.an.organization.id, {"vi": "Tuần lễ OCOP"}, at=at)
    await an.see(f"/desk/series/{series.id}")
    page = await an.send(f"/desk/series/{series.id}", name__vi="Tuần lễ Sen")
    assert "Tuần lễ Sen" in page
    assert (await showing.series(series.id)).name == {"vi": "Tuần lễ Sen"}


async def test_an_event_is_postponed_and_moved_by_form(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))
    desk, public = f"/desk/events/{fair.id}", f"/events/{fair.event.slug}"
    await an.see(f"{desk}/postponement")
    page = await an.send(f"{desk}/postponement", 422)
    assert 'id="f-reason-error"' in page
    page = await an.send(f"{desk}/postponement", 422, reason="Bão số 9")
    assert 'id="f-_sure-error"' in page
    assert dict(an.forms[f"{desk}/postponement"])["reason"] == "Bão số 9"
    await an.send(f"{desk}/postponement", _sure="true")
    page = await an.see(public)
    assert "This event is postponed; the new dates are not known yet." in page
    assert "Bão số 9" in page
    before = await placing.days_of(fair.site.id)
    await an.see(f"{desk}/rescheduling")
    page = await an.send(
        f"{desk}/rescheduling",
        reason="Đã có lịch mới",
        days__0__on="2027-01-05",
        days__1__gone="true",
        days__2__on="2027-01-06",
        days__3__on="2027-01-07",
        days__3__opens="09:00",
        days__3__closes="20:00",
    )
    assert "Lost days: 17/12/2026." in page
    after = await placing.days_of(fair.site.id)
    assert [(day.id, day.on.isoformat()) for day in after[:2]] == [
        (before[0].id, "2027-01-05"),
        (before[2].id, "2027-01-06"),
    ]
    assert after[2].on == date(2027, 1, 7)
    page = await an.see(public)
    assert "This event was moved from 16–18/12/2026 to 05–07/01/2027." in page
    assert "Đã có lịch mới" in page


async def test_a_wrong_row_of_a_rescheduling_is_named_though_rows_before_it_are_skipped(an: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))
    path = f"/desk/events/{fair.id}/rescheduling"
    await an.see(path)
    page = await an.send(
        path, 422, reason="Công văn", days__0__gone="true", days__1__on="2026-12-18", days__4__on="2026-12-19"
    )
    for field in ("days-4-opens", "days-4-closes"):
        assert f'id="f-{field}-error"' in page
    page = await an.send(path, 422, days__4__opens="21:00", days__4__closes="08:00")
    for field in ("days-1-on", "days-2-on", "days-4-closes"):
        assert f'id="f-{field}-error"' in page
    assert "days-0-on-error" not in page
    assert (await showing.event(fair.id)).first_on == make.FIRST_ON


async def test_a_day_added_meanwhile_is_not_lost_by_a_rescheduling(an: Browser, cast: Any, at: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/rescheduling"
    site = await make.site(fair.event, fair.venue, days=1)
    await an.see(path)
    await siting.add_day(site, Hours.model_validate({"on": "2026-12-17", "opens": "08:00", "closes": "21:00"}), at=at)
    page = await an.send(path, 412, reason="Công văn")
    assert page.count('value="2026-12-17"') == 2
    await an.send(path, days__0__on="2026-12-15")
    assert (await showing.event(fair.id)).first_on == date(2026, 12, 15)
    assert len(await placing.days_of(site.id)) == 2


async def test_a_promotion_without_days_moves_by_its_period(an: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization, kind=EventKind.PROMOTION)
    path = f"/desk/events/{event.id}/rescheduling"
    await an.see(path)
    await an.send(path, reason="Công văn", first_on="2027-02-01", last_on="2027-02-28")
    assert (await showing.event(event.id)).last_on == date(2027, 2, 28)


async def test_a_cancellation_is_confirmed_and_says_why(an: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization)
    path = f"/desk/events/{event.id}/cancellation"
    await an.see(path)
    await an.send(path, 422, reason="Dịch bệnh")
    assert (await showing.event(event.id)).state == "published"
    await an.send(path, _sure="true")
    page = await an.see(f"/events/{event.slug}")
    assert "This event is cancelled." in page
    assert "Dịch bệnh" in page
    await an.see(path)
    assert "not possible in the present state" in await an.send(path, 409, reason="?", _sure="true")


async def test_the_list_is_searched_filtered_and_turned(client: httpx.AsyncClient, cast: Any) -> None:
    an = cast.an.organization
    await make.event(an, "Hội chợ Tây Nguyên")
    past = {"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 5)}
    await make.event(an, "Tuần lễ cũ", state=EventState.ENDED, **past)
    await make.event(an, "Bản nháp", state=EventState.DRAFT)
    visitor = Browser(client, "vi")
    for path, shown in {
        "/": ["Hội chợ Tây Nguyên"],
        "/events": ["Hội chợ Tây Nguyên"],
        "/events?past=true": ["Tuần lễ cũ"],
        "/events?month=2026-11": ["Tuần lễ cũ"],
        "/events?month=2026-12": ["Hội chợ Tây Nguyên"],
        "/events?q=tay+nguyen": ["Hội chợ Tây Nguyên"],
        "/events?q=khong+co": [],
        "/events?q=&month=&province=": ["Hội chợ Tây Nguyên"],
        "/events?province=34-01": [],
    }.items():
        page = await visitor.see(path)
        titles = ["Hội chợ Tây Nguyên", "Tuần lễ cũ", "Bản nháp"]
        assert [title for title in titles if title in page] == shown, path
        assert ('class="empty"' in page) == (not shown)


async def test_a_long_list_has_pages(client: httpx.AsyncClient, cast: Any) -> None:
    for n in range(25):
        await make.event(cast.an.organization, f"Tuần {n}", first_on=make.FIRST_ON + timedelta(days=n % 3))
    visitor = Browser(client)
    page = await visitor.see("/events")
    assert page.count('class="card"') == 24
    (further,) = re.findall(r'href="([^"]+)" rel="next"', page)
    assert (await visitor.see(further.replace("&amp;", "&"))).count('class="card"') == 1


async def test_nobody_finds_an_empty_page_where_nothing_is_announced(client: httpx.AsyncClient, cast: Any) -> None:
    assert "No event is announced at the moment." in await Browser(client).see("/")
    assert "No event has passed yet." in await Browser(client).see("/events?past=true")


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_every_page_of_an_event_speaks_the_language_chosen(an: Browser, cast: Any, language: str) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)
    session = await make.session(fair.event, fair.venue)
    await an.see(f"/language/{language}")
    desk = f"/desk/events/{fair.id}"
    pages = ["", "/edit", "/sites", f"/sites/{fair.site.id}/days", "/programme", f"/programme/{session.id}"]
    pages += ["/filing", "/publication", "/postponement", "/rescheduling", "/cancellation"]
    for path in [
        "/desk",
        "/desk/series",
        "/desk/events/new",
        f"/events/{fair.event.slug}",
        *[desk + one for one in pages],
    ]:
        page = await an.see(path)
        assert f'<html lang="{language}">' in page
        assert "%(" not in page


async def test_who_may_not_change_is_shown_no_form_and_is_refused(client: httpx.AsyncClient, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    draft = await make.event(cast.an.organization, state=EventState.DRAFT)
    visitor = Browser(client)
    assert "/sign-in" in str((await visitor.see(f"/desk/events/{fair.id}")) and visitor.answer.url)
    await visitor.see(f"/events/{draft.slug}", 404)
    binh = await Browser(client).sign_in(cast.binh)
    await binh.see("/desk", 403)
    await binh.see(f"/desk/events/{fair.id}", 403)
    await binh.see(f"/desk/events/{draft.id}", 404)
    viewer = await Browser(client).sign_in(await make.person("Xem", cast.an.organization, Role.VIEWER))
    for path in ("", "/sites", "/programme"):
        await viewer.see(f"/desk/events/{fair.id}{path}")
        assert not [action for action in viewer.forms if "/desk/" in action]
    await viewer.see("/desk")
    for path in ("/edit", "/publication", "/rescheduling", f"/sites/{fair.site.id}/days"):
        await viewer.see(f"/desk/events/{fair.id}{path}", 403)


async def test_a_site_or_session_of_another_event_is_not_found(an: Browser, cast: Any) -> None:
    fair, other = await make.fair(cast.an.organization), await make.fair(cast.an.organization)
    session = await make.session(other.event, other.venue)
    await an.see(f"/desk/events/{fair.id}/sites/{other.site.id}/days", 404)
    await an.see(f"/desk/events/{fair.id}/programme/{session.id}", 404)
