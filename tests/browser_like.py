"""A browser without JavaScript: it keeps cookies, follows redirects, and sends forms as the page holds them."""

from html.parser import HTMLParser
from typing import Any

import httpx

from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from tests import make


class _Forms(HTMLParser):
    """The forms of a page: action -> the fields that would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self._fields: list[tuple[str, str]] = []
        self._select = self._area = ""
        self._text: list[str] = []
        self._chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(said.get("action", ""), []) if said.get("method") == "post" else []
        elif tag == "input" and "name" in said:
            if said.get("type") not in {"checkbox", "radio"} or "checked" in said:
                self._fields.append((said["name"], said.get("value", "")))
        elif tag == "select":
            self._select, self._chosen = said["name"], None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in said):
            self._chosen = said["value"]
        elif tag == "textarea":
            self._area, self._text = said["name"], []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._fields.append((self._select, self._chosen or ""))
            self._select = ""
        elif tag == "textarea":
            self._fields.append((self._area, "".join(self._text).removeprefix("\n")))
            self._area = ""


class Browser:
    """What a person sees and sends; ``answer`` is the page of last."""

    def __init__(self, client: httpx.AsyncClient, language: str = "en") -> None:
        self.client = client
        self.headers = {"Accept": "text/html", "Accept-Language": language}
        self.answer = httpx.Response(200)

    async def sign_in(self, who: make.Person) -> "Browser":
        """Go on as ``who``."""
        self.client.cookies.set(COOKIE, await signing_in.begin(who.user.id, at=make.NOW), domain="fairs.test")
        self.client.cookies.set("fairs_language", "en", domain="fairs.test")
        return self

    async def see(self, path: str, status: int = 200) -> str:
        """The page at ``path``, redirects followed."""
        self.answer = await self.client.get(path, headers=self.headers, follow_redirects=True)
        assert self.answer.status_code == status, (self.answer.status_code, self.answer.text)
        return self.answer.text

    @property
    def forms(self) -> dict[str, list[tuple[str, str]]]:
        """The POST forms of the present page by their action."""
        reader = _Forms()
        reader.feed(self.answer.text)
        return reader.forms

    async def send(self, action: str, status: int = 200, **changed: Any) -> str:
        """Send the form with this action with some fields ``changed`` (``a__b`` is the field ``a.b``); the page after it."""
        changes = {name.replace("__", "."): value for name, value in changed.items()}
        fields = [(name, value) for name, value in self.forms[action] if name not in changes]
        for name, value in changes.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return await self.post(action, fields, status)

    async def post(self, path: str, fields: list[tuple[str, str]], status: int = 200) -> str:
        """Send ``fields`` to ``path``, whatever page one is on; the page after it."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        self.answer = await self.client.post(path, data=data, headers=self.headers, follow_redirects=True)
        assert self.answer.status_code == status, (self.answer.status_code, self.answer.text)
        return self.answer.text
