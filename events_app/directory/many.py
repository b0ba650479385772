"""Many entities, products and certificates are entered at once, by statements over all of them.

What a row says and what is recorded of it is the same as when it comes alone: the columns are derived by the verbs' own functions.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, outbox, values
from events_app.directory import certificates, checking, contacting, declaring, naming, rating, registering
from events_app.directory.tables import Kind, OrganizationState, Standing


class NewEntity(msgspec.Struct, frozen=True):
    """An entity that is entered, and the person whom letters about it reach, where somebody can be reached."""

    id: UUID
    described: registering.Described
    contact: contacting.Reached | None
    contact_id: UUID


class Verified(msgspec.Struct, frozen=True):
    """Who has checked certificates, in whose name, by which decision."""

    officer: UUID
    authority: UUID
    decision_number: str


class NewProduct(msgspec.Struct, frozen=True):
    """A product that is declared."""

    id: UUID
    organization: UUID
    name: str
    group: int
    subgroup: str | None
    older_classification: str


class NewCertificate(msgspec.Struct, frozen=True):
    """The first certificate of a product, or a further one."""

    id: UUID
    product: UUID
    organization: UUID
    stated: rating.Rating
    verified: Verified | None


async def enter(entities: Sequence[NewEntity], keeper: UUID | None, *, at: datetime) -> None:
    """Enter entities that nobody belongs to; what is wrong with one the caller has looked at before."""
    slugs = await naming.free_slugs([one.described["name"] for one in entities])
    await db.insert_many(
        "organization",
        _ORGANIZATION,
        [_entity(one, slug, keeper, at) for one, slug in zip(entities, slugs, strict=True)],
    )
    await db.insert_many(
        "personal_number",
        {"id": "uuid", "organization": "uuid", "number": "text", "created_at": "timestamptz"},
        [
            (values.new_id(), one.id, code, at)
            for one in entities
            if checking.is_personal(code := one.described.get("tax_code"))
        ],
    )
    reached = [(one, one.contact) for one in entities if one.contact]
    await db.insert_many(
        "contact",
        _CONTACT,
        [
            (one.contact_id, one.id, who["name"], who.get("email"), who.get("phone"), who["language"], 1, at)
            for one, who in reached
        ],
    )
    await outbox.record_many("organization.create", [{"id": one.id, "on_behalf_of": one.id} for one in entities], at=at)
    await outbox.record_many(
        "contact.create",
        [{"id": one.contact_id, "organization": one.id, "on_behalf_of": one.id} for one, _ in reached],
        at=at,
    )


async def declare(products: Sequence[NewProduct], *, at: datetime) -> None:
    """Declare products of entities that the caller holds."""
    await db.insert_many("product", _PRODUCT, [_product(one, at) for one in products])
    await outbox.record_many(
        "product.create",
        [{"id": one.id, "organization": one.organization, "on_behalf_of": one.organization} for one in products],
        at=at,
    )


async def rate(rated: Sequence[NewCertificate], *, at: datetime) -> None:
    """Give products that were declared just now their certificates."""
    await db.insert_many("certificate", _CERTIFICATE, [_certificate(one, at) for one in rated])
    await outbox.record_many(
        "certificate.create",
        [
            {
                "id": one.id,
                "product": one.product,
                "organization": one.organization,
                "on_behalf_of": one.organization,
            }
            for one in rated
        ],
        at=at,
    )
    await outbox.record_many(
        "certificate.verify", [{"id": one.id, "product": one.product} for one in rated if one.verified], at=at
    )


async def index() -> None:
    """Let searches be as quick as before many rows came: else each reads the rows that wait for the index from end to end."""
    for table, waiting in (("organization", "organizations_are_searched"), ("product", "products_are_searched")):
        await db.fetch("SELECT gin_clean_pending_list($1::text::regclass)", waiting)
        await db.fetch(f"ANALYZE {table}")
    await db.fetch("ANALYZE certificate")


_ORGANIZATION = {
    "id": "uuid",
    "kind": "text",
    "entity_kind": "text",
    "name": "text",
    "slug": "text",
    "tax_code": "text",
    "representative": "text",
    "phone": "text",
    "email": "text",
    "address": "text",
    "commune": "text",
    "district": "text",
    "province_set": "text",
    "province_code": "text",
    "keeper": "uuid",
    "state": "text",
    "state_reason": "text",
    "version": "int",
    "created_at": "timestamptz",
    "search": "text",
    "sort": "text",
    "alike": "text",
}
_CONTACT = {
    "id": "uuid",
    "organization": "uuid",
    "name": "text",
    "email": "text",
    "phone": "text",
    "language": "text",
    "version": "int",
    "created_at": "timestamptz",
}
_PRODUCT = {
    "id": "uuid",
    "organization": "uuid",
    "name": "text",
    "product_group": "smallint",
    "subgroup": "text",
    "older_classification": "text",
    "version": "int",
    "created_at": "timestamptz",
    "search": "text",
    "sort": "text",
}
_CERTIFICATE = {
    "id": "uuid",
    "product": "uuid",
    "stars": "smallint",
    "potential_five": "boolean",
    "number": "text",
    "issuer": "text",
    "issued_on": "date",
    "valid_to": "date",
    "counts_from": "date",
    "revoked_on": "date",
    "revocation_reason": "text",
    "standing": "text",
    "verified_by": "uuid",
    "verified_for": "uuid",
    "verified_at": "timestamptz",
    "decision_number": "text",
    "version": "int",
    "created_at": "timestamptz",
}


def _entity(one: NewEntity, slug: str, keeper: UUID | None, at: datetime) -> tuple[Any, ...]:
    said = registering.columns(one.described)
    where = said.get("province_set"), said.get("province_code")
    row: dict[str, Any] = {
        **said,
        **naming.columns(said["name"], *where),
        "id": one.id,
        "kind": Kind.ENTITY.value,
        "slug": slug,
        "keeper": keeper,
        "state": OrganizationState.ACTIVE.value,
        "version": 1,
        "created_at": at,
    }
    return tuple(row.get(column, "" if column in _EMPTY else None) for column in _ORGANIZATION)


_EMPTY = frozenset({"state_reason", "representative", "address", "commune", "district"})


def _product(one: NewProduct, at: datetime) -> tuple[Any, ...]:
    columns = declaring.derived(one.name)
    about = (one.name, one.group, one.subgroup, one.older_classification)
    return (one.id, one.organization, *about, 1, at, columns["search"], columns["sort"])


def _certificate(one: NewCertificate, at: datetime) -> tuple[Any, ...]:
    said, checked = rating.dated({**rating.NOTHING, **one.stated}), one.verified
    row: dict[str, Any] = {
        **said,
        "id": one.id,
        "product": one.product,
        "counts_from": certificates.counts_from(said["issued_on"], said["valid_to"]),
        "revocation_reason": "",
        "standing": (Standing.VERIFIED if checked else Standing.DECLARED).value,
        "verified_by": checked.officer if checked else None,
        "verified_for": checked.authority if checked else None,
        "verified_at": at if checked else None,
        "decision_number": checked.decision_number if checked else "",
        "version": 1,
        "created_at": at,
    }
    return tuple(row[column] for column in _CERTIFICATE)
