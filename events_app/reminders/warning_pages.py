"""The officer's page of warnings: which entities of the province were told that certificates lapse, and whom to phone."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import QueryParameter

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import lapsing, product_queries
from events_app.reminders import queries, wording
from events_app.reminders.tables import DeliveryState

StateAsked = Annotated[DeliveryState | None, QueryParameter(name="state")]


@get("/desk/warnings", choices={"state": wording.states})
async def warnings(
    request: web.Asked, in_state: StateAsked = None, after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """Every letter about certificates that lapse to an entity of the province."""
    authority = await product_queries.authority(acting(), writing=False)
    letters, following = await queries.warnings(authority, paging.Page(limit, after), in_state)
    return web.page(
        request,
        "reminders/warnings.html",
        authority=authority,
        letters=letters,
        next=following,
        counts=await queries.counts_of_warnings(authority),
        state=in_state,
        thresholds=lapsing.thresholds(),
    )
