"""Who asks: An's and Bình's programs, a visitor's, and An at a browser."""

from typing import Any

import httpx
import pytest

from tests.browser_like import Browser
from tests.events.asking import Api


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
