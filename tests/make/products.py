"""Products and their certificates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from events_app import values
from events_app.directory import certificates
from events_app.directory.tables import Certificate, Kind, Organization, Product, Standing
from tests.make.given import NOW, nth
from tests.make.people import organization, person


async def product(
    organization: Organization, name: str = "Trà sen", *, certified: Mapping[str, Any] | None = None, **given: Any
) -> Product:
    """A product with a four-star certificate that outlasts the fair; ``certified`` says otherwise of the certificate."""
    row = Product(
        **{
            "organization": organization.id,
            "name": name,
            "group": 1,
            "created_at": NOW,
            "search": values.searched(name),
            "sort": values.sort_key(name),
            **given,
        }
    )
    await row.save()
    await certificate(row, **(certified or {}))
    return row


async def certificate(of_product: Product, **given: Any) -> Certificate:
    """A four-star certificate of 10 January 2025, declared; one that is ``verified`` was so by somebody of an authority."""
    said = {"issued_on": date(2025, 1, 10), **given}
    said.setdefault("valid_to", certificates.valid_to(said["issued_on"]) if said["issued_on"] else None)
    if said.pop("verified", False):
        authority = await organization(Kind.AUTHORITY, "Sở Nông nghiệp và Môi trường Mẫu")
        officer = await person("Giang", authority)
        said |= {
            "standing": Standing.VERIFIED,
            "verified_by": officer.user.id,
            "verified_for": authority.id,
            "verified_at": NOW,
        }
    row = Certificate(
        **{
            "product": of_product.id,
            "stars": 4,
            "number": f"QD-{nth()}",
            "counts_from": certificates.counts_from(said["issued_on"], said["valid_to"]),
            "created_at": NOW,
            **said,
        }
    )
    await row.save()
    return row
