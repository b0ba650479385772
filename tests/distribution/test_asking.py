"""A distributor asks an entity for contact; the entity answers, over HTTP and by letter."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role, as_actor
from events_app.directory import conflicting, joining, merging, privacy, queries
from events_app.directory.tables import Kind, Organization, Product
from events_app.distribution import asking, forgetting, request_queries
from events_app.errors import WrongState
from events_app.reminders import letters, telling
from tests import make
from tests.browser_like import Browser

API = "/api/v1/contact-requests"


async def _said(client: httpx.AsyncClient, product: Product, **said: Any) -> dict[str, Any]:
    consent = (await client.get("/api/v1/contact-consent")).json()["text"]
    return {
        "entity": str(product.organization),
        "products": [str(product.id)],
        "message": "Mỗi tháng bao nhiêu?",
        "name": "Dũng",
        "email": "dung@fairs.example",
        "consent": consent,
        **said,
    }


async def _ask(client: httpx.AsyncClient, who: make.Person, product: Product, **said: Any) -> httpx.Response:
    return await client.post(API, json=await _said(client, product, **said), headers=who.headers)


def _wrong(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return sorted(error["field"] for error in answer.json()["errors"])


async def _letters(purpose: str) -> list[tuple[dict[str, Any], Any]]:
    """The letters of a purpose that are true now, with their parts."""
    await telling.settle(before=make.NOW)
    rows = await db.fetch("SELECT * FROM delivery WHERE purpose = $1 ORDER BY id", purpose)
    read = await letters.read(rows, at=make.NOW)
    return [(row, letters.parts(row, read)) for row in rows if row["id"] in read.true]


async def test_everything_that_is_wrong_with_a_request_is_named_at_once(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    nothing: dict[str, Any] = {"message": "", "consent": "", "products": [], "email": None}
    assert _wrong(await _ask(client, cast.dung, product, **nothing)) == ["consent", "email", "message", "products"]
    assert _wrong(await _ask(client, cast.dung, product, message="", email="x", consent=7)) == [
        "consent",
        "email",
        "message",
    ]


async def test_an_entity_is_asked_once_and_accepts_with_a_contact(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    made = await _ask(client, cast.dung, product)
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["state"], body["contact"], body["products"][0]["name"]) == ("open", None, "Trà sen")
    again = await _ask(client, cast.dung, product)
    assert again.json()["type"].endswith("/already-asked")

    ((row, letter),) = await _letters("contact_request")
    assert row["organization"] == cast.binh.organization.id
    for said in ("Siêu thị Mẫu", "Trà sen", "Mỗi tháng bao nhiêu?", f"http://fairs.test/contact-requests/{body['id']}"):
        assert said in letter.text
    assert "dung@fairs.example" not in letter.text

    address = f"{API}/{body['id']}"
    contact = {"name": "Bình", "phone": "0912345678"}
    assert (await client.post(f"{address}/acceptance", json=contact, headers=cast.dung.headers)).status_code == 403
    assert (await client.post(f"{address}/acceptance", json=contact, headers=cast.em.headers)).status_code == 404
    unreachable = await client.post(f"{address}/acceptance", json={"name": "Bình"}, headers=cast.binh.headers)
    assert _wrong(unreachable) == ["email"]
    accepted = await client.post(f"{address}/acceptance", json=contact, headers=cast.binh.headers)
    assert accepted.status_code == 200, accepted.text
    seen = (await client.get(address, headers=cast.dung.headers)).json()
    assert (seen["state"], seen["contact"]["phone"]) == ("accepted", "+84912345678")
    late = await client.post(f"{address}/decline", json={"reason": "Hết hàng"}, headers=cast.binh.headers)
    assert late.json()["type"].endswith("/wrong-state")

    assert await _letters("contact_request") == [], "a request that is answered is told no more"
    ((row, letter),) = await _letters("contact_answer")
    assert row["organization"] == cast.dung.organization.id
    assert "+84912345678" not in letter.text
    assert (await _ask(client, cast.dung, product)).status_code == 201, "an answered request lets one ask again"


async def test_an_entity_declines_with_a_reason(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    address = f"{API}/{(await _ask(client, cast.dung, product)).json()['id']}"
    assert _wrong(await client.post(f"{address}/decline", json={"reason": " "}, headers=cast.binh.headers)) == [
        "reason"
    ]
    declined = await client.post(f"{address}/decline", json={"reason": "Hết hàng"}, headers=cast.binh.headers)
    assert (declined.json()["state"], declined.json()["contact"]) == ("declined", None)
    ((_row, letter),) = await _letters("contact_answer")
    assert "Hết hàng" in letter.text
    assert (await client.post(f"{address}/withdrawal", headers=cast.dung.headers)).status_code == 409


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"consent": ""}, ["consent"]),
        ({"consent": "Tôi đồng ý mọi thứ"}, ["consent"]),
        ({"email": None}, ["email"]),
        ({"products": []}, ["products"]),
        ({"message": " ", "name": "", "phone": "12"}, ["message", "name", "phone"]),
        ({"consent": "", "email": None, "products": []}, ["consent", "email", "products"]),
    ],
)
async def test_what_a_request_owes(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    product = await make.product(cast.binh.organization)
    assert _wrong(await _ask(client, cast.dung, product, **said)) == fields
    assert await db.fetch("SELECT FROM contact_request") == []


async def test_only_an_entity_is_asked_and_about_its_own_products(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    other = await make.product(cast.em.organization)
    mixed = [str(product.id), str(other.id)]
    assert _wrong(await _ask(client, cast.dung, product, products=mixed)) == ["products"]
    assert "products" in _wrong(await _ask(client, cast.dung, product, entity=str(cast.an.organization.id)))
    for who in (cast.an, cast.binh, cast.chi):
        assert (await _ask(client, who, product)).status_code == 403


async def test_nothing_that_is_not_shown_leaks_before_the_entity_accepts(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    entity = cast.binh.organization
    await entity.update_self({"tax_code": "0100109106", "phone": "+84911111111", "email": "kin@fairs.example"})
    product = await make.product(entity)
    made = await _ask(client, cast.dung, product)
    address = f"{API}/{made.json()['id']}"
    browser = await Browser(client).sign_in(cast.dung)
    texts = [made.text, (await client.get(address, headers=cast.dung.headers)).text]
    texts += [(await client.get(API, headers=cast.dung.headers)).text]
    texts += [await browser.see(f"/contact-requests/{made.json()['id']}"), await browser.see("/contact-requests")]
    for text in texts:
        for secret in ("0100109106", "911111111", "kin@fairs.example", cast.binh.user.email):
            assert secret not in text
    rival = await make.person("Rạng", await make.organization(Kind.DISTRIBUTOR))
    assert (await client.get(address, headers=rival.headers)).status_code == 404
    assert (await client.get(API, headers=rival.headers)).json()["items"] == []


async def test_the_organizer_answers_for_an_entity_that_nobody_belongs_to(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    kept = await make.organization(keeper=cast.an.organization.id)
    made = (await _ask(client, cast.dung, await make.product(kept))).json()
    (listed,) = (await client.get(API, headers=cast.an.headers)).json()["items"]
    assert listed["id"] == made["id"]
    declined = await client.post(
        f"{API}/{made['id']}/decline", json={"reason": "Chưa đủ hàng"}, headers=cast.an.headers
    )
    assert declined.status_code == 200
    (message,) = await db.fetch("SELECT on_behalf_of FROM message WHERE topic = 'contact_request.decline'")
    assert message["on_behalf_of"] == kept.id
    await joining.join(cast.em.user, kept, Role.OWNER, at=make.NOW)
    assert (await client.get(API, headers=cast.an.headers)).json()["items"] == []


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "given_up"])
async def test_what_is_answered_or_taken_back_is_not_answered_again(cast: make.Cast, state: str) -> None:
    row, other = await _made(cast), await _made(cast, cast.em)
    contact: asking.Reached = {"name": "Bình", "email": "b@fairs.example", "phone": None}
    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "accepted": lambda: asking.accept(row, contact, at=make.NOW),
        "declined": lambda: asking.decline(row, "Không", at=make.NOW),
        "withdrawn": lambda: asking.withdraw(row, at=make.NOW),
        "given_up": lambda: asking.give_up(row, other.id, at=make.NOW),
    }
    await verbs[state]()
    for verb in verbs.values():
        with pytest.raises(WrongState):
            await verb()


async def _made(cast: make.Cast, asked: make.Person | None = None) -> Any:
    entity = (asked or cast.binh).organization
    product = await make.product(entity)
    asker: asking.Reached = {"name": "Dũng", "email": cast.dung.user.email, "phone": None}
    with as_actor(cast.dung.actor):
        return await asking.ask(
            cast.dung.organization.id,
            entity,
            [product.id],
            "Giá?",
            asker,
            consent=asking.consent_text(),
            at=make.NOW,
        )


async def test_a_person_sees_and_takes_along_what_it_asked(cast: make.Cast) -> None:
    row = await _made(cast)
    (kept,) = (await privacy.kept(cast.dung.user.id))["contact_requests"]
    assert (kept["asked_as"], kept["asked_from"]) == ("Dũng", cast.dung.user.email)
    await forgetting.forget(cast.dung.user.id, cast.dung.user.email, make.NOW)
    left, _inside = await request_queries.seen(cast.binh.actor, row.id)
    assert left.asker_email is None
    assert (left.asker_name, left.message) == ("", "Giá?")


async def _asked_twice(cast: make.Cast) -> tuple[Any, Any, Organization]:
    """An open request to Bình's entity, one to another record of it, and that record."""
    twin = await make.organization(Kind.ENTITY, "Sen Việt")
    product = await make.product(twin, "Trà sen ướp")
    asker: asking.Reached = {"name": "Dũng", "email": "d@fairs.example", "phone": None}
    stays, text = await _made(cast), asking.consent_text()
    return (
        stays,
        await asking.ask(cast.dung.organization.id, twin, [product.id], "Giá?", asker, consent=text, at=make.NOW),
        twin,
    )


async def test_where_both_of_two_merged_entities_are_asked_one_request_is_given_up_and_the_buyer_is_told(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    row, other, twin = await _asked_twice(cast)
    (conflict,) = await conflicting.conflicts(twin.id, cast.binh.organization.id, at=make.NOW)
    assert set(conflict.rows) == {row.id, other.id}
    assert all("Siêu thị Mẫu" in said for said in conflict.says)
    into = await queries.seen(cast.binh.actor, cast.binh.organization.id)
    await merging.merge(twin, into, stays=[row.id], at=make.NOW)
    states = await db.fetch("SELECT id, state, entity FROM contact_request ORDER BY id")
    assert {one["id"]: one["state"] for one in states} == {row.id: "open", other.id: "given_up"}
    assert {one["entity"] for one in states} == {into.id}

    seen = (await client.get(f"{API}/{other.id}", headers=cast.dung.headers)).json()
    assert (seen["state"], seen["instead"], seen["entity_name"]) == ("given_up", str(row.id), into.name)
    for who in (cast.dung, cast.binh):
        page = await (await Browser(client).sign_in(who)).see(f"/contact-requests/{other.id}")
        assert "Two records have become one organization" in page
        assert f'href="/contact-requests/{row.id}"' in page
        assert "Given up" in page

    told = await _letters("contact_given_up")
    await telling.settle(before=make.NOW)
    assert len(await db.fetch("SELECT FROM delivery WHERE purpose = 'contact_given_up'")) == len(told) == 1
    ((letter, parts),) = told
    assert letter["organization"] == cast.dung.organization.id
    for said in (
        "Sen Việt",
        into.name,
        "Yêu cầu lúc 09:00 ngày 07/12/2026 về Trà sen ướp không còn hiệu lực.",
        "Yêu cầu lúc 09:00 ngày 07/12/2026 về Trà sen được giữ lại.",
        "chưa được trả lời",
        "các sản phẩm kia",
        f"http://fairs.test/contact-requests/{row.id}",
    ):
        assert said in parts.text
    for language in ("en", "id"):
        await db.fetch("UPDATE delivery SET language = $1", language)
        ((_, parts),) = await _letters("contact_given_up")
        assert ("Given up is the request of" in parts.text) is (language == "en")


async def test_who_asked_both_about_one_product_is_promised_nothing_of_others(cast: make.Cast) -> None:
    entity, twin = cast.binh.organization, await make.organization(Kind.ENTITY, "Sen Việt")
    asker: asking.Reached = {"name": "Dũng", "email": "d@fairs.example", "phone": None}
    text, made = asking.consent_text(), []
    for asked in (entity, twin):
        product = await make.product(asked, "Trà sen")
        row = await asking.ask(cast.dung.organization.id, asked, [product.id], "Giá?", asker, consent=text, at=make.NOW)
        made.append((row, product))
    (stays, kept), (other, _gone) = made
    await merging.merge(twin, await queries.seen(cast.binh.actor, entity.id), stays=[stays.id], at=make.NOW)
    asked_about = await db.fetch("SELECT request, product FROM requested_product")
    assert {(one["request"], one["product"]) for one in asked_about} == {(stays.id, kept.id), (other.id, kept.id)}
    ((_, parts),) = await _letters("contact_given_up")
    assert "Yêu cầu này chưa được trả lời và hỏi về mọi sản phẩm của yêu cầu kia." in parts.text
    assert "các sản phẩm kia" not in parts.text


async def test_a_buyer_whose_two_records_had_both_asked_is_told_too(cast: make.Cast) -> None:
    row, twin = await _made(cast), await make.organization(Kind.DISTRIBUTOR, "Siêu thị cũ")
    asker: asking.Reached = {"name": "Dũng", "email": "d@fairs.example", "phone": None}
    entity, text = cast.binh.organization, asking.consent_text()
    products = await db.fetch("SELECT id FROM product WHERE organization = $1", entity.id)
    other = await asking.ask(twin.id, entity, [products[0]["id"]], "Giá?", asker, consent=text, at=make.NOW)
    into = await queries.seen(cast.dung.actor, cast.dung.organization.id)
    await merging.merge(twin, into, stays=[other.id], at=make.NOW)
    ((letter, parts),) = await _letters("contact_given_up")
    assert (letter["organization"], letter["facts"]["contact_request"]) == (into.id, str(row.id))
    assert "Siêu thị Mẫu có hai yêu cầu chưa trả lời gửi tới Hợp tác xã Sen Việt" in parts.text
