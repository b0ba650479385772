"""A person at a telephone: 360 pixels wide, no JavaScript. Whatever page comes must fit and must not be a failure of ours."""

import re
from types import TracebackType
from typing import Any

from playwright.async_api import Browser, Locator, Page, Response, expect

from events_app.i18n import OWN_NAMES, Language, text
from events_app.sample import people

WIDTH, HEIGHT = 360, 800
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{16}-[0-9a-f]{12}")


class Visitor:
    """Somebody with a browser of their own; a context manager."""

    page: Page

    def __init__(self, browser: Browser, url: str, language: str) -> None:
        self._browser, self.url, self.language = browser, url, Language(language)
        self.seen: dict[str, str] = {}  # each kind of page that was shown -> its address
        self.status = 0

    async def __aenter__(self) -> "Visitor":
        self.context = await self._browser.new_context(
            base_url=self.url, java_script_enabled=False, viewport={"width": WIDTH, "height": HEIGHT}
        )
        self.context.set_default_timeout(30_000)
        self.page = await self.context.new_page()
        self.page.on("response", self._answered)
        await self.go("/")
        await self.follow(OWN_NAMES[self.language])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        await self.context.close()

    def _answered(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.frame == self.page.main_frame:
            self.status = answer.status
            if answer.request.method == "GET" and answer.status == 200:
                self.seen.setdefault(_ID.sub("-", answer.url.partition("?")[0]), answer.url)

    async def go(self, path: str) -> None:
        """Open an address."""
        await self.page.goto(path)
        await self._fits()

    async def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        await self._press(self.page.get_by_role("link", name=name, exact=True).first)

    async def open(self, summary: str) -> None:
        """Unfold what is folded under this line."""
        await self.page.locator("summary", has_text=summary).first.click()

    async def send(self, button: str, status: int = 200, /, **fields: Any) -> None:
        """Fill the form of this button in and send it; ``a__b`` is the field ``a.b``, and what is not named stays as it is."""
        form = self.page.locator("form", has=self.page.get_by_role("button", name=button, exact=True)).first
        for name, value in fields.items():
            await self._fill(form.locator(f'[name="{name.replace("__", ".")}"]'), value)
        await self._press(form.get_by_role("button", name=button, exact=True))
        assert self.status == status, (self.status, await self.page.inner_text("main"))

    async def choose(self, name: str, value: str) -> None:
        """Choose one of several, and send nothing yet."""
        await self._fill(self.page.locator(f'main [name="{name}"]'), value)

    async def _fill(self, field: Locator, value: Any) -> None:
        kind = await field.first.evaluate("field => field.type")
        if kind == "radio":
            await field.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            await field.first.check()
        elif kind == "select-one":
            await field.select_option(**(value if isinstance(value, dict) else {"value": value}))
        else:
            await field.fill(str(value))

    async def _press(self, control: Locator) -> None:
        async with self.page.expect_navigation():
            await control.click()
        await self._fits()

    async def _fits(self) -> None:
        """The page is no failure, is in the visitor's language, and needs no scrolling to the side."""
        shown = f"{self.page.url} ({self.status})"
        assert self.status < 500, shown
        width = await self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= WIDTH, f"{shown} is {width} pixels wide"
        if len(self.seen) > 1:  # the first page came before the language was chosen
            assert await self.page.get_attribute("html", "lang") == self.language, shown

    async def sign_in(self, email: str) -> None:
        """Sign in as one of the sample people."""
        await self.follow(text("Sign in"))
        await self.send(text("Sign in"), email=email, password=people.PASSWORD)

    async def reads(self, *words: str) -> None:
        """The page shows ``words``."""
        for word in words:
            await expect(self.page.locator("main")).to_contain_text(word, timeout=20_000)

    async def misses(self, *words: str) -> None:
        """The page does not show ``words``."""
        for word in words:
            await expect(self.page.locator("main")).not_to_contain_text(word, timeout=5_000)
