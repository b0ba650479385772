"""An entity has a product once: whoever names it again is led to the one that is there."""

import httpx
import pytest

from events_app import db
from events_app.directory import declaring, product_queries, queries
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking


@pytest.mark.parametrize("name", ["Trà sen hoà", "  TRÀ   sen  HÒA ", "Tra\u0300 sen hoa\u0300"])
async def test_a_product_that_is_declared_again_is_refused_with_the_one_that_is_there(
    client: httpx.AsyncClient, cast: make.Cast, name: str
) -> None:
    shelf = f"{asking.own(cast.binh)}/products"
    made = await asking.post(client, cast.binh, shelf, name="Trà sen hoà", group=2)
    for anyway in (False, True):
        answer = await asking.post(client, cast.binh, shelf, name=name, group=2, stars=4, anyway=anyway)
        assert door.kind(answer) == (409, "already-declared")
        assert answer.json()["product"] == {"id": made.json()["id"], "name": "Trà sen hoà"}
    assert len(await db.fetch("SELECT FROM product")) == 1
    another = await asking.post(client, cast.em, f"{asking.own(cast.em)}/products", name=name, group=2)
    assert another.status_code == 201


async def test_one_whose_accents_differ_is_another_product_where_somebody_says_so(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    shelf = f"{asking.own(cast.binh)}/products"
    sweets = await asking.post(client, cast.binh, shelf, name="Kẹo dừa", group=1)
    said = {"name": "Kéo dừa", "group": 4}
    answer = await asking.post(client, cast.binh, shelf, **said)
    assert door.kind(answer) == (409, "declared-alike")
    assert answer.json()["product"]["id"] == sweets.json()["id"]
    made = await asking.post(client, cast.binh, shelf, **said, anyway=True)
    assert made.status_code == 201
    # What stands beside it is no obstacle to anything but its name.
    answer = await asking.patch(client, cast.binh, f"/products/{made.json()['id']}", 1, name="KÉO DỪA", group=4)
    assert answer.status_code == 200


async def test_one_whose_signs_differ_is_another_product(client: httpx.AsyncClient, cast: make.Cast) -> None:
    shelf = f"{asking.own(cast.binh)}/products"
    for name in ("Trà A", "Trà A+"):
        assert (await asking.post(client, cast.binh, shelf, name=name, group=2)).status_code == 201
    assert door.kind(await asking.post(client, cast.binh, shelf, name="Tra A+", group=2)) == (409, "declared-alike")


async def test_a_product_does_not_get_the_name_of_another(client: httpx.AsyncClient, cast: make.Cast) -> None:
    tea, jam = await make.product(cast.binh.organization), await make.product(cast.binh.organization, "Mứt sen")
    path = f"/products/{jam.id}"
    answer = await asking.patch(client, cast.binh, path, 1, name="Trà sen")
    assert (door.kind(answer), answer.json()["product"]["id"]) == ((409, "already-declared"), str(tea.id))
    assert door.kind(await asking.patch(client, cast.binh, path, 1, name="Tra sen")) == (409, "declared-alike")
    assert (await asking.patch(client, cast.binh, path, 1, name="Tra sen", anyway=True)).status_code == 200


async def test_the_forms_lead_to_the_product_that_is_there(client: httpx.AsyncClient, cast: make.Cast) -> None:
    tea, jam = await make.product(cast.binh.organization), await make.product(cast.binh.organization, "Mứt sen")
    browser = await Browser(client).sign_in(cast.binh)
    for path in ("/products/new", f"/products/{jam.id}/edit"):
        await browser.see(path)
        page = await browser.send(path, 409, name="Trà sen", group="2")
        assert "The entity has this product already." in page
        assert f'<a href="/products/{tea.id}">Trà sen</a>' in page
        assert "That is another product" not in page
        assert dict(browser.forms[path])["name"] == "Trà sen"
        page = await browser.send(path, 409, name="Trá sen")
        assert "That is another product: save this one all the same." in page
        await browser.send(path, name="Trá sen" if "edit" in path else "Trả sen", anyway="true")
    names = [one.product.name for one in await product_queries.products_of(cast.binh.organization.id, make.FIRST_ON)]
    assert sorted(names) == sorted(["Trà sen", "Trả sen", "Trá sen"])


async def test_two_products_of_one_name_from_before_can_each_be_corrected(cast: make.Cast) -> None:
    """Mergers of before left them so."""
    new = await make.organization(name="Hợp tác xã Sen")
    for _ in "12":
        await make.product(new, "Trà sen", group=2)
    first, second = await product_queries.products_of(new.id, make.FIRST_ON)
    await declaring.correct(
        first.product, first.product.version, at=make.NOW, name="Trà sen", older_classification="Trà"
    )
    await declaring.correct(second.product, second.product.version, at=make.NOW, name="Trà sen Tây Hồ")
    new = await queries.seen(cast.binh.actor, new.id)
    with pytest.raises(declaring.AlreadyDeclared):
        await declaring.declare(new, at=make.NOW, name="Trà sen", group=2)
