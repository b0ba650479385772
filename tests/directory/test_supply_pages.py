"""What buyers read of a product on its pages: facts of supply, shown to whom the entity wants, and pictures."""

import httpx
import pytest

from events_app.directory import supplying
from tests import make
from tests.browser_like import Browser
from tests.directory.product_forms import named
from tests.directory.test_reencoding import picture
from tests.html_page import Page


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
        **named("season_months[]", "1", "2"),
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
