"""What a page answers to a form that it refuses: errors that name their fields, choices as they are worded, the same form again."""

import re
import sys
from collections.abc import Iterator
from enum import EnumType
from html import unescape
from typing import Any

import httpx
import pytest

from tests.browser_like import Browser
from tests.contract.visiting import TABLE, Visitors
from tests.contract.world import World
from tests.html_page import Page


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
