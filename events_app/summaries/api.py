"""Summaries over HTTP: JSON and PDF."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, PathParameter

from events_app import i18n, paging, versions
from events_app.actor import acting
from events_app.errors import NotFound
from events_app.events import queries as events
from events_app.summaries import freezing, printing, queries, schemas
from events_app.values import id_of, now


@get("/events/{event_id:uuid}/summaries")
async def listed(event_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None) -> schemas.SummaryList:
    """The summaries of an event, newest first."""
    rows, following = await queries.listed(acting(), event_id, paging.Page(limit, after))
    return schemas.SummaryList([schemas.listed(row) for row in rows], following)


@post("/events/{event_id:uuid}/summaries")
async def freeze(event_id: FromPath[UUID]) -> Response[schemas.SummaryShown]:
    """Freeze the agreements as they stand now into the next summary."""
    event = await events.kept(acting(), event_id)
    summary = await freezing.freeze(event, at=now())
    row = await queries.seen(acting(), summary.id)
    return versions.tagged(schemas.shown(row), row["version"], 201)


Name = Annotated[str, PathParameter(max_length=60, description="The id of a summary; with `.pdf` behind it, the PDF.")]


@get("/summaries/{name:str}", responses={200: ResponseSpec(schemas.SummaryShown)})
async def show(name: Name) -> Response[Any]:
    """One summary: whole for the organizer, its own agreements for a party; as PDF in the language asked for."""
    written, dot, kind = name.partition(".")
    summary_id = id_of(written)
    if summary_id is None or (dot and kind != "pdf"):
        raise NotFound
    row = await queries.seen(acting(), summary_id)
    return await pdf_answer(row) if dot else versions.tagged(schemas.shown(row), row["version"])


async def pdf_answer(row: dict[str, Any]) -> Response[bytes]:
    """The PDF of what ``queries.seen`` found: as it was kept, or set anew for a party or another language."""
    kept = await queries.kept_pdf(row["id"]) if row["whole"] and i18n.language() == i18n.Language.VI else None
    name = f"{row['facts']['event']['slug']}-{row['number']}.pdf"
    return Response(
        kept or await printing.printed(row["facts"], whole=row["whole"]),
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-cache"},
    )


router = Router("/", route_handlers=[listed, freeze, show], tags=["summaries"])
