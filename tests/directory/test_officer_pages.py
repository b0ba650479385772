"""The desk of the officer of a province: certificates verified several at once, and revoked for a reason."""

from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.directory.tables import Kind, Product
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.product_forms import certificate, named
from tests.html_page import Page


def _ticked(boxes: list[str]) -> Any:
    return named("certificates[]", *boxes)


@pytest.fixture
async def officer(cast: make.Cast) -> make.Person:
    return await make.person("Giang", await make.organization(Kind.AUTHORITY, "Sở Mẫu"))


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
    assert sorted(boxes) == sorted([f"{(await certificate(one)).id}:1" for one in (tea, cake)])
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
    row = await certificate(tea)
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
    row = await certificate(await make.product(cast.binh.organization))
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
    row = await certificate(product)
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
