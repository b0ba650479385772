"""The statistics of the directory on a page, and as a spreadsheet."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from events_app import reading, web, xlsx
from events_app.directory import places, tabulating, tallying, words
from events_app.values import now, today


class Asked(reading.Body):
    """What the form asks."""

    on: date | None = None
    set: places.Set | None = None


def _asked(request: web.Asked, otherwise: date) -> tuple[date, places.Set]:
    asked = web.check(Asked, web.question(request, Asked))
    day = asked.on or otherwise
    return day, asked.set or places.set_on(day)


@get("/statistics", choices={"set": words.SETS})
async def statistics(request: web.Asked) -> Response[Any]:
    """Products and entities in figures on a day, by either set of provinces."""
    day, which = _asked(request, today(now()))
    products, entities = await tallying.products(day, which), await tallying.entities(day, which)
    return web.page(
        request,
        "directory/statistics.html",
        on=day,
        which=which,
        sets=words.SETS,
        products=products,
        entities=entities,
        tables=tabulating.tables(products, entities),
        within=tabulating.within,
    )


@get("/statistics.xlsx", choices={"set": words.SETS})
async def spreadsheet(request: web.Asked) -> Response[bytes]:
    """The same tables as a spreadsheet."""
    at = now()
    day, which = _asked(request, today(at))
    products, entities = await tallying.products(day, which), await tallying.entities(day, which)
    return Response(
        tabulating.spreadsheet(products, entities, at=at),
        media_type=xlsx.TYPE,
        headers={"Content-Disposition": f'attachment; filename="ocop-{day.isoformat()}-{which}.xlsx"'},
    )


handlers: list[HTTPRouteHandler] = [statistics, spreadsheet]
