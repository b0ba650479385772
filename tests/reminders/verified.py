"""Certificates, and an officer who verifies them."""

from events_app.directory import verifying
from events_app.directory.tables import Certificate, Organization
from tests import make


async def certificate(entity: Organization, name: str) -> Certificate:
    """The certificate of a new product of the entity."""
    product = await make.product(entity, name, certified={"number": f"{name}/QĐ"})
    row = await Certificate.objects().get(Certificate.product == product.id)
    assert row
    return row


async def verify(officer: make.Person, *rows: Certificate) -> None:
    """Verify these certificates by one decision."""
    await verifying.verify(
        {row.id: None for row in rows},
        officer.user.id,
        officer.organization.id,
        decision_number="15/QĐ-SNN",
        at=make.NOW,
    )
