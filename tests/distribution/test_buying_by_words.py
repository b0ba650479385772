"""A buyer's search understands words as the search for everybody does: the most like first, slips forgiven, stars counted."""

from typing import Any

import httpx

from tests import make
from tests.browser_like import Browser
from tests.distribution.supplied import API, supplied, supply_names


async def test_what_is_most_like_the_words_comes_first_as_in_a_search(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    binh = cast.binh.organization
    binh.name, binh.search = "Hợp tác xã Ô long Cầu Đất", "hop tac xa o long cau dat"
    await binh.save()
    names = ["Cà phê", "Bánh trà ô long Cầu Đất ướp sen thượng hạng", "Trà ô long Cầu Đất"]
    for name in names:
        said = {"product_id": str((await supplied(cast, name)).id)}
        assert (await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)).status_code == 201
    for q in ("tra o long cau dat", "tra o logn cau dat"):
        found = (await client.get(f"{API}/search", params={"q": q, "kind": "product"})).json()["items"]
        ranked = [one["product"]["name"] for one in found]
        assert ranked == [names[2], names[1]]
        assert (await supply_names(client, cast.dung, q=q))[:2] == ranked
    assert await supply_names(client, cast.dung, q="o long cau dat") == [names[2], names[1], names[0]]
    kept = (await client.get(f"{API}/shortlist", params={"q": "o long cau dat"}, headers=cast.dung.headers)).json()
    assert [one["product"]["product_name"] for one in kept["items"]] == [names[2], names[1], names[0]]
    asked: dict[str, Any] = {"q": "o long cau dat", "limit": 1}
    paged = []
    while True:
        answer = (await client.get(f"{API}/supplies", params=asked, headers=cast.dung.headers)).json()
        paged += [one["product_name"] for one in answer["items"]]
        if answer["next"] is None:
            break
        asked["after"] = answer["next"]
    assert paged == [names[2], names[1], names[0]]
    assert await supply_names(client, cast.dung) == [names[1], names[0], names[2]], (
        "by name where nothing is looked for"
    )


async def test_supply_forgives_what_the_search_for_everybody_forgives(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await supplied(cast, "Bánh phồng tôm")
    for q in ("banh fong", "banh fong tom", "banh phogn", "bánh phồng", "bánh ph ồng"):
        found = (await client.get(f"{API}/search", params={"q": q}, headers=cast.dung.headers)).json()["items"]
        assert (q, [one["product"]["name"] for one in found]) == (q, ["Bánh phồng tôm"])
        assert (q, await supply_names(client, cast.dung, q=q)) == (q, ["Bánh phồng tôm"])
    browser = await Browser(client).sign_in(cast.dung)
    assert "Bánh phồng tôm" in await browser.see("/supplies?q=banh+fong")
    assert "No product matches." in await browser.see("/supplies?q=keo+fong")


async def test_stars_among_the_words_count_as_in_the_search_for_everybody(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for name, said in (
        ("Cà phê Buôn", {"stars": 4}),
        ("Cà phê Phố", {"stars": 5}),
        ("Cà phê Rừng", {"stars": 4, "potential_five": True}),
        ("Trà Phố", {"stars": 5}),
        ("Kẹo lạc 4 sao", {"stars": 3}),
    ):
        await supplied(cast, name, certified=said)
    for q, those in (
        ("cà phê 4 sao", ["Cà phê Buôn"]),
        ("ca phe nam sao", ["Cà phê Phố"]),
        ("cà phê ★★★★★", ["Cà phê Phố"]),
        ("**** cà phê", ["Cà phê Buôn"]),
        ("cà phê tiềm năng 5 sao", ["Cà phê Rừng"]),
        ("sản phẩm OCOP 5 sao", ["Cà phê Phố", "Trà Phố"]),
        ("cà phê OCOP", ["Cà phê Buôn", "Cà phê Phố", "Cà phê Rừng"]),
        ("kẹo lạc 4 sao", ["Kẹo lạc 4 sao"]),
        ("trà 3 sao", []),
        ("cà phê", ["Cà phê Buôn", "Cà phê Phố", "Cà phê Rừng"]),
    ):
        asked = {"q": q, "kind": "product"}
        public = (await client.get(f"{API}/search", params=asked)).json()
        bought = (await client.get(f"{API}/supplies", params={"q": q}, headers=cast.dung.headers)).json()
        assert (q, sorted(one["product"]["name"] for one in public["items"])) == (q, those)
        assert (q, sorted(one["product_name"] for one in bought["items"])) == (q, those)
        assert (q, bought["instead"]) == (q, public["instead"])


async def test_stars_that_a_buyer_chose_stay_and_the_page_says_what_was_looked_for(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for name, stars in (("Cà phê Buôn", 4), ("Cà phê Phố", 5), ("Cà phê Vườn", 3)):
        await supplied(cast, name, certified={"stars": stars})
    assert sorted(await supply_names(client, cast.dung, q="cà phê 3 sao", stars=4)) == ["Cà phê Buôn", "Cà phê Phố"]
    browser = await Browser(client).sign_in(cast.dung)
    for asked, said in (
        ("q=cà phê OCOP 4 sao", "Nothing is called “cà phê OCOP 4 sao”. Looked for instead: 4 stars, “cà phê”."),
        ("q=3 sao&stars=4", "Looked for instead: Stars, at least: 4."),
    ):
        assert said in await browser.see(f"/supplies?{asked}")
    assert "Looked for instead" not in await browser.see("/supplies?q=cà phê")
    pages: list[str] = []
    after: dict[str, str] = {}
    while len(pages) < 9:
        asked_for: dict[str, Any] = {"q": "sản phẩm OCOP", "stars": 3, "limit": 1, **after}
        answer = (await client.get(f"{API}/supplies", params=asked_for, headers=cast.dung.headers)).json()
        pages += [one["product_name"] for one in answer["items"]]
        if answer["next"] is None:
            break
        after = {"after": answer["next"]}
    assert pages == ["Cà phê Buôn", "Cà phê Phố", "Cà phê Vườn"]
