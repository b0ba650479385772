"""Agreements over HTTP."""

from uuid import UUID

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from events_app import paging, versions
from events_app.actor import acting
from events_app.agreements import queries, schemas, signing
from events_app.events import queries as events
from events_app.values import now


@get("/events/{event_id:uuid}/agreements")
async def listed(
    event_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None, q: paging.Query = None
) -> schemas.AgreementList:
    """The agreements of an event: all for its organizer, their own for its parties."""
    rows, following = await queries.listed(acting(), event_id, paging.Page(limit, after), q)
    return schemas.AgreementList([schemas.shown(row) for row in rows], following)


@post("/events/{event_id:uuid}/agreements")
async def record(event_id: FromPath[UUID], data: JSONBody[schemas.NewAgreement]) -> Response[schemas.AgreementShown]:
    """Record an agreement signed at an event."""
    event = await events.kept(acting(), event_id)
    agreement_id = await signing.record(event, data, at=now())
    return await _answer(agreement_id, 201)


@get("/agreements/{agreement_id:uuid}")
async def show(agreement_id: FromPath[UUID]) -> Response[schemas.AgreementShown]:
    """One agreement."""
    return await _answer(agreement_id)


@patch("/agreements/{agreement_id:uuid}")
async def correct(
    agreement_id: FromPath[UUID], data: JSONBody[schemas.ChangedAgreement], if_match: versions.IfMatch = None
) -> Response[schemas.AgreementShown]:
    """Correct an agreement."""
    await events.kept(acting(), (await queries.seen(acting(), agreement_id))["event"])
    await signing.correct(agreement_id, versions.owed(if_match), data, at=now())
    return await _answer(agreement_id)


@delete("/agreements/{agreement_id:uuid}")
async def strike(agreement_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Delete an agreement that was recorded by mistake."""
    await events.kept(acting(), (await queries.seen(acting(), agreement_id))["event"])
    await signing.strike(agreement_id, versions.owed(if_match), at=now())


async def _answer(agreement_id: UUID, status: int = 200) -> Response[schemas.AgreementShown]:
    row = await queries.seen(acting(), agreement_id)
    return versions.tagged(schemas.shown(row), row["version"], status)


router = Router("/", route_handlers=[listed, record, show, correct, strike], tags=["agreements"])
