"""Statistics over HTTP."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from events_app import access
from events_app.directory import places, tallying
from events_app.values import now, today

On = Annotated[date | None, QueryParameter(description="What counted on this day; otherwise today.")]
Which = Annotated[
    places.Set | None,
    QueryParameter(
        name="set", description="By which set of provinces and regions; otherwise the one in force on the day."
    ),
]


@get("/statistics/products", **access.OPEN)
async def products(on: On = None, which: Which = None) -> tallying.ProductStatistics:
    """Products by stars, group, sub-group, province and region, and certificates that lapse; declared and verified apart.

    Shares are in per cent, each rounded by itself. A row without `key` is what cannot be told, as in this set of provinces.
    """
    day = on or today(now())
    return await tallying.products(day, which or places.set_on(day))


@get("/statistics/entities", **access.OPEN)
async def entities(on: On = None, which: Which = None) -> tallying.EntityStatistics:
    """Entities with a product whose certificate counts, by kind, province and region; declared and verified apart."""
    day = on or today(now())
    return await tallying.entities(day, which or places.set_on(day))


handlers: list[HTTPRouteHandler] = [products, entities]
