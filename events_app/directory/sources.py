"""Many entities, products and certificates are entered from what statements give, so that no row passes through this process.

A *source* is a SELECT whose parameters are ``given``; each function names the columns that it must have.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory.many import Verified
from events_app.directory.tables import Kind, OrganizationState, Standing

_ENTITY = (
    "id, entity_kind, name, slug, tax_code, representative, phone, email, address, commune, district, province_set, "
    "province_code, search, sort, alike"
)
_CONTACT = "id, organization, name, email, phone, language"
_PRODUCT = "id, organization, name, product_group, subgroup, older_classification, search, sort"
_CERTIFICATE = "id, product, stars, potential_five, number, issuer, issued_on, valid_to, counts_from"


async def enter(source: str, *given: Any, keeper: UUID | None, at: datetime) -> None:
    """Enter entities that nobody belongs to: the columns that an organization is described by."""
    same = {"kind": Kind.ENTITY, "keeper": keeper, "state": OrganizationState.ACTIVE, "state_reason": ""}
    await _insert("organization", _ENTITY, source, given, {**same, "version": 1, "created_at": at})


async def number(source: str, *given: Any, at: datetime) -> None:
    """Keep the personal numbers of households: id, organization, number."""
    await _insert("personal_number", "id, organization, number", source, given, {"created_at": at})


async def reach(source: str, *given: Any, at: datetime) -> None:
    """Enter the people whom letters about entities reach: id, organization, name, email, phone, language."""
    await _insert("contact", _CONTACT, source, given, {"version": 1, "created_at": at})


async def declare(source: str, *given: Any, at: datetime) -> list[UUID]:
    """Declare products, and say which: the columns that a product is described by."""
    return await _insert("product", _PRODUCT, source, given, {"version": 1, "created_at": at})


async def rate(source: str, *given: Any, verified: Verified | None, at: datetime) -> list[UUID]:
    """Give products certificates, and say which: what a certificate states, and from when it counts.

    Where they are ``verified``, those are that name their number and their day of issue.
    """
    n = len(given)
    checked = f"${n + 2}::uuid IS NOT NULL AND number <> '' AND issued_on IS NOT NULL"
    return await _ids(
        f"""
        INSERT INTO certificate ({_CERTIFICATE}, revocation_reason, version, created_at,
                                 standing, verified_by, verified_for, verified_at, decision_number)
        SELECT {_CERTIFICATE}, '', 1, ${n + 1}::timestamptz,
               CASE WHEN {checked} THEN '{Standing.VERIFIED}' ELSE '{Standing.DECLARED}' END,
               CASE WHEN {checked} THEN ${n + 2}::uuid END, CASE WHEN {checked} THEN ${n + 3}::uuid END,
               CASE WHEN {checked} THEN ${n + 1}::timestamptz END, CASE WHEN {checked} THEN ${n + 4}::text ELSE '' END
        FROM ({source}) AS new
        """,
        *given,
        at,
        verified.officer if verified else None,
        verified.authority if verified else None,
        verified.decision_number if verified else "",
    )


async def _insert(table: str, columns: str, source: str, given: Sequence[Any], same: Mapping[str, Any]) -> list[UUID]:
    """Rows of a source, with what is the ``same`` in all of them; their ids."""
    if not any(given):
        return []
    names = ", ".join([columns, *same])
    values = ", ".join([columns, *(f"${n}" for n, _ in enumerate(same, len(given) + 1))])
    return await _ids(f"INSERT INTO {table} ({names}) SELECT {values} FROM ({source}) AS new", *given, *same.values())


async def _ids(insert: str, *values: Any) -> list[UUID]:
    """Insert rows; their ids, in one answer: a row for each takes longer to read than to insert."""
    (row,) = await db.fetch(f"WITH fresh AS ({insert} RETURNING id) SELECT array_agg(id) AS ids FROM fresh", *values)
    ids: list[UUID] = row["ids"] or []
    return ids
