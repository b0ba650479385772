"""Agreements as the organizer records and corrects them on pages."""

from typing import Any

import httpx
import pytest

from events_app.agreements.schemas import MOST_PARTIES
from tests import make
from tests.browser_like import Browser


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    assert cast.an.organization
    return await make.fair(cast.an.organization)


@pytest.fixture
async def browser(client: httpx.AsyncClient, cast: make.Cast) -> Browser:
    """An at the desk."""
    return await Browser(client).sign_in(cast.an)


async def _recorded(client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, parties: int, products: int) -> str:
    paper = {
        "kind": "memorandum",
        "title": "Biên bản ghi nhớ",
        "parties": [{"role": "producer", "name": f"Hộ sản xuất {n}"} for n in range(parties)],
        "products": [{"name": f"Sản phẩm {n}"} for n in range(products)],
        "signed_on": "2026-12-01",
    }
    sent = await client.post(f"/api/v1/events/{fair.id}/agreements", json=paper, headers=cast.an.headers)
    assert sent.status_code == 201, sent.text
    found: str = sent.json()["id"]
    return found


async def _kept(client: httpx.AsyncClient, cast: make.Cast, agreement: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/api/v1/agreements/{agreement}", headers=cast.an.headers)).json()
    return found


async def test_an_agreement_is_recorded_from_the_form(
    browser: Browser, client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    base = f"/desk/events/{fair.id}/agreements"
    assert "No agreement" in await browser.see(base)
    await browser.see(f"{base}/new")
    page = await browser.send(
        f"{base}/new",
        title="Hợp đồng nguyên tắc",
        signed_on="2026-12-01",
        parties__0__name="Hợp tác xã Mẫu",
        parties__1__name="Chuỗi Mẫu",
        products__0__name="Trà",
    )
    assert "Hợp đồng nguyên tắc" in page


async def test_correcting_the_title_keeps_every_party_and_product_however_many(
    browser: Browser, client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    agreement = await _recorded(client, cast, fair, parties=9, products=11)
    before = await _kept(client, cast, agreement)
    here = f"/desk/events/{fair.id}/agreements/{agreement}"
    await browser.see(here)
    await browser.send(here, title="Biên bản ghi nhớ, bản đã chữa")
    after = await _kept(client, cast, agreement)
    assert after["title"] == "Biên bản ghi nhớ, bản đã chữa"
    assert [len(before["parties"]), len(before["products"])] == [9, 11]
    for several in ("parties", "products"):
        assert [one["name"] for one in after[several]] == [one["name"] for one in before[several]]


async def test_a_form_offers_some_rows_more_and_never_more_than_may_be(
    browser: Browser, client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    for parties, rows in ((2, 6), (9, 11), (MOST_PARTIES, MOST_PARTIES)):
        agreement = await _recorded(client, cast, fair, parties=parties, products=0)
        page = await browser.see(f"/desk/events/{fair.id}/agreements/{agreement}")
        assert sum(f'name="parties.{n}.name"' in page for n in range(40)) == rows
