"""The officer sees who was warned in the province, and whom to phone; the entity sees what of its own lapses."""

from datetime import datetime

import httpx
import pytest

from events_app.directory.tables import Kind
from events_app.reminders import warning
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.reminders.lapsing import product


@pytest.fixture
async def officer(cast: make.Cast) -> make.Person:
    return await make.person("Giang", await make.organization(Kind.AUTHORITY, "Sở Mẫu"))


async def _warned(cast: make.Cast, at: datetime) -> None:
    """Bình by mail, a household by phone, and somebody of another province by phone."""
    phoned = await make.organization(name="Hộ Chiếu cói", phone="+84912345678")
    elsewhere = await make.organization(name="Hộ Cà Mau", phone="+84987654321", province_code="96")
    for entity, name in ((cast.binh.organization, "Trà sen"), (phoned, "Chiếu"), (elsewhere, "Cua")):
        await product(entity, name, 90)
    await warning.warn(at=at)


async def test_the_officer_sees_whom_to_phone_in_its_own_province_only(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person, at: datetime
) -> None:
    browser = await Browser(client).sign_in(officer)
    assert "Nobody was warned yet" in await browser.see("/desk/warnings")
    await _warned(cast, at)
    page = await browser.see("/desk/warnings")
    for text in ("Trà sen", "Chiếu", "1 letter has no address", "tel:+84912345678", "b•••@fairs.example"):
        assert text in page
    assert cast.binh.user.email not in page
    assert "Cua" not in page
    assert "+84987654321" not in page
    page = await browser.see("/desk/warnings?state=unreachable")
    assert "Chiếu" in page
    assert "Trà sen" not in page
    assert "No letter is in this state." in await browser.see("/desk/warnings?state=failed")
    first = await browser.see("/desk/warnings?limit=1")
    assert 'rel="next"' in first


async def test_the_api_says_the_same_to_the_authority_alone(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person, at: datetime
) -> None:
    await _warned(cast, at)
    found = (await client.get(f"{asking.API}/warnings", headers=officer.headers)).json()["items"]
    assert sorted((one["organization"], one["state"], one["phone"]) for one in found) == [
        ("Hộ Chiếu cói", "unreachable", "+84912345678"),
        ("Hợp tác xã Sen Việt", "waiting", None),
    ]
    assert {one["threshold_days"] for one in found} == {90}
    assert [[named["product"] for named in one["certificates"]] for one in found if one["phone"]] == [["Chiếu"]]
    assert (await client.get(f"{asking.API}/warnings", headers=cast.binh.headers)).status_code == 403


@pytest.mark.parametrize("entities", [1, 3])
async def test_the_page_takes_as_many_statements_for_three_as_for_one(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person, at: datetime, entities: int
) -> None:
    for n in range(entities):
        await product(await make.organization(), f"Trà {n}", 90)
    await warning.warn(at=at)
    async with counting.statements() as said:
        await client.get(f"{asking.API}/warnings", headers=officer.headers)
    assert len([one for one in said if "delivery" in one or "certificate" in one]) == 2


async def test_an_entity_sees_what_of_its_own_lapses(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await make.product(cast.binh.organization, "Nước mắm")
    assert "Certificates that lapse" not in await browser.see("/products")
    for name, left in (("Trà sen", 20), ("Mật ong", 90), ("Gạo", 180), ("Muối", 181)):
        await product(cast.binh.organization, name, left)
    page = await browser.see("/products")
    for text in (
        "1 certificate within 30 days",
        "2 certificates within 90 days",
        "3 certificates within 180 days",
        "Nước mắm",
    ):
        assert text in page
    page = await browser.see("/products?lapses_within=90")
    assert [name in page for name in ("Trà sen", "Mật ong", "Gạo", "Nước mắm")] == [True, True, False, False]
    assert "Gạo" in await browser.see("/products?lapses_within=180")
    assert "Gạo" not in await browser.see("/products?lapses_within=179")
    path = f"{asking.API}/organizations/{cast.binh.organization.id}/products"
    answer = await client.get(path, params={"lapses_within": 30})
    assert [one["name"] for one in answer.json()["items"]] == ["Trà sen"]
    assert (await client.get(path, params={"lapses_within": 0})).status_code == 422


async def test_the_desk_shows_what_lapses_in_the_province(
    client: httpx.AsyncClient, cast: make.Cast, officer: make.Person
) -> None:
    elsewhere = await make.organization(name="Hộ Cà Mau", province_code="96")
    for entity, name, left in (
        (cast.binh.organization, "Trà sen", 20),
        (cast.em.organization, "Gạo", 100),
        (elsewhere, "Cua", 20),
    ):
        await product(entity, name, left)
    await product(cast.binh.organization, "Mật ong", 25, verified=True)
    browser = await Browser(client).sign_in(officer)
    page = await browser.see("/desk/certificates?lapses_within=30")
    assert [name in page for name in ("Trà sen", "Mật ong", "Gạo", "Cua")] == [True, True, False, False]
    page = await browser.see("/desk/certificates?lapses_within=180&standing=declared")
    assert [name in page for name in ("Trà sen", "Mật ong", "Gạo", "Cua")] == [True, False, True, False]
    page = await browser.see("/desk/certificates?lapses_within=21")  # as the operator may have them warned
    assert [name in page for name in ("Trà sen", "Mật ong")] == [True, False]
    assert '<option value="21" selected>within 21 days</option>' in page
    assert "No certificate matches" in await browser.see("/desk/certificates?lapses_within=30&q=xyz")
    answer = await client.get(f"{asking.API}/certificates", params={"lapses_within": 30}, headers=officer.headers)
    assert {one["product_name"] for one in answer.json()["items"]} == {"Trà sen", "Mật ong"}
