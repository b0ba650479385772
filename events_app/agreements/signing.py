"""Agreements are recorded as they were signed, and corrected."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.agreements.schemas import ChangedAgreement, NewAgreedProduct, NewAgreement, NewParty
from events_app.agreements.tables import Agreement
from events_app.directory import forwarding
from events_app.errors import Invalid, Wrong, WrongState
from events_app.events.tables import Event, EventState
from events_app.i18n import marked

_NOTHING_IS_SIGNED = {EventState.DRAFT, EventState.CANCELLED}


def mistakes(signed_on: date, valid_to: date | None, *, today: date) -> list[Wrong]:
    """What the dates of an agreement get wrong; it may be signed before, at or after its fair."""
    found = []
    if signed_on > today:
        found.append(Wrong("signed_on", marked("This day is still to come.")))
    if valid_to is not None and valid_to < signed_on:
        found.append(Wrong("valid_to", marked("This is before the day of signing.")))
    return found


async def record(event: Event, data: NewAgreement, *, at: datetime) -> UUID:
    """Record an agreement signed at ``event``. Raises Invalid, WrongState for a draft or cancelled event."""
    if event.state in _NOTHING_IS_SIGNED:
        raise WrongState(state=event.state)
    wrongs = mistakes(data.signed_on, data.valid_to, today=values.today(at))
    async with db.transaction():
        names = await _names(data.parties, data.products, wrongs)
        agreement = Agreement(
            event=event.id,
            **data.model_dump(exclude={"parties", "products"}),
            created_at=at,
        )
        await agreement.save()
        await _write_parties(agreement.id, data.parties, names)
        await _write_products(agreement.id, data.products, names)
        await _make_searchable(agreement.id)
        await outbox.record("agreement.create", at=at, id=agreement.id, event=event.id)
        return agreement.id


async def correct(agreement_id: UUID, version: int, data: ChangedAgreement, *, at: datetime) -> None:
    """Change what ``data`` names; a frozen summary keeps what it said. Raises Invalid, Stale, NotFound."""
    given = data.given()
    async with db.transaction():
        agreement = await lifecycle.locked(Agreement, agreement_id)
        wrongs = mistakes(
            given.get("signed_on", agreement.signed_on),
            given.get("valid_to", agreement.valid_to),
            today=values.today(at),
        )
        names = await _names(given.get("parties", ()), given.get("products", ()), wrongs)
        columns = {name: value for name, value in given.items() if name not in {"parties", "products"}}
        await lifecycle.edit(agreement, version, at=at, **columns)
        if "parties" in given:
            await db.fetch("DELETE FROM party WHERE agreement = $1", agreement_id)
            await _write_parties(agreement_id, data.parties, names)
        if "products" in given:
            await db.fetch("DELETE FROM agreement_product WHERE agreement = $1", agreement_id)
            await _write_products(agreement_id, data.products, names)
        await _make_searchable(agreement_id)


async def strike(agreement_id: UUID, version: int, *, at: datetime) -> None:
    """Delete an agreement that was recorded by mistake. Raises Stale, NotFound."""
    async with db.transaction():
        agreement = await lifecycle.locked(Agreement, agreement_id)
        event_id = agreement.event
        await db.fetch("DELETE FROM party WHERE agreement = $1", agreement_id)
        await db.fetch("DELETE FROM agreement_product WHERE agreement = $1", agreement_id)
        await lifecycle.delete(agreement, version, at=at, event=event_id)


async def _names(
    parties: Sequence[NewParty], products: Sequence[NewAgreedProduct], wrongs: list[Wrong]
) -> dict[UUID, str]:
    """The names under which organizations and products sign; everything wrong is raised at once with ``wrongs``."""
    named = await db.fetch(
        """
        SELECT id, name FROM organization WHERE id = ANY($1) AND state = 'active'
        UNION ALL SELECT id, name FROM product WHERE id = ANY($2)
        """,
        [party.organization_id for party in parties if party.organization_id],
        [product.product_id for product in products if product.product_id],
    )
    names = {row["id"]: row["name"] for row in named}
    seen: set[Any] = set()
    for place, party in enumerate(parties):
        who = party.organization_id or values.plain(party.name or "")
        if party.organization_id and party.organization_id not in names:
            wrongs.append(
                Wrong(f"parties.{place}.organization_id", marked("This organization is not in the directory."))
            )
        if who in seen:
            wrongs.append(Wrong(f"parties.{place}", marked("This party is named twice.")))
        seen.add(who)
    for place, product in enumerate(products):
        if product.product_id and product.product_id not in names:
            wrongs.append(Wrong(f"products.{place}.product_id", marked("This product is not in the directory.")))
    if wrongs:
        await forwarding.unmoved(
            [party.organization_id for party in parties], [product.product_id for product in products]
        )
        raise Invalid(wrongs)
    return names


async def _write_parties(agreement_id: UUID, parties: Sequence[NewParty], names: dict[UUID, str]) -> None:
    await db.execute_many(
        "INSERT INTO party (id, agreement, organization, name, role, position) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (
                values.new_id(),
                agreement_id,
                party.organization_id,
                names[party.organization_id] if party.organization_id else party.name,
                party.role,
                place,
            )
            for place, party in enumerate(parties)
        ],
    )


async def _write_products(agreement_id: UUID, products: Sequence[NewAgreedProduct], names: dict[UUID, str]) -> None:
    await db.execute_many(
        "INSERT INTO agreement_product (id, agreement, product, name, position) VALUES ($1, $2, $3, $4, $5)",
        [
            (
                values.new_id(),
                agreement_id,
                product.product_id,
                names[product.product_id] if product.product_id else product.name,
                place,
            )
            for place, product in enumerate(products)
        ],
    )


async def _make_searchable(agreement_id: UUID) -> None:
    """Fill ``search`` from the title and the parties' names."""
    rows = await db.fetch(
        "SELECT title AS text FROM agreement WHERE id = $1 UNION ALL SELECT name FROM party WHERE agreement = $1",
        agreement_id,
    )
    text = values.searched(" ".join(row["text"] for row in rows))
    await db.fetch("UPDATE agreement SET search = $2 WHERE id = $1", agreement_id, text)
