"""A product of the cast with facts of supply, and what buyers find of it."""

from typing import Any

import httpx

from events_app.directory import supplying
from events_app.directory.tables import Product
from tests import make

API = "/api/v1"
STOCK: dict[str, Any] = {
    "volume": 500,
    "unit": "kg",
    "season_months": [5, 6],
    "pack": "=HYPERLINK(1)",
    "cold_chain": True,
}


async def supplied(cast: make.Cast, name: str = "Trà sen", **said: Any) -> Product:
    """A product of Bình's of which the stock is said, and what else is given."""
    product = await make.product(cast.binh.organization, name, certified=said.pop("certified", None))
    await supplying.supply(product, 0, at=make.NOW, **{**STOCK, **said})
    return product


async def supply_names(client: httpx.AsyncClient, who: make.Person, **asked: Any) -> list[str]:
    """The products that a buyer finds, in their order."""
    answer = await client.get(f"{API}/supplies", params=asked, headers=who.headers)
    assert answer.status_code == 200, answer.text
    return [one["product_name"] for one in answer.json()["items"]]
