"""What the tests of every route share: a world, its people with the pages open, a letter in the sink."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from events_app.accounts import signing_in
from events_app.embedded import mailbox
from events_app.settings import settings
from events_app.web import VISIT
from tests import make
from tests.contract import world as worlds
from tests.contract.visiting import TABLE, Visitors
from tests.contract.world import World


@pytest.fixture
async def world(database: None, at: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def visitors(client: httpx.AsyncClient, world: World) -> Visitors:
    """Everybody in the table."""
    people = [name for name in TABLE.people if name != "nobody"]
    sessions = {name: await signing_in.begin(world.person(name).user.id, at=make.NOW) for name in people}
    shown = await client.get("/sign-in", headers={"Cookie": f"{VISIT}=theirs"})
    [csrf] = set(re.findall(r'name="_csrf" value="(\w+)"', shown.text))
    return Visitors(client, world, sessions, csrf)


@pytest.fixture
async def letter(world: World) -> AsyncIterator[None]:
    """A letter in the sink's folder, at the address that the pages are asked for."""
    folder = settings().mail_dir
    mail_id = mailbox.put(folder, b"Content-Type: text/html\r\n\r\n<p>Xin\r\n")
    world.ids["mail_id"] = mail_id
    yield
    Path(folder, f"{mail_id}.eml").unlink()
