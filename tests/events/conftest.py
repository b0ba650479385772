"""Who asks: An's and Bình's programs, a visitor's, and An at a browser; and the week that is moved."""

from typing import Any

import httpx
import pytest

from tests import make
from tests.browser_like import Browser
from tests.events.asking import Api
from tests.events.weeks import D18, Week, days_of


@pytest.fixture
def an(client: httpx.AsyncClient, cast: Any) -> Api:
    return Api(client, cast.an.headers)


@pytest.fixture
def binh(client: httpx.AsyncClient, cast: Any) -> Api:
    return Api(client, cast.binh.headers)


@pytest.fixture
def anybody(client: httpx.AsyncClient) -> Api:
    return Api(client, {})


@pytest.fixture
async def browser(client: httpx.AsyncClient, cast: Any) -> Browser:
    """An at the desk."""
    return await Browser(client).sign_in(cast.an)


@pytest.fixture
async def week(cast: Any) -> Week:
    event = await make.event(cast.an.organization, last_on=D18)
    venue = await make.venue(cast.an.organization)
    site = await make.site(event, venue, days=3)
    return Week(event, venue, site, await days_of(site))
