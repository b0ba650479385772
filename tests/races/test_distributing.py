"""Fifty clients list one product, or ask one entity, at once, over real connections; without its guard each test fails."""

import asyncio
from datetime import date, datetime

import pytest

from events_app import db
from events_app.directory.tables import Product
from events_app.distribution import asking, channel_queries, channelling, listing, shortlisting
from events_app.distribution.tables import Channel, ContactRequest
from events_app.errors import Refusal
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

CLIENTS = 50


async def _kinds(*verbs: object) -> list[str]:
    found = await asyncio.gather(*verbs, return_exceptions=True)  # type: ignore[call-overload]  # any awaitables
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return sorted(one.kind() if isinstance(one, Refusal) else "done" for one in found)


async def _market(at: datetime) -> tuple[Channel, Product]:
    cast = await make.cast()
    product = await make.product(cast.binh.organization)
    channel = await channelling.add(cast.dung.organization.id, "chain", at=at, name="Cả chuỗi")
    return channel, product


async def _listed(channel: Channel, product: Product, at: datetime) -> list[str]:
    seen = [await channel_queries.channel(channel.id) for _ in range(CLIENTS)]
    return await _kinds(
        *(listing.add(one, product, date(2026, 12, 1 + n % 20), None, at=at) for n, one in enumerate(seen))
    )


async def test_of_fifty_listings_at_once_one_stands(at: datetime) -> None:
    channel, product = await _market(at)
    assert await _listed(channel, product, at) == ["already-listed"] * (CLIENTS - 1) + ["done"]
    assert len(await db.fetch("SELECT FROM listing")) == 1
    assert len(await db.fetch("SELECT FROM message WHERE topic = 'listing.create'")) == 1


async def test_without_the_constraint_all_of_them_stand(at: datetime) -> None:
    """The control."""
    channel, product = await _market(at)
    await db.fetch("ALTER TABLE listing DROP CONSTRAINT a_product_is_listed_once_at_a_time_in_a_channel")
    assert await _listed(channel, product, at) == ["done"] * CLIENTS
    assert len(await db.fetch("SELECT FROM listing")) == CLIENTS


async def _asked(cast: make.Cast, product: Product, at: datetime) -> list[str]:
    asker: asking.Reached = {"name": "Dũng", "email": "dung@fairs.example", "phone": None}
    distributor, entity = cast.dung.organization.id, cast.binh.organization
    text = asking.consent_text()
    return await _kinds(
        *(asking.ask(distributor, entity, [product.id], "Giá?", asker, consent=text, at=at) for _ in range(CLIENTS))
    )


async def test_of_fifty_requests_at_once_one_is_open(at: datetime) -> None:
    cast = await make.cast()
    product = await make.product(cast.binh.organization)
    assert await _asked(cast, product, at) == ["already-asked"] * (CLIENTS - 1) + ["done"]
    assert len(await db.fetch("SELECT FROM contact_request")) == 1
    assert len(await db.fetch("SELECT FROM requested_product")) == 1


async def test_without_the_index_all_of_them_are_open(at: datetime) -> None:
    """The control."""
    cast = await make.cast()
    product = await make.product(cast.binh.organization)
    await db.fetch("DROP INDEX a_distributor_has_one_open_request_to_an_entity")
    assert await _asked(cast, product, at) == ["done"] * CLIENTS
    assert len(await db.fetch("SELECT FROM contact_request")) == CLIENTS


async def test_of_fifty_who_shortlist_one_product_one_does(at: datetime) -> None:
    cast = await make.cast()
    product = await make.product(cast.binh.organization)
    ours = cast.dung.organization.id
    found = await _kinds(*(shortlisting.add(ours, product, None, str(n), at=at) for n in range(CLIENTS)))
    assert found == ["already-shortlisted"] * (CLIENTS - 1) + ["done"]


async def test_an_answer_and_a_withdrawal_at_once_leave_one_of_them(at: datetime) -> None:
    cast = await make.cast()
    product = await make.product(cast.binh.organization)
    await _asked(cast, product, at)
    (row,) = await ContactRequest.objects()
    verbs = [asking.decline(row, "Không", at=at), asking.withdraw(row, at=at)]
    assert await _kinds(*verbs) == ["done", "wrong-state"]
    assert len(await db.fetch("SELECT FROM message WHERE topic ~ '^contact_request.(decline|withdraw)$'")) == 1
