"""What an authority has verified is only declared where the entity goes to the province of another."""

from datetime import date

import httpx
import pytest

from events_app import db
from events_app.directory import declaring, merging, registering, verifying
from events_app.directory.tables import Organization, Product
from events_app.errors import Forbidden
from tests import make
from tests.browser_like import Browser
from tests.directory import asking


async def verified(entity: Organization, name: str = "Trà mẫu") -> Product:
    """A product with a verified certificate."""
    return await make.product(entity, name, certified={"verified": True})


async def standing(product: Product) -> list[str]:
    return [str(one.standing) for one in await declaring.history_of(product.id)]


async def test_in_another_province_what_was_verified_is_declared_again(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product, path = await verified(cast.binh.organization), asking.own(cast.binh)
    await make.certificate(product, number="9", issued_on=date(2026, 1, 1))
    officer = await make.officer("01")
    answer = await asking.patch(client, cast.binh, path, 1, province_set="34", province_code="24")
    assert answer.status_code == 200
    assert await standing(product) == ["declared", "declared"]
    rows = await db.fetch("SELECT verified_by, verified_for, verified_at, decision_number FROM certificate")
    assert rows == [dict.fromkeys(("verified_by", "verified_for", "verified_at")) | {"decision_number": ""}] * 2
    shown = await client.get(f"{asking.API}/products/{product.id}")
    assert (shown.headers["etag"], shown.json()["standing"]) == ('"2"', "declared")
    assert "certificate.edit" in await asking.topics()
    row = (await declaring.history_of(product.id))[0]
    assert (await asking.post(client, officer, f"/certificates/{row.id}/verification")).status_code == 403


async def test_the_merged_province_is_the_same_and_so_is_whatever_else_changes(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    entity = await make.organization(province_set="63", province_code="24")
    lan, product = await make.person("Lan", entity), await verified(entity)
    path = f"/organizations/{entity.id}"
    for version, said in enumerate(
        (
            {"province_set": "34", "province_code": "24"},
            {"province_set": "63", "province_code": "27"},
            {"name": "Hợp tác xã Khác", "address": "1 Phố Mẫu"},
        ),
        1,
    ):
        assert (await asking.patch(client, lan, path, version, **said)).status_code == 200
        assert await standing(product) == ["verified"]
    assert (await asking.patch(client, lan, path, 4, province_set=None, province_code=None)).status_code == 200
    assert await standing(product) == ["declared"]


async def test_the_form_says_so_beforehand_where_something_is_verified(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    said = "An authority has verified certificates of this entity."
    browser = await Browser(client).sign_in(cast.binh)
    assert said not in await browser.see("/organization/edit")
    product = await verified(cast.binh.organization)
    assert said in await browser.see("/organization/edit")
    await browser.send("/organization/edit", province_code="34-24")
    assert await standing(product) == ["declared"]


@pytest.mark.parametrize(("take", "left"), [([], "old"), (["address"], "new")])
async def test_a_merger_leaves_a_province_too(cast: make.Cast, take: list[str], left: str) -> None:
    old, new = await make.organization(province_code="24"), await make.organization(province_code="01")
    products = {name: await verified(one, f"Trà mẫu {name}") for name, one in (("old", old), ("new", new))}
    await merging.merge(old, new, take=take, at=make.NOW)
    assert {name for name, product in products.items() if await standing(product) == ["declared"]} == {left}


@pytest.mark.parametrize("take", [[], ["address"]])
async def test_of_a_product_of_both_what_the_province_that_is_left_verified_is_declared(
    cast: make.Cast, take: list[str]
) -> None:
    old, new = await make.organization(province_code="24"), await make.organization(province_code="01")
    of_old, of_new = await verified(old), await verified(new)
    stays, leaves = [
        (await declaring.history_of(one.id))[0].id for one in ((of_old, of_new) if take else (of_new, of_old))
    ]
    await merging.merge(old, new, take=take, at=make.NOW)
    found = {one.id: str(one.standing) for one in await declaring.history_of(of_new.id)}
    assert found == {stays: "verified", leaves: "declared"}


async def test_the_desk_says_before_a_merger_that_one_leaves_its_province(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    keeper = cast.an.organization.id
    rows = [await make.organization(keeper=keeper, province_code=code) for code in ("01", "24", "01")]
    browser = await Browser(client).sign_in(cast.an)
    said = "The two lie in different provinces"
    assert said in await browser.see(f"/desk/duplicates/{rows[0].id}/{rows[1].id}")
    assert said not in await browser.see(f"/desk/duplicates/{rows[0].id}/{rows[2].id}")


async def test_who_looked_before_the_entity_left_verifies_nothing_afterwards(cast: make.Cast) -> None:
    officer, entity = await make.officer("01"), cast.binh.organization
    row = (await declaring.history_of((await make.product(entity)).id))[0]
    await registering.describe(entity, 1, at=make.NOW, province_code="24")
    seen = {row.id: None}
    with pytest.raises(Forbidden):
        await verifying.verify(seen, officer.user.id, officer.organization.id, decision_number="", at=make.NOW)
