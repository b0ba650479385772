"""Officers and an entity at one certificate at once, over real connections; without its guard the test fails."""

import asyncio
from datetime import datetime

import pytest

from events_app import db, lifecycle
from events_app.directory import declaring, product_queries, rating, registering, verifying
from events_app.directory.tables import Certificate, Kind, Product, Standing
from events_app.errors import Refusal, WrongState
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

OFFICERS = 20


async def _office(cast: make.Cast) -> tuple[make.Person, Product, Certificate]:
    officer = await make.person("Giang", await make.organization(Kind.AUTHORITY))
    product = await make.product(cast.binh.organization)
    (row,) = await declaring.history_of(product.id)
    return officer, product, row


async def _kinds(*verbs: object) -> list[str]:
    found = await asyncio.gather(*verbs, return_exceptions=True)  # type: ignore[call-overload]  # any awaitables
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return sorted(one.kind() if isinstance(one, Refusal) else "done" for one in found)


async def test_of_twenty_officers_at_once_one_verifies(at: datetime) -> None:
    officer, product, row = await _office(await make.cast())

    async def verify() -> None:
        await verifying.verify({row.id: None}, officer.user.id, officer.organization.id, decision_number="1/QĐ", at=at)

    assert await _kinds(*(verify() for _ in range(OFFICERS))) == ["done"] + ["wrong-state"] * (OFFICERS - 1)
    messages = await db.fetch("SELECT FROM message WHERE topic = 'certificate.verify'")
    assert len(messages) == 1
    assert (await product_queries.product(product.id)).version == 2


async def test_what_an_entity_changes_at_the_same_moment_is_never_verified_unseen(at: datetime) -> None:
    officer, product, row = await _office(await make.cast())

    async def verify(seen: Certificate) -> None:
        await verifying.verify(
            {seen.id: seen.version}, officer.user.id, officer.organization.id, decision_number="", at=at
        )

    for stars in (3, 5, 3, 5, 3, 5):
        seen = await product_queries.certificate(row.id)
        mine = await product_queries.certificate(row.id)
        await _kinds(verify(seen), rating.amend(mine, mine.version, product.organization, at=at, stars=stars))
        now = await product_queries.certificate(row.id)
        if now.standing == Standing.VERIFIED:
            assert now.stars == seen.stars
            await verifying.withdraw(now, now.version, at=at)


async def _verified_while_the_entity_leaves(at: datetime) -> tuple[list[str], str]:
    """What becomes of both, where the officer has looked before the entity goes to another province; and of the certificate."""
    cast = await make.cast()
    officer, _product, row = await _office(cast)
    entity, leaving = cast.binh.organization, asyncio.Event()

    async def leave() -> None:
        async with db.transaction():
            await registering.describe(entity, 1, at=at, province_code="24")
            leaving.set()
            await asyncio.sleep(0.3)

    async def verify() -> None:
        await leaving.wait()
        await verifying.verify({row.id: None}, officer.user.id, officer.organization.id, decision_number="", at=at)

    kinds = await _kinds(leave(), verify())
    return kinds, str((await product_queries.certificate(row.id)).standing)


async def test_no_authority_verifies_for_an_entity_that_is_leaving_its_province(at: datetime) -> None:
    assert await _verified_while_the_entity_leaves(at) == (["done", "forbidden"], "declared")


async def test_without_holding_the_entity_the_authority_that_it_left_verifies(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nothing keeps the entity where it is."""

    async def stay(_ids: object, _authority: object) -> None:
        return None

    monkeypatch.setattr(verifying, "_stay", stay)
    assert await _verified_while_the_entity_leaves(at) == (["done", "done"], "verified")


async def test_without_holding_the_certificate_several_verify_it(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: read without a lock, the row looks declared to all of them."""
    officer, _product, row = await _office(await make.cast())
    looked = asyncio.Barrier(OFFICERS)

    async def read(ids: list[object]) -> list[Certificate]:
        rows = await db.fetch("SELECT * FROM certificate WHERE id = ANY($1)", ids)
        await looked.wait()
        return [lifecycle.found(Certificate, one) for one in rows]

    async def edit(found: Certificate, _version: int, **_changes: object) -> Certificate:
        await db.fetch("UPDATE certificate SET version = version + 1 WHERE id = $1", found.id)
        return found

    monkeypatch.setattr(verifying, "_held", read)
    monkeypatch.setattr(lifecycle, "edit", edit)

    async def verify() -> None:
        await verifying.verify({row.id: None}, officer.user.id, officer.organization.id, decision_number="1/QĐ", at=at)

    assert WrongState.kind() not in await _kinds(*(verify() for _ in range(OFFICERS)))
