"""A distributor asks an entity for contact on pages, and is told there what was answered."""

import httpx

from events_app import i18n
from events_app.distribution import asking, words
from events_app.distribution.tables import RequestState
from tests import make
from tests.browser_like import Browser


async def test_pages_ask_and_answer(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    form = f"/products/{product.id}/contact-request"
    browser = await Browser(client).sign_in(cast.dung)
    assert "You have asked nobody yet." in await browser.see("/contact-requests")
    assert form in await browser.see(f"/products/{product.id}")
    page = await browser.see(form)
    assert 'name="consent"' in page
    assert "consent" not in dict(browser.forms[form]), "nothing is agreed to beforehand"
    page = await browser.send(form, 422, message="Giá bao nhiêu?")
    assert "Agree that your contact is passed on" in page
    consent = asking.CONSENT
    page = await browser.send(form, message="Giá <bao nhiêu>?", consent=consent)
    assert "is told by letter." in page
    assert "Giá &lt;bao nhiêu&gt;?" in page
    request = browser.answer.url.path
    assert "has not answered yet" in await browser.see(form)

    await browser.sign_in(cast.em)
    await browser.see(request, 404)
    await browser.sign_in(cast.binh)
    assert request in await browser.see("/contact-requests")
    await browser.see(request)
    page = await browser.send(f"{request}/acceptance", 422, email="", phone="12")
    assert "Enter a telephone number that exists" in page
    page = await browser.send(f"{request}/acceptance", phone="0912 345 678")
    assert "Accepted. The distributor is told by letter." in page

    await browser.sign_in(cast.dung)
    assert "0912 345 678" in await browser.see(request)
    await browser.see(form)
    await browser.send(form, message="Còn gì nữa?", consent=consent)
    again = browser.answer.url.path
    withdrawing = browser.forms[f"{again}/withdrawal"]
    assert "The request is taken back." in await browser.send(f"{again}/withdrawal")
    twice = await browser.post(f"{again}/withdrawal", withdrawing, 409)
    assert twice.index("not possible in the present state") < twice.index("Taken back")  # above what it is about


def test_a_request_that_was_declined_is_called_no_invitation() -> None:
    with i18n.speaking("vi"):
        assert i18n.text(words.REQUESTS[RequestState.DECLINED][1]) == "Đã từ chối"
