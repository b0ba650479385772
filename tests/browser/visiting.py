"""A person at a telephone: 360 pixels wide, no JavaScript. Whatever page comes must fit and must not be a failure of ours."""

import re
from types import TracebackType
from typing import Any

from playwright.async_api import Browser, Locator, Page, Response, expect

from events_app.i18n import OWN_NAMES, Language, text
from events_app.sample import people

WIDTH, HEIGHT = 360, 800
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{16}-[0-9a-f]{12}")

# All fields of a form at once, because asking the browser for each takes longer than the page; no field that nobody could fill in.
_FILL = """(button, fields) => {
  for (const [name, wanted] of fields) {
    const found = [...button.form.elements].filter((field) => field.name === name && field.type !== "hidden");
    const field = found[0]?.type === "radio" ? found.find((one) => one.value === wanted) : found[0];
    if (!field || field.disabled || field.readOnly || !field.checkVisibility()) throw new Error(`Nobody can fill ${name} in.`);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = true;
    } else if (field.type === "select-one") {
      const at = [...field.options].findIndex(
        (option, n) => wanted.index === n || wanted.label === option.label || wanted === option.value
      );
      if (at < 0) throw new Error(`${name} does not offer ${JSON.stringify(wanted)}.`);
      field.selectedIndex = at;
    } else {
      field.value = wanted;
      if (field.value !== wanted) throw new Error(`${name} does not take ${wanted}.`);
    }
  }
}"""


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
        await self._press(self._named("a", name))

    async def open(self, summary: str) -> None:
        """Unfold what is folded under this line."""
        await self.page.locator("summary", has_text=summary).first.click()

    async def send(self, button: str, status: int = 200, /, **fields: Any) -> None:
        """Fill the form of this button in and send it."""
        await self.fill(button, **fields)
        await self.press(button)
        assert self.status == status, (self.status, await self.page.inner_text("main"))

    async def fill(self, button: str, /, **fields: Any) -> None:
        """Fill the form of this button in; ``a__b`` is the field ``a.b``, and what is not named stays as it is."""
        typed = [[name.replace("__", "."), _typed(value)] for name, value in fields.items()]
        await self._named("main button", button).evaluate(_FILL, typed)

    async def press(self, button: str) -> None:
        """Send the form of this button as it is filled in."""
        await self._press(self._named("main button", button))

    async def choose(self, name: str, value: str) -> None:
        """Choose one of several, and send nothing yet."""
        await self.page.locator(f'main [name="{name}"][value="{value}"]').check()

    def _named(self, what: str, name: str) -> Locator:
        """The first that can be seen of these elements whose whole text is ``name``."""
        return self.page.locator(what, has_text=re.compile(rf"^\s*{re.escape(name)}\s*$")).filter(visible=True).first

    async def _press(self, control: Locator) -> None:
        async with self.page.expect_navigation():
            await control.click()
        await self._fits()

    async def _fits(self) -> None:
        """The page is no failure, is in the visitor's language, and needs no scrolling to the side."""
        shown = f"{self.page.url} ({self.status})"
        assert self.status < 500, shown
        width, language = await self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.lang]"
        )
        assert width <= WIDTH, f"{shown} is {width} pixels wide"
        if len(self.seen) > 1:  # the first page came before the language was chosen
            assert language == self.language, shown

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


def _typed(value: Any) -> Any:
    """A value as somebody would type it; a dict says which option of several is meant."""
    return value if isinstance(value, dict) else str(value)
