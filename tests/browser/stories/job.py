"""One run of the whole job: in which language, who does it, about which fairs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from playwright.async_api import Browser

from events_app import values
from events_app.i18n import Language
from tests.browser.running import World
from tests.browser.visiting import Visitor

_TITLES = {
    "main": {"vi": "Hội chợ OCOP thử nghiệm", "en": "Trial OCOP Fair", "id": "Pameran OCOP Uji Coba"},
    "put_off": {"vi": "Tuần lễ sẽ hoãn", "en": "Week to be postponed", "id": "Pekan yang akan ditunda"},
    "called_off": {"vi": "Tuần lễ sẽ hủy", "en": "Week to be cancelled", "id": "Pekan yang akan batal"},
    "past": {"vi": "Tuần lễ đã qua", "en": "Past week", "id": "Pekan yang lalu"},
}


@dataclass
class Job:
    """An organizes, Bình and Em exhibit, somebody passes by; the fair that all of it is about begins in forty days."""

    world: World
    language: Language
    an: Visitor
    binh: Visitor
    em: Visitor
    passer_by: Visitor
    at: datetime

    @property
    def first_on(self) -> date:
        """The first day of the fair."""
        return values.today(self.at) + timedelta(days=40)

    def titles(self, fair: str = "main") -> dict[str, str]:
        """The names of a fair; the runs in other languages leave fairs of their own in the database."""
        return {code: f"{said} {self.language.upper()}" for code, said in _TITLES[fair].items()}

    def title(self, fair: str = "main") -> str:
        """Its name in the language of the run."""
        return self.titles(fair)[self.language]


@asynccontextmanager
async def begun(world: World, browser: Browser, language: Language) -> AsyncIterator[Job]:
    """Everybody has come in, and speaks ``language``."""
    await world.write_in(language)
    async with AsyncExitStack() as everybody:

        async def enters(email: str = "") -> Visitor:
            visitor = await everybody.enter_async_context(Visitor(browser, world.url, language))
            if email:
                await visitor.sign_in(email)
            return visitor

        an, binh, em = [await enters(f"{name}@fairs.example") for name in ("an", "binh", "em")]
        yield Job(world, language, an, binh, em, await enters(), values.now())
