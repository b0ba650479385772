"""The directory on pages for everybody: one organization without its private fields, and all that are searched and filtered."""

from datetime import date
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import masking
from tests import counting, make
from tests.browser_like import Browser
from tests.html_page import Page


async def test_everybody_sees_the_public_page_without_private_fields(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    assert cast.binh.organization is not None
    await make.product(cast.binh.organization)
    await db.fetch(
        "UPDATE organization SET entity_kind = 'household', phone = '+84912345678' WHERE id = $1",
        cast.binh.organization.id,
    )
    await masking.keep(cast.binh.organization.id, "001099012345", at=make.NOW)
    visitor = Browser(client)
    page = await visitor.see(f"/organizations/{cast.binh.organization.slug}")
    assert "<h1>Hợp tác xã Sen Việt</h1>" in page
    assert "Trà sen" in page
    for private in ("001099012345", "345", "+84912345678", "0912 345 678", cast.binh.user.email):
        assert private not in page
    await visitor.see("/organizations/nowhere", 404)


async def test_a_certificate_without_stars_stands_on_the_public_page_with_its_standing(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    assert cast.binh.organization is not None
    await make.product(cast.binh.organization, "Nem", certified={"stars": None, "verified": True})
    page = Page(await Browser(client).see(f"/organizations/{cast.binh.organization.slug}"))
    assert "Stars not stated Valid Verified" in " ".join(page.one("li", class_="card").text.split())


@pytest.mark.parametrize(
    ("certified", "badge"),
    [
        ({"issued_on": date(2021, 3, 1)}, "Lapsed"),
        ({"revoked_on": date(2026, 12, 7)}, "Revoked"),
        ({"revoked_on": date(2026, 12, 8)}, "Valid"),
    ],
)
async def test_the_public_page_says_of_a_certificate_what_the_page_of_its_product_says(
    client: httpx.AsyncClient, cast: make.Cast, certified: dict[str, Any], badge: str
) -> None:
    assert cast.binh.organization is not None
    product = await make.product(cast.binh.organization, certified=certified)
    visitor = Browser(client)
    for path in (f"/organizations/{cast.binh.organization.slug}", f"/products/{product.id}"):
        page = await visitor.see(path)
        assert [one for one in ("Valid", "Lapsed", "Revoked") if f">{one}<" in page] == [badge], path
    page = await visitor.see(f"/organizations/{cast.binh.organization.slug}")
    assert ("Certificate valid to" in page) is (badge != "Revoked")


async def test_the_directory_is_searched_and_filtered(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.organization(name="Hợp tác xã Chè Thái", province_set="63", province_code="24")
    visitor = Browser(client)
    page = await visitor.see("/organizations")
    assert "Hợp tác xã Chè Thái" in page
    assert "Siêu thị Mẫu" in page
    page = await visitor.see("/organizations?q=che&kind=entity&entity_kind=cooperative&province=34-24")
    assert "Hợp tác xã Chè Thái" in page
    assert "Hợp tác xã Sen Việt" not in page
    assert "No organization matches." in await visitor.see("/organizations?q=khongco")
    page = await visitor.see("/organizations?q=che&province=24", 422)
    assert "Province “24”: Say which set of provinces this code belongs to: 63 or 34." in page
    for which, name in (("63", "Bac Giang"), ("34", "Bac Ninh")):
        link = next(one for one in Page(page).all("a") if one["href"].endswith(f"province={which}-24"))
        assert f">{name} ({which})<" in page
        assert "Hợp tác xã Chè Thái" in await visitor.see(link["href"])
    first = await visitor.see("/organizations?limit=2&kind=entity")
    assert first.count('<th scope="row">') == 2
    assert 'rel="next"' in first


async def test_an_empty_directory_says_so(client: httpx.AsyncClient, database: None) -> None:
    assert "Nobody is in the directory yet." in await Browser(client).see("/organizations")


async def test_the_directory_takes_as_many_queries_for_three_as_for_one(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    counts = []
    for limit in (1, 3):
        async with counting.statements() as said:
            await Browser(client).see(f"/organizations?limit={limit}")
        counts.append(len(said))
    assert counts[0] == counts[1]
