"""The second step: a code of the telephone, taken once, or a recovery code; turning it off asks for the password."""

import re
from datetime import timedelta

import httpx
import pyotp
import pytest

from events_app import db
from events_app.accounts import limiting, links, second_step, signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.tables import User
from events_app.errors import Invalid
from tests import door, make
from tests.browser_like import Browser

pytestmark = pytest.mark.usefixtures("database", "at")


async def _lan() -> User:
    lan = (await door.with_password(await make.person("Lan"))).user
    await second_step.prepare(lan.id, door.PASSWORD, at=make.NOW)
    return await _again(lan)


async def _again(user: User) -> User:
    found = await User.objects().get(User.id == user.id)
    assert found
    return found


def _code(user: User, later: timedelta = timedelta(0)) -> str:
    return pyotp.TOTP(second_step.secret(user)).at(make.NOW + later)


async def _on() -> tuple[User, list[str]]:
    lan = await _lan()
    return lan, await second_step.turn_on(lan.id, _code(lan), door.PASSWORD, at=make.NOW)


async def test_the_secret_stands_nowhere_and_the_recovery_codes_are_hashed() -> None:
    lan, codes = await _on()
    kept = str(await db.fetch("SELECT * FROM users")) + str(await db.fetch("SELECT * FROM recovery_code"))
    assert second_step.secret(lan) not in kept
    assert len(set(codes)) == 10
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


async def test_signing_in_asks_for_the_code() -> None:
    lan, _ = await _on()
    entered = await signing_in.sign_in(lan.email, door.PASSWORD, at=make.NOW)
    assert (entered.session, bool(entered.owed)) == ("", True)
    assert await db.fetch("SELECT FROM sign_in") == []
    later = timedelta(minutes=1)
    session = await second_step.complete(entered.owed, _code(lan, later), at=make.NOW + later)
    assert (await signing_in.recognize(session, at=make.NOW)).user_id == lan.id
    with pytest.raises(links.LinkSpent):
        await second_step.complete(entered.owed, _code(lan, later), at=make.NOW + later)


async def test_a_code_is_taken_once_and_only_near_its_time() -> None:
    lan, _ = await _on()
    with pytest.raises(Invalid):  # the one with which it was turned on
        await second_step.prove(lan.id, _code(lan), at=make.NOW)
    later = timedelta(minutes=5)
    for wrong in (_code(lan, later - timedelta(minutes=1)), _code(lan, later + timedelta(minutes=1)), "", "000", "ä"):
        with pytest.raises(Invalid):
            await second_step.prove(lan.id, wrong, at=make.NOW + later)
    await second_step.prove(lan.id, _code(lan, later - timedelta(seconds=30)), at=make.NOW + later)


async def test_each_recovery_code_is_good_once() -> None:
    lan, codes = await _on()
    await second_step.prove(lan.id, codes[0].lower(), at=make.NOW)
    with pytest.raises(Invalid):
        await second_step.prove(lan.id, codes[0], at=make.NOW)
    assert await second_step.left(lan.id) == 9
    fresh = await second_step.renew_codes(lan.id, door.PASSWORD, at=make.NOW)
    with pytest.raises(Invalid):
        await second_step.prove(lan.id, codes[1], at=make.NOW)
    await second_step.prove(lan.id, fresh[1], at=make.NOW)


async def test_codes_are_not_guessed_without_end() -> None:
    lan, codes = await _on()
    for _ in range(limiting.CODE.most - 1):
        with pytest.raises(Invalid):
            await second_step.prove(lan.id, "000000", at=make.NOW)
    with pytest.raises(limiting.TriedTooOften):
        await second_step.prove(lan.id, codes[0], at=make.NOW)


async def test_a_wrong_code_does_not_turn_it_on_and_a_wrong_password_does_not_turn_it_off() -> None:
    lan = await _lan()
    with pytest.raises(Invalid):
        await second_step.turn_on(lan.id, "000000", door.PASSWORD, at=make.NOW)
    assert (await _again(lan)).totp_on_at is None
    with pytest.raises(Invalid):
        await second_step.turn_on(lan.id, _code(lan), "sai", at=make.NOW)
    assert (await _again(lan)).totp_on_at is None
    await second_step.turn_on(lan.id, _code(lan), door.PASSWORD, at=make.NOW)
    with pytest.raises(second_step.SecondStepOn):
        await second_step.prepare(lan.id, door.PASSWORD, at=make.NOW)
    with pytest.raises(Invalid):
        await second_step.turn_off(lan.id, "sai", at=make.NOW)
    await second_step.turn_off(lan.id, door.PASSWORD, at=make.NOW)
    assert (await signing_in.sign_in(lan.email, door.PASSWORD, at=make.NOW)).session


async def test_it_is_set_up_used_and_turned_off_on_pages(client: httpx.AsyncClient) -> None:
    lan = await door.with_password(await make.person("Lan"))
    browser = await Browser(client).sign_in(lan)
    await browser.see("/account/second-step")
    page = await browser.send("/account/second-step", password=door.PASSWORD)
    assert 'src="data:image/png;base64,' in page
    [shown] = re.findall(r'<span class="code secret">((?:<span>[A-Z2-7]{4}</span>){8})</span>', page)
    secret = re.sub("<[^>]+>", "", shown)
    assert "This code is not right" in await browser.send(
        "/account/second-step/code", 422, code="000000", password=door.PASSWORD
    )
    code = pyotp.TOTP(secret).at(make.NOW)
    page = await browser.send("/account/second-step/code", code=code, password=door.PASSWORD)
    codes = re.findall(r"<li>([A-Z2-7-]{19})</li>", page)
    assert len(codes) == 10
    await browser.see("/account")
    await browser.send("/sign-out")
    await browser.see("/sign-in?next=/account")
    await browser.send("/sign-in", email=lan.user.email, password=door.PASSWORD)
    assert browser.answer.url.path == "/sign-in/code"
    assert COOKIE not in client.cookies
    assert "This code is not right" in await browser.send("/sign-in/code", 422, code="000000")
    await browser.send("/sign-in/code", code=codes[3])
    assert browser.answer.url.path == "/account"
    page = await browser.see("/account/second-step")
    assert "9 recovery codes are left." in page
    assert "This is not your present password." in await browser.send("/account/second-step/removal", 422, password="x")
    assert "asks for no code any more" in await browser.send("/account/second-step/removal", password=door.PASSWORD)


async def test_whoever_only_has_somebodys_session_does_not_lock_the_owner_out(client: httpx.AsyncClient) -> None:
    lan = await door.with_password(await make.person("Lan"))
    browser = await Browser(client).sign_in(lan)
    await browser.see("/account/second-step")
    assert "This is required." in await browser.send("/account/second-step", 422)
    assert "This is not your present password." in await browser.send("/account/second-step", 422, password="sai")
    assert (await _again(lan.user)).totp_salt is None
    await second_step.prepare(lan.user.id, door.PASSWORD, at=make.NOW)  # the owner began and left it so
    await browser.see("/account/second-step")
    code = _code(await _again(lan.user))
    page = await browser.send("/account/second-step/code", 422, code=code, password="sai")
    assert "This is not your present password." in page
    assert (await _again(lan.user)).totp_on_at is None
