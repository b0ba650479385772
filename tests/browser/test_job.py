"""The whole job by pages, in each language, on a telephone without JavaScript; then what axe says of the same pages."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from events_app import db, i18n, values
from events_app.i18n import Language
from events_app.i18n import text as _
from events_app.sample import building
from events_app.sample.building import FairPlan, SitePlan, ZonePlan
from tests.browser.running import World
from tests.browser.visiting import WIDTH, Visitor

TITLE = {"vi": "Hội chợ OCOP thử nghiệm", "en": "Trial OCOP Fair", "id": "Pameran OCOP Uji Coba"}
PUT_OFF = {"vi": "Tuần lễ sẽ hoãn", "en": "Week to be postponed", "id": "Pekan yang akan ditunda"}
CALLED_OFF = {"vi": "Tuần lễ sẽ hủy", "en": "Week to be cancelled", "id": "Pekan yang akan batal"}
PAST = {"vi": "Tuần lễ đã qua", "en": "Past week", "id": "Pekan yang lalu"}
AXE_FOR = Language.VI  # the pages are the same in each language
AXE = {
    "resultTypes": ["violations"],
    "iframes": False,
}  # a letter stands in a frame in which no script runs, axe's neither


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    """The language that everybody of the test speaks."""
    with i18n.speaking(request.param):
        yield request.param


async def test_the_whole_job(world: World, browser: Browser, language: Language) -> None:
    await world.write_in(language)
    at = values.now()
    first_on = values.today(at) + timedelta(days=40)
    async with AsyncExitStack() as everybody:

        async def enters(email: str = "") -> Visitor:
            visitor = await everybody.enter_async_context(Visitor(browser, world.url, language))
            if email:
                await visitor.sign_in(email)
            return visitor

        an, binh, em = [await enters(f"{name}@fairs.example") for name in ("an", "binh", "em")]
        passer_by = await enters()
        with i18n.speaking(language):
            await schedules(an, TITLE, first_on, at)
            await sees_everything(passer_by, TITLE[language], first_on)
            await subscribes(passer_by, TITLE[language], first_on)
            await register(binh, em, TITLE[language])
            await sees_the_exhibitor(an, TITLE[language])
            await is_written_to(world, binh, TITLE[language])
            await moves(world, an, binh, TITLE[language], first_on)
            await other_fairs(world, at)
            await postpones_and_cancels(an, passer_by, language)
            await summarizes(world, an, binh, language, at)
        if language == AXE_FOR:
            await are_for_everybody(browser, world.url, [an, binh, em, passer_by])


async def schedules(an: Visitor, title: dict[str, str], first_on: date, at: datetime) -> None:
    """C1: An enters venues and a series, an event with two sites, days, a session, zones, booths, its filing; and publishes."""
    last_on = first_on + timedelta(days=2)
    await an.follow(_("Desk"))
    for name in ("Quảng trường Thử", "Siêu thị Thử", "Khách sạn Thử"):
        await an.go("/desk/venues")
        await an.follow(_("Enter a venue"))
        await an.send(_("Save"), name=name, address=f"1 {name}, Hà Nội", province_code={"index": 1})
    await an.follow(_("Desk"))
    await an.follow(_("Series"))
    await an.send(_("Add the series"), name__vi="Hội chợ Thử", name__en="Trial fairs", name__id="Pameran uji coba")
    await an.follow(_("Desk"))
    await an.follow(_("New event"))
    await an.send(_("Keep as a draft"), 422, kind="fair")  # everything that is missing is said at once
    await an.send(
        _("Keep as a draft"),
        kind="fair",
        **{f"title__{code}": said for code, said in title.items()},
        description__vi="Hội chợ của các hợp tác xã.",
        series_id={"label": i18n.localized({"vi": "Hội chợ Thử", "en": "Trial fairs", "id": "Pameran uji coba"})},
        first_on=first_on,
        last_on=last_on,
        registration_opens_at=_local(at - timedelta(days=1)),
        registration_closes_at=_local(at + timedelta(days=30)),
        announced_booths="20",
        directs="Ủy ban nhân dân Thử",
        hosts="Sở Công Thương Thử\nSở Nông nghiệp Thử",
        cooperates="Hội Nông dân Thử",
        carries_out="Trung tâm Thử",
        sponsors="Ngân hàng Thử",
    )
    await an.follow(_("Publish"))
    await an.reads(_("Add a site."))
    await an.send(_("Publish now"), 422)
    await an.reads(_("Add a site."))
    for venue, opens in (("Quảng trường Thử", "08:00"), ("Siêu thị Thử", "09:30")):
        await an.follow(_("Sites and days"))
        await an.send(_("Add the site"), venue_id={"label": venue}, announced_booths="10")
        await an.send(_("Add these days"), first_on=first_on, last_on=last_on, opens=opens, closes="21:00")
    await an.send(_("Save all days"), days__1__opens="10:15", days__2__closes="20:30")
    await an.follow(_("Programme"))
    await an.send(
        _("Add the session"),
        title__vi="Hội nghị Thử",
        title__en="Trial conference",
        title__id="Konferensi uji coba",
        kind="conference",
        venue_id={"label": "Khách sạn Thử"},
        starts_at=f"{first_on}T09:00",
        ends_at=f"{first_on}T11:00",
        speakers="Diễn giả Thử, Viện Thử",
    )
    for venue, prefix in (("Quảng trường Thử", "A"), ("Siêu thị Thử", "B")):
        await an.follow(_("Booths"))
        await an.send(_("Add the zone"), site_id={"label": venue}, name__vi=f"Khu {prefix}", announced_booths="12")
        await an.send(_("Add these booths"), prefix=prefix, rows="2", columns="3", power=True, price_vnd="1500000")
    await an.follow(_("Overview"))
    table = an.page.locator("main tbody tr").first
    assert (await table.locator("td").all_inner_texts()) == ["20", "12"]  # announced, and on the plan
    await an.follow(_("Filing"))
    await an.reads(i18n.long_date(first_on - timedelta(days=30)), i18n.long_date(first_on - timedelta(days=365)))
    await an.send(_("Save"), required="true", filed_on=values.today(at))
    await an.follow(_("Publish"))
    await an.reads(_("Everything that is needed is there."))
    await an.send(_("Publish now"))
    await an.reads(_("The event is published."))


async def sees_everything(passer_by: Visitor, title: str, first_on: date) -> None:
    """Whoever comes by finds the event by its name, its month, its places, hours, programme and plan."""
    await passer_by.go("/events")
    await passer_by.send(_("Search"), q=title, month=f"{first_on:%Y-%m}")
    await passer_by.follow(title)
    await passer_by.reads("Quảng trường Thử", "Siêu thị Thử", "Khách sạn Thử", "Diễn giả Thử", "Ngân hàng Thử")
    await passer_by.reads(*(i18n.time(time.fromisoformat(clock)) for clock in ("08:00", "09:30", "10:15", "20:30")))
    await passer_by.follow(_("Floor plan"))
    await passer_by.reads("A01", "B06", _("Free"))
    await passer_by.page.go_back()


async def subscribes(passer_by: Visitor, title: str, first_on: date) -> None:
    """C4: each link of the event page leads to the feed of the page's language, which holds the event."""
    address = await passer_by.page.locator("section.feed input").input_value()
    links = await passer_by.page.locator("section.feed a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 4
    assert all(urlsplit(address).path in link.replace("%2F", "/") for link in links)
    answer = await passer_by.context.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    feed = (await answer.text()).replace("\r\n ", "")
    assert title in feed
    assert f"{first_on:%Y%m%d}" in feed


async def register(binh: Visitor, em: Visitor, title: str) -> None:
    """C2: Bình and Em look at the same booth. Bình gets it; Em is told so, and takes one of those that are free."""
    for entity, product in ((binh, "Trà ướp sen (mẫu)"), (em, "Chè Shan tuyết (mẫu)")):
        await entity.follow(_("Events"))
        await entity.follow(title)
        await entity.follow(_("Apply for a booth"))
        await entity.send(_("Submit the application"), 422)  # without product and consent
        await entity.page.get_by_role("checkbox", name=product).check()
        await entity.send(_("Submit the application"), consent=True)
        await entity.reads(_("Your application is submitted."), _("Pick a booth."))
    wanted = await binh.page.locator('input[name="booth_id"]').first.get_attribute("value") or ""
    await em.choose("booth_id", wanted)
    await binh.send(_("Hold this booth"), booth_id=wanted)
    await em.send(_("Hold this booth"), 409)
    await em.reads(_("On the days that you chose these booths are still free:"), "A02, A03")
    await binh.send(_("Confirm booth %(number)s", number="A01"))
    await binh.reads(_("The booth is confirmed."))
    assert await em.page.locator(f'input[name="booth_id"][value="{wanted}"]').is_disabled()
    await em.page.get_by_role("radio", name=_("Booth %(number)s", number="A02")).check()
    await em.send(_("Hold this booth"))
    await em.send(_("Give back"))
    await em.follow(_("My applications"))
    await em.reads(title)


async def sees_the_exhibitor(an: Visitor, title: str) -> None:
    """An sees who has applied, and who has which booth."""
    await an.follow(_("Desk"))
    await an.follow(title)
    await an.follow(_("Applications"))
    await an.reads("Hợp tác xã Sen Việt (mẫu)", "A01", _("Confirmed"), "Hợp tác xã Trà Xanh (mẫu)")
    await an.follow("Hợp tác xã Sen Việt (mẫu)")
    await an.follow(_("Booths"))
    await an.reads("Hợp tác xã Sen Việt (mẫu)")


async def is_written_to(world: World, binh: Visitor, title: str) -> None:
    """C5: the confirmation is in the mail server, in Bình's language, and in the list of letters."""
    letter = await world.letter("binh@fairs.example", title, "A01")
    assert letter["Content-Language"] == binh.language
    await binh.follow(_("Letters sent while developing"))
    await binh.follow(str(letter["Subject"]))
    await binh.reads("A01")


async def moves(world: World, an: Visitor, binh: Visitor, title: str, first_on: date) -> None:
    """C3: An moves the fair by a week; Bình's booth moves along, and Bình is told the old and the new days."""
    await an.follow(_("Overview"))
    await an.follow(_("Reschedule"))
    filled = await an.page.locator('[name^="days."][name$=".on"]').evaluate_all(
        "fields => fields.filter(field => field.value).map(field => [field.name, field.value])"
    )
    assert len(filled) == 6
    week = timedelta(days=7)
    later = {name.replace(".", "__"): date.fromisoformat(on) + week for name, on in filled}
    await an.send(_("Move the event and tell everybody"), 422, **later)  # a reason is owed
    await an.send(_("Move the event and tell everybody"), reason="Theo công văn", **later)
    await an.reads(_("The event is moved; exhibitors are told."))
    new = first_on + week
    await binh.follow(_("My applications"))
    await binh.follow(title)
    await binh.reads(i18n.days(new, new + timedelta(days=2)))
    await world.letter("binh@fairs.example", "Theo công văn", i18n.date(first_on), i18n.date(new))


async def other_fairs(world: World, at: datetime) -> None:
    """Three more by the verbs, with Bình and Em in their booths: two to come, one that is over since three days ago."""
    today = values.today(at)
    for title, first_on in (
        (PUT_OFF, today + timedelta(days=10)),
        (CALLED_OFF, today + timedelta(days=12)),
        (PAST, today - timedelta(days=5)),
    ):
        plan = FairPlan(
            kind="week",
            vi=title["vi"],
            en=title["en"],
            id=title["id"],
            first_on=first_on,
            last_on=first_on + timedelta(days=2),
            announced_at=at - timedelta(days=60),
            sites=[SitePlan("coop", 6, [ZonePlan("Nông sản", "Farm produce", 6, 2, 3)])],
            said={
                "registration_opens_at": at - timedelta(days=60),
                "registration_closes_at": at - timedelta(days=20),
                "filing": {"required": False, "exempt_decision": "Kế hoạch (mẫu)"},
            },
        )
        built = await building.build(plan, world.cast, world.places)
        for booth, entity in zip(built.booths[0], world.cast.entities[:2], strict=False):
            await building.exhibit(built, world.cast, entity, booth, at=at - timedelta(days=30))


async def postpones_and_cancels(an: Visitor, passer_by: Visitor, language: Language) -> None:
    """C3: An postpones one fair and calls another off; nothing of it happens by mistake, and everybody sees it."""
    for title, link, button, said, seen in (
        (
            PUT_OFF[language],
            _("Postpone"),
            _("Postpone the event"),
            _("The event is postponed; exhibitors are told."),
            _("This event is postponed; the new dates are not known yet."),
        ),
        (
            CALLED_OFF[language],
            _("Cancel the event"),
            _("Cancel the event for good"),
            _("The event is cancelled; exhibitors are told."),
            _("This event is cancelled."),
        ),
    ):
        await an.follow(_("Desk"))
        await an.follow(title)
        await an.follow(link)
        await an.send(button, 422, reason="Bão lớn")
        await an.send(button, reason="Bão lớn", _sure=True)
        await an.reads(said)
        await an.follow(_("As visitors see it"))
        await passer_by.go(an.page.url)
        await passer_by.reads(seen, "Bão lớn")


async def summarizes(world: World, an: Visitor, binh: Visitor, language: Language, at: datetime) -> None:
    """C6: the fair has ended, An records two agreements, the sweep freezes them; page, PDF, and Bình's own part."""
    world.ask("events.end_due")
    await world.until(lambda: _exists("SELECT FROM event WHERE state = 'ended'"))
    await an.follow(_("Desk"))
    await an.follow(PAST[language])
    await an.follow(_("Agreements"))
    for entity, value in (("Hợp tác xã Sen Việt (mẫu)", "120000000"), ("Hợp tác xã Trà Xanh (mẫu)", "")):
        await an.follow(_("Record an agreement"))
        agreed: dict[str, Any] = {
            "kind": "supply",
            "title": f"Hợp đồng của {entity}",
            "signed_on": values.today(at) - timedelta(days=3),
            "value_vnd": value,
            "parties__0__role": "producer",
            "parties__0__organization_id": {"label": entity},
            "parties__1__role": "distributor",
        }
        await an.send(_("Save"), 422, **agreed)  # the second party is not named
        await an.send(_("Save"), parties__1__organization_id={"label": "Siêu thị Mẫu"})
        await an.reads(_("The agreement was recorded."))
    world.ask("summaries.freeze_due")
    await world.until(lambda: _exists("SELECT FROM summary WHERE pdf IS NOT NULL"))
    await an.follow(_("Summaries"))
    await an.follow(_("Summary no. %(number)s", number=1))
    await an.reads("Hợp đồng của Hợp tác xã Sen Việt (mẫu)", "Hợp đồng của Hợp tác xã Trà Xanh (mẫu)")
    await an.reads(i18n.money(120_000_000))
    await world.letter("an@fairs.example", PAST[language])
    await world.letter("binh@fairs.example", "Hợp đồng của Hợp tác xã Sen Việt (mẫu)")
    await binh.go(an.page.url)
    await binh.reads("Hợp đồng của Hợp tác xã Sen Việt (mẫu)", _("You see the agreements that you are a party to."))
    await binh.misses("Trà Xanh")
    for who in (an, binh):
        answer = await who.context.request.get(f"{an.page.url}/pdf")
        assert answer.status == 200
        assert (await answer.body()).startswith(b"%PDF-")


async def are_for_everybody(browser: Browser, url: str, visitors: list[Visitor]) -> None:
    """Axe finds nothing serious or critical on any kind of page that somebody was shown, with JavaScript on."""
    found = []
    done: set[str] = set()
    for visitor in visitors:
        context = await browser.new_context(
            storage_state=await visitor.context.storage_state(), viewport={"width": WIDTH, "height": 800}
        )
        for kind, address in visitor.seen.items():
            if kind in done:
                continue
            done.add(kind)
            page = await context.new_page()
            async with asyncio.timeout(60):
                await page.goto(address)
                assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH, address
                said = (await Axe().run(page, options=AXE)).response["violations"]
            await page.close()
            for wrong in said:
                if wrong["impact"] in {"serious", "critical"}:
                    found.append(f"{address}: {wrong['id']}: {[node['html'] for node in wrong['nodes']][:3]}")
        await context.close()
    assert len(done) > 20
    assert not found, "\n".join(found)


async def _exists(sql: str) -> bool:
    return bool(await db.fetch(sql))


def _local(at: datetime) -> str:
    return at.astimezone(values.ZONE).strftime("%Y-%m-%dT%H:%M")
