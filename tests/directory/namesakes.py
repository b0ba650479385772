"""A product of one name of each of two records, and what becomes of them when the records are merged."""

from typing import Any
from uuid import UUID

from events_app import db
from events_app.directory import merging
from events_app.directory.tables import Organization, Product
from tests import make
from tests.directory.pairs import pair

TEA = "Nem Thử L"


async def certificates(owner: Organization) -> list[tuple[str, str, int | None]]:
    """Product, number and stars of every certificate of an organization."""
    rows = await db.fetch(
        """
        SELECT product.name, number, stars FROM certificate JOIN product ON product.id = certificate.product
        WHERE organization = $1 ORDER BY number
        """,
        owner.id,
    )
    return [(row["name"], row["number"], row["stars"]) for row in rows]


async def two(old: dict[str, Any] | None = None, new: dict[str, Any] | None = None) -> tuple[Product, Product]:
    """A product of one name of each of two records of one cooperative."""
    first, second = await pair()
    return (
        await make.product(first, **{"name": TEA, "certified": {"number": "L1", "stars": 4}, **(old or {})}),
        await make.product(second, **{"name": TEA, "certified": {"number": "L2", "stars": 3}, **(new or {})}),
    )


async def records(*products: Product) -> list[Organization]:
    """The organizations of these products."""
    found = [await Organization.objects().get(Organization.id == one.organization) for one in products]
    return [one for one in found if one]


async def merge(a: Product, b: Product, *stays: UUID) -> Organization:
    """Merge the record of the first product into that of the second one, which is told."""
    old, new = await records(a, b)
    await merging.merge(old, new, stays=stays, at=make.NOW)
    return new


async def product(row: Product) -> Product:
    """The product as it stands now."""
    found = await Product.objects().get(Product.id == row.id)
    assert found
    return found
