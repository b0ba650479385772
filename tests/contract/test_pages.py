"""Every page and form for every member of the cast and for nobody, against a written table (``pages.txt`` beside this file)."""

import inspect
import re
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from enum import EnumType
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import RequestFactory

from events_app import problems
from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.pages import OWED
from events_app.app import create_app
from events_app.embedded import mailbox
from events_app.settings import settings
from events_app.web import FLASH, LANGUAGE, VISIT
from tests import make
from tests.browser_like import Browser
from tests.contract import world as worlds
from tests.contract.forms import FILES, forms
from tests.contract.table import Table, place
from tests.contract.world import World
from tests.html_page import Page

TABLE = Table("pages.txt")
NOT_PAGES = ("/api/v1/", "/health/", "/schema", "/static/")
HIDDEN = re.compile(r"(\b|_)id$|^(version|token|then|hold|certificates\[])$")
CHOSEN = re.compile(
    HIDDEN.pattern + r"|kind|role|group|stars|province_code|channel|membership|scope|columns|answers|consent$|\[]$|^_"
)
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


@pytest.mark.parametrize(
    "typed", ["", "x" * 6000, "-1", "\x00"], ids=["nothing", "much", "less than nothing", "what cannot be kept"]
)
async def test_each_error_above_a_form_names_its_field_and_leads_to_it(
    visitors: Visitors, world: World, typed: str
) -> None:
    unlike: list[str] = []
    count = 0
    for route, answers in TABLE.rows.items():
        method, path = route.split()
        names = [name for name, status in zip(TABLE.people, answers, strict=True) if status in {200, 303}]
        if method == "GET" or not names:
            continue
        answer = await visitors.type(names[0], path, world.address(path, method), typed)
        if answer.status_code == 422:
            count += 1
            unlike += [f"{path}: {fault}" for fault in faults_of(answer.text)]
    assert not unlike, f"{count}\n" + "\n".join(unlike)
    assert count > 30


def faults_of(html: str) -> Iterator[str]:
    """Each error above a form that does not name a field, or leads to none at which it stands too."""
    page = Page(html)
    for above in re.findall(r'<div class="summary".*?</div>', html, re.DOTALL):
        errors = re.findall(r"<li>(.*?)</li>", above, re.DOTALL)
        for error in errors:
            if "<a" not in error:
                continue  # what is wrong with several together
            found = re.fullmatch(r'<a href="#([^"]+)">(?:(.+?[:?!]) )?(.+)</a>', error)
            if not found or not found[2]:
                yield error
                continue
            target, _label, sentence = found.groups()
            places = [one for one in page.elements if one.get("id") in {target, f"{target}-error"}]
            if target not in {one["id"] for one in places} or not any(unescape(sentence) in one.text for one in places):
                yield f"{error} leads nowhere"


async def test_what_may_be_chosen_in_a_form_is_named_as_its_options_are(visitors: Visitors, world: World) -> None:
    told: dict[str, list[str]] = {}
    for route, answers in TABLE.rows.items():
        method, path = route.split()
        names = [name for name, status in zip(TABLE.people, answers, strict=True) if status in {200, 303}]
        if method == "GET" or not names:
            continue
        address = world.address(path, method)
        form = await visitors.choose(names[0], path, address, {"zzz": "zzz"})
        if form.status_code != 422:
            continue
        offered = {
            one["name"] for one in Page(form.text).elements if one.name == "select" or one.get("type") == "radio"
        }
        answer = await visitors.choose(names[0], path, address, dict.fromkeys(offered, "zzz"))
        told[path] = re.findall(r"Choose one of: ([^<]+)\.<", answer.text)  # above the form and at its field
    kinds = "Enterprise, Cooperative, Cooperative group, Household or production facility"
    assert told["/organization/edit"] == [kinds, kinds]
    assert "Everybody, Distributors who are signed in, Nobody" in told["/products/{product_id}/supply"]
    assert sum(map(len, told.values())) > 40
    assert codes() & {one for said in told.values() for words in said for one in re.split("[,;] ", words)} == set()


def codes() -> set[str]:
    """What every choice of ours is called by programs."""
    kinds = {one for module in list(sys.modules.values()) for one in vars(module).values() if isinstance(one, EnumType)}
    return {str(one.value) for kind in kinds if kind.__module__.startswith("events_app.") for one in list[Any](kind)}


# What may be anything, or is none of ours to judge: words, where to go on, the secret of a letter.
FREE = {"q", "next", "token", "unit"}
IN_A_FOLDER = ("/dev/mail", "after")  # a page of letters that were kept while developing


def filters_of(app: Litestar) -> Iterator[tuple[str, str, bool]]:
    """Path of every page, the name of each filter that it knows, and whether it is a choice of which the page has words."""
    for method, path in pages_of(app):
        if method != "GET":
            continue
        route = next(
            one for one in app.routes if isinstance(one, HTTPRoute) and re.sub(r":\w+}", "}", one.path) == path
        )
        handler, _model = route.route_handler_map["GET"]
        for name, key in problems.asked(RequestFactory(app).get(route_handler=handler)):
            kind = handler.parsed_fn_signature.parameters[key].annotation
            yield path, name, name in handler.opt.get("choices", {}) or not problems.choices(kind)
        asked = getattr(sys.modules[handler.fn.__module__], "Asked", None)
        if asked is not None and re.search(r"(?<!web\.)Asked\b|_asked\(", inspect.getsource(handler.fn)):
            for name, field in asked.model_fields.items():
                yield path, name, name in handler.opt.get("choices", {}) or not problems.choices(field.annotation)


async def test_no_page_ignores_a_filter_that_it_cannot_apply(visitors: Visitors, world: World) -> None:
    seen = 0
    for path, name, _worded in filters_of(create_app()):
        answers = TABLE.rows[f"GET {path}"]
        who = [one for one, status in zip(TABLE.people, answers, strict=True) if status == 200]
        if name in FREE or (path, name) == IN_A_FOLDER or not who:
            continue
        seen += 1
        address = world.address(path)
        answer = await visitors.look(who[0], f"{address}{'&' if '?' in address else '?'}{name}=zzz")
        assert (path, name, answer.status_code) == (path, name, 422)
    assert seen > 40


def test_every_page_has_words_for_the_choices_of_its_filters() -> None:
    found = list(filters_of(create_app()))
    assert [(path, name) for path, name, worded in found if not worded] == []


@pytest.mark.parametrize(
    ("who", "page", "action"),
    [
        (None, "/password?token={password_token}", "/password"),
        (None, "/confirmation?token={confirmation_token}", "/confirmation"),
        (None, "/invitation?token={invitation_token}", "/invitation/registration"),
        (None, "/register", "/register"),
        (None, "/sign-in?next=/applications", "/sign-in"),
        ("em", "/organizations/{record_slug}/claim", "/organizations/{record_slug}/claim"),
        ("binh", "/organization/members", "/members/{member_id}/role"),
    ],
)
async def test_another_language_leads_back_to_the_form_that_was_refused(
    client: httpx.AsyncClient, world: World, who: str | None, page: str, action: str
) -> None:
    browser, sent = Browser(client), action.format(**world.ids)
    if who:
        await browser.sign_in(world.person(who))
    await browser.see(page.format(**world.ids))
    token = dict(browser.forms[sent]).get("token")
    for _time in range(2):
        await browser.send(sent, 422, password="", name="", role="zzz" if who == "binh" else [])
        assert "/language/vi" not in str(browser.answer.url)
    (link,) = Page(browser.answer.text).all("a", hreflang="vi")
    assert '<html lang="vi">' in await browser.see(link["href"])
    assert str(browser.answer.url).endswith(page.format(**world.ids))
    assert dict(browser.forms[sent]).get("token") == token


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
