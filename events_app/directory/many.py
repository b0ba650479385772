"""Many entities, products and certificates are entered at once, by statements over all of them.

What a row says is the same as when it comes alone: the columns are derived by the verbs' own functions. What is recorded of it the
caller says once for all of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, values
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
    slugs = await naming.free_slugs([values.slug_of(one.described["name"]) for one in entities])
    await db.copy(
        "organization",
        _ORGANIZATION,
        [_entity(one, slug, keeper, at) for one, slug in zip(entities, slugs, strict=True)],
    )
    await db.copy(
        "personal_number",
        ("id", "organization", "number", "created_at"),
        [
            (values.new_id(), one.id, code, at)
            for one in entities
            if checking.is_personal(code := one.described.get("tax_code"))
        ],
    )
    await db.copy(
        "contact",
        _CONTACT,
        [
            (one.contact_id, one.id, who["name"], who.get("email"), who.get("phone"), who["language"], 1, at)
            for one in entities
            if (who := one.contact)
        ],
    )


async def declare(products: Sequence[NewProduct], *, at: datetime) -> None:
    """Declare products of entities that the caller holds."""
    await db.copy("product", _PRODUCT, [_product(one, at) for one in products])


async def rate(rated: Sequence[NewCertificate], *, at: datetime) -> None:
    """Give products that were declared just now their certificates."""
    await db.copy("certificate", _CERTIFICATE, [_certificate(one, at) for one in rated])


INDEXED = {"organization": "organizations_are_searched", "product": "products_are_searched", "certificate": ""}


async def index(table: str) -> None:
    """Let searches be as quick as before many rows came: else each reads the rows that wait for the index from end to end."""
    if INDEXED[table]:
        await db.fetch("SELECT gin_clean_pending_list($1::text::regclass)", INDEXED[table])
    await db.look_over(table)


_ORGANIZATION = (
    "id", "kind", "entity_kind", "name", "slug", "tax_code", "representative", "phone", "email", "address", "commune",
    "district", "province_set", "province_code", "keeper", "state", "state_reason", "version", "created_at", "search", "sort",
    "alike",
)  # fmt: skip
_CONTACT = (
    "id", "organization", "name", "email", "phone", "language", "version", "created_at",
)  # fmt: skip
_PRODUCT = (
    "id", "organization", "name", "product_group", "subgroup", "older_classification", "version", "created_at", "search",
    "sort",
)  # fmt: skip
_CERTIFICATE = (
    "id", "product", "stars", "potential_five", "number", "issuer", "issued_on", "valid_to", "counts_from", "revoked_on",
    "revocation_reason", "standing", "verified_by", "verified_for", "verified_at", "decision_number", "version", "created_at",
)  # fmt: skip


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
