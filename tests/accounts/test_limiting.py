"""Tries are counted for each account and each address, whoever is there; the guard's absence is shown too."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Request

from events_app import db, errors, i18n, web
from events_app.accounts import limiting, signing_in
from tests import door, make
from tests.browser_like import Browser

pytestmark = pytest.mark.usefixtures("database", "at")
MOST = limiting.SIGN_IN.most


async def _try(email: str, password: str = "sai", near: str = "", at: timedelta = timedelta(0)) -> str:
    try:
        await signing_in.sign_in(email, password, at=make.NOW + at, near=near)
    except (signing_in.WrongPassword, limiting.TriedTooOften) as no:
        return no.kind()
    return "in"


async def _guessed() -> list[str]:
    """What eleven wrong guesses and then the right password get."""
    lan = await door.with_password(await make.person("Lan"))
    wrong = [await _try(lan.user.email) for _ in range(MOST)]
    return [*sorted(set(wrong)), await _try(lan.user.email, door.PASSWORD)]


async def test_after_some_wrong_guesses_the_right_password_does_not_help_either() -> None:
    assert await _guessed() == ["wrong-password", "tried-too-often"]


async def test_control_without_the_limit_somebody_guesses_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def uncounted(*_given: object, **_named: object) -> None:
        return None

    monkeypatch.setattr(limiting, "count", uncounted)
    assert await _guessed() == ["wrong-password", "in"]


async def test_an_account_that_is_not_there_is_limited_alike() -> None:
    tried = [await _try("nobody@fairs.example") for _ in range(MOST + 1)]
    assert tried == ["wrong-password"] * MOST + ["tried-too-often"]


async def test_the_limit_ends_after_its_time_and_tells_when() -> None:
    lan = await door.with_password(await make.person("Lan"))
    for _ in range(MOST):
        await _try(lan.user.email)
    with pytest.raises(limiting.TriedTooOften) as no:
        await signing_in.sign_in(lan.user.email, door.PASSWORD, at=make.NOW + timedelta(minutes=5))
    assert no.value.retry_after == 600
    assert await _try(lan.user.email, door.PASSWORD, at=timedelta(minutes=15)) == "in"


async def test_who_gets_it_right_begins_anew_but_its_network_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await door.with_password(await make.person("Lan"))
    monkeypatch.setattr(limiting, "SIGN_IN_NEAR", limiting.SIGN_IN_NEAR._replace(most=MOST + 2))
    for _ in range(MOST - 1):
        await _try(lan.user.email, near="203.0.113.7")
    assert await _try(lan.user.email, door.PASSWORD, near="203.0.113.7") == "in"
    assert await _try(lan.user.email, near="203.0.113.7") == "wrong-password"
    assert await _try("em@fairs.example", near="203.0.113.7") == "wrong-password"
    assert await _try("em@fairs.example", near="203.0.113.7") == "tried-too-often"
    assert await _try("em@fairs.example", near="203.0.113.8") == "wrong-password"


async def test_no_address_stands_in_the_table() -> None:
    await _try("nobody@fairs.example", near="203.0.113.7")
    kept = str(await db.fetch("SELECT * FROM tries"))
    assert "nobody" not in kept
    assert "203.0.113.7" not in kept


async def test_the_page_says_429_and_when_to_come_again(client: httpx.AsyncClient) -> None:
    browser = Browser(client)
    await browser.see("/sign-in")
    for _ in range(MOST):
        await browser.send("/sign-in", 422, email="nobody@fairs.example", password="sai")
    page = await browser.send("/sign-in", 429, email="nobody@fairs.example", password="sai")
    assert browser.answer.headers["retry-after"] == "900"
    assert "This was tried too often; wait a while before you try again." in page
    with i18n.speaking(i18n.Language.EN):
        assert f"You can try again from {i18n.moment(make.NOW + timedelta(minutes=15))}." in page


async def test_where_no_form_is_shown_again_the_page_says_when_too(client: httpx.AsyncClient) -> None:
    refusal = limiting.TriedTooOften(61)
    assert web.again_at(refusal) == make.NOW + timedelta(seconds=120)
    assert web.again_at(errors.Busy()) is None
    assert web.again_at(None) is None


async def test_an_office_with_ipv6_is_one_network() -> None:
    def near(host: str) -> str:
        scope: Any = {"type": "http", "client": (host, 1), "headers": []}
        return limiting.near(Request(scope))

    assert near("2001:db8:1:2:aaaa::1") == near("2001:db8:1:2:bbbb:0:0:9") != near("2001:db8:1:3:aaaa::1")
    assert near("203.0.113.7") != near("203.0.113.8")
    assert near("testclient") == "testclient"


async def test_counts_whose_time_is_over_are_deleted() -> None:
    await _try("nobody@fairs.example")
    await limiting.sweep(at=make.NOW + timedelta(minutes=14))
    assert len(await db.fetch("SELECT FROM tries")) == 2
    await limiting.sweep(at=make.NOW + timedelta(minutes=15))
    assert await db.fetch("SELECT FROM tries") == []
