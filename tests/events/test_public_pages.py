"""What everybody sees: the list and one event."""

import re
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.events.tables import EventState, Session
from tests import make
from tests.browser_like import Browser


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
async def test_every_page_of_an_event_speaks_the_language_chosen(browser: Browser, cast: Any, language: str) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)
    session = await make.session(fair.event, fair.venue)
    await browser.see(f"/language/{language}")
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
        page = await browser.see(path)
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


async def test_a_description_keeps_its_paragraphs(client: httpx.AsyncClient, cast: Any) -> None:
    lines = {"vi": "Gian hàng của 34 tỉnh.\r\n\r\nVào cửa tự do.\r\nCó chỗ gửi xe."}
    event = await make.event(cast.an.organization, description=lines)
    session = await make.session(event, await make.venue(cast.an.organization))
    await Session.update({Session.description: lines}).where(Session.id == session.id)
    page = await Browser(client, "vi").see(f"/events/{event.slug}")
    assert page.count("<p>Gian hàng của 34 tỉnh.</p>\n<p>Vào cửa tự do.<br>Có chỗ gửi xe.</p>") == 2
