"""What the directory answers about products and their certificates."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from events_app.directory import certificates
from events_app.directory.product_queries import Judged, Shelved
from events_app.directory.tables import Certificate, Standing


class PaperShown(msgspec.Struct, frozen=True):
    """What the certificate that a product is shown with states; ``number`` is empty where it states days or an issuer alone."""

    number: str
    issued_on: date | None
    valid_to: date | None
    issuer: str
    revoked_on: date | None


class ProductShown(msgspec.Struct, frozen=True):
    """A product with the certificate that counts, else its latest; ``standing``: whether its authority has verified that."""

    id: UUID
    organization_id: UUID
    name: str
    group: int
    subgroup: str | None
    older_classification: str
    stars: int | None
    potential_five: bool
    certificate: PaperShown | None
    validity: certificates.Validity | None
    standing: Standing


class ProductPage(msgspec.Struct, frozen=True):
    """A page of products."""

    items: list[ProductShown]
    next: str | None


class VerificationShown(msgspec.Struct, frozen=True):
    """Which authority has verified a certificate, when and under which decision."""

    authority_id: UUID
    at: datetime
    decision_number: str


class CertificateShown(msgspec.Struct, frozen=True):
    """One rating of a product; ``counts`` says whether it is the one that counts on the day asked for, or today."""

    id: UUID
    product_id: UUID
    stars: int | None
    potential_five: bool
    number: str
    issuer: str
    issued_on: date | None
    valid_to: date | None
    revoked_on: date | None
    revocation_reason: str
    validity: certificates.Validity
    counts: bool
    standing: Standing
    verification: VerificationShown | None


class CertificatePage(msgspec.Struct, frozen=True):
    """The certificates of a product, the newest first."""

    items: list[CertificateShown]
    next: str | None


class CertificateToJudge(msgspec.Struct, frozen=True):
    """A certificate of the province, with its product and the entity whose it is."""

    certificate: CertificateShown
    product_name: str
    organization_id: UUID
    organization_name: str


class CertificatesToJudge(msgspec.Struct, frozen=True):
    """A page of the certificates of a province."""

    items: list[CertificateToJudge]
    next: str | None


def to_judge(row: Judged) -> CertificateToJudge:
    """A certificate of the province."""
    shown = certificate(row.certificate, row.shelved)
    return CertificateToJudge(shown, row.shelved.product.name, row.entity, row.entity_name)


def product(row: Shelved) -> ProductShown:
    """A product as it is today."""
    return _product(row, row.certificate)


def product_then(row: Shelved) -> ProductShown:
    """A product as it counted on the day asked for: without stars where no certificate did."""
    return _product(row, row.counting)


def history(row: Shelved) -> CertificatePage:
    """All certificates of a product."""
    return CertificatePage([certificate(one, row) for one in row.history], None)


def certificate(one: Certificate, within: Shelved) -> CertificateShown:
    """A certificate among those of its product."""
    counting = within.counting
    return CertificateShown(
        id=one.id,
        product_id=one.product,
        stars=one.stars,
        potential_five=one.potential_five,
        number=one.number,
        issuer=one.issuer,
        issued_on=one.issued_on,
        valid_to=one.valid_to,
        revoked_on=one.revoked_on,
        revocation_reason=one.revocation_reason,
        validity=within.validity(one),
        counts=counting is not None and counting.id == one.id,
        standing=Standing(one.standing),
        verification=VerificationShown(one.verified_for, one.verified_at, one.decision_number)
        if one.verified_at
        else None,
    )


def _product(row: Shelved, one: Certificate | None) -> ProductShown:
    return ProductShown(
        id=row.product.id,
        organization_id=row.product.organization,
        name=row.product.name,
        group=row.product.group,
        subgroup=row.product.subgroup,
        older_classification=row.product.older_classification,
        stars=one.stars if one else None,
        potential_five=one.potential_five if one else False,
        certificate=_paper(one) if one else None,
        validity=row.validity(one) if one else None,
        standing=Standing(one.standing) if one else Standing.DECLARED,
    )


def _paper(one: Certificate) -> PaperShown | None:
    """None of one that states nothing beside its stars."""
    if not (one.number or one.issued_on or one.valid_to or one.issuer or one.revoked_on):
        return None
    return PaperShown(one.number, one.issued_on, one.valid_to, one.issuer, one.revoked_on)
