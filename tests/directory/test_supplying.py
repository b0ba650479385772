"""What buyers ask of a product, and who sees which of it, over HTTP."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import supplying
from events_app.directory.supplying import Audience, Fact
from tests import make
from tests.directory import asking

TEA: dict[str, Any] = {
    "volume": 1200,
    "unit": "hộp",
    "season_months": [3, 1, 2, 2],
    "pack": "Hộp 250 g",
    "barcode": "893 1234 567 897",
    "shelf_life_days": 540,
    "cold_chain": False,
    "papers": [
        {"kind": "food_safety", "number": "12/2025", "issued_on": "2025-01-01", "valid_to": "2028-01-01"},
        {"kind": "traceability", "number": "TX-9"},
    ],
    "audience": {"pack": "everybody", "volume": "nobody"},
}


async def _put(client: httpx.AsyncClient, who: make.Person, product: Any, version: int, **body: Any) -> httpx.Response:
    return await client.put(
        f"{asking.API}/products/{product.id}/supply",
        json=body,
        headers={**who.headers, "If-Match": f'"{version}"'},
    )


async def test_a_volume_may_have_a_fraction(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    for version, (volume, told) in enumerate(((2.5, "2.5"), (0.001, "0.001"), (1_000_000_000, "1000000000"))):
        said = await _put(client, cast.binh, product, version, volume=volume, unit="tấn")
        assert f'"volume":{told},' in said.text
        assert (await _put(client, cast.binh, product, version + 1, volume=volume, unit="tấn")).headers["etag"] == (
            f'"{version + 1}"'
        )


async def _seen(client: httpx.AsyncClient, product: Any, who: make.Person | None = None) -> dict[str, Any]:
    answer = await client.get(f"{asking.API}/products/{product.id}/supply", headers=who.headers if who else {})
    found: dict[str, Any] = answer.json()
    return found


async def test_the_entity_says_it_and_reads_it_back(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    empty = await client.get(f"{asking.API}/products/{product.id}/supply", headers=cast.binh.headers)
    assert (empty.headers["etag"], empty.json()["volume"], empty.json()["papers"]) == ('"0"', None, [])
    said = await _put(client, cast.binh, product, 0, **TEA)
    assert (said.status_code, said.headers["etag"]) == (200, '"1"'), said.text
    body = said.json()
    assert body["season_months"] == [1, 2, 3]
    assert body["barcode"] == "8931234567897"
    assert body["papers"][1] == {"kind": "traceability", "number": "TX-9", "issued_on": None, "valid_to": None}
    assert (body["audience"]["pack"], body["audience"]["barcode"]) == ("everybody", "distributors")
    before = await asking.topics()
    again = await _put(client, cast.binh, product, 1, **TEA)
    assert (again.headers["etag"], await asking.topics()) == ('"1"', before)
    assert (await _put(client, cast.binh, product, 0, **TEA)).status_code == 412
    fewer = await _put(client, cast.binh, product, 1, pack="Túi")
    assert (fewer.json()["volume"], fewer.json()["papers"], fewer.headers["etag"]) == (None, [], '"2"')
    assert (await _put(client, cast.em, product, 2, pack="X")).status_code == 403


async def test_everybody_sees_what_is_for_them(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    await _put(client, cast.binh, product, 0, **TEA)
    everybody = {"product_id": str(product.id), "pack": "Hộp 250 g"}
    assert await _seen(client, product) == everybody
    assert await _seen(client, product, cast.chi) == everybody
    assert await _seen(client, product, cast.em) == everybody
    distributor = await _seen(client, product, cast.dung)
    assert {"volume", "unit", "audience"} & distributor.keys() == set()
    assert (distributor["barcode"], len(distributor["papers"])) == ("8931234567897", 2)
    assert (await _seen(client, product, cast.binh))["volume"] == 1200
    for fact, shown in ((Fact.PACK, True), (Fact.BARCODE, True), (Fact.VOLUME, False)):
        rows = await db.fetch(f"SELECT FROM supply WHERE {supplying.seen_by_distributors_in_sql(fact)}")
        assert (fact, bool(rows)) == (fact, shown)
    assert supplying.OTHERWISE == Audience.DISTRIBUTORS


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"volume": 0, "shelf_life_days": 0, "season_months": [13]}, ["season_months.0", "shelf_life_days", "volume"]),
        ({"barcode": "8931234567890"}, ["barcode"]),
        ({"barcode": "12345"}, ["barcode"]),
        ({"volume": 5}, ["unit"]),
        ({"volume": 2.0005, "unit": "kg"}, ["volume"]),
        ({"volume": -0.5, "unit": "kg"}, ["volume"]),
        ({"volume": 1_000_000_000.5, "unit": "kg"}, ["volume"]),
        ({"unit": "kg"}, ["volume"]),
        (
            {
                "barcode": "1",
                "volume": 5,
                "papers": [{"kind": "x", "issued_on": "2025-01-02", "valid_to": "2025-01-01"}],
            },
            ["barcode", "papers.0.kind", "papers.0.number", "papers.0.valid_to", "unit"],
        ),
        ({"place": "Bản Áng", "booking_contact": "0912"}, ["booking_contact", "place"]),
        ({"audience": {"volume": "friends"}}, ["audience.volume"]),
        (
            {"papers": [{"kind": "x", "number": ""}, {"kind": "practice", "number": "1"}]},
            ["papers.0.kind", "papers.0.number"],
        ),
        (
            {"papers": [{"kind": "practice", "number": "1", "issued_on": "2025-01-01", "valid_to": "2025-01-01"}]},
            ["papers.0.valid_to"],
        ),
    ],
)
async def test_what_does_not_fit_is_refused_all_at_once(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    product = await make.product(cast.binh.organization)
    assert sorted(asking.wrong(await _put(client, cast.binh, product, 0, **said))) == fields


async def test_tourism_has_a_season_a_place_and_a_contact_and_no_stock(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    village = await make.product(cast.binh.organization, "Bản Áng", group=6)
    stock = {name: TEA[name] for name in ("volume", "unit", "pack", "barcode", "shelf_life_days", "cold_chain")}
    assert sorted(asking.wrong(await _put(client, cast.binh, village, 0, **stock))) == sorted(stock)
    said = await _put(client, cast.binh, village, 0, season_months=[4], place="Mộc Châu", booking_contact="0912345678")
    assert said.status_code == 200, said.text
    moved = await asking.patch(client, cast.binh, f"/products/{village.id}", 1, group=1)
    assert list(asking.wrong(moved)) == ["group"]
    tea = await make.product(cast.binh.organization)
    await _put(client, cast.binh, tea, 0, volume=1, unit="kg")
    assert list(asking.wrong(await asking.patch(client, cast.binh, f"/products/{tea.id}", 1, group=6))) == ["group"]
    await _put(client, cast.binh, tea, 1)
    assert (await asking.patch(client, cast.binh, f"/products/{tea.id}", 1, group=6)).status_code == 200
