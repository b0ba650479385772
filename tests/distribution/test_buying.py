"""A distributor looks for supply and keeps a shortlist, over HTTP; what is not shown is not found."""

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import httpx

from events_app.actor import Role
from events_app.directory.tables import Kind
from tests import counting, make
from tests.browser_like import Browser
from tests.distribution.supplied import API, supplied, supply_names
from tests.html_page import Page


def _rows(content: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet: letter of the column -> text."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in sheet.iter(f"{space}row"):
        line = {}
        for cell in row:
            value = cell.findtext(f"{space}v") or ""
            line[re.sub(r"\d", "", cell.get("r", ""))] = shared[int(value)] if cell.get("t") == "s" else value
        found.append(line)
    return found


async def test_only_distributors_ask_what_is_supplied(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for path in ("/supplies", "/shortlist", "/shortlist.xlsx"):
        assert (await client.get(f"{API}{path}")).status_code == 401
        for who in (cast.an, cast.binh, cast.chi):
            assert (await client.get(f"{API}{path}", headers=who.headers)).status_code == 403


async def test_supply_is_found_by_what_is_shown_and_by_nothing_else(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await supplied(cast)
    hidden = dict.fromkeys(("volume", "season", "cold_chain"), "nobody")
    await supplied(cast, "Mứt sen", audience=hidden)
    await make.product(cast.em.organization, "Chè xanh", certified={"stars": 3})
    cake: dict[str, Any] = {"season_months": [], "cold_chain": None, "volume": 9000, "unit": "Hộp"}
    await supplied(cast, "Bánh phồng", certified={"stars": 3}, **cake)
    for asked, found in (
        ({}, ["Bánh phồng", "Chè xanh", "Mứt sen", "Trà sen"]),
        ({"q": "sen viet"}, ["Bánh phồng", "Mứt sen", "Trà sen"]),
        ({"volume": 500, "unit": "kg"}, ["Trà sen"]),
        ({"volume": 501, "unit": "kg"}, []),
        ({"volume": 400_000, "unit": "g"}, ["Trà sen"]),
        ({"volume": 1, "unit": "tấn"}, []),
        ({"volume": 0.5, "unit": "tấn"}, ["Trà sen"]),
        ({"volume": 0.501, "unit": "tấn"}, []),
        ({"volume": 1, "unit": "hộp"}, ["Bánh phồng"]),
        ({"q": "banh pong"}, ["Bánh phồng"]),
        ({"q": "banh phong sen viet"}, ["Bánh phồng"]),
        ({"q": "xyzzy"}, []),
        ({"month": 5}, ["Trà sen"]),
        ({"month": 7}, []),
        ({"cold_chain": True}, ["Trà sen"]),
        ({"stars": 4}, ["Mứt sen", "Trà sen"]),
        ({"stars": 4, "q": "tra", "group": 1, "month": 6}, ["Trà sen"]),
        ({"group": 2}, []),
        ({"province_set": "63", "province_code": "01"}, ["Bánh phồng", "Chè xanh", "Mứt sen", "Trà sen"]),
        ({"province_set": "34", "province_code": "92"}, []),
        ({"province": "63-01"}, ["Bánh phồng", "Chè xanh", "Mứt sen", "Trà sen"]),
        ({"province": "34-92"}, []),
    ):
        assert await supply_names(client, cast.dung, **asked) == found, asked
    listed = (await client.get(f"{API}/supplies", headers=cast.dung.headers)).json()["items"]
    facts = {one["product_name"]: one["supply"] for one in listed}
    assert facts["Trà sen"]["volume"] == 500
    assert "volume" not in facts["Mứt sen"]
    assert "audience" not in facts["Trà sen"]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"month": 13}, "month"),
        ({"volume": 5}, "unit"),
        ({"volume": 0, "unit": "kg"}, "volume"),
        ({"volume": "nan", "unit": "kg"}, "volume"),
        ({"volume": "1,5", "unit": "kg"}, "volume"),
        ({"province_set": "34", "province_code": "zz"}, "province_code"),
        ({"province": "34-zz"}, "province"),
        ({"province": "24"}, "province"),
        ({"province": "34-01", "province_set": "34", "province_code": "01"}, "province"),
    ]
    for params, field in wrong:
        refused = await client.get(f"{API}/supplies", params=params, headers=cast.dung.headers)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    both = await client.get(f"{API}/supplies", params={"province": "24", "volume": 5}, headers=cast.dung.headers)
    assert {one["field"] for one in both.json()["errors"]} == {"province", "unit"}
    assert [one["set"] for one in both.json()["candidates"]] == ["63", "34"]


async def test_a_shortlist_is_shared_and_nobody_else_s(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await supplied(cast)
    colleague = await make.person("Duyên", cast.dung.organization, Role.STAFF)
    viewer = await make.person("Vân", cast.dung.organization, Role.VIEWER)
    rival = await make.person("Rạng", await make.organization(Kind.DISTRIBUTOR))
    said = {"product_id": str(product.id), "note": "Hỏi giá"}
    assert (await client.post(f"{API}/shortlist", json=said, headers=viewer.headers)).status_code == 403
    made = await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    twice = await client.post(f"{API}/shortlist", json=said, headers=colleague.headers)
    assert twice.json()["type"].endswith("/already-shortlisted")
    address = f"{API}/shortlist/{made.json()['id']}"
    match = {"If-Match": '"1"'}
    noted = await client.patch(address, json={"note": "Đã hỏi"}, headers={**colleague.headers, **match})
    assert noted.json()["note"] == "Đã hỏi"
    (item,) = (await client.get(f"{API}/shortlist", headers=viewer.headers)).json()["items"]
    assert (item["note"], item["added_by"], item["product"]["supply"]["volume"]) == ("Đã hỏi", "Dũng", 500)
    assert (await client.get(f"{API}/shortlist", headers=rival.headers)).json()["items"] == []
    for method in ("get", "patch", "delete"):
        sent = await client.request(method, address, json={"note": ""}, headers={**rival.headers, **match})
        assert sent.status_code == 404
    assert (await client.delete(address, headers={**cast.dung.headers, **match})).status_code == 412
    gone = await client.delete(address, headers={**cast.dung.headers, "If-Match": '"2"'})
    assert gone.status_code == 204


async def test_the_spreadsheet_holds_what_is_shown_and_no_formula(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await supplied(cast, "@Trà", audience={"volume": "nobody"})
    for note, one in (("+84 gọi", product), ("-1", await supplied(cast, "Mứt"))):
        said = {"product_id": str(one.id), "note": note}
        assert (await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)).status_code == 201
    headers = {**cast.dung.headers, "Accept-Language": "en"}
    answer = await client.get(f"{API}/shortlist.xlsx", headers=headers)
    assert answer.status_code == 200
    assert "shortlist-2026-12-07.xlsx" in answer.headers["content-disposition"]
    rows = _rows(answer.content)
    heads = next(row for row in rows if row.get("A") == "Product")
    lines = {row["A"]: {head: row.get(at, "") for at, head in heads.items()} for row in rows[rows.index(heads) + 1 :]}
    assert sorted(lines) == ["'@Trà", "Mứt"]
    assert (lines["'@Trà"]["Volume a month"], lines["Mứt"]["Volume a month"]) == ("", "500")
    assert (lines["'@Trà"]["Note"], lines["Mứt"]["Note"], lines["Mứt"]["Pack"]) == ("'+84 gọi", "'-1", "'=HYPERLINK(1)")
    assert lines["Mứt"]["Stars"] == "4"
    assert (lines["Mứt"]["Season"], lines["Mứt"]["Added on"]) == ("May, June", "46363"), "a date that sheets count with"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


async def test_a_volume_with_a_fraction_is_found_and_told(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await supplied(cast, volume=Decimal("2.5"), unit="tấn")
    assert await supply_names(client, cast.dung, volume=2500, unit="kg") == ["Trà sen"]
    assert await supply_names(client, cast.dung, volume="2500.001", unit="kg") == []
    said = {"product_id": str(product.id)}
    assert (await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)).status_code == 201
    (item,) = (await client.get(f"{API}/shortlist", headers=cast.dung.headers)).json()["items"]
    assert item["product"]["supply"]["volume"] == 2.5
    rows = _rows((await client.get(f"{API}/shortlist.xlsx", headers=cast.dung.headers)).content)
    assert {"2.5", "tấn"} <= set(rows[-1].values())
    browser = await Browser(client).sign_in(cast.dung)
    client.cookies.set("fairs_language", "vi", domain="fairs.test")
    for path in ("/supplies", "/shortlist", "/search?q=tra+sen"):
        assert "2,5 tấn" in await browser.see(path)


async def test_papers_are_named_with_their_days_and_say_that_they_have_lapsed(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    old = {"kind": "food_safety", "number": "ATTP-9", "issued_on": date(2025, 1, 1), "valid_to": date(2026, 12, 6)}
    new = {"kind": "practice", "number": "VG-1", "issued_on": None, "valid_to": date(2026, 12, 7)}
    product = await supplied(cast, papers=[old, new])
    said = {"product_id": str(product.id)}
    assert (await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)).status_code == 201
    headers = {**cast.dung.headers, "Accept-Language": "en"}
    rows = _rows((await client.get(f"{API}/shortlist.xlsx", headers=headers)).content)
    told = [
        "Food safety certificate or commitment: ATTP-9, issued on 01/01/2025, valid to 06/12/2026, lapsed",
        "Good practice (VietGAP, HACCP, organic): VG-1, valid to 07/12/2026",
    ]
    assert "; ".join(told) in rows[-1].values()
    browser = await Browser(client).sign_in(cast.dung)
    page = Page(await browser.see(f"/products/{product.id}"))
    assert [one.text for one in page.all("li") if one.text[:4] in ("Food", "Good")] == told


async def test_lists_ask_as_much_for_three_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    counts = []
    for names in (["Một"], ["Hai", "Ba"]):
        for name in names:
            product = await supplied(cast, name)
            said = {"product_id": str(product.id)}
            await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)
        found = []
        for path in ("/supplies", "/shortlist", "/shortlist.xlsx"):
            async with counting.statements() as statements:
                assert (await client.get(f"{API}{path}", headers=cast.dung.headers)).status_code == 200
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]


async def test_a_lapsed_certificate_gives_no_stars(client: httpx.AsyncClient, cast: make.Cast) -> None:
    lapsed = {"issued_on": make.FIRST_ON - timedelta(days=2000)}
    await make.product(cast.binh.organization, "Cũ", certified=lapsed)
    assert await supply_names(client, cast.dung, stars=3) == []
    (one,) = (await client.get(f"{API}/supplies", headers=cast.dung.headers)).json()["items"]
    assert one["stars"] is None


async def test_a_potential_five_star_product_has_four_stars_to_buyers_and_is_shown_as_one(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await supplied(cast, "Nem", certified={"stars": None, "potential_five": True, "verified": True})
    said = {"product_id": str(product.id)}
    assert (await client.post(f"{API}/shortlist", json=said, headers=cast.dung.headers)).status_code == 201
    assert [await supply_names(client, cast.dung, stars=n) for n in (3, 4, 5)] == [["Nem"], ["Nem"], []]
    browser = await Browser(client).sign_in(cast.dung)
    for path in ("/supplies?stars=4", "/shortlist"):
        head = Page(await browser.see(path)).one("th", scope="row").text
        assert head.split() == ["Nem", "Potential", "5-star", "Verified"], path
    rows = _rows((await client.get("/shortlist.xlsx")).content)
    heads = next(row for row in rows if row.get("A") == "Product")
    line = rows[rows.index(heads) + 1]
    assert {head: line.get(at) for at, head in heads.items()}["Stars"] == "Potential 5-star"


async def test_a_certificate_that_leaves_its_stars_out_is_shown_to_buyers_with_its_standing(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await supplied(cast, "Nem", certified={"stars": None})
    await supplied(cast, "Giò", certified={"issued_on": make.FIRST_ON - timedelta(days=2000)})
    browser = await Browser(client).sign_in(cast.dung)
    heads = [" ".join(one.text.split()) for one in Page(await browser.see("/supplies")).all("th", scope="row")]
    assert heads == ["Giò", "Nem Stars not stated Declared"]
