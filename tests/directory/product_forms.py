"""What the forms of products are sent with: the certificate that is meant, and fields of many values."""

from typing import Any

from events_app.directory import declaring
from events_app.directory.tables import Certificate, Product


async def certificate(product: Product) -> Certificate:
    """The newest certificate of the product."""
    rows = await declaring.history_of(product.id)
    return rows[0]


def named(name: str, *values: str) -> Any:
    """A field of a form, whose name no argument can have, with all that it says."""
    return {name: list(values)}
