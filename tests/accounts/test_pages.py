"""Signing in and out, switching, choosing a language; forms that others forged."""

import re

import httpx
import pytest

from events_app import values, web
from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.actor import Role
from events_app.directory import joining
from tests import door, make
from tests.browser_like import Browser

PASSWORD = "đồng lúa chín vàng"


async def _lan() -> None:
    await joining.person("lan@sen.example", "Lan", at=make.NOW, password=PASSWORD, language="en")


async def test_what_is_said_after_signing_in_and_out_has_the_language_of_its_page(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await joining.person("lan@sen.example", "Lan", at=make.NOW, password=PASSWORD, language="id")
    browser = Browser(client)
    assert '<html lang="en">' in await browser.see("/sign-in")
    page = await browser.send("/sign-in", email="lan@sen.example", password=PASSWORD)
    assert '<html lang="id">' in page
    assert "Anda sudah masuk." in page
    page = await browser.send("/sign-out")
    assert '<html lang="en">' in page
    assert "You are signed out." in page


@pytest.fixture
def browser(client: httpx.AsyncClient, cast: make.Cast) -> Browser:
    """Somebody who is not signed in."""
    return Browser(client)


async def test_a_person_signs_in_and_out(browser: Browser) -> None:
    await _lan()
    await browser.see("/sign-in?next=/organization")
    page = await browser.send("/sign-in", email="lan@sen.example", password=PASSWORD)
    assert browser.answer.url.path == "/organization"
    assert "You are signed in." in page
    cookie = browser.answer.history[0].headers.get_list("set-cookie")
    session = next(one for one in cookie if one.startswith(COOKIE))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    token = browser.client.cookies[COOKIE]
    page = await browser.send("/sign-out")
    assert "You are signed out." in page
    assert COOKIE not in browser.client.cookies
    assert not (await signing_in.recognize(token, at=make.NOW)).known


async def test_a_wrong_password_shows_the_form_again_without_it(browser: Browser) -> None:
    await _lan()
    await browser.see("/sign-in?next=/products")
    page = await browser.send("/sign-in", 422, email="lan@sen.example", password="wrong")
    assert "This address and password do not belong together." in page
    fields = dict(browser.forms["/sign-in"])
    assert (fields["email"], fields["password"], fields["next"]) == ("lan@sen.example", "", "/products")
    assert COOKIE not in browser.client.cookies
    assert "This is required." in await browser.send("/sign-in", 422, email="", password="")


async def test_signing_in_leaves_the_session_of_before_worth_nothing(browser: Browser, cast: make.Cast) -> None:
    await _lan()
    await browser.sign_in(cast.binh)
    before = browser.client.cookies[COOKIE]
    page = await browser.see("/sign-in")
    assert "You are signed in as Bình." in page
    await browser.send("/sign-in", email="lan@sen.example", password=PASSWORD)
    assert not (await signing_in.recognize(before, at=make.NOW)).known
    assert (await signing_in.recognize(browser.client.cookies[COOKIE], at=make.NOW)).name == "Lan"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "evil", ""],
)
async def test_no_link_leads_elsewhere_after_signing_in(browser: Browser, elsewhere: str) -> None:
    assert web.local_path(elsewhere) == "/"
    await _lan()
    await browser.client.get("/sign-in", params={"next": elsewhere})
    await browser.see("/sign-in")
    fields = [(name, value) for name, value in browser.forms["/sign-in"] if name == "_csrf"]
    fields += [("email", "lan@sen.example"), ("password", PASSWORD), ("next", elsewhere)]
    answer = await browser.client.post("/sign-in", data=dict(fields))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_a_form_without_this_browsers_token_is_refused(
    browser: Browser, client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await browser.sign_in(cast.binh)
    await browser.see("/organization/edit")
    own = dict(browser.forms["/organization/edit"])
    for forged in ("", "x", "ă", None):
        sent = {**own, "name": "Forged", "_csrf": forged} if forged is not None else {**own, "name": "Forged"}
        if forged is None:
            del sent["_csrf"]
        answer = await client.post("/organization/edit", data=sent)
        assert answer.status_code == 403
    del client.cookies[web.VISIT]
    answer = await client.post("/organization/edit", data={**own, "name": "Forged"})
    assert answer.status_code == 403
    assert "Forged" not in await browser.see("/organization")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/switch", "/organization/edit", "/products/new"])
async def test_every_form_needs_the_token(browser: Browser, cast: make.Cast, path: str) -> None:
    await browser.sign_in(cast.binh)
    assert (await browser.client.post(path, data={})).status_code == 403
    assert (await browser.client.get("/organization")).status_code == 200


async def test_a_member_of_two_switches(browser: Browser, cast: make.Cast) -> None:
    assert cast.em.organization is not None
    await joining.join(cast.binh.user, cast.em.organization, Role.VIEWER, at=make.NOW)
    await browser.sign_in(cast.binh)
    await browser.see("/organization")
    other = re.findall(r'<option value="([0-9a-f-]+)"', browser.answer.text)[1]
    page = await browser.send("/switch", membership=other)
    assert browser.answer.url.path == "/organization"
    assert "<h1>Hợp tác xã Trà Xanh</h1>" in page
    await browser.send("/switch", 403, membership=str(values.new_id()))
    await browser.see("/organization")
    for nothing in ({"membership": "nothing"}, {"membership": ""}):
        await browser.send("/switch", 422, **nothing)


async def test_an_admin_who_enters_an_organization_goes_on_running_the_platform(
    client: httpx.AsyncClient, browser: Browser
) -> None:
    quan = await door.with_password(await make.admin())
    await browser.sign_in(quan)
    await browser.see("/organization/new")
    await browser.send("/organization/new", kind="authority", name="Sở Công Thương", province_code="34-01")
    (member,) = re.findall(r'<option value="([0-9a-f-]{36})" selected', browser.answer.text)

    async def acts_for(token: str) -> str | None:
        whoami = (await client.get("/api/v1/whoami", headers={"Authorization": f"Bearer {token}"})).json()
        return str(whoami["membership"]["id"]) if whoami["membership"] else None

    assert await acts_for(quan.token) is None, "a token of before is bound to nothing"
    await browser.send("/switch", membership="")
    assert '<option value="" selected>' in browser.answer.text
    for membership, bound in (("", None), (member, member)):
        await browser.see("/account/tokens/new")
        page = await browser.send(
            "/account/tokens/new", name="lists", membership=membership, scope="write", password=door.PASSWORD
        )
        token = re.search("fairs_[A-Za-z0-9_-]{43}", page)
        assert token
        assert await acts_for(token[0]) == bound
    assert "The platform" in await browser.see("/account")
    await browser.sign_in(quan)
    await browser.see("/account")
    assert '<option value="" selected>' in browser.answer.text, "a new session begins with the platform"


async def test_who_is_signed_out_meanwhile_is_sent_to_sign_in(browser: Browser, cast: make.Cast) -> None:
    await browser.sign_in(cast.binh)
    await browser.see("/organization/edit")
    await signing_in.sign_out_everywhere(cast.binh.user.id, at=make.NOW)
    await browser.send("/organization/edit", name="X")
    assert browser.answer.url.path == "/sign-in"


async def test_a_language_is_chosen_and_kept(browser: Browser) -> None:
    await browser.see("/language/id?next=/sign-in")
    assert browser.answer.url.path == "/sign-in"
    assert '<html lang="id">' in browser.answer.text
    assert '<html lang="id">' in await browser.see("/sign-in")
    await browser.see("/language/fr", 404)
    answer = await browser.client.get("/language/vi", params={"next": "//evil.example"})
    assert answer.headers["location"] == "/"


async def test_an_error_is_a_page_in_the_readers_language(browser: Browser) -> None:
    page = await browser.see("/organizations/nowhere", 404)
    assert "There is nothing here that you may see." in page
    assert 'href="/"' in page
