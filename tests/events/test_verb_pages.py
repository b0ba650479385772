"""An event is postponed, moved and cancelled by form."""

from datetime import date
from typing import Any

from events_app.events import placing, showing, siting
from events_app.events.bodies import Hours
from events_app.events.tables import EventKind
from tests import make
from tests.browser_like import Browser


async def test_an_event_is_postponed_and_moved_by_form(browser: Browser, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))
    desk, public = f"/desk/events/{fair.id}", f"/events/{fair.event.slug}"
    await browser.see(f"{desk}/postponement")
    page = await browser.send(f"{desk}/postponement", 422)
    assert 'id="f-reason-error"' in page
    page = await browser.send(f"{desk}/postponement", 422, reason="Bão số 9")
    assert 'id="f-_sure-error"' in page
    assert dict(browser.forms[f"{desk}/postponement"])["reason"] == "Bão số 9"
    await browser.send(f"{desk}/postponement", _sure="true")
    page = await browser.see(public)
    assert "This event is postponed; the new dates are not known yet." in page
    assert "Bão số 9" in page
    before = await placing.days_of(fair.site.id)
    await browser.see(f"{desk}/rescheduling")
    page = await browser.send(
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
    page = await browser.see(public)
    was, now = (f'<span class="days">{days}</span>' for days in ("16–18/12/2026", "05–07/01/2027"))
    assert f"This event was moved from {was} to {now}." in page
    assert "Đã có lịch mới" in page


async def test_a_wrong_row_of_a_rescheduling_is_named_though_rows_before_it_are_skipped(
    browser: Browser, cast: Any
) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))
    path = f"/desk/events/{fair.id}/rescheduling"
    await browser.see(path)
    page = await browser.send(
        path, 422, reason="Công văn", days__0__gone="true", days__1__on="2026-12-18", days__4__on="2026-12-19"
    )
    for field in ("days-4-opens", "days-4-closes"):
        assert f'id="f-{field}-error"' in page
    page = await browser.send(path, 422, days__4__opens="21:00", days__4__closes="08:00")
    for field in ("days-1-on", "days-2-on", "days-4-closes"):
        assert f'id="f-{field}-error"' in page
    assert "days-0-on-error" not in page
    assert (await showing.event(fair.id)).first_on == make.FIRST_ON


async def test_a_day_added_meanwhile_is_not_lost_by_a_rescheduling(browser: Browser, cast: Any, at: Any) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"/desk/events/{fair.id}/rescheduling"
    site = await make.site(fair.event, fair.venue, days=1)
    await browser.see(path)
    await siting.add_day(site, Hours.model_validate({"on": "2026-12-17", "opens": "08:00", "closes": "21:00"}), at=at)
    page = await browser.send(path, 412, reason="Công văn")
    assert page.count('value="2026-12-17"') == 2
    await browser.send(path, days__0__on="2026-12-15")
    assert (await showing.event(fair.id)).first_on == date(2026, 12, 15)
    assert len(await placing.days_of(site.id)) == 2


async def test_a_promotion_without_days_moves_by_its_period(browser: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization, kind=EventKind.PROMOTION)
    path = f"/desk/events/{event.id}/rescheduling"
    await browser.see(path)
    await browser.send(path, reason="Công văn", first_on="2027-02-01", last_on="2027-02-28")
    assert (await showing.event(event.id)).last_on == date(2027, 2, 28)


async def test_a_cancellation_is_confirmed_and_says_why(browser: Browser, cast: Any) -> None:
    event = await make.event(cast.an.organization)
    path = f"/desk/events/{event.id}/cancellation"
    await browser.see(path)
    await browser.send(path, 422, reason="Dịch bệnh")
    assert (await showing.event(event.id)).state == "published"
    await browser.send(path, _sure="true")
    page = await browser.see(f"/events/{event.slug}")
    assert "This event is cancelled." in page
    assert "Dịch bệnh" in page
    await browser.see(path)
    assert "not possible in the present state" in await browser.send(path, 409, reason="?", _sure="true")
