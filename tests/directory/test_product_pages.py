"""Products, certificates, supply and pictures on pages: for everybody, their people, and the officer of their province."""

from datetime import date
from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.directory import declaring, supplying
from events_app.directory.tables import Certificate, Kind, Product
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.test_reencoding import picture
from tests.html_page import Page


async def _certificate(product: Product) -> Certificate:
    rows = await declaring.history_of(product.id)
    return rows[0]


def _named(name: str, *values: str) -> Any:
    return {name: list(values)}


def _ticked(boxes: list[str]) -> Any:
    return _named("certificates[]", *boxes)


@pytest.fixture
async def officer(cast: make.Cast) -> make.Person:
    return await make.person("Giang", await make.organization(Kind.AUTHORITY, "Sở Mẫu"))


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
    page = await visitor.see(f"/certificates/{(await _certificate(product)).id}")
    assert "Giang" not in page
    assert list(visitor.forms) == []
    bare = await make.product(cast.binh.organization, "Mứt")
    await client.delete(
        f"{asking.API}/certificates/{(await _certificate(bare)).id}", headers={**cast.binh.headers, "If-Match": '"1"'}
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
    path = f"/certificates/{(await _certificate(product)).id}/edit"
    page = await browser.see(path, 409)
    assert "The authority has revoked this certificate; only the authority can change that." in page
    assert path not in browser.forms


async def test_what_a_newer_certificate_has_replaced_is_no_longer_called_valid(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization, certified={"number": "12/QĐ"})
    older = await _certificate(product)
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
    row = await _certificate(product)
    edit = f"/certificates/{row.id}/edit"
    await browser.see(edit)
    stale = browser.forms[edit]
    assert "Saved." in await browser.send(edit, issuer="Thủ tướng")
    assert "Someone else has changed this" in await browser.post(edit, stale, 412)
    await browser.see(f"/certificates/{row.id}")
    page = await browser.send(f"/certificates/{row.id}/removal")
    assert "The certificate is taken away." in page
    assert "9/QĐ-TTg" not in page


async def test_an_officer_verifies_several_of_its_province_at_once(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    tea = await make.product(cast.binh.organization, "Trà sen")
    cake = await make.product(cast.em.organization, "Bánh cốm")
    bare = await make.product(cast.em.organization, "Chè kho", certified={"number": ""})
    away = await make.organization(name="Hợp tác xã Xa", province_set="63", province_code="24")
    await make.product(away, "Vải thiều")
    browser = await Browser(client).sign_in(officer)
    page = await browser.see("/desk/certificates")
    assert "Vải thiều" not in page
    assert "No paper is named" in page
    boxes = [box["value"] for box in Page(page).all("input", type="checkbox")]
    assert sorted(boxes) == sorted([f"{(await _certificate(one)).id}:1" for one in (tea, cake)])
    assert "Bánh cốm" not in await browser.see("/desk/certificates?q=tra+sen")
    await browser.see("/desk/certificates")
    page = await browser.send("/desk/certificates", 422)
    assert "Certificates of the province" in page
    page = await browser.send("/desk/certificates", decision_number="15/QĐ-SNN", **_ticked(boxes))
    assert "2 certificates are verified." in page
    assert "Trà sen" not in page
    assert bare.name in page
    page = await browser.see("/desk/certificates?standing=verified")
    assert "Trà sen" in page
    assert "Chè kho" not in page
    row = await _certificate(tea)
    page = await browser.see(f"/certificates/{row.id}")
    for text in ("15/QĐ-SNN", "Giang", "Sở Mẫu"):
        assert text in page
    page = await browser.send(f"/certificates/{row.id}/withdrawal")
    assert "The verification is taken back." in page
    page = await browser.send(f"/certificates/{row.id}/verification", decision_number="16/QĐ")
    assert "The certificate is verified." in page


async def test_what_changed_since_it_was_shown_is_not_verified(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    row = await _certificate(await make.product(cast.binh.organization))
    browser = await Browser(client).sign_in(officer)
    page = await browser.see("/desk/certificates")
    boxes = [box["value"] for box in Page(page).all("input", type="checkbox")]
    assert (await asking.patch(client, cast.binh, f"/certificates/{row.id}", 1, stars=3)).status_code == 200
    page = await browser.send("/desk/certificates", 412, **_ticked(boxes))
    assert "Someone else has changed this in the meantime." in page
    link = f'<a href="/certificates/{row.id}">Trà sen</a>'
    assert f"None was verified, because of the certificate of {link}." in page
    assert "Nothing was done. Here stands how it is now" in page
    assert "beside it stands what is saved now" not in page


async def test_an_officer_revokes_for_a_reason_and_annuls_it(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    product = await make.product(cast.binh.organization)
    row = await _certificate(product)
    browser = await Browser(client).sign_in(officer)
    path = f"/certificates/{row.id}"
    await browser.see(path)
    page = await browser.send(f"{path}/revocation", 422, reason="")
    assert "This is required." in page
    page = await browser.send(f"{path}/revocation", 422, revoked_on="2027-12-01", reason="")
    for sentence in ("A certificate cannot have been revoked after today.", "This is required."):
        assert sentence in page
    page = await browser.send(f"{path}/revocation", revoked_on="2026-12-01", reason="Vi phạm an toàn thực phẩm")
    assert "The certificate is revoked." in page
    visitor = Browser(client)
    client.cookies.clear()
    client.cookies.set("fairs_language", "en", domain="fairs.test")
    page = await visitor.see(f"/products/{product.id}")
    assert "Vi phạm an toàn thực phẩm" in page
    assert "Counts today" not in page
    await browser.sign_in(officer)
    await browser.see(path)
    assert "The certificate counts again." in await browser.send(f"{path}/reinstatement")


async def test_only_an_authority_has_this_desk(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    assert (await client.get("/desk/certificates")).status_code == 303
    browser = await Browser(client).sign_in(cast.an)
    await browser.see("/desk/certificates", 403)
    viewer = await make.person("Vân", officer.organization, Role.VIEWER)
    await browser.sign_in(viewer)
    assert "Nothing waits" in await browser.see("/desk/certificates")
    await make.product(cast.binh.organization)
    page = await browser.see("/desk/certificates")
    assert not list(Page(page).all("input", type="checkbox"))
    assert "No certificate matches." in await browser.see("/desk/certificates?standing=verified")


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("vi", "2,5", "2,5"),
        ("vi", "2.5", "2,5"),
        ("vi", "1.234,5", "1.234,5"),
        ("en", "2.5", "2.5"),
        ("id", "1.234", "1.234"),
    ],
)
async def test_a_volume_is_typed_and_shown_as_the_reader_writes_numbers(
    client: httpx.AsyncClient, cast: make.Cast, language: str, typed: str, shown: str
) -> None:
    product = await make.product(cast.binh.organization)
    browser = await Browser(client).sign_in(cast.binh)
    client.cookies.set("fairs_language", language, domain="fairs.test")
    path = f"/products/{product.id}/supply"
    await browser.see(path)
    assert f"{shown} tấn" in await browser.send(path, volume=typed, unit="tấn")
    before = await supplying.of_product(product.id)
    assert Page(await browser.see(path)).one("input", name="volume")["value"] == shown
    await browser.send(path)
    again = await supplying.of_product(product.id)
    assert before is not None
    assert again is not None
    assert (again.version, again.volume) == (1, before.volume)


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


async def test_supply_facts_are_said_and_shown_to_whom_the_entity_wants(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    browser = await Browser(client).sign_in(cast.binh)
    path = f"/products/{product.id}/supply"
    await browser.see(path)
    page = await browser.send(path, 422, volume="1.0.0", barcode="123", papers__1__issued_on="2025-01-01")
    for said in (
        "Enter a barcode (GTIN)",
        "Volume a month: Enter a number.",
        "Paper 1, Number: This is required.",
    ):
        assert said in page
    await browser.see(path)
    page = await browser.send(
        path,
        volume="1,200",
        unit="hộp",
        barcode="8931234567897",
        papers__1__number="12/ATTP",
        papers__1__kind="food_safety",
        audience__volume="everybody",
        **_named("season_months[]", "1", "2"),
    )
    for text in ("1,200 hộp", "8931234567897", "January, February", "12/ATTP"):
        assert text in page
    supply = await supplying.of_product(product.id)
    assert supply is not None
    assert supply.season_months == [1, 2]
    await browser.sign_in(cast.dung)
    assert "8931234567897" in await browser.see(f"/products/{product.id}")
    await browser.sign_in(cast.chi)
    page = await browser.see(f"/products/{product.id}")
    assert "1,200 hộp" in page
    assert "8931234567897" not in page
    await browser.see(path, 403)


async def test_the_form_of_tourism_asks_for_no_stock(client: httpx.AsyncClient, cast: make.Cast) -> None:
    village = await make.product(cast.binh.organization, "Bản Áng", group=6)
    browser = await Browser(client).sign_in(cast.binh)
    path = f"/products/{village.id}/supply"
    await browser.see(path)
    names = {name for name, _value in browser.forms[path]}
    assert not names & set(supplying.STOCK)
    page = await browser.send(path, place="Mộc Châu", booking_contact="0912 345 678")
    assert "Mộc Châu" in page


async def test_pictures_are_added_described_and_taken_away(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    browser = await Browser(client).sign_in(cast.binh)
    path = f"/products/{product.id}/pictures"
    assert "There is no picture yet." in await browser.see(path)
    fields = {name: value for name, value in browser.forms[path] if name != "file"}

    async def send(content: bytes, alternative: str) -> httpx.Response:
        return await client.post(
            path,
            data={**fields, "alternative": alternative},
            files={"file": ("a.jpg", content, "image/jpeg")},
            headers=browser.headers,
            follow_redirects=True,
        )

    refused = await send(b"no picture", "Hộp trà")
    assert refused.status_code == 422
    assert "This is no JPEG, PNG or WebP picture that can be read." in refused.text
    assert 'value="Hộp trà"' in refused.text
    assert (await send(picture("PNG", (1000, 1000)) + bytes(2 << 20), "Hộp trà")).status_code == 200
    page = await browser.see(f"/products/{product.id}")
    (shown,) = [one for one in Page(page).all("img") if one["src"].startswith("/pictures/")]
    assert shown["alt"] == "Hộp trà"
    assert (await client.get(shown["src"])).headers["content-type"] == "image/webp"
    picture_id = shown["src"].split("/")[2].removesuffix("-small.webp")
    await browser.see(f"/pictures/{picture_id}/text")
    page = await browser.send(f"/pictures/{picture_id}/text", alternative="Hộp trà sen")
    assert "Hộp trà sen" in page
    page = await browser.send(f"/pictures/{picture_id}/removal")
    assert "There is no picture yet." in page


async def test_the_desk_asks_as_much_for_three_rows_as_for_one(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    counts = []
    address = f"{asking.API}/certificates"
    for wanted in (0, 1, 3):
        while len(await Product.objects()) < wanted:
            await make.product(cast.binh.organization)
        async with counting.statements() as said:
            listed = await client.get(address, headers=officer.headers)
        assert [one["organization_name"] for one in listed.json()["items"]] == ["Hợp tác xã Sen Việt"] * wanted
        counts.append(len(said))
    assert counts[1] == counts[2]
    one, *_others = listed.json()["items"]
    assert (one["product_name"], one["certificate"]["counts"], one["certificate"]["standing"]) == (
        "Trà sen",
        True,
        "declared",
    )
    page = await client.get(address, params={"limit": 2}, headers=officer.headers)
    rest = await client.get(address, params={"after": page.json()["next"]}, headers=officer.headers)
    assert [len(answer.json()["items"]) for answer in (page, rest)] == [2, 1]
    assert (await client.get(address, params={"standing": "verified"}, headers=officer.headers)).json()["items"] == []


async def test_an_authority_without_a_province_is_told_who_verifies(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.product(cast.binh.organization, certified={"stars": 5, "number": "9/QĐ"})
    ministry = await make.officer(None, province_set=None)  # type: ignore[arg-type]  # a ministry has no province
    page = await (await Browser(client).sign_in(ministry)).see("/desk/certificates")
    assert "Your authority has no province." in page
    assert "Trà sen" not in page
    page = await (await Browser(client).sign_in(await make.officer())).see("/desk/certificates")
    assert "Your authority has no province." not in page
    assert "Trà sen" in page
