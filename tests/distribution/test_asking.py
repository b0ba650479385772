"""A distributor asks an entity for contact; the entity answers, over HTTP and by letter."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import joining, privacy
from events_app.directory.tables import Kind, Product
from events_app.distribution import asking, forgetting, request_queries
from events_app.errors import WrongState
from tests import make
from tests.browser_like import Browser
from tests.distribution import requested

API = requested.API


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

    ((row, letter),) = await requested.letters_of("contact_request")
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

    assert await requested.letters_of("contact_request") == [], "a request that is answered is told no more"
    ((row, letter),) = await requested.letters_of("contact_answer")
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
    ((_row, letter),) = await requested.letters_of("contact_answer")
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
    row, other = await requested.made(cast), await requested.made(cast, cast.em)
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


async def test_a_person_sees_and_takes_along_what_it_asked(cast: make.Cast) -> None:
    row = await requested.made(cast)
    (kept,) = (await privacy.kept(cast.dung.user.id))["contact_requests"]
    assert (kept["asked_as"], kept["asked_from"]) == ("Dũng", cast.dung.user.email)
    await forgetting.forget(cast.dung.user.id, cast.dung.user.email, make.NOW)
    left, _inside = await request_queries.seen(cast.binh.actor, row.id)
    assert left.asker_email is None
    assert (left.asker_name, left.message) == ("", "Giá?")
