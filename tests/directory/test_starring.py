"""Stars among the words of a search, and words that say nothing beside them."""

import httpx
import pytest

from events_app.directory import finding, starring
from events_app.directory.tables import Kind
from tests import counting, make
from tests.browser_like import Browser
from tests.directory.asking import API
from tests.directory.seeking import ON, found
from tests.html_page import Page


@pytest.fixture
async def coffee(database: None) -> None:
    """Coffee of three ratings and tea of one in Lào Cai, green tea of a cooperative that does not name it."""
    entity = await make.organization(Kind.ENTITY, "HTX Mẫu", province_set="34", province_code="15")
    for name, said in (
        ("Cà phê Buôn", {"stars": 4}),
        ("Cà phê Phố", {"stars": 5}),
        ("Cà phê Rừng", {"stars": 4, "potential_five": True}),
        ("Trà Phố", {"stars": 5}),
    ):
        await make.product(entity, name, certified=said)
    tea = await make.organization(Kind.ENTITY, "HTX Trà Xanh", province_set="34", province_code="01")
    await make.product(tea, "Chè shan tuyết", certified={"stars": 4})
    await make.product(tea, "Kẹo lạc", certified={"stars": 3})


_FOUR = ["Chè shan tuyết", "Cà phê Buôn"]


@pytest.mark.parametrize(
    ("q", "those"),
    [
        ("cà phê 4 sao", ["Cà phê Buôn"]),
        ("ca phe 4 sao", ["Cà phê Buôn"]),
        ("4-star cà phê", ["Cà phê Buôn"]),
        ("cà phê 5 bintang", ["Cà phê Phố"]),
        ("cà phê bintang 5", ["Cà phê Phố"]),
        ("cà phê 4*", ["Cà phê Buôn"]),
        ("cà phê ****", ["Cà phê Buôn"]),
        ("ca phe *****", ["Cà phê Phố"]),
        ("★★★★ cà phê", ["Cà phê Buôn"]),
        ("cà phê ★★★★☆", ["Cà phê Buôn"]),
        ("cà phê ★ ★ ★ ★ ★", ["Cà phê Phố"]),
        ("⭐⭐⭐⭐ cà phê", ["Cà phê Buôn"]),
        ("cà phê (⭐️⭐️⭐️⭐️)", ["Cà phê Buôn"]),
        ("cà phê****", ["Cà phê Buôn"]),
        ("****", _FOUR),
        ("***", ["Kẹo lạc"]),
        ("cà phê tiềm năng *****", ["Cà phê Rừng"]),
        ("cà phê ***** tiềm năng", ["Cà phê Rừng"]),
        ("cà phê ***", []),
        ("cà phê **", ["Cà phê Buôn", "Cà phê Phố", "Cà phê Rừng"]),
        ("cà phê ******", ["Cà phê Buôn", "Cà phê Phố", "Cà phê Rừng"]),
        ("cà phê bốn sao", ["Cà phê Buôn"]),
        ("ca phe nam sao", ["Cà phê Phố"]),
        ("cà phê four-star", ["Cà phê Buôn"]),
        ("cà phê tiềm năng 5 sao", ["Cà phê Rừng"]),
        ("tiềm năng 5 sao", ["Cà phê Rừng"]),
        ("5 sao tiềm năng", ["Cà phê Rừng"]),
        ("OCOP tiem nang dat 5 sao", ["Cà phê Rừng"]),
        ("cà phê 5 sao (tiềm năng)", ["Cà phê Rừng"]),
        ("potential five-star", ["Cà phê Rừng"]),
        ("5 stars", ["Cà phê Phố", "Trà Phố"]),
        ("sản phẩm OCOP 4 sao", _FOUR),
        ("OCOP 4 sao", _FOUR),
        ("4 sao OCOP", _FOUR),
        ("sản phẩm 4 sao", _FOUR),
        ("sp đạt chuẩn ocop hạng 4 sao", _FOUR),
        ("OCOP, 4 sao", _FOUR),
        ("sản phẩm OCOP 4 sao.", _FOUR),
        ("4 sao?", _FOUR),
        ("sản phẩm OCOP: “4 sao”!", _FOUR),
        ("cà phê, (4 sao)", ["Cà phê Buôn"]),
        ("ocop 5 sao Lào Cai", ["Cà phê Phố", "HTX Mẫu", "Trà Phố"]),
        ("cà phê OCOP", ["Cà phê Buôn", "Cà phê Phố", "Cà phê Rừng"]),
        ("trà hạng 5 sao", ["Trà Phố"]),
        ("chè shan tuyết đạt 4 sao", ["Chè shan tuyết"]),
        ("sản phẩm chè xếp hạng: 4 sao", ["Chè shan tuyết"]),
        ("HTX trà xanh 4 sao", ["HTX Trà Xanh"]),
        ("HTX trà xanh 5 sao", []),
        ("OCOP", []),
        ("trà 4 sao lạ", []),
        ("cà phê 2 sao", []),
        ("cà phê 14 sao", []),
        ("cà phê 3-4 sao", []),
    ],
)
async def test_stars_among_the_words_narrow_the_search(coffee: None, q: str, those: list[str]) -> None:
    assert sorted(await found(q, limit=20)) == sorted(those)


async def test_what_is_called_so_is_found_first_and_a_chosen_filter_stays(database: None) -> None:
    hotel = await make.organization(name="Nhà nghỉ 4 sao")
    await make.organization(Kind.DISTRIBUTOR, "Điểm bán OCOP Mẫu")
    shop = await make.organization(Kind.ENTITY, "Cửa hàng OCOP Mẫu")
    await make.product(hotel, "Cà phê 4 sao", certified={"stars": 3})
    await make.product(hotel, "Cà phê Phố", certified={"stars": 4})
    await make.product(shop, "Cà phê Mẫu", certified={"stars": 4})
    assert await found("cà phê 4 sao") == ["Cà phê 4 sao"]
    assert await found("cà phê phố 4 sao", stars="5") == []
    assert await found("3 sao", stars="4") == ["Cà phê Mẫu", "Cà phê Phố"]
    assert await found("cà phê 5 sao", kind="distributor") == []
    assert await found("điểm bán OCOP") == ["Điểm bán OCOP Mẫu"]
    assert await found("cửa hàng OCOP 4 sao") == ["Cửa hàng OCOP Mẫu"]


async def test_pages_of_what_was_taken_from_words_follow_on_each_other(coffee: None) -> None:
    for q in ("OCOP 4 sao", "cà phê OCOP", "ocop 5 sao Lào Cai"):
        whole, after = await found(q, limit=50), None
        pages: list[str] = []
        while after or not pages:
            rows, after, _ = await starring.find(finding.Wanted(on=ON, q=q, limit=1, after=after))
            pages += [row.product.product.name if row.product else row.organization["name"] for row in rows]
        assert pages == whole


async def test_words_without_stars_cost_no_further_statement(coffee: None) -> None:
    counted = []
    for look in (finding.find, starring.find):
        async with counting.statements() as said:
            await look(finding.Wanted(on=ON, q="qwertyuiop"))
        counted.append(len(said))
    assert counted[0] == counted[1]


async def test_page_and_api_say_what_was_looked_for_instead_of_the_words(
    client: httpx.AsyncClient, coffee: None
) -> None:
    for asked, chosen, said, instead in (
        ("q=cà phê OCOP 4 sao", "", "Looked for instead: 4 stars, “cà phê”.", {"stars": "4", "q": "cà phê"}),
        ("q=4 sao tủ lạnh", "", "Looked for instead: 4 stars, “tủ lạnh”.", {"stars": "4", "q": "tủ lạnh"}),
        ("q=cà phê, (4 sao)?", "", "Looked for instead: 4 stars, “cà phê”.", {"stars": "4", "q": "cà phê"}),
        ("q=5 sao", "", "Nothing is called “5 sao”. Looked for instead: 5 stars.", {"stars": "5", "q": ""}),
        ("q=3 sao&stars=4", "4", "Nothing is called “3 sao”. Looked for instead: 4 stars.", {"stars": None, "q": ""}),
        ("q=cà phê OCOP", "", "Looked for instead: “cà phê”.", {"stars": None, "q": "cà phê"}),
        ("q=sản phẩm OCOP&stars=4", "4", "Looked for instead: 4 stars.", {"stars": None, "q": ""}),
        ("q=cà phê", "", "", None),
    ):
        text = await Browser(client).see(f"/search?{asked}")
        options = [one for one in Page(text).all("option") if "selected" in one]
        assert [one["value"] for one in options] == ([chosen] if chosen else [])
        assert ("Looked for instead" in text) is bool(said)
        assert said in text
        answer = (await client.get(f"{API}/search?{asked}")).json()
        assert answer["instead"] == instead
    assert "“<b>" not in await Browser(client).see("/search?q=<b>4 sao")


def _names(page: Page) -> list[str]:
    return sorted(one.text for one in page.all("h2"))


async def test_stars_of_the_words_do_not_stay_for_the_next_ones_until_somebody_chooses_them(
    client: httpx.AsyncClient, coffee: None
) -> None:
    browser = Browser(client)

    async def sent(page: Page, q: str) -> Page:
        """The answer to the form of a page, with other words in its box."""
        chosen = [one["value"] for one in page.all("option") if "selected" in one]
        return Page(await browser.see(f"/search?q={q}&stars={''.join(chosen)}"))

    page = Page(await browser.see("/search?q=cà phê 4 sao"))
    assert _names(page) == ["Cà phê Buôn"]
    assert _names(await sent(page, "trà 5 sao")) == ["Trà Phố"]
    (link,) = (one for one in page.all("a") if one.text == "Choose these stars as a filter")
    page = Page(await browser.see(link["href"]))
    assert (_names(page), page.one("input", id="q")["value"]) == (["Cà phê Buôn"], "cà phê")
    page = await sent(page, "sản phẩm OCOP")
    assert _names(page) == sorted(_FOUR)
    page = Page(await browser.see("/search?q=HTX trà xanh 4 sao"))
    (link,) = (one for one in page.all("a") if one.text == "Choose these stars as a filter")
    assert _names(Page(await browser.see(link["href"]))) == _names(page) == ["HTX Trà Xanh"]
    assert "Choose these stars" not in await browser.see("/search?q=4 sao tủ lạnh")


@pytest.mark.parametrize("q", ["ocop 5 sao Lào Cai", "HTX trà xanh 4 sao", "cà phê 4 sao", "sản phẩm OCOP 4 sao"])
async def test_who_chooses_the_stars_of_the_words_finds_the_same_entities_and_products(
    client: httpx.AsyncClient, coffee: None, q: str
) -> None:
    browser = Browser(client)
    page = Page(await browser.see(f"/search?q={q}"))
    (link,) = (one for one in page.all("a") if one.text == "Choose these stars as a filter")
    chosen = Page(await browser.see(link["href"]))
    assert [one.text for one in chosen.all("h2")] == [one.text for one in page.all("h2")]
    kept = [one["name"] for one in chosen.all("input") if "checked" in one]
    assert kept == ([] if "sản phẩm" in q else ["with_entities"])


async def test_entities_come_in_beside_products_where_that_is_asked_for(
    client: httpx.AsyncClient, coffee: None
) -> None:
    for asked, those in (
        ("q=Lào Cai&stars=5", ["Cà phê Phố", "Trà Phố"]),
        ("q=Lào Cai&stars=5&with_entities=true", ["Cà phê Phố", "HTX Mẫu", "Trà Phố"]),
        ("q=Lào Cai&stars=3&with_entities=true", []),
        ("stars=3&with_entities=true", ["Kẹo lạc"]),
    ):
        items = (await client.get(f"{API}/search?{asked}")).json()["items"]
        names = [one["product"]["name"] if one["product"] else one["organization"]["name"] for one in items]
        assert (asked, sorted(names)) == (asked, those)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=HTX trà xanh 4 sao", "OCOP entities that have"),
        ("q=trà xanh 4 sao&kind=entity", "OCOP entities that have"),
        ("q=ocop 5 sao Lào Cai", "Products, and OCOP entities that have"),
        ("q=cà phê 4 sao", None),
        ("q=trà xanh", None),
    ],
)
async def test_of_entities_that_stars_of_the_words_find_the_page_says_why(
    client: httpx.AsyncClient, coffee: None, query: str, said: str | None
) -> None:
    texts = [one.text for one in Page(await Browser(client).see(f"/search?{query}")).all("p", class_="help")]
    assert [one.partition(" a product")[0] for one in texts if "entities that have" in one] == ([said] if said else [])
