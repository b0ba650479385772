"""The products of the directory, one row for each certificate, as they can be brought in again without changing anything."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from events_app import db, i18n
from events_app.actor import Actor
from events_app.directory import jurisdiction, masking, places, words
from events_app.directory.tables import EntityKind, Kind, Organization
from events_app.imports import queries, saying
from events_app.imports.headings import Field

_BATCH = 1000
_AS_IT_IS = (Field.ENTITY, Field.REPRESENTATIVE, Field.ADDRESS, Field.COMMUNE, Field.DISTRICT)


async def rows(actor: Actor) -> AsyncIterator[dict[str, Any]]:
    """What ``actor`` could bring in: the admin everything, an authority its province, an organizer the entities it keeps."""
    condition, given = await _mine(actor)
    after = (UUID(int=0), UUID(int=0), UUID(int=0))
    while found := await db.fetch(
        f"""
        SELECT organization.id AS entity_id, product.id AS product_id,
               coalesce(certificate.id, '00000000-0000-0000-0000-000000000000') AS certificate_id,
               organization.name AS entity, organization.slug, organization.entity_kind, organization.tax_code,
               organization.representative,
               organization.phone, organization.email, organization.address, organization.commune, organization.district,
               organization.province_set, organization.province_code, right(personal_number.number, 3) AS personal,
               product.name AS product, product.product_group, product.subgroup, product.older_classification,
               certificate.stars, certificate.potential_five, certificate.number AS certificate_number,
               certificate.issuer, certificate.issued_on, certificate.valid_to
        FROM organization JOIN product ON product.organization = organization.id
        LEFT JOIN personal_number ON personal_number.organization = organization.id
        LEFT JOIN certificate ON certificate.product = product.id
        WHERE {condition}
          AND (organization.id, product.id, coalesce(certificate.id, '00000000-0000-0000-0000-000000000000')) > ($1, $2, $3)
        ORDER BY organization.id, product.id, certificate.id LIMIT {_BATCH}
        """,
        *after,
        *given,
    ):
        for row in found:
            yield _said(row)
        last = found[-1]
        after = (last["entity_id"], last["product_id"], last["certificate_id"])


async def _mine(actor: Actor) -> tuple[str, list[Any]]:
    organization = await queries.allowed(actor)
    if organization is None:
        return "true", []
    if actor.kind == Kind.ORGANIZER:
        return (
            "organization.keeper = $4 AND NOT EXISTS "
            "(SELECT FROM membership WHERE membership.organization = organization.id)",
            [organization],
        )
    owner = await Organization.objects().get(Organization.id == organization)
    return jurisdiction.within(jurisdiction.unit_of(owner) if owner else None, 4)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row by field, as a person writes it: numbers of telephones as they are dialled, provinces with their set."""
    place = places.province(row["province_set"], row["province_code"])
    kind = i18n.text(words.ENTITY_KINDS[EntityKind(row["entity_kind"])])
    return {
        **{field: row[field] for field in _AS_IT_IS},
        Field.PRODUCT: row["product"],
        Field.GROUP: row["product_group"],
        Field.SUBGROUP: row["subgroup"],
        Field.OLDER: row["older_classification"],
        Field.STARS: row["stars"],
        Field.POTENTIAL: bool(row["potential_five"]),
        Field.NUMBER: row["certificate_number"],
        Field.ISSUER: row["issuer"],
        Field.ISSUED: row["issued_on"],
        Field.ENDS: row["valid_to"],
        Field.KIND: kind,
        Field.TAX_CODE: row["tax_code"] or (f"{masking.HIDDEN}{row['personal']}" if row["personal"] else None),
        Field.PHONE: i18n.phone(row["phone"]) if row["phone"] else None,
        Field.EMAIL: row["email"],
        Field.PROVINCE: f"{place.set.value}-{place.code}" if place else None,
        Field.PAGE: saying.PAGE + row["slug"],
    }
