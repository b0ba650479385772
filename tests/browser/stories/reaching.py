"""Everybody can use the pages that were shown: axe finds nothing serious, with JavaScript on."""

import asyncio

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from tests.browser.stories.job import Job
from tests.browser.visiting import WIDTH

AXE = {
    "resultTypes": ["violations"],
    "iframes": False,
}  # a letter stands in a frame in which no script runs, axe's neither


async def are_for_everybody(job: Job, browser: Browser) -> None:
    """Axe finds nothing serious or critical on any kind of page that somebody was shown."""
    found = []
    done: set[str] = set()
    for visitor in (job.an, job.binh, job.em, job.passer_by):
        context = await browser.new_context(
            storage_state=await visitor.context.storage_state(), viewport={"width": WIDTH, "height": 800}
        )
        page = await context.new_page()
        for kind, address in visitor.seen.items():
            if kind in done:
                continue
            done.add(kind)
            async with asyncio.timeout(60):
                await page.goto(address)
                assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH, address
                said = (await Axe().run(page, options=AXE)).response["violations"]
            for wrong in said:
                if wrong["impact"] in {"serious", "critical"}:
                    found.append(f"{address}: {wrong['id']}: {[node['html'] for node in wrong['nodes']][:3]}")
        await context.close()
    assert len(done) > 20
    assert not found, "\n".join(found)
