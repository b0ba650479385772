"""What the tests of applications share."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app.accounts import signing_in
from tests import make
from tests.exhibitors.browsing import Browser
from tests.exhibitors.scenes import Scene, scene_of


@pytest.fixture
async def browser(client: httpx.AsyncClient, at: datetime) -> Any:
    async def made(person: make.Person, language: str = "en") -> Browser:
        return Browser(client, await signing_in.begin(person.user.id, at=at), language)

    return made


@pytest.fixture
async def scene(cast: make.Cast) -> Scene:
    return await scene_of(cast)
