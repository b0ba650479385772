"""Reminder rules and deliveries over HTTP, for organizers; warnings, for authorities."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import paging, versions
from events_app.actor import acting
from events_app.directory import product_queries
from events_app.events import queries as events
from events_app.reminders import queries, ruling, schemas
from events_app.reminders.tables import DeliveryState
from events_app.values import now

InState = Annotated[DeliveryState | None, QueryParameter(name="state", description="Only those in this state.")]


@get("/events/{event_id:uuid}/reminder-rules")
async def rule_list(event_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None) -> schemas.Rules:
    """When the exhibitors of an event are reminded."""
    event = await events.looked_after(acting(), event_id)
    rows, following = await queries.rules(event.id, paging.Page(limit, after))
    return schemas.Rules([schemas.rule(row) for row in rows], following)


@post("/events/{event_id:uuid}/reminder-rules")
async def add_rule(event_id: FromPath[UUID], data: JSONBody[ruling.NewRule]) -> Response[schemas.Rule]:
    """One more reminder."""
    row = await ruling.add(await events.kept(acting(), event_id), data, at=now())
    return versions.tagged(schemas.rule(row), row.version, 201)


@get("/reminder-rules/{rule_id:uuid}")
async def rule(rule_id: FromPath[UUID]) -> Response[schemas.Rule]:
    """A reminder rule."""
    row, _ = await queries.rule_seen(acting(), rule_id)
    return versions.tagged(schemas.rule(row), row.version)


@patch("/reminder-rules/{rule_id:uuid}")
async def change_rule(
    rule_id: FromPath[UUID], data: JSONBody[ruling.RuleChange], if_match: versions.IfMatch = None
) -> Response[schemas.Rule]:
    """Change when exhibitors are reminded; what has not been sent moves along."""
    row, event = await queries.rule_kept(acting(), rule_id)
    await ruling.change(row, event, versions.owed(if_match), at=now(), **data.given())
    return versions.tagged(schemas.rule(row), row.version)


@delete("/reminder-rules/{rule_id:uuid}")
async def remove_rule(rule_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a reminder away."""
    row, event = await queries.rule_kept(acting(), rule_id)
    await ruling.remove(row, event, versions.owed(if_match), at=now())


@get("/events/{event_id:uuid}/deliveries")
async def delivery_list(
    event_id: FromPath[UUID], in_state: InState = None, limit: paging.Limit = 50, after: paging.After = None
) -> schemas.Deliveries:
    """The letters about an event, and what became of each."""
    event = await events.looked_after(acting(), event_id)
    rows, following = await queries.deliveries(acting(), event.id, paging.Page(limit, after), in_state)
    return schemas.Deliveries([schemas.delivery(row) for row in rows], following)


@get("/warnings")
async def warning_list(
    in_state: InState = None, limit: paging.Limit = 50, after: paging.After = None
) -> schemas.WarningPage:
    """For an authority: the letters to entities of its province about certificates that lapse, and what became of each."""
    authority = await product_queries.authority(acting(), writing=False)
    rows, following = await queries.warnings(authority, paging.Page(limit, after), in_state)
    return schemas.WarningPage([schemas.warning(row) for row in rows], following)


router = Router(
    "/",
    route_handlers=[rule_list, add_rule, rule, change_rule, remove_rule, delivery_list, warning_list],
    tags=["reminders"],
)
