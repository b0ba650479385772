"""What the parts above say on the public pages of a product and of an organization; the directory does not know them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec

from events_app.directory.tables import Organization, Product


class Panel(msgspec.Struct, frozen=True):
    """A section of a page: a template, which finds ``shown`` as ``panel.shown``."""

    template: str
    shown: Mapping[str, Any]


OfProduct = Callable[[Product], Awaitable[Panel | None]]
OfOrganization = Callable[[Organization], Awaitable[Panel | None]]
_of_products: Sequence[OfProduct] = ()
_of_organizations: Sequence[OfOrganization] = ()


def let_show(products: Sequence[OfProduct], organizations: Sequence[OfOrganization]) -> None:
    """Say what stands on the pages of products and of organizations; called once by ``together.py``."""
    global _of_products, _of_organizations
    _of_products, _of_organizations = products, organizations


async def product(row: Product) -> list[Panel]:
    """What else is said of a product."""
    return [panel for show in _of_products if (panel := await show(row)) is not None]


async def organization(row: Organization) -> list[Panel]:
    """What else is said of an organization."""
    return [panel for show in _of_organizations if (panel := await show(row)) is not None]
