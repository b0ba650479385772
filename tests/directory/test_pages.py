"""One's own organization, contacts, products and kept entities on pages."""

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import joining, masking, product_queries, queries
from tests import make
from tests.browser_like import Browser


@pytest.mark.parametrize("kind", ["organizer", "authority"])
async def test_who_founds_what_is_approved_first_is_not_told_that_it_is_in_the_directory(
    client: httpx.AsyncClient, cast: make.Cast, kind: str
) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/organization/new")
    page = await browser.send("/organization/new", kind=kind, name="Sở Mẫu", province_code="34-01")
    assert "Sở Mẫu is entered, and in the directory once it is approved." in page
    assert "is in the directory now" not in page
    assert "waits for approval" in page


async def test_a_newcomer_enters_an_organization_and_acts_for_it(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    assert "You do not belong to an organization yet." in await browser.see("/organization")
    await browser.see("/organization/new")
    page = await browser.send(
        "/organization/new",
        kind="entity",
        entity_kind="household",
        name="Hộ Mẫu",
        tax_code="001099012345",
        phone="0912 345 678",
        province_code="34-01",
    )
    assert browser.answer.url.path == "/organization"
    assert "Hộ Mẫu is in the directory now." in page
    assert "001099012345" not in page
    assert "*********345" in page
    assert "0912 345 678" in page


async def test_a_masked_number_that_comes_back_in_the_form_stays_as_it_is(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    row = await make.organization(name="Hộ Mẫu", entity_kind="household")
    await masking.keep(row.id, "001099012345", at=make.NOW)
    browser = await Browser(client).sign_in(await make.person("Tư", row))
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", representative="Bà Tư")
    assert await masking.masked(row.id) == "*********345"
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", tax_code="001099012999")
    assert await masking.masked(row.id) == "*********999"
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", tax_code="")
    assert await masking.masked(row.id) is None


async def test_who_founds_a_second_organization_acts_for_that_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/new")
    page = await browser.send("/organization/new", kind="organizer", name="Ban tổ chức Mẫu")
    assert "<h1>Ban tổ chức Mẫu</h1>" in page
    assert "Switch" in page


async def test_a_form_comes_back_with_what_was_typed_and_every_error(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    browser = await Browser(client).sign_in(cast.chi)
    await browser.see("/organization/new")
    page = await browser.send(
        "/organization/new", 422, kind="entity", name="", phone="12", email="nobody", province_code="34-99"
    )
    for sentence in (
        "Enter a telephone number that exists, such as 0912 345 678.",
        "Enter an e-mail address, such as name@example.vn.",
        "There is no province with this code in this set.",
        "This is required.",
    ):
        assert sentence in page
    fields = dict(browser.forms["/organization/new"])
    assert (fields["phone"], fields["email"], fields["kind"]) == ("12", "nobody", "entity")


async def test_a_member_edits_and_a_stale_form_overwrites_nothing(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/edit")
    stale = browser.forms["/organization/edit"]
    page = await browser.send("/organization/edit", name="Hợp tác xã Sen Hồng", address="1 Phố Mẫu")
    assert "Saved." in page
    assert "1 Phố Mẫu" in page
    page = await browser.post("/organization/edit", [(n, "Khác" if n == "name" else v) for n, v in stale], 412)
    assert "Someone else has changed this in the meantime." in page
    assert "Saved now: Hợp tác xã Sen Hồng" in page
    assert dict(browser.forms["/organization/edit"])["name"] == "Khác"
    assert (await queries.seen(cast.binh.actor, cast.binh.organization.id)).name == "Hợp tác xã Sen Hồng"
    page = await browser.send("/organization/edit")
    assert "<h1>Khác</h1>" in page


async def test_what_a_form_leaves_empty_is_taken_away(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", phone="0912345678")
    await browser.see("/organization/edit")
    await browser.send("/organization/edit", phone="", province_code="")
    row = await db.one("SELECT phone, province_set FROM organization WHERE id = $1", cast.binh.organization.id)
    assert row == {"phone": None, "province_set": None}


async def test_contacts_are_added_and_removed(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/contacts/new")
    page = await browser.send("/organization/contacts/new", 422, name="Lan")
    assert "Name an e-mail address or a telephone number." in page
    page = await browser.send("/organization/contacts/new", name="Lan", email="lan@sen.example", language="en")
    assert "Lan gets the letters from now on." in page
    await browser.see("/organization/contacts/new")
    page = await browser.send("/organization/contacts/new", 409, name="Lan", email="lan@sen.example")
    assert "This e-mail address is one of the contacts already." in page
    await browser.see("/organization")
    removals = [action for action in browser.forms if action.endswith("/removal")]
    assert len(removals) == 2
    page = await browser.send(removals[1])
    assert "Lan gets no more letters." in page
    assert "lan@sen.example" not in page


async def test_a_contact_is_changed_or_saved_as_it_is(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    [row] = await queries.contacts_of(cast.binh.organization.id)
    here = f"/contacts/{row.id}"
    assert f'href="{here}"' in await browser.see("/organization")
    page = await browser.see(here)
    assert "letters go to its address again" in page
    stale = browser.forms[here]
    assert dict(stale)["email"] == cast.binh.user.email
    page = await browser.send(here, phone="0912345678", language="id")
    assert "Bình gets the letters from now on." in page
    assert "0912 345 678" in page
    assert "Saved now: 0912 345 678" in await browser.post(here, stale, 412)
    await browser.see(here)
    page = await browser.send(here, 422, email="", phone="")
    assert "Name an e-mail address or a telephone number." in page
    [message] = await db.fetch("SELECT payload FROM message WHERE topic = 'contact.edit'")
    assert message["payload"] == {"id": str(row.id), "named": str(row.id)}
    await browser.sign_in(cast.em)
    await browser.see(here, 404)
    await browser.sign_in(await make.person("Vân", cast.binh.organization, Role.VIEWER))
    await browser.see(here, 403)
    assert f'href="{here}"' not in await browser.see("/organization")


async def test_products_are_declared_and_corrected(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    assert "No product is declared yet." in await browser.see("/products")
    await browser.see("/products/new")
    page = await browser.send("/products/new", 422, name="Trà sen", group="2", stars="4", certificate__issuer="UBND")
    assert page.count("This is required.") >= 2
    page = await browser.send(
        "/products/new", certificate__number="12/QĐ", certificate__issued_on="2025-01-10", certificate__issuer="UBND"
    )
    assert "Trà sen is declared." in page
    assert "10/01/2028" in page
    rows = await product_queries.products_of(cast.binh.organization.id, make.FIRST_ON)
    address = f"/products/{rows[0].product.id}/edit"
    await browser.see(address)
    fields = dict(browser.forms[address])
    assert (fields["name"], fields["group"], fields["version"]) == ("Trà sen", "2", "1")
    page = await browser.send(address, name="Trà sen Tây Hồ", older_classification="Đồ uống (QĐ 1048)")
    assert "<h1>Trà sen Tây Hồ</h1>" in page
    assert "Đồ uống (QĐ 1048)" in page
    await browser.see(address)
    page = await browser.send(address, 422, subgroup="1.5.1")
    assert "There is no such sub-group in this group." in page


async def test_who_is_no_entity_is_offered_no_product_to_declare(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.an)
    assert "Only an entity has OCOP products." in await browser.see("/products/new", 409)


async def test_an_organizer_enters_an_entity_and_its_products(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.an)
    assert "You have entered no entity yet." in await browser.see("/desk/entities")
    await browser.see("/desk/entities/new")
    page = await browser.send("/desk/entities/new", 422, name="Hộ Bà Tư", entity_kind="household")
    assert "This is required." in page
    page = await browser.send("/desk/entities/new", 422, contact__name="Bà Tư", contact__phone="0912345678")
    assert "This is required." in page
    page = await browser.send("/desk/entities/new", province_code="34-01")
    assert "Hộ Bà Tư is in the directory now." in page
    kept = browser.answer.url.path
    await browser.see(f"{kept}/products/new")
    page = await browser.send(f"{kept}/products/new", name="Mắm", group="1")
    assert "Mắm is declared." in page
    assert browser.answer.url.path == f"{kept}/products"
    await browser.see(f"{kept}/edit")
    assert "Saved." in await browser.send(f"{kept}/edit", address="Ấp 1")
    assert "Hộ Bà Tư" in await browser.see("/desk/entities?q=ba+tu")
    row = await db.one("SELECT slug FROM organization WHERE name = 'Hộ Bà Tư'")
    assert row is not None
    await joining.add("tu@fairs.example", row["slug"], Role.OWNER, at=make.NOW)
    assert "Hộ Bà Tư" not in await browser.see("/desk/entities")
    await browser.see(kept, 403)


async def test_roles_see_what_they_may(client: httpx.AsyncClient, cast: make.Cast) -> None:
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    browser = await Browser(client).sign_in(viewer)
    page = await browser.see("/organization")
    assert "/organization/edit" not in page
    for path in ("/organization/edit", "/organization/contacts/new", "/products/new", "/desk/entities"):
        await browser.see(path, 403)
    await browser.sign_in(cast.em)
    assert cast.binh.organization is not None
    product = await make.product(cast.binh.organization)
    await browser.see(f"/products/{product.id}/edit", 403)
    await browser.see(f"/desk/entities/{cast.binh.organization.id}", 403)


async def test_nobody_is_asked_to_sign_in_and_comes_back(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for path in ("/organization", "/products", "/organization/edit", "/desk/entities?q=tu"):
        answer = await client.get(path)
        assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fdesk%2Fentities%3Fq%3Dtu"
