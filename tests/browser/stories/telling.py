"""C4 and C5: calendars are subscribed to, and who is confirmed gets a letter."""

from urllib.parse import urlsplit

from events_app.i18n import text as _
from tests.browser.stories.job import Job


async def subscribes(job: Job) -> None:
    """Each link of the event page leads to the feed of the page's language, which holds the event."""
    page = job.passer_by.page
    address = await page.locator("section.feed input").input_value()
    links = await page.locator("section.feed a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 4
    assert all(urlsplit(address).path in link.replace("%2F", "/") for link in links)
    answer = await job.passer_by.context.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    feed = (await answer.text()).replace("\r\n ", "")
    assert job.title() in feed
    assert f"{job.first_on:%Y%m%d}" in feed


async def is_written_to(job: Job) -> None:
    """The confirmation is in the mail server, in Bình's language, and in the list of letters."""
    letter = await job.world.letter("binh@fairs.example", job.title(), "A01")
    assert letter["Content-Language"] == job.language
    await job.binh.follow(_("Letters sent while developing"))
    await job.binh.follow(str(letter["Subject"]))
    await job.binh.reads("A01")
