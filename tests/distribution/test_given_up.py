"""Where two records become one, and with that two requests are between the same two, one is given up and its buyer is told."""

from typing import Any

import httpx

from events_app import db
from events_app.directory import conflicting, merging, queries
from events_app.directory.tables import Kind, Organization
from events_app.distribution import asking
from events_app.reminders import telling
from tests import make
from tests.browser_like import Browser
from tests.distribution import requested


async def _asked_twice(cast: make.Cast) -> tuple[Any, Any, Organization]:
    """An open request to Bình's entity, one to another record of it, and that record."""
    twin = await make.organization(Kind.ENTITY, "Sen Việt")
    product = await make.product(twin, "Trà sen ướp")
    asker: asking.Reached = {"name": "Dũng", "email": "d@fairs.example", "phone": None}
    stays, text = await requested.made(cast), asking.consent_text()
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

    seen = (await client.get(f"{requested.API}/{other.id}", headers=cast.dung.headers)).json()
    assert (seen["state"], seen["instead"], seen["entity_name"]) == ("given_up", str(row.id), into.name)
    for who in (cast.dung, cast.binh):
        page = await (await Browser(client).sign_in(who)).see(f"/contact-requests/{other.id}")
        assert "Two records have become one organization" in page
        assert f'href="/contact-requests/{row.id}"' in page
        assert "Given up" in page

    told = await requested.letters_of("contact_given_up")
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
        ((_, parts),) = await requested.letters_of("contact_given_up")
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
    ((_, parts),) = await requested.letters_of("contact_given_up")
    assert "Yêu cầu này chưa được trả lời và hỏi về mọi sản phẩm của yêu cầu kia." in parts.text
    assert "các sản phẩm kia" not in parts.text


async def test_a_buyer_whose_two_records_had_both_asked_is_told_too(cast: make.Cast) -> None:
    row, twin = await requested.made(cast), await make.organization(Kind.DISTRIBUTOR, "Siêu thị cũ")
    asker: asking.Reached = {"name": "Dũng", "email": "d@fairs.example", "phone": None}
    entity, text = cast.binh.organization, asking.consent_text()
    products = await db.fetch("SELECT id FROM product WHERE organization = $1", entity.id)
    other = await asking.ask(twin.id, entity, [products[0]["id"]], "Giá?", asker, consent=text, at=make.NOW)
    into = await queries.seen(cast.dung.actor, cast.dung.organization.id)
    await merging.merge(twin, into, stays=[other.id], at=make.NOW)
    ((letter, parts),) = await requested.letters_of("contact_given_up")
    assert (letter["organization"], letter["facts"]["contact_request"]) == (into.id, str(row.id))
    assert "Siêu thị Mẫu có hai yêu cầu chưa trả lời gửi tới Hợp tác xã Sen Việt" in parts.text
