"""The pages of summaries."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from events_app import paging, web
from events_app.actor import acting
from events_app.agreements import wording
from events_app.events import queries as events
from events_app.i18n import text as _
from events_app.summaries import api, freezing, queries
from events_app.values import now


async def _list(request: web.Asked, event_id: UUID, attempt: web.Attempt, after: str | None = None) -> Response[Any]:
    event = await events.looked_after(acting(), event_id)
    rows, following = await queries.listed(acting(), event_id, paging.Page(50, after))
    return web.page(
        request,
        "summaries/list.html",
        status=attempt.status,
        event=event,
        summaries=rows,
        next=following,
        attempt=attempt,
    )


@get("/desk/events/{event_id:uuid}/summaries")
async def listed(request: web.Asked, event_id: FromPath[UUID], after: paging.After = None) -> Response[Any]:
    """The summaries of an event, and the button that freezes the next one."""
    return await _list(request, event_id, web.FIRST, after)


@post("/desk/events/{event_id:uuid}/summaries")
@web.refused_as(_list)
async def freeze(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Freeze the next summary."""
    event = await events.kept(acting(), event_id)
    summary = await freezing.freeze(event, at=now())
    return web.see(f"/summaries/{summary.id}", _("The summary was frozen and is being sent."))


@get("/summaries/{summary_id:uuid}")
async def show(request: web.Asked, summary_id: FromPath[UUID]) -> Response[Any]:
    """One summary."""
    row = await queries.seen(acting(), summary_id)
    facts = row["facts"]
    for agreement in facts["agreements"]:
        agreement["signed"] = date.fromisoformat(agreement["signed_on"])
    return web.page(
        request,
        "summaries/show.html",
        summary=row,
        facts=facts,
        wording=wording,
        first_on=date.fromisoformat(facts["event"]["first_on"]),
        last_on=date.fromisoformat(facts["event"]["last_on"]),
    )


@get("/summaries/{summary_id:uuid}/pdf")
async def pdf(summary_id: FromPath[UUID]) -> Response[bytes]:
    """The same as PDF, in the language of the page."""
    return await api.pdf_answer(await queries.seen(acting(), summary_id))


router = Router("/", route_handlers=[listed, freeze, show, pdf])
