"""Everybody of the written table at every page: who they are, what they open, what they send."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute

from events_app.accounts.authenticating import COOKIE
from events_app.accounts.pages import OWED
from events_app.web import FLASH, LANGUAGE, VISIT
from tests.contract import world as worlds
from tests.contract.forms import FILES, forms
from tests.contract.table import Table, place
from tests.contract.world import World

TABLE = Table("pages.txt")
NOT_PAGES = ("/api/v1/", "/health/", "/schema", "/static/")
HIDDEN = re.compile(r"(\b|_)id$|^(version|token|then|hold|certificates\[])$")
CHOSEN = re.compile(
    HIDDEN.pattern + r"|kind|role|group|stars|province_code|channel|membership|scope|columns|answers|consent$|\[]$|^_"
)


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
        said = {**self._forms.get(f"POST {path}", {}), "_csrf": "" if forged else self._csrf}
        answer = await self._answer(name, method, address, said, FILES.get(f"POST {path}"))
        to_sign_in = urlsplit(answer.headers.get("location", "")).path == "/sign-in"
        return 401 if to_sign_in and FLASH not in answer.cookies else answer.status_code

    async def type(self, name: str, path: str, address: str, typed: str) -> httpx.Response:
        """The answer to the sensible form of ``path`` with ``typed`` in what one types in; with nothing, none is chosen."""
        kept = CHOSEN if typed else HIDDEN
        said = {
            field: value if kept.search(field) else typed
            for field, value in self._forms.get(f"POST {path}", {}).items()
        }
        return await self._answer(name, "POST", address, {**said, "_csrf": self._csrf}, None)

    async def choose(self, name: str, path: str, address: str, chosen: Mapping[str, str]) -> httpx.Response:
        """The answer to the sensible form of ``path`` with other choices."""
        said = {**self._forms.get(f"POST {path}", {}), **chosen, "_csrf": self._csrf}
        return await self._answer(name, "POST", address, said, None)

    async def look(self, name: str, address: str) -> httpx.Response:
        """A page as ``name`` sees it."""
        return await self._answer(name, "GET", address, {}, None)

    async def _answer(self, name: str, method: str, address: str, data: dict[str, Any], files: Any) -> httpx.Response:
        session = self._sessions.get(name)
        cookies = f"{VISIT}=theirs; {LANGUAGE}=en; {OWED}={self._owed}" + (f"; {COOKIE}={session}" if session else "")
        sent: dict[str, Any] = {"headers": {"Cookie": cookies, "Accept": "text/html"}}
        if method == "POST":
            sent |= {"data": data, "files": files}
        answers: list[httpx.Response] = []
        async with worlds.undone():
            answers.append(await self._client.request(method, address, **sent))
        return answers[0]
