"""The page of search, and its twin in the API: what everybody finds."""

from typing import Any

import httpx
import pytest

from events_app.directory import product_queries, supplying
from tests import make
from tests.browser_like import Browser
from tests.directory.asking import API, wrong
from tests.html_page import Page


@pytest.fixture
async def honey(cast: make.Cast) -> make.Cast:
    """Bình's entity sells honey and has a telephone and a tax code that are nobody's business."""
    binh = cast.binh.organization
    binh.tax_code, binh.phone, binh.representative = "0100109106", "+84912345678", "Nguyễn Văn Kín"
    await binh.save()
    await make.product(binh, "Mật ong hoa nhãn", certified={"stars": 4, "verified": True})
    return cast


async def test_a_mistyped_name_is_found_and_leads_to_its_entity(client: httpx.AsyncClient, honey: make.Cast) -> None:
    page = Page(await Browser(client).see("/search?q=maajt+ong+hoa+nhanx&stars=&group=&valid_on="))
    (link,) = (one for one in page.all("a") if one.text == "Mật ong hoa nhãn")
    assert "Mật ong hoa nhãn</h1>" in await Browser(client).see(link["href"])
    (link,) = (one for one in page.all("a") if one.text == honey.binh.organization.name)
    assert link["href"] == f"/organizations/{honey.binh.organization.slug}"
    assert page.one("input", id="q")["value"] == "maajt ong hoa nhanx"


async def test_filters_stay_chosen_and_their_box_open(client: httpx.AsyncClient, honey: make.Cast) -> None:
    page = Page(
        await Browser(client).see(
            "/search?stars=4&group=1&province=34-01&region=34-red-river-delta&valid_on=2026-12-07"
        )
    )
    assert "open" in page.one("details")
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["4", "1", "34-01", "34-red-river-delta"]
    assert page.one("input", id="valid_on")["value"] == "2026-12-07"


async def test_nothing_found_gives_hints_and_the_way_on(client: httpx.AsyncClient, honey: make.Cast) -> None:
    page = await Browser(client).see("/search?q=qwertyuiop&stars=5")
    for said in ("Nothing was found.", "Take a filter away", "Write fewer words", '/events?q=qwertyuiop"'):
        assert said in page
    assert "Take a filter away" not in await Browser(client).see("/search?q=qwertyuiop")


async def test_a_directory_of_nothing_says_so(client: httpx.AsyncClient, database: None) -> None:
    assert "The directory is empty so far." in await Browser(client).see("/search")


@pytest.mark.parametrize(
    "query", ["stars=2", "group=7", "province=34-99", "valid_on=yesterday", "kind=fair", "after=x"]
)
async def test_what_cannot_be_asked_is_said_on_page_and_api(
    client: httpx.AsyncClient, honey: make.Cast, query: str
) -> None:
    await Browser(client).see(f"/search?{query}", 422)
    assert list(wrong(await client.get(f"{API}/search?{query}"))) == [query.partition("=")[0]]


async def test_producers_are_found_by_the_stars_of_their_products(client: httpx.AsyncClient, honey: make.Cast) -> None:
    page = await Browser(client).see("/search?kind=entity&stars=4")
    assert honey.binh.organization.name in page
    assert honey.em.organization.name not in page
    assert "OCOP entities that have a product which meets the filters" in page
    assert "OCOP entities that have a product" not in await Browser(client).see("/search?kind=entity")
    answer = await client.get(f"{API}/search?kind=entity&stars=4")
    assert [one["organization"]["name"] for one in answer.json()["items"]] == [honey.binh.organization.name]


@pytest.mark.parametrize(
    ("query", "of_page"), [("stars=4", "stars"), ("subgroup=1.2.2", "group"), ("group=1", "group")]
)
async def test_a_filter_of_products_with_a_kind_that_has_none_is_refused_by_its_name(
    client: httpx.AsyncClient, honey: make.Cast, query: str, of_page: str
) -> None:
    said = "Only products and OCOP entities have this: look for one of these, or leave it out."
    value = query.partition("=")[2]
    page = await Browser(client).see(f"/search?kind=distributor&{of_page}={value}", 422)
    assert said in page
    assert 'href="/search?kind=distributor"' in page, "the way on is the search without it"
    answer = await client.get(f"{API}/search?kind=distributor&{query}&valid_on=x", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["errors"][1:] == [{"field": query.partition("=")[0], "message": said}]
    assert list(wrong(await client.get(f"{API}/search?kind=distributor&{query}"))) == [query.partition("=")[0]]


async def test_what_we_do_not_know_in_an_address_of_the_page_is_left_alone(
    client: httpx.AsyncClient, honey: make.Cast
) -> None:
    assert "Mật ong hoa nhãn" in await Browser(client).see("/search?q=mat+ong&utm_source=zalo")


async def test_pages_lead_on(client: httpx.AsyncClient, honey: make.Cast) -> None:
    for n in range(25):
        await make.product(honey.binh.organization, f"Mật ong rừng {n}")
    browser = Browser(client)
    first = Page(await browser.see("/search?q=mat+ong"))
    (following,) = (one for one in first.all("a") if one.get("rel") == "next")
    second = Page(await browser.see(following["href"]))
    assert (len(list(first.all("li", class_="card"))), len(list(second.all("li", class_="card")))) == (20, 6)


async def test_the_api_says_what_was_found_and_everybody_sees_public_fields_only(
    client: httpx.AsyncClient, honey: make.Cast
) -> None:
    for headers in ({}, honey.dung.headers, honey.em.headers):
        answer = await client.get(f"{API}/search?q=mat+ong", headers=headers)
        (found,) = answer.json()["items"]
        assert (found["what"], found["product"]["name"], found["product"]["stars"]) == (
            "product",
            "Mật ong hoa nhãn",
            4,
        )
        assert found["organization"]["id"] == str(honey.binh.organization.id)
        for kept in ("0100109106", "912345678", "Kín"):
            assert kept not in answer.text
            assert kept not in await Browser(client).see("/search?q=mat+ong")


async def test_a_distributor_is_shown_the_supply_that_the_entity_shows_distributors(
    client: httpx.AsyncClient, honey: make.Cast
) -> None:
    product = (await product_queries.products_of(honey.binh.organization.id, make.NOW.date()))[0].product
    audience = {"volume": "distributors", "pack": "everybody", "barcode": "nobody"}
    said: dict[str, Any] = {
        "volume": 300,
        "unit": "chai",
        "pack": "Chai 500 ml",
        "barcode": "8930000000019",
        "audience": audience,
    }
    papers = [{"kind": "food_safety", "number": "ATTP-9", "issued_on": make.NOW.date(), "valid_to": None}]
    await supplying.supply(product, 0, at=make.NOW, papers=papers, **said)  # type: ignore[arg-type]  # a kind is a text
    seen, at_home = {}, {}
    for name in ("chi", "em", "dung", "binh"):
        who = getattr(honey, name)
        (found,) = (await client.get(f"{API}/search?q=mat+ong", headers=who.headers)).json()["items"]
        seen[name] = [found["supply"].get(fact) for fact in ("volume", "pack", "barcode")]
        there = (await client.get(f"{API}/products/{product.id}/supply", headers=who.headers)).json()
        assert found["supply"].get("papers") == there.get("papers"), name
        at_home[name] = "papers" in there
        browser = await Browser(client).sign_in(who)
        assert ("300 chai" in await browser.see("/search?q=mat+ong")) is (name in {"dung", "binh"})
    public, more = [None, "Chai 500 ml", None], [300, "Chai 500 ml", None]
    assert seen == {"chi": public, "em": public, "dung": more, "binh": [300, "Chai 500 ml", "8930000000019"]}
    assert at_home == {"chi": False, "em": False, "dung": True, "binh": True}


async def test_nobody_is_found_by_what_is_not_public(client: httpx.AsyncClient, honey: make.Cast) -> None:
    for secret in ("0100109106", "%", "\x00", "0912345678", "Nguyễn Văn Kín"):
        assert (await client.get(f"{API}/search", params={"q": secret})).json()["items"] == []


async def test_the_box_in_the_header_searches_from_every_page(client: httpx.AsyncClient, honey: make.Cast) -> None:
    page = Page(await Browser(client).see("/events"))
    assert page.one("form", class_="find")["action"] == "/search"
    assert not list(Page(await Browser(client).see("/search")).all("form", class_="find"))


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("q=" + "a" * 201, "q", "Use at most 200 characters."),
        ("group=9", "group", "This must be at most 6."),
        ("group=0", "group", "This must be at least 1."),
        ("group=x", "group", "Enter a whole number."),
        ("valid_on=x", "valid_on", "Enter a date as YYYY-MM-DD."),
    ],
)
async def test_the_api_says_what_is_wrong_with_a_part_of_an_address(
    client: httpx.AsyncClient, query: str, field: str, said: str
) -> None:
    answer = await client.get(f"/api/v1/search?{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "message": said}]
