"""The page on which calendars are subscribed to."""

from litestar import Response, Router, get

from events_app import i18n, web
from events_app.calendars import queries


@get("/subscribe")
async def subscribe(request: web.Asked) -> Response[str]:
    """Every feed that is not about one event."""
    series = await queries.series(i18n.language())
    return web.page(request, "calendars/subscribe.html", chains=await queries.chains(), series=series)


router = Router("/", route_handlers=[subscribe])
