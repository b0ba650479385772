"""The whole job by pages, in each language, on a telephone without JavaScript; then what axe says of the same pages."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser

from events_app import i18n
from events_app.i18n import Language
from tests.browser.running import World
from tests.browser.stories import job, moving, reaching, registering, scheduling, summarizing, telling


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    """The language that everybody of the test speaks."""
    with i18n.speaking(request.param):
        yield request.param


async def test_the_whole_job(world: World, browser: Browser, language: Language) -> None:
    with i18n.speaking(language):
        async with job.begun(world, browser, language) as run:
            await scheduling.schedules(run)
            await scheduling.sees_everything(run)
            await telling.subscribes(run)
            await registering.register(run)
            await registering.sees_the_exhibitor(run)
            await telling.is_written_to(run)
            await moving.moves(run)
            await moving.other_fairs(run)
            await moving.postpones_and_cancels(run)
            await summarizing.summarizes(run)
            await reaching.are_for_everybody(run, browser)
