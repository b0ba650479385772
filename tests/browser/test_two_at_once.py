"""Two people of one organization do the same thing at the same moment: nothing is overwritten, and one booth is held."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser

from events_app import db, i18n, values
from events_app.actor import Role
from events_app.directory import joining
from events_app.i18n import Language
from events_app.i18n import text as _
from events_app.sample import building, people
from events_app.sample.building import FairPlan, SitePlan, ZonePlan
from tests.browser.running import World
from tests.browser.visiting import Visitor

Two = tuple[Visitor, Visitor]


@asynccontextmanager
async def both(world: World, browser: Browser, *emails: str) -> AsyncIterator[list[Visitor]]:
    """Each of these people in a browser of their own, signed in."""
    async with AsyncExitStack() as everybody:
        with i18n.speaking(Language.EN):
            found = [await everybody.enter_async_context(Visitor(browser, world.url, Language.EN)) for _email in emails]
            for visitor, email in zip(found, emails, strict=True):
                await visitor.sign_in(email)
            yield found


async def at_once(two: list[Visitor], paths: list[str], button: str, *typed: dict[str, Any]) -> Two:
    """Each opens a page, fills it in, and both press the button in the same moment: who was first, and who came second."""
    for visitor, path, fields in zip(two, paths, typed, strict=True):
        await visitor.go(path)
        await visitor.fill(button, **fields)
    await asyncio.gather(*(visitor.press(button) for visitor in two))
    first, second = sorted(two, key=lambda visitor: visitor.status)
    assert first.status == 200
    return first, second


async def fair(world: World, name: str) -> building.Built:
    """A fair in twenty days with six booths, open for registration."""
    at = values.now()
    first_on = values.today(at) + timedelta(days=20)
    plan = FairPlan(
        kind="week",
        vi=name,
        en=name,
        id=name,
        first_on=first_on,
        last_on=first_on + timedelta(days=2),
        announced_at=at - timedelta(days=10),
        sites=[SitePlan("coop", 6, [ZonePlan("Nông sản", "Farm produce", "Hasil tani", 6, 2, 3)])],
        said={
            "registration_opens_at": at - timedelta(days=1),
            "registration_closes_at": at + timedelta(days=10),
            "filing": {"required": False, "exempt_decision": "Kế hoạch (mẫu)"},
        },
    )
    return await building.build(plan, world.cast, world.places)


async def colleague_of_an(world: World) -> str:
    """The address of a second person of the organizer."""
    at, email = values.now(), "an2@fairs.example"
    person = await joining.person(email, "Nguyễn Văn An (mẫu)", at=at, password=people.PASSWORD)
    await joining.join(person, world.cast.organizer, Role.STAFF, at=at)
    return email


async def test_of_two_members_who_save_one_form_the_second_sees_both_and_loses_nothing(
    world: World, browser: Browser
) -> None:
    async with both(world, browser, "binh@fairs.example", "binh2@fairs.example") as two:
        typed = [{"address": f"{n} Phố Sen"} for n in (1, 2)]
        first, second = await at_once(two, ["/organization/edit"] * 2, _("Save"), *typed)
        theirs, mine = (typed[two.index(who)]["address"] for who in (first, second))
        assert second.status == 412
        await second.reads(_("Someone else has changed this in the meantime."), _("Saved now: %(value)s", value=theirs))
        assert await second.page.locator('[name="address"]').input_value() == mine
        await first.go("/organization")
        await first.reads(theirs)
        await first.misses(mine)
        await second.send(_("Save"))
        await second.reads(mine)


async def test_of_two_organizers_who_edit_one_event_neither_overwrites_the_other(
    world: World, browser: Browser
) -> None:
    event = (await fair(world, "Tuần lễ của hai người")).event
    async with both(world, browser, "an@fairs.example", await colleague_of_an(world)) as two:
        typed = [{"contact": f"Người thứ {n}", "description__vi": f"Bản {n}"} for n in (1, 2)]
        first, second = await at_once(two, [f"/desk/events/{event.id}/edit"] * 2, _("Save"), *typed)
        theirs, mine = (typed[two.index(who)] for who in (first, second))
        assert second.status == 412
        for name, said in theirs.items():
            await second.reads(_("Saved now: %(value)s", value=said))
            assert await second.page.locator(f'[name="{name.replace("__", ".")}"]').input_value() == mine[name]
        await first.go(f"/events/{event.slug}")
        await first.reads(*theirs.values())
        await second.send(_("Save"))
        await first.go(f"/events/{event.slug}")
        await first.reads(*mine.values())


@pytest.mark.parametrize("same", [True, False], ids=["one booth", "two booths"])
async def test_of_two_members_who_pick_at_once_one_holds_and_the_other_is_shown_what_is_held(
    world: World, browser: Browser, same: bool
) -> None:
    built = await fair(world, f"Tuần lễ của {'một' if same else 'hai'} gian")
    application = await building.exhibit(built, world.cast, world.cast.entities[0], None, at=values.now())
    booths = built.booths[0][:1] * 2 if same else built.booths[0][:2]
    async with both(world, browser, "binh@fairs.example", "binh2@fairs.example") as two:
        typed = [{"booth_id": booth.id} for booth in booths]
        first, second = await at_once(two, [f"/applications/{application.id}"] * 2, _("Hold this booth"), *typed)
        [held] = await db.fetch("SELECT booth, held_until FROM assignment WHERE application_id = $1", application.id)
        picked = booths[two.index(first)]
        assert (held["booth"], second.status) == (picked.id, 409)
        await second.reads(
            _("Your organization holds a booth on one of these days already: confirm it or give it back first."),
            _("Booth %(number)s is held until %(until)s.", number=picked.number, until=held["held_until"]),
        )
        await second.send(_("Confirm booth %(number)s", number=picked.number))
        await second.reads(_("The booth is confirmed."))


async def test_of_two_entities_who_pick_one_booth_one_has_it_and_the_other_is_told_what_is_free(
    world: World, browser: Browser
) -> None:
    built = await fair(world, "Tuần lễ của hai chủ thể")
    applications = [
        await building.exhibit(built, world.cast, entity, None, at=values.now()) for entity in world.cast.entities[:2]
    ]
    booth = built.booths[0][0]
    async with both(world, browser, "binh@fairs.example", "em@fairs.example") as two:
        paths = [f"/applications/{one.id}" for one in applications]
        first, second = await at_once(two, paths, _("Hold this booth"), *[{"booth_id": booth.id}] * 2)
        held = await db.fetch("SELECT application_id FROM assignment WHERE booth = $1", booth.id)
        assert [row["application_id"] for row in held] == [applications[two.index(first)].id]
        assert second.status == 409
        await second.reads(_("On the days that you chose these booths are still free:"), "A02, A03")
