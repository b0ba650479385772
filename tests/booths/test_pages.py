"""The floor as a browser without JavaScript uses it."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx

from events_app.actor import Role
from events_app.booths import booking, laying_out
from events_app.booths.tables import Booth, Zone
from events_app.events.tables import EventState
from events_app.values import Days
from tests import make
from tests.booths.test_shifting import WEEK, days, reschedule
from tests.browser_like import Browser

UNTIL = make.NOW + timedelta(minutes=15)


def rows(page: str) -> dict[str, list[str]]:
    """The body rows of all tables: the text of the first cell -> the texts of the others."""
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL):
        cells = [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        found[cells[0]] = cells[1:]
    return found


async def busy(cast: make.Cast) -> make.Fair:
    """A fair whose first booth Bình has on day 1, and Em holds on days 2 and 3."""
    fair = await make.fair(cast.an.organization, booths=2)
    for who, on, confirmed in ((cast.binh, days(1, 1), True), (cast.em, days(2, 3), False)):
        application = await make.application(fair.event, who.organization)
        await booking.hold(application.id, application.organization, fair.booths[0].id, on, until=UNTIL, at=make.NOW)
        if confirmed:
            await booking.confirm(application.id, None, at=make.NOW)
    return fair


async def test_the_plan_shows_a_day_as_drawing_and_as_list(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await busy(cast)
    first, second = (booth.number for booth in fair.booths)
    browser = Browser(client)
    here = f"/events/{fair.event.slug}/plan"
    page = await browser.see(here)
    assert f'aria-label="Booth {first}: Taken"' in page
    assert f'aria-label="Booth {second}: Free"' in page
    assert rows(page)[first] == ["Taken", "Thực phẩm", "3 × 3 m", "–", "free of charge"]
    assert page.count('href="?on=') == 5
    assert "Sen Việt" not in page
    later = await browser.see(f"{here}?on={WEEK[1]}")
    assert (rows(later)[first][0], rows(later)[second][0]) == ("Held", "Free")
    assert rows(await browser.see(f"{here}?on={WEEK[4]}"))[first][0] == "Free"
    assert rows(await browser.see(f"{here}?on=2020-01-01"))[first][0] == "Taken"


async def test_every_booth_of_the_drawing_leads_to_its_row(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await busy(cast)
    page = await Browser(client).see(f"/events/{fair.event.slug}/plan")
    links = re.findall(r'<a href="#(booth-[^"]+)"', page)
    assert links == [f"booth-{booth.id}" for booth in fair.booths]
    assert all(f'<tr id="{link}"' in page for link in links)


async def test_an_exhibitor_sees_its_own_booth_marked(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await busy(cast)
    browser = await Browser(client).sign_in(cast.binh)
    page = await browser.see(f"/events/{fair.event.slug}/plan")
    assert rows(page)[fair.booths[0].number][0] == "Yours"
    assert "Sen Việt" not in page.partition("<main")[2]


async def test_an_event_without_booths_says_so(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    page = await Browser(client).see(f"/events/{fair.event.slug}/plan")
    assert "There are no booths on the plan of this event." in page
    draft = await make.fair(cast.an.organization, state=EventState.DRAFT)
    await Browser(client).see(f"/events/{draft.event.slug}/plan", 404)


async def test_a_place_that_is_closed_that_day_says_so(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, booths=1)
    second = await make.site(fair.event, fair.venue, days=1)
    await make.booth(await make.zone(second))
    page = await Browser(client).see(f"/events/{fair.event.slug}/plan?on={WEEK[3]}")
    assert "This place is not open on that day." in page


async def test_from_an_empty_site_to_booths_in_a_zone(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT, announced_booths=66)
    browser = await Browser(client).sign_in(cast.an)
    here = f"/desk/events/{fair.id}/booths"
    page = await browser.see(here)
    assert rows(page)["The whole event"] == ["66", "0"]
    assert "Nobody has a booth yet." in page
    page = await browser.send(f"{here}/zones", 422, announced_booths="many")
    assert 'value="many"' in page
    assert page.count("This is required.") >= 1
    page = await browser.send(f"{here}/zones", name__vi="Đồ uống", name__en="Drinks", announced_booths="8")
    assert "The zone is added. Now give it booths." in page
    zone = str(browser.answer.url.path)

    page = await browser.send(f"{zone}/grid", 422, rows="2")
    assert "Say how many rows and columns, or list the booths." in page
    page = await browser.send(f"{zone}/grid", rows="2", columns="3", width_m="3,5", price_vnd="5.000.000", power="true")
    assert "Added: booths A01 to A06." in page
    assert rows(page)["A02"] == ["3.5 × 3 m", "3.5 · 0 m", "power", "5,000,000 ₫"]
    page = await browser.send(f"{zone}/grid", 422, rows="1", columns="1")
    assert "The number A01 is used at this site already." in page
    page = await browser.see(here)
    assert rows(page)["Drinks"] == ["8", "6"]
    assert rows(page)["The whole event"] == ["66", "6"]


async def test_a_zone_is_changed_and_deleted(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, booths=1, state=EventState.DRAFT)
    browser = await Browser(client).sign_in(cast.an)
    zone = f"/desk/events/{fair.id}/booths/zones/{fair.zone.id}"
    await browser.see(zone)
    stale = browser.forms[f"{zone}/edit"]
    page = await browser.send(f"{zone}/edit", name__vi="Trà", announced_booths="40")
    assert "Saved." in page
    page = await browser.post(f"{zone}/edit", stale, 412)
    assert "Saved now: Trà" in page
    await browser.see(zone)
    page = await browser.send(f"{zone}/edit", announced_booths="")
    assert (await Zone.select(Zone.announced_booths).where(Zone.id == fair.zone.id))[0] == {"announced_booths": None}
    page = await browser.send(f"{zone}/deletion", 409, _sure="true")
    assert "There are booths in this zone; move or delete them first." in page
    await Booth.delete().where(Booth.zone == fair.zone.id)
    page = await browser.send(f"{zone}/deletion", _sure="true")
    assert "The zone is deleted." in page


async def test_a_booth_is_changed_and_deleted(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, booths=2)
    browser = await Browser(client).sign_in(cast.an)
    booth, other = fair.booths
    here = f"/desk/events/{fair.id}/booths/{booth.id}"
    await browser.see(here)
    page = await browser.send(here, 422, x_m=str(other.x_m), y_m=str(other.y_m))
    assert f"Booths {booth.number} and {other.number} overlap on the plan." in page
    await browser.see(here)
    page = await browser.send(here, 409, number=other.number)
    assert "Another booth of this site has this number." in page
    await browser.see(here)
    page = await browser.send(here, number="Z9", corner="true", width_m="2,5")
    assert "Booth Z9 is saved." in page
    kept = (await Booth.select().where(Booth.id == booth.id))[0]
    assert (kept["number"], kept["corner"], kept["width_m"]) == ("Z9", True, 2.5)

    application = await make.application(fair.event, cast.binh.organization)
    on = Days(make.FIRST_ON, make.FIRST_ON)
    await booking.hold(application.id, application.organization, booth.id, on, until=UNTIL, at=make.NOW)
    await browser.see(here)
    page = await browser.send(f"{here}/deletion", 409, _sure="true")
    assert "Somebody has this booth; it cannot be deleted." in page
    await booking.release(application.id, None, at=make.NOW)
    page = await browser.send(f"{here}/deletion", _sure="true")
    assert "Booth Z9 is deleted." in page
    assert [row.number for row in await laying_out.booths_of(fair.site.id)] == [other.number]


async def test_the_organizer_sees_who_has_what_and_what_was_lost(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await busy(cast)
    browser = await Browser(client).sign_in(cast.an)
    here = f"/desk/events/{fair.id}/booths"
    number = fair.booths[0].number
    em = "Hợp tác xã Trà Xanh Held"
    assert rows(await browser.see(here))[number] == ["Hợp tác xã Sen Việt Taken", em, em, "Free", "Free"]
    empty = await make.site(fair.event, await make.venue(cast.an.organization, "Nơi vắng"))
    zone = await make.zone(empty)
    await make.booth(zone, "Z1")
    assert 'aria-label="Nơi vắng"' not in await browser.see(here)
    await reschedule(fair, [None, *WEEK[1:]])
    assert rows(await browser.see(here))["Hợp tác xã Sen Việt"][:2] == [number, "16/12/2026"]


async def test_who_may_look_at_the_desk(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization)
    elsewhere = await make.fair(cast.an.organization)
    here = f"/desk/events/{fair.id}/booths"
    viewer = await make.person("Xem", cast.an.organization, Role.VIEWER)
    page = await (await Browser(client).sign_in(viewer)).see(here)
    assert "Add a zone" not in page
    await Browser(client).see(f"{here}/zones/{fair.zone.id}", 403)
    await (await Browser(client).sign_in(cast.binh)).see(here, 403)
    browser = await Browser(client).sign_in(cast.an)
    strange: list[UUID] = [elsewhere.booths[0].id, elsewhere.zone.id]
    await browser.see(f"{here}/{strange[0]}", 404)
    await browser.see(f"{here}/zones/{strange[1]}", 404)


async def test_the_floor_of_a_cancelled_event_is_only_shown(client: httpx.AsyncClient, cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.CANCELLED)
    browser = await Browser(client).sign_in(cast.an)
    here = f"/desk/events/{fair.id}/booths"
    assert "Add a zone" not in await browser.see(here)
    assert f'action="{here}/{fair.booths[0].id}"' not in await browser.see(f"{here}/{fair.booths[0].id}")
