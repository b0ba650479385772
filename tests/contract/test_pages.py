"""Every page and form for every member of the cast and for nobody, against a written table (``pages.txt`` beside this file)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.pages import OWED
from events_app.app import create_app
from events_app.embedded import mailbox
from events_app.settings import settings
from events_app.web import FLASH, VISIT
from tests import make
from tests.contract import world as worlds
from tests.contract.forms import FILES, forms
from tests.contract.table import Table, place
from tests.contract.world import World

TABLE = Table("pages.txt")
NOT_PAGES = ("/api/v1/", "/health/", "/schema", "/static/")
OPEN_TO_NOBODY = {
    "POST /confirmation",
    "POST /forgotten",
    "POST /invitation/registration",
    "POST /password",
    "POST /register",
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /sign-out",
}


def pages_of(app: Litestar) -> list[tuple[str, str]]:
    """Method and path of every page, and of every form that is sent, without the types of what stands in the path."""
    found = {
        (method, re.sub(r":\w+}", "}", route.path))
        for route in app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(NOT_PAGES)
        for method in route.methods
    }
    return sorted((one for one in found if one[0] != "OPTIONS"), key=lambda one: place(" ".join(one)))


class Visitors:
    """People who have the pages open, each in a browser that was shown a form."""

    def __init__(self, client: httpx.AsyncClient, world: World, sessions: dict[str, str], csrf: str) -> None:
        self._client, self._sessions, self._csrf = client, sessions, csrf
        self._forms, self._owed = forms(world), world.ids["owed_token"]

    async def ask(self, name: str, method: str, path: str, address: str, *, forged: bool = False) -> int:
        """What ``name`` is answered; 401 for being sent to sign in with nothing done. Whatever it did is undone."""
        session = self._sessions.get(name)
        cookies = f"{VISIT}=theirs; {OWED}={self._owed}" + (f"; {COOKIE}={session}" if session else "")
        sent: dict[str, Any] = {"headers": {"Cookie": cookies, "Accept": "text/html"}}
        if method == "POST":
            sent["data"] = {**self._forms.get(f"POST {path}", {}), "_csrf": "" if forged else self._csrf}
            sent["files"] = FILES.get(f"POST {path}")
        answers: list[httpx.Response] = []
        async with worlds.undone():
            answers.append(await self._client.request(method, address, **sent))
        to_sign_in = urlsplit(answers[0].headers.get("location", "")).path == "/sign-in"
        return 401 if to_sign_in and FLASH not in answers[0].cookies else answers[0].status_code


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


async def test_every_page_and_form_answers_everybody_as_written(visitors: Visitors, world: World, letter: None) -> None:
    found = {
        f"{method} {path}": [
            await visitors.ask(name, method, path, world.address(path, method, code="en")) for name in TABLE.people
        ]
        for method, path in pages_of(create_app())
    }
    unlike = TABLE.unlike(found)
    assert not unlike, f"lines to take in or out of the table:\n{unlike}"


async def test_the_table_is_sorted_so_that_a_new_route_has_one_place() -> None:
    assert sorted(TABLE.lines, key=place) == TABLE.lines


async def test_nobody_changes_anything() -> None:
    for route, (nobody, *_others) in TABLE.rows.items():
        if route.startswith("POST") and route not in OPEN_TO_NOBODY:
            assert (route, nobody in {401, 404}) == (route, True)


async def test_every_form_gets_through_for_somebody() -> None:
    forms_sent = {route: answers for route, answers in TABLE.rows.items() if route.startswith("POST")}
    assert [route for route, answers in forms_sent.items() if not {200, 303} & set(answers)] == []


async def test_no_form_is_taken_from_a_page_that_was_not_shown(visitors: Visitors, world: World) -> None:
    for method, path in pages_of(create_app()):
        if method == "POST":
            address = world.address(path, method)
            assert (path, await visitors.ask("an", method, path, address, forged=True)) == (path, 403)


async def test_what_is_not_published_or_not_handed_in_is_not_there_for_others(visitors: Visitors, world: World) -> None:
    begun = {"application_id": world.ids["begun_id"]}
    for method, path in pages_of(create_app()):
        for hidden, others in ((world.draft, ("nobody", "em", "lan")), (begun, ("nobody", "an", "em"))):
            if path.startswith("/organizations/") or not any(f"{{{name}}}" in path for name in hidden):
                continue
            for name in others:
                answer = await visitors.ask(name, method, path, world.address(path, method, **hidden))
                expected = {401, 404} if name == "nobody" else {404}
                assert (method, path, name, answer in expected) == (method, path, name, True), answer
