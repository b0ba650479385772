"""Every page of the written table fits a telephone and a desk and is for everybody, as each person sees it without scripts.

The pages come from the application in this process, where the clock stands still and nothing stays; Chromium is handed each.
"""

import mimetypes
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, Route

from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.pages import OWED
from events_app.embedded import mailbox
from events_app.events.tables import OpeningDay
from events_app.i18n import Language
from events_app.markup import STATIC
from events_app.settings import settings
from events_app.web import LANGUAGE, VISIT
from tests import make
from tests.browser.visiting import HEIGHT, WIDTH
from tests.contract import world as worlds
from tests.contract.table import Table
from tests.contract.world import World

TABLE = Table("pages.txt")
DESK = 1280
LETTER = b"Subject: Xin\r\nContent-Type: text/html\r\n\r\n<p>Xin\r\n"
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_TAGS = re.compile(r'<\w+|class="[^"]*"')
_NEVER_THE_SAME = re.compile(r'name="_csrf" value="\w+"')

BARE = '<!doctype html><title>.</title><link rel="stylesheet" href="/static/fairs.css"><body></body>'
# The page in place of the one before, with all that is folded opened: what of it cannot be seen. A body parsed so runs no script.
_TURNED = """async (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = next.documentElement.lang;
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  const pixels = (length) => `${Math.round(length)} pixels wide`;
  const found = [];
  const width = document.scrollingElement.scrollWidth;
  if (width > innerWidth) found.push(pixels(width));
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const wide = field.getBoundingClientRect().width;
    if (!wide || ["checkbox", "radio", "hidden"].includes(field.type)) continue;
    const before = field.style.cssText;
    field.style.cssText = "width: auto; min-width: 0; max-width: none; flex: none";
    const whole = field.getBoundingClientRect().width;
    field.style.cssText = before;
    // A date and a time are owed whole, less the space that Chromium leaves after them; of a text, what one knows it by.
    const owed = ["date", "time", "month", "datetime-local"].includes(field.type) ? whole * 0.85 : Math.min(whole, 96);
    if (wide < owed) found.push(`${field.name} is too narrow`);
    const chosen = field.matches(".search > .field > select") && wide < Math.min(whole, field.form.clientWidth) - 1;
    if (chosen) found.push(`a choice of ${field.name} is cut`);
    const look = getComputedStyle(field);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = look.font;
    const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    if (field.placeholder && pen.measureText(field.placeholder).width > room) found.push(`"${field.placeholder}" is cut`);
  }
  // A table may be pushed to the side in its box, which shows each cell of it whole and is no narrower than the page lets it be.
  for (const box of document.querySelectorAll(".scroll")) {
    const cells = [...box.querySelectorAll("td, th")].filter((cell) => cell.scrollWidth > box.clientWidth);
    for (const cell of cells) found.push(`"${cell.innerText.trim()}" is cut`);
    const page = document.querySelector("main").clientWidth;
    const held = box.scrollWidth > box.clientWidth && box.clientWidth < 0.8 * page;
    if (held) found.push(`"${box.ariaLabel}" is held in ${box.clientWidth}`);
  }
  for (const table of document.querySelectorAll("table.figures")) {
    const rights = (row) => [...row.cells].slice(1).map((cell) => Math.round(cell.getBoundingClientRect().right));
    const [heads, ...rows] = [...table.rows].map(rights);
    const astray = rows.some((row) => row.some((right, column) => Math.abs(right - heads[column]) > 1));
    if (astray) found.push(`figures of "${table.caption.innerText.trim()}" are not under their heads`);
  }
  // Beside a field its button stands at the height of it; below it where there is no room.
  for (const button of document.querySelectorAll("main .search > button")) {
    const field = button.parentElement.querySelector(".field:has(+ button) :is(input, select)");
    const [one, other] = [field?.getBoundingClientRect(), button.getBoundingClientRect()];
    if (field && other.top < one.bottom && Math.abs(other.bottom - one.bottom) > 1) found.push("a button is beside its field");
  }
  return found;
}"""
_AXE = """async (part) => {
  const found = await axe.run(part, {resultTypes: ["violations"], iframes: false});
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}"""


@dataclass
class Onlooker:
    """Chromium that is handed one page after the other and runs none of their scripts."""

    page: Page

    async def faults(self, html: str, *, axe: str = "") -> list[str]:
        """What is wrong with a page in a window this wide; ``axe`` says at which part of it axe is to look."""
        found: list[str] = await self.page.evaluate(_TURNED, html)
        return found + (await self.page.evaluate(_AXE, axe) if axe else [])


@pytest.fixture
async def onlooker(browser: Browser) -> AsyncIterator[Onlooker]:
    async with looking(browser, WIDTH) as found:
        yield found


@asynccontextmanager
async def looking(browser: Browser, width: int) -> AsyncIterator[Onlooker]:
    """Chromium in a window ``width`` pixels wide."""
    context = await browser.new_context(viewport={"width": width, "height": HEIGHT})
    await context.route("**/*", _serve)
    page = await context.new_page()
    await page.goto("http://fairs.test/")
    await page.evaluate(AXE_SCRIPT)
    yield Onlooker(page)
    await context.close()


async def _serve(route: Route) -> None:
    """The empty page, and what pages look like."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/") and not path.endswith(".js"):
        name = path.removeprefix("/static/")
        await route.fulfill(body=(STATIC / name).read_bytes(), content_type=mimetypes.guess_type(name)[0])
    else:
        await route.fulfill(body=BARE, content_type="text/html", status=200 if path == "/" else 404)


@pytest.fixture
async def people(database: None, at: Any) -> AsyncIterator[tuple[World, dict[str, str]]]:
    """The world behind the table, and the cookie of everybody in it."""
    world = await worlds.build()
    late: dict[Any, Any] = {OpeningDay.closes: time(0, 30), OpeningDay.closes_next_day: True}
    await OpeningDay.update(late).where(OpeningDay.id == world.days[-1])
    letter = world.ids["mail_id"] = mailbox.put(settings().mail_dir, LETTER)
    cookies = {"nobody": f"{OWED}={world.ids['owed_token']}"}  # who has said its password and owes a code
    for name in TABLE.people[1:]:
        cookies[name] = f"{COOKIE}={await signing_in.begin(world.person(name).user.id, at=make.NOW)}"
    yield world, cookies
    Path(settings().mail_dir, f"{letter}.eml").unlink()


async def pages(
    client: httpx.AsyncClient, people: tuple[World, dict[str, str]], language: Language, *, of_all: bool = True
) -> AsyncIterator[tuple[str, str]]:
    """Every page as each person sees it, or as the first one does to whom it is open, after a name for the two."""
    world, cookies = people
    for route, answers in TABLE.rows.items():
        method, path = route.split()
        asked = [name for name, status in zip(cookies, answers, strict=True) if status not in {303, 401}]
        for name in asked if of_all else [name for name in asked if answers[TABLE.people.index(name)] == 200][:1]:
            if method != "GET":
                continue
            headers = {"Cookie": f"{VISIT}=theirs; {LANGUAGE}={language}; {cookies[name]}", "Accept": "text/html"}
            answer = await client.get(world.address(path), headers=headers)
            if answer.headers.get("content-type", "").startswith("text/html") and "<main" in answer.text:
                assert f'<html lang="{language}">' in answer.text
                yield f"{name}, {path}, {answer.status_code}", answer.text


async def test_every_page_is_for_everybody(
    client: httpx.AsyncClient, onlooker: Onlooker, people: tuple[World, dict[str, str]]
) -> None:
    wrong: list[str] = []
    seen: set[str] = set()
    built: set[str] = set()
    async for where, html in pages(client, people, Language.VI):
        # Everybody's own head is looked at on the first page.
        part = "html" if ", /, " in where else "main"
        shown = _NEVER_THE_SAME.sub("", html if part == "html" else _MAIN.findall(html)[0])
        if shown in seen:
            continue
        seen.add(shown)
        # Axe takes its time: what differs from another page only in words is only measured.
        tags = " ".join(_TAGS.findall(shown))
        wrong += [f"{where}: {one}" for one in await onlooker.faults(html, axe="" if tags in built else part)]
        built.add(tags)
    assert len(built) > 100
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", [Language.EN, Language.ID])
async def test_every_page_fits_in_the_other_languages(
    client: httpx.AsyncClient, onlooker: Onlooker, people: tuple[World, dict[str, str]], language: Language
) -> None:
    wrong: list[str] = []
    async for where, html in pages(client, people, language, of_all=False):
        wrong += [f"{where}: {one}" for one in await onlooker.faults(html)]
    assert not wrong, "\n".join(wrong)


async def test_every_page_fits_a_desk(
    client: httpx.AsyncClient, browser: Browser, people: tuple[World, dict[str, str]]
) -> None:
    wrong: list[str] = []
    async with looking(browser, DESK) as onlooker:
        async for where, html in pages(client, people, Language.VI, of_all=False):
            wrong += [f"{where}: {one}" for one in await onlooker.faults(html)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", list(Language))
async def test_what_the_head_folds_on_a_telephone_is_for_everybody_on_a_desk(
    client: httpx.AsyncClient, browser: Browser, people: tuple[World, dict[str, str]], language: Language
) -> None:
    async with looking(browser, DESK) as onlooker:
        for name, cookie in people[1].items():
            answer = await client.get("/", headers={"Cookie": f"{LANGUAGE}={language}; {cookie}"})
            assert 'role="search"' in answer.text
            assert (name, await onlooker.faults(answer.text, axe="header")) == (name, [])


async def test_what_is_too_wide_when_unfolded_or_has_no_name_is_found(onlooker: Onlooker) -> None:
    page = '<html lang="en"><title>.</title><main><details><pre>' + "A" * 500 + "</pre></details><input></main>"
    width, *said = await onlooker.faults(page, axe="main")
    assert width.endswith(" pixels wide")
    assert [one.partition(":")[0] for one in said] == ["label"]


async def test_a_field_too_narrow_for_its_value_is_found(onlooker: Onlooker) -> None:
    page = (
        '<main><div style="width: 5rem"><input name="opens" type="time"></div><input name="closes" type="time"></main>'
    )
    assert await onlooker.faults(page) == ["opens is too narrow"]
    page = f'<main><input name="q" placeholder="{"A" * 50}"><input name="r" placeholder="A"></main>'
    assert await onlooker.faults(page) == [f'"{"A" * 50}" is cut']


async def test_a_choice_that_is_cut_figures_astray_and_a_button_lower_than_its_field_are_found(
    onlooker: Onlooker,
) -> None:
    page = (
        '<main><form class="search"><div class="field"><select name="set" style="width: 7rem"><option>63 provinces of before'
        "</option></select><p>Below it</p></div><button>Show</button></form>"
        '<table class="figures"><caption>By stars</caption><thead><tr><th>Stars</th><th>Total</th></tr></thead>'
        '<tbody><tr><th>5</th><td style="margin-right: 2rem">1</td></tr></tbody></table></main>'
    )
    assert await onlooker.faults(page) == [
        "a choice of set is cut",
        'figures of "By stars" are not under their heads',
        "a button is beside its field",
    ]
