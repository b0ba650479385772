"""Channels of distributors and listings in them, over HTTP and on pages."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from events_app.directory.tables import Kind
from events_app.distribution import channelling, listing
from events_app.values import now, today
from tests import counting, make
from tests.browser_like import Browser
from tests.html_page import Page

API = "/api/v1"
WEB: dict[str, Any] = {"kind": "ecommerce", "name": "Sàn Mẫu", "url": "https://san.example/sieu-thi-mau"}


async def _enter(client: httpx.AsyncClient, who: make.Person, **said: Any) -> httpx.Response:
    return await client.post(f"{API}/channels", json={**WEB, **said}, headers=who.headers)


async def _list(client: httpx.AsyncClient, who: make.Person, channel: Any, product: Any, **days: Any) -> httpx.Response:
    said = {"product_id": str(product.id), "first_on": "2026-12-01", **days}
    return await client.post(f"{API}/channels/{channel['id']}/listings", json=said, headers=who.headers)


def _wrong(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"url": ""}, ["url"]),
        ({"url": "san.example"}, ["url"]),
        ({"url": "javascript:alert(1)//a.vn"}, ["url"]),
        ({"market": "Nhật Bản"}, ["market"]),
        ({"kind": "export"}, ["url", "market"]),
        ({"kind": "store", "url": ""}, ["venue"]),
        ({"kind": "store", "url": "", "venue": "00000000-0000-0000-0000-000000000000"}, ["venue"]),
        ({"kind": "van", "name": ""}, ["name", "kind"]),
    ],
)
async def test_each_kind_has_its_own_particular(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    assert sorted(_wrong(await _enter(client, cast.dung, **said))) == sorted(fields)


async def test_what_is_wrong_with_a_channel_is_said_all_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for said, named in (
        ({"kind": "ecommerce", "name": "", "url": "javascript:alert(1)"}, {"name", "url"}),
        ({"kind": "store", "name": "", "market": "Lào"}, {"name", "venue", "market"}),
        ({"kind": "store", "name": "", "venue": "x"}, {"name", "venue"}),
        ({"kind": "shop", "name": "", "url": "x"}, {"name", "kind"}),
    ):
        answer = await client.post(f"{API}/channels", json=said, headers=cast.dung.headers)
        fields = [one["field"] for one in answer.json()["errors"]]
        assert (answer.status_code, set(fields), len(fields)) == (422, named, len(named)), said


async def test_only_a_distributor_has_channels_and_each_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for who in (cast.an, cast.binh, cast.chi):
        assert (await _enter(client, who)).status_code == 403
    chain = {"kind": "chain", "name": "Cả chuỗi", "url": ""}
    assert (await _enter(client, cast.dung, **chain)).status_code == 201
    again = await _enter(client, cast.dung, **{**chain, "name": "Toàn chuỗi"})
    assert again.json()["type"].endswith("/same-channel")
    store = await make.venue(cast.dung.organization, "Siêu thị Mẫu 1", chain=cast.dung.organization.id)
    other = await make.organization(Kind.DISTRIBUTOR, "Chuỗi khác")
    elsewhere = await make.venue(other, "Siêu thị khác", chain=other.id)
    said = {"kind": "store", "name": "Cửa hàng 1", "url": ""}
    assert _wrong(await _enter(client, cast.dung, **said, venue=str(elsewhere.id))) == ["venue"]
    made = await _enter(client, cast.dung, **said, venue=str(store.id))
    assert made.status_code == 201, made.text
    twice = await _enter(client, cast.dung, **{**said, "name": "Cửa hàng 2"}, venue=str(store.id))
    assert twice.status_code == 409
    assert len((await client.get(f"{API}/channels", params={"kind": "store"})).json()["items"]) == 1


async def test_a_product_is_listed_once_at_a_time(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    channel = (await _enter(client, cast.dung)).json()
    assert (await _list(client, cast.em, channel, product)).status_code == 403
    assert _wrong(await _list(client, cast.dung, channel, product, last_on="2026-11-30")) == ["last_on"]
    made = await _list(client, cast.dung, channel, product, last_on="2026-12-20")
    assert made.status_code == 201, made.text
    for days in ({"first_on": "2026-12-20"}, {"first_on": "2026-01-01", "last_on": "2026-12-01"}, {}):
        twice = (await _list(client, cast.dung, channel, product, **days)).json()
        assert (twice["type"].rpartition("/")[2], twice["listing"]) == ("already-listed", made.json()["id"])
    later = await _list(client, cast.dung, channel, product, first_on="2026-12-21")
    assert (later.status_code, later.json()["last_on"]) == (201, None)
    address = f"{API}/listings/{made.json()['id']}"
    headers = {**cast.dung.headers, "If-Match": '"1"'}
    overlapping = await client.patch(address, json={"last_on": None}, headers=headers)
    assert overlapping.json()["type"].endswith("/already-listed")
    assert overlapping.json()["listing"] == later.json()["id"]
    shorter = await client.patch(address, json={"last_on": "2026-12-10"}, headers=headers)
    assert (shorter.headers["etag"], shorter.json()["last_on"]) == ('"2"', "2026-12-10")
    assert (await client.patch(address, json={}, headers=headers)).status_code == 412
    listed = (await client.get(f"{API}/products/{product.id}/listings")).json()["items"]
    assert [one["last_on"] for one in listed] == [None, "2026-12-10"]
    in_use = await client.delete(f"{API}/channels/{channel['id']}", headers=headers)
    assert in_use.json()["type"].endswith("/channel-in-use")
    for one, version in ((made, 2), (later, 1)):
        gone = {**cast.dung.headers, "If-Match": f'"{version}"'}
        assert (await client.delete(f"{API}/listings/{one.json()['id']}", headers=gone)).status_code == 204
    assert (await client.delete(f"{API}/channels/{channel['id']}", headers=headers)).status_code == 204


async def test_a_search_finds_what_is_listed_on_a_day_in_a_kind_of_channel(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    await make.product(cast.binh.organization, "Hạt sen")
    channel = await channelling.add(
        cast.dung.organization.id, "export", at=make.NOW, name="Nhật Bản", market="Nhật Bản"
    )
    await listing.add(channel, product, date(2026, 12, 1), date(2026, 12, 5), at=make.NOW)

    async def found(**asked: str) -> list[str]:
        items = (await client.get(f"{API}/search", params=asked)).json()["items"]
        return [one["product"]["name"] for one in items]

    for on, kind, names in (
        ("2026-12-01", "export", ["Trà sen"]),
        ("2026-12-05", "export", ["Trà sen"]),
        ("2026-11-30", "export", []),
        ("2026-12-06", "export", []),
        ("2026-12-05", "store", []),
    ):
        assert await found(channel=kind, valid_on=on) == names, (on, kind)
        assert await found(channel=kind, valid_on=on, q="sen") == names, (on, kind)
    assert _wrong(await client.get(f"{API}/search", params={"channel": "van"})) == ["channel"]
    page = Page(await Browser(client).see("/search?channel=export&valid_on=2026-12-05"))
    assert [one.text for one in page.all("h2")] == ["Trà sen"]
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["export"]


async def test_a_search_without_a_day_asks_for_what_is_listed_today(client: httpx.AsyncClient, cast: make.Cast) -> None:
    products = [await make.product(cast.binh.organization, name) for name in ("Trà sen", "Hạt sen")]
    channel = await channelling.add(cast.dung.organization.id, "chain", at=make.NOW, name="Cả chuỗi")
    on = today(now())
    await listing.add(channel, products[0], on, None, at=make.NOW)
    await listing.add(channel, products[1], on - timedelta(2), on - timedelta(1), at=make.NOW)
    items = (await client.get(f"{API}/search", params={"channel": "chain"})).json()["items"]
    assert [one["product"]["name"] for one in items] == ["Trà sen"]


async def test_pages_show_where_a_product_is_sold(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    browser = await Browser(client).sign_in(cast.dung)
    page = await browser.see(f"/products/{product.id}")
    assert "No distributor lists it at present." in page
    assert "You have no channel yet." in await browser.see(f"/products/{product.id}/listings/new")
    await browser.see("/channels/new")
    page = await browser.send("/channels/new", 422, name="Sàn Mẫu", kind="ecommerce", url="san")
    assert "Enter the address of a page" in page
    assert "Products can be listed in Sàn Mẫu now." in await browser.send("/channels/new", url=WEB["url"])
    channel = browser.answer.url.path
    assert f'href="{WEB["url"]}"' in browser.answer.text
    form = f"/products/{product.id}/listings/new"
    await browser.see(form)
    page = await browser.send(form, 422, channel=channel.rpartition("/")[2], first_on="31/11/2026")
    assert "From: Enter a date as day/month/year, such as 16/12/2026." in page
    page = await browser.send(form, first_on="1/12/2026")  # as where a browser has no field for days
    assert "Trà sen is listed in Sàn Mẫu." in page
    assert "Listed now" in page
    await browser.see(form)
    twice = await browser.send(form, 409, channel=channel.rpartition("/")[2], first_on="2026-12-05")
    assert "listed in this channel on some of these days already" in twice
    page = await browser.see(f"/organizations/{cast.dung.organization.slug}")
    assert channel in page
    change = next(path for path in (await browser.see(channel)).split('"') if path.startswith("/listings/"))
    await browser.see(change)
    assert "Over" in await browser.send(change, last_on="2026-12-02")
    assert "No distributor lists it at present." in await browser.see(f"/products/{product.id}")
    assert "Sàn Mẫu" in await browser.see(f"/products/{product.id}/listings")
    await browser.see(change)
    assert "Nothing is listed here yet." in await browser.send(f"{change}/removal")
    assert "is no channel any more" in await browser.send(f"{channel}/removal")
    assert "No channel has been entered yet." in browser.answer.text

    await browser.sign_in(cast.em)
    for path in (form, "/channels/new"):
        await browser.see(path, 403)


async def test_a_page_leads_from_days_that_overlap_to_the_listing_that_has_them(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    channel = (await _enter(client, cast.dung)).json()
    there = (await _list(client, cast.dung, channel, product)).json()["id"]
    form = f"/products/{product.id}/listings/new"
    browser = await Browser(client).sign_in(cast.dung)
    await browser.see(form)
    page = await browser.send(form, 409, channel=channel["id"], first_on="2026-12-05")
    assert f'<a href="/listings/{there}">Change the days of Trà sen</a>' in page


async def test_what_is_wrong_with_the_days_of_a_listing_opens_nothing_that_takes_it_away(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """And a removal that is refused empties no field."""
    product = await make.product(cast.binh.organization)
    channel = (await _enter(client, cast.dung)).json()
    path = f"/listings/{(await _list(client, cast.dung, channel, product)).json()['id']}"
    browser = await Browser(client).sign_in(cast.dung)
    await browser.see(path)
    page = await browser.send(path, 422, first_on="2026-12-05", last_on="2026-12-01")
    assert page.count("It ends on or after its first day.") == 2  # above the form and at the field
    assert '<details class="confirm">' in page
    page = await browser.send(f"{path}/removal", 412, version="7")
    assert page.count("Nothing was done.") == 1
    assert '<details class="confirm" open>' in page
    assert dict(browser.forms[path])["first_on"] == "2026-12-01"


async def test_lists_ask_as_much_for_three_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    channel = (await _enter(client, cast.dung)).json()
    counts = []
    for more, items in ((1, 1), (2, 3)):
        for _ in range(more):
            await _list(client, cast.dung, channel, await make.product(cast.binh.organization))
        async with counting.statements() as said:
            assert len((await client.get(f"{API}/channels/{channel['id']}/listings")).json()["items"]) == items
        async with counting.statements() as pages:
            await client.get(f"/channels/{channel['id']}")
        counts.append((len(said), len(pages)))
    assert counts[0] == counts[1]


async def test_a_channel_or_a_product_that_is_not_there_is_said_at_its_field(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product, nowhere = await make.product(cast.binh.organization, "Trà sen"), "00000000-0000-0000-0000-000000000000"
    channel = (await _enter(client, cast.dung)).json()
    form = f"/products/{product.id}/listings/new"
    browser = await Browser(client).sign_in(cast.dung)
    await browser.see(form)
    page = await browser.send(form, 422, channel=nowhere, first_on="2026-12-05")
    assert "Channel: There is no such channel." in page
    assert dict(browser.forms[form])["first_on"] == "2026-12-05"
    said = {"product_id": nowhere, "first_on": "2026-12-01"}
    answer = await client.post(f"{API}/channels/{channel['id']}/listings", json=said, headers=cast.dung.headers)
    assert _wrong(answer) == ["product_id"]
    answer = await client.post(f"{API}/shortlist", json={"product_id": nowhere}, headers=cast.dung.headers)
    assert _wrong(answer) == ["product_id"]
    assert (
        await client.post(f"{API}/channels/{nowhere}/listings", json=said, headers=cast.dung.headers)
    ).status_code == 404
