"""The organizer's form of an agreement loses nothing of what it shows."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db
from events_app.agreements import queries, signing
from events_app.agreements.schemas import MOST_PARTIES, ChangedAgreement, NewAgreement
from tests import make
from tests.browser_like import Browser


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    return await make.fair(cast.an.organization)


@pytest.fixture
async def browser(client: httpx.AsyncClient, cast: make.Cast) -> Browser:
    return await Browser(client).sign_in(cast.an)


async def signed(fair: make.Fair, parties: list[dict[str, Any]], products: list[dict[str, Any]], at: Any) -> str:
    """An agreement, and the address of its form."""
    paper = {"kind": "memorandum", "title": "Biên bản", "signed_on": date(2026, 12, 1)}
    agreement = NewAgreement.model_validate({**paper, "parties": parties, "products": products})
    return f"/desk/events/{fair.id}/agreements/{await signing.record(fair.event, agreement, at=at)}"


async def kept(cast: make.Cast, path: str) -> dict[str, Any]:
    """The agreement behind the form."""
    return await queries.seen(cast.an.actor, UUID(path.rpartition("/")[2]))


async def test_who_signed_stays_also_when_it_exhibits_nowhere(
    browser: Browser, cast: make.Cast, fair: make.Fair, at: Any
) -> None:
    parties = [
        {"role": "producer", "organization_id": str(cast.binh.organization.id)},
        {"role": "distributor", "name": "Siêu thị"},
    ]
    path = await signed(fair, parties, [], at)
    before = await kept(cast, path)
    await browser.see(path)
    await browser.send(path, title="Biên bản ghi nhớ")
    after = await kept(cast, path)
    assert (after["title"], after["parties"]) == ("Biên bản ghi nhớ", before["parties"])


async def test_an_agreement_of_many_keeps_them_all(browser: Browser, cast: make.Cast, fair: make.Fair, at: Any) -> None:
    tea = await make.product(cast.binh.organization)
    parties = [{"role": "producer", "name": f"Hợp tác xã {n}"} for n in range(8)]
    products = [{"product_id": str(tea.id)}, *({"name": f"Sản phẩm {n}"} for n in range(8))]
    path = await signed(fair, parties, products, at)
    before = await kept(cast, path)
    assert (len(before["parties"]), len(before["products"])) == (8, 9)
    await browser.see(path)
    await browser.send(path, title="Biên bản ghi nhớ")
    after = await kept(cast, path)
    assert (after["parties"], after["products"]) == (before["parties"], before["products"])


async def test_a_product_of_the_directory_is_taken_out_and_another_named(
    browser: Browser, cast: make.Cast, fair: make.Fair, at: Any
) -> None:
    tea, cake = [await make.product(cast.binh.organization, name) for name in ("Trà sen", "Bánh cốm")]
    parties = [{"role": "producer", "name": "Hợp tác xã"}, {"role": "distributor", "name": "Siêu thị"}]
    path = await signed(fair, parties, [{"product_id": str(one.id)} for one in (tea, cake)], at)
    await browser.see(path)
    await browser.send(path, products__0__name="", products__1__name="Bánh cốm Hà Nội")
    assert (await kept(cast, path))["products"] == [{"name": "Bánh cốm Hà Nội", "product_id": None}]


async def test_a_deletion_that_comes_too_late_leaves_the_form_filled_in(
    browser: Browser, cast: make.Cast, fair: make.Fair, at: Any
) -> None:
    parties = [{"role": "producer", "name": "Hợp tác xã"}, {"role": "distributor", "name": "Siêu thị"}]
    path = await signed(fair, parties, [], at)
    await browser.see(path)
    await signing.correct(UUID(path.rpartition("/")[2]), 1, ChangedAgreement(title="Của người kia"), at=at)
    page = await browser.send(f"{path}/deletion", 412, _sure="true")
    assert "Someone else has changed this in the meantime." in page
    assert dict(browser.forms[path])["title"] == "Của người kia"
    assert len(await db.fetch("SELECT FROM agreement")) == 1


async def test_an_agreement_is_recorded_from_the_form(browser: Browser, fair: make.Fair) -> None:
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


async def test_a_form_offers_some_rows_more_and_never_more_than_may_be(
    browser: Browser, fair: make.Fair, at: Any
) -> None:
    for parties, rows in ((2, 6), (9, 11), (MOST_PARTIES, MOST_PARTIES)):
        path = await signed(fair, [{"role": "producer", "name": f"Hộ {n}"} for n in range(parties)], [], at)
        page = await browser.see(path)
        assert sum(f'name="parties.{n}.name"' in page for n in range(40)) == rows


PARTIES = [{"role": "producer", "name": "Hộ Bà Tư"}, {"role": "distributor", "name": "Siêu thị"}]


async def test_an_agreement_is_found_at_its_own_event_only(
    browser: Browser, cast: make.Cast, fair: make.Fair, at: Any
) -> None:
    path = await signed(fair, PARTIES, [], at)
    await browser.see(path)
    fields = browser.forms[path]
    elsewhere = path.replace(str(fair.id), str((await make.fair(cast.an.organization, title="Tuần khác")).id))
    await browser.see(elsewhere, 404)
    await browser.post(elsewhere, fields, 404)
    await browser.post(f"{elsewhere}/deletion", [*fields, ("_sure", "true")], 404)
    assert (await kept(cast, path))["version"] == 1


async def test_an_agreement_of_others_is_not_there(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, at: Any
) -> None:
    path = await signed(fair, PARTIES, [], at)
    browser = await Browser(client).sign_in(cast.em)
    await browser.see(path, 404)
