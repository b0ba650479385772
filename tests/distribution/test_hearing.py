"""Who hears of a request for contact: whoever acts for the entity, and where nobody does those who can change that; each once."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role, as_actor
from events_app.directory import claiming, joining, merging, queries
from events_app.directory.tables import Contact, Kind, Organization
from events_app.distribution import asking
from events_app.distribution.tables import ContactRequest
from tests import make
from tests.browser_like import Browser
from tests.reminders import posting

API = "/api/v1/contact-requests"
ADDRESS = "xoai@fairs.example"
CODE = "0100109106"
LETTERS = ("contact_request", "contact_waiting", "contact_unclaimed")

pytestmark = pytest.mark.usefixtures("database", "at")


async def record(name: str = "Hợp tác xã Xoài", **given: Any) -> Organization:
    """A record of Đồng Tháp to which nobody belongs."""
    return await make.organization(name=name, tax_code=CODE, province_set="34", province_code="82", **given)


async def asks(buyer: make.Person, entity: Organization, *products: str, at: datetime = make.NOW) -> ContactRequest:
    made = [await make.product(entity, name) for name in products or ("Xoài cát",)]
    asker: asking.Reached = {"name": buyer.user.name, "email": buyer.user.email, "phone": None}
    assert buyer.organization
    with as_actor(buyer.actor):
        text = asking.consent_text()
        ids = [one.id for one in made]
        return await asking.ask(buyer.organization.id, entity, ids, "Giá?", asker, consent=text, at=at)


async def claimed(entity: Organization, who: make.Person, at: datetime = make.NOW) -> None:
    """``who`` becomes the owner of a record."""
    row = await claiming.claim(entity, who.user.id, tax_code=CODE, code=None, note="", at=at)
    kept = await Organization.objects().get(Organization.id == entity.id)
    assert kept
    await claiming.approve(row, claiming.version(row.version, kept.version), asked=False, at=at)


async def told() -> list[tuple[str, str | None]]:
    """Which letters about requests would go, and to whom."""
    await posting.tell()
    rows = [row for purpose in LETTERS for row in await posting.deliveries(purpose)]
    return [(row["purpose"], row["address"]) for row in rows if (await posting.written([row]))]


async def letter(purpose: str, address: str | None = None) -> Any:
    """The only letter of a purpose (to an address)."""
    rows = [row for row in await posting.deliveries(purpose) if address in (None, row["address"])]
    [found] = await posting.written(rows)
    return found


async def test_people_of_an_entity_are_told_and_nobody_else(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await make.officer("82")
    row = await asks(cast.dung, cast.binh.organization)
    assert await told() == [("contact_request", cast.binh.user.email)]
    shown = (await client.get(f"{API}/{row.id}", headers=cast.dung.headers)).json()
    assert shown["heard_by"] == "people"
    with as_actor(cast.binh.actor):
        await asking.decline(row, "Hết hàng", at=make.NOW)
    assert (await client.get(f"{API}/{row.id}", headers=cast.dung.headers)).json()["heard_by"] is None


async def test_a_record_for_which_nobody_acts_is_told_how_to_claim_it_and_the_authority_hears_of_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    ha = await make.officer("82", "Hà")
    await make.officer("01", "Hải")
    entity = await record(email=ADDRESS)
    row = await asks(cast.dung, entity)
    assert await told() == [("contact_request", ADDRESS), ("contact_unclaimed", ha.user.email)]
    said = (await letter("contact_request")).text
    assert f"http://fairs.test/organizations/{entity.slug}/claim" in said
    assert f"http://fairs.test/contact-requests/{row.id}" in said
    assert said.index("/claim") < said.index("/contact-requests/")
    said = (await letter("contact_unclaimed")).text
    assert f"http://fairs.test/organizations/{entity.slug}\n" in said
    assert "Siêu thị Mẫu" in said
    assert "Xoài cát" in said
    assert ADDRESS not in said
    assert (await client.get(f"{API}/{row.id}", headers=cast.dung.headers)).json()["heard_by"] == "record"
    page = await (await Browser(client).sign_in(ha)).see(f"/organizations/{entity.slug}")
    assert "Print a code for its people" in page


async def test_where_no_address_is_known_no_letter_is_promised_and_none_is_written(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    ha = await make.officer("82", "Hà")
    assert ha.organization
    entity = await record(phone="+84912345678")
    product = await make.product(entity)
    browser = await Browser(client).sign_in(cast.dung)
    form = f"/products/{product.id}/contact-request"
    page = await browser.see(form)
    assert "no letter tells it of the request" in page
    assert f"{ha.organization.name} hears that it is asked for." in page
    assert "The producer is told by letter" not in page
    page = await browser.send(form, message="Giá bao nhiêu?", consent=asking.CONSENT)
    for said in ("no letter tells it of the request", "told to whoever acts for Hợp tác xã Xoài first"):
        assert page.count(said) == 2, "once as what was done, once as what is"
    assert "is told by letter." not in page
    address = f"{API}/{browser.answer.url.path.rpartition('/')[2]}"
    assert (await client.get(address, headers=cast.dung.headers)).json()["heard_by"] == "nobody"
    assert await told() == [("contact_unclaimed", ha.user.email)]
    assert await posting.deliveries("contact_request") == []


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_the_admins_hear_of_it_where_no_authority_does(
    client: httpx.AsyncClient, cast: make.Cast, language: str
) -> None:
    quan = await make.admin()
    entity = await record(email=ADDRESS)
    product = await make.product(entity)
    browser = await Browser(client).sign_in(cast.dung)
    assert "The platform&#39;s administrators hear" in await browser.see(f"/products/{product.id}/contact-request")
    await asks(cast.dung, entity)
    await posting.tell()
    for row in await posting.deliveries():
        [written] = await posting.written([{**row, "language": language}])
        assert entity.name in written.text
    assert [row["address"] for row in await posting.deliveries("contact_unclaimed")] == [quan.user.email]


async def test_of_one_record_the_authority_is_told_once_in_a_month(cast: make.Cast) -> None:
    await make.officer("82", "Hà")
    entity = await record()
    other = await make.person("Rạng", await make.organization(Kind.DISTRIBUTOR))
    await asks(cast.dung, entity)
    await asks(other, entity)
    assert len([one for one in await told() if one[0] == "contact_unclaimed"]) == 1
    await asks(cast.dung, await record("Hợp tác xã Chanh"))
    assert len([one for one in await told() if one[0] == "contact_unclaimed"]) == 2
    third = await make.person("Sáu", await make.organization(Kind.DISTRIBUTOR))
    await asks(third, entity, at=make.NOW + timedelta(days=31))
    assert len([one for one in await told() if one[0] == "contact_unclaimed"]) == 3


async def test_the_organizer_that_speaks_for_an_entity_is_told_and_finds_it_at_its_desk(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    await make.officer("82")
    entity = await record(email=ADDRESS, keeper=cast.an.organization.id)
    browser = await Browser(client).sign_in(cast.dung)
    product = await make.product(entity)
    said = await browser.see(f"/products/{product.id}/contact-request")
    assert f"{cast.an.organization.name} speaks for it: it is told by letter and answers." in said
    await browser.sign_in(cast.an)
    page = await browser.see("/desk")
    assert "waits for your answer" not in page
    assert 'href="/contact-requests"' in page
    row = await asks(cast.dung, entity)
    assert await told() == [("contact_request", cast.an.user.email)]
    said = await letter("contact_request")
    assert said.subject == "Siêu thị Mẫu muốn kết nối với Hợp tác xã Xoài"
    assert f"http://fairs.test/contact-requests/{row.id}" in said.text
    assert "/claim" not in said.text
    assert (await client.get(f"{API}/{row.id}", headers=cast.dung.headers)).json()["heard_by"] == "keeper"
    assert "1 request for contact to an entity for which you speak waits for your answer" in await browser.see("/desk")
    assert f"/contact-requests/{row.id}" in await browser.see("/contact-requests")
    await browser.see(f"/contact-requests/{row.id}")
    await browser.send(f"/contact-requests/{row.id}/decline", reason="Hết hàng")
    assert "waits for your answer" not in await browser.see("/desk")


async def test_who_becomes_the_owner_is_told_once_of_all_that_is_open(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    entity = await record(email=ADDRESS)
    other = await make.person("Rạng", await make.organization(Kind.DISTRIBUTOR, "Cửa hàng Rạng"))
    third = await make.person("Sáu", await make.organization(Kind.DISTRIBUTOR, "Cửa hàng Sáu"))
    row = await asks(cast.dung, entity)
    await asks(other, entity, "Xoài sấy")
    with as_actor(third.actor):
        await asking.withdraw(await asks(third, entity), at=make.NOW)
    await posting.tell()
    await claimed(entity, cast.chi)
    assert await told() == [("contact_waiting", cast.chi.user.email)], "what was told before is true no more"
    said = await letter("contact_waiting")
    assert said.subject == "2 yêu cầu kết nối gửi tới Hợp tác xã Xoài chờ quý vị trả lời"
    for part in ("Siêu thị Mẫu", "Xoài cát", "Cửa hàng Rạng", "Xoài sấy", "http://fairs.test/contact-requests\n"):
        assert part in said.text
    assert "Cửa hàng Sáu" not in said.text
    for who in (cast.em, third):
        await joining.join(who.user, entity, Role.STAFF, at=make.NOW)
    assert await told() == [("contact_waiting", cast.chi.user.email)], "colleagues who come later find it here"
    chi = await make.person("Chị", entity)
    assert {one["id"] for one in (await client.get(API, headers=chi.headers)).json()["items"]} >= {str(row.id)}


async def test_whoever_registers_with_the_very_address_of_the_record_is_told_as_its_owner(cast: make.Cast) -> None:
    entity = await record(email=cast.chi.user.email)
    await Contact(
        organization=entity.id, name="Chi", email=cast.chi.user.email, language="vi", created_at=make.NOW
    ).save()
    row = await asks(cast.dung, entity)
    await posting.tell()
    await db.fetch("UPDATE delivery SET state = 'sent'")
    await claimed(entity, cast.chi)
    assert await told() == [("contact_waiting", cast.chi.user.email)]
    assert f"http://fairs.test/contact-requests/{row.id}\n" in (await letter("contact_waiting")).text


async def test_an_address_of_somebody_else_that_was_told_is_not_told_again(cast: make.Cast) -> None:
    entity = await record()
    await Contact(organization=entity.id, name="Kho", email=ADDRESS, language="vi", created_at=make.NOW).save()
    await asks(cast.dung, entity)
    await posting.tell()
    await db.fetch("UPDATE delivery SET state = 'sent'")
    await claimed(entity, cast.chi)
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("contact_waiting")] == [cast.chi.user.email]


async def test_an_owner_who_comes_before_the_request_was_told_is_told_once(cast: make.Cast) -> None:
    entity = await record(email=ADDRESS)
    await asks(cast.dung, entity)
    await claimed(entity, cast.chi)
    assert await told() == [("contact_request", cast.chi.user.email)]
    assert len(await posting.deliveries("contact_waiting")) == 0


async def test_the_keeper_is_not_asked_for_what_somebody_answers_since(cast: make.Cast) -> None:
    entity = await record(keeper=cast.an.organization.id)
    await asks(cast.dung, entity)
    await posting.tell()
    await claimed(entity, cast.chi)
    assert await told() == [("contact_waiting", cast.chi.user.email)]


async def test_people_of_the_record_with_which_one_becomes_one_are_told(cast: make.Cast) -> None:
    entity = await record()
    row = await asks(cast.dung, entity)
    await posting.tell()
    into = await queries.seen(cast.binh.actor, cast.binh.organization.id)
    old = await queries.seen(cast.binh.actor, entity.id)
    await merging.merge(old, into, at=make.NOW)
    assert await told() == [("contact_waiting", cast.binh.user.email)]
    assert f"/contact-requests/{row.id}\n" in (await letter("contact_waiting")).text
    await posting.tell()
    assert len(await posting.deliveries("contact_waiting")) == 1


async def test_what_is_answered_before_the_letter_goes_is_told_nobody(cast: make.Cast) -> None:
    await make.officer("82")
    entity = await record(email=ADDRESS)
    row = await asks(cast.dung, entity)
    await posting.tell()
    with as_actor(cast.dung.actor):
        await asking.withdraw(row, at=make.NOW)
    assert await told() == []
