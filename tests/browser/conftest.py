"""One Chromium, and the whole program as processes for it to walk through."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests import databases

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first takes half the time
SWITCHES = (
    "--no-sandbox",  # Chromium refuses to run as root with it, and a container has one of its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the folder in one worker: one browser and one set of processes at a time are enough for a small machine."""
    config.addinivalue_line("markers", "xdist_group: known also where xdist is switched off")
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.timeout(900))  # a hundred pages in a real browser, beside everything else


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as the machine has it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        reason = f"none of {', '.join(PROGRAMS)} is installed"
        # Where the tests decide whether something is delivered, these must have run; elsewhere nobody is made to install it.
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        yield found
        await found.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
    """The running program (a ``running.World``), one for all tests here: each makes fairs with names of its own."""
    from tests.browser import running  # not above: the tables can be read only when the servers of the tests are there

    with pytest.MonkeyPatch.context() as monkeypatch:
        async with (
            databases.copied(monkeypatch),
            running.program(tmp_path_factory.mktemp("world"), monkeypatch) as found,
        ):
            yield found
