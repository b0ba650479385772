"""The directory over HTTP: lists of organizations by kind, words and province, page by page."""

from typing import Any

import httpx

from events_app import db
from events_app.directory.tables import Kind
from tests import counting, make
from tests.directory import asking


async def test_a_province_of_today_also_finds_the_addresses_of_before(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    for name, which, code in (("Giang", "63", "24"), ("Ninh", "63", "27"), ("Mới", "34", "24"), ("Cao", "34", "04")):
        await make.organization(name=f"Hợp tác xã {name}", province_set=which, province_code=code)

    async def found(which: str, code: str) -> list[str]:
        query = {"province_set": which, "province_code": code}
        items = (await client.get(f"{asking.API}/organizations", params=query)).json()["items"]
        return [item["name"].rpartition(" ")[2] for item in items]

    assert await found("34", "24") == ["Giang", "Mới", "Ninh"]
    assert await found("63", "24") == ["Giang"]
    assert await found("63", "04") == ["Cao"]  # Cao Bằng was merged with nothing


async def test_the_directory_is_listed_by_kind_province_and_words(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.organization(Kind.DISTRIBUTOR, "Đại siêu thị", province_set="63", province_code="24")

    async def names(**asked: Any) -> list[str]:
        answer = await client.get(f"{asking.API}/organizations", params=asked)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await names(kind="distributor") == ["Đại siêu thị", "Siêu thị Mẫu"]
    assert await names(q="sieu thi dai") == ["Đại siêu thị"]
    assert await names(q="100%") == []
    assert await names(province_set="63", province_code="24") == ["Đại siêu thị"]
    assert await names(province_set="34", province_code="24") == ["Đại siêu thị"]  # Bắc Giang is Bắc Ninh now
    assert await names(province_set="34", province_code="22") == []
    assert await names(kind="entity", entity_kind="cooperative") == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh"]
    assert (await client.get(f"{asking.API}/organizations", params={"kind": "shop"})).status_code == 422


async def test_a_list_is_read_page_by_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    names, after = [], None
    while True:
        asked = {"limit": 2} | ({"after": after} if after else {})
        page = (await client.get(f"{asking.API}/organizations", params=asked)).json()
        names += [item["name"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert names == ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh", "Siêu thị Mẫu", "Trung tâm Xúc tiến Thương mại"]
    assert (await client.get(f"{asking.API}/organizations", params={"after": "x"})).status_code == 422


async def test_lists_ask_as_much_for_three_rows_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    counts = []
    await client.get(
        f"{asking.API}/whoami", headers=cast.binh.headers
    )  # notes that the token is in use, once in five minutes
    await client.get(f"{asking.API}{asking.own(cast.binh)}/products")  # a connection learns once what a list of ids is
    for wanted in (1, 3):
        while len(await db.fetch("SELECT FROM product")) < wanted:
            await make.product(cast.binh.organization)
        async with counting.statements() as said:
            listed = await client.get(f"{asking.API}{asking.own(cast.binh)}/products", headers=cast.binh.headers)
            await client.get(f"{asking.API}/organizations", params={"limit": wanted}, headers=cast.binh.headers)
        assert len(listed.json()["items"]) == wanted
        counts.append(len(said))
    assert counts[0] == counts[1]
