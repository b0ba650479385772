"""Products and their certificates on pages: for everybody and for their people."""

from datetime import date

import httpx

from events_app.directory.tables import Kind
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.product_forms import certificate
from tests.html_page import Page


async def test_the_list_is_searched_and_turned_page_by_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for name in ("Bánh cốm", "Chè kho", "Trà sen"):
        await make.product(cast.binh.organization, name)
    browser = await Browser(client).sign_in(cast.binh)
    page = await browser.see("/products?q=tra")
    assert "Trà sen" in page
    assert "Chè kho" not in page
    assert "No product matches." in await browser.see("/products?q=xyz")
    first = await browser.see("/products?limit=2")
    assert "Bánh cốm" in first
    assert "Trà sen" not in first
    following = next(link["href"] for link in Page(first).all("a") if link.get("rel") == "next")
    assert "Trà sen" in await browser.see(following)


async def test_everybody_sees_a_product_with_its_history(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"verified": True, "number": "12/QĐ"})
    await make.certificate(product, stars=3, number="1/QĐ", issued_on=None)
    visitor = Browser(client)
    page = await visitor.see(f"/products/{product.id}")
    for text in ("<h1>Trà sen</h1>", "12/QĐ", "1/QĐ", "Counts today", "Verified", "Sở Nông nghiệp và Môi trường Mẫu"):
        assert text in page
    assert "Giang" not in page
    assert list(visitor.forms) == []
    assert "/edit" not in page
    page = await visitor.see(f"/certificates/{(await certificate(product)).id}")
    assert "Giang" not in page
    assert list(visitor.forms) == []
    bare = await make.product(cast.binh.organization, "Mứt")
    await client.delete(
        f"{asking.API}/certificates/{(await certificate(bare)).id}", headers={**cast.binh.headers, "If-Match": '"1"'}
    )
    assert "No certificate is declared yet." in await visitor.see(f"/products/{bare.id}")


async def test_a_certificate_that_an_authority_has_revoked_has_no_form_to_correct_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    judge = await make.organization(Kind.AUTHORITY)
    product = await make.product(
        cast.binh.organization, certified={"revoked_on": date(2026, 1, 1), "revoked_for": judge.id}
    )
    browser = await Browser(client).sign_in(cast.binh)
    path = f"/certificates/{(await certificate(product)).id}/edit"
    page = await browser.see(path, 409)
    assert "The authority has revoked this certificate; only the authority can change that." in page
    assert path not in browser.forms


async def test_what_a_newer_certificate_has_replaced_is_no_longer_called_valid(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization, certified={"number": "12/QĐ"})
    older = await certificate(product)
    await make.certificate(product, stars=3, number="13/QĐ", issued_on=date(2026, 1, 5), revoked_on=date(2026, 12, 1))
    visitor = Browser(client)
    page = await visitor.see(f"/products/{product.id}")
    assert [badge for badge in ("Revoked", "Replaced by a newer one") if f">{badge}<" not in page] == []
    assert ">Valid<" not in page
    assert ">Replaced by a newer one<" in await visitor.see(f"/certificates/{older.id}")


async def test_a_new_certificate_is_declared_corrected_and_taken_away(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    browser = await Browser(client).sign_in(cast.binh)
    new = f"/products/{product.id}/certificates/new"
    await browser.see(new)
    page = await browser.send(new, 422, number="", issued_on="")
    assert page.count("This is required.") >= 2
    page = await browser.send(new, stars="5", number="9/QĐ-TTg", issued_on="2026-11-01")
    assert "The certificate is declared." in page
    assert "01/11/2029" in page
    assert "10/01/2028" in page
    row = await certificate(product)
    edit = f"/certificates/{row.id}/edit"
    await browser.see(edit)
    stale = browser.forms[edit]
    assert "Saved." in await browser.send(edit, issuer="Thủ tướng")
    assert "Someone else has changed this" in await browser.post(edit, stale, 412)
    await browser.see(f"/certificates/{row.id}")
    page = await browser.send(f"/certificates/{row.id}/removal")
    assert "The certificate is taken away." in page
    assert "9/QĐ-TTg" not in page


async def test_the_menu_leads_to_ones_own_products_only_from_these(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    for who, lit in ((cast.binh, ["Products"]), (cast.em, ["Directory"]), (cast.chi, ["Directory"])):
        page = Page(await (await Browser(client).sign_in(who)).see(f"/products/{product.id}"))
        assert [one.text for one in page.all("a") if "aria-current" in one and one.text != "English"] == lit


async def test_a_certificate_without_stars_says_so_wherever_it_is_shown(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization, certified={"stars": None})
    browser = await Browser(client).sign_in(cast.binh)
    (row,) = (await client.get(f"/api/v1/products/{product.id}/certificates")).json()["items"]
    for path in (f"/products/{product.id}", "/products", f"/certificates/{row['id']}"):
        main = Page(await browser.see(path)).one("main").text
        assert "Stars not stated" in main, path
        assert "–" not in main, path
