"""A browser without JavaScript, for the tests of pages of applications."""

import html
import re
from typing import Any

import httpx

from events_app.exhibitors.tables import Application
from tests import make

DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


class Browser:
    """One signed-in person who reads pages and sends their forms."""

    def __init__(self, client: httpx.AsyncClient, session: str, language: str) -> None:
        self._client = client
        self._cookies = {"fairs_session": session, "fairs_language": language, "fairs_visit": "a-visit-in-a-test"}

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}

    async def read(self, path: str, status: int = 200) -> str:
        answer = await self._client.get(path, headers=self._headers())
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    async def send(self, path: str, *, seen_at: str, **fields: Any) -> httpx.Response:
        """Send a form that was seen on the page ``seen_at``."""
        token = re.search(r'name="_csrf" value="(\w+)"', await self.read(seen_at))
        assert token is not None
        given = {name.replace("__", "."): value for name, value in fields.items()}
        return await self._client.post(path, data={"_csrf": token.group(1), **given}, headers=self._headers())


def typed(page: httpx.Response) -> str:
    return html.unescape(page.text)


async def kept(application_id: Any) -> Application:
    row = await Application.objects().get(Application.id == application_id)
    assert row is not None
    return row
