"""The organizer's page of reminders and letters, and the letters that the embedded sink keeps."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, QueryParameter

from events_app import paging, reading, web
from events_app.actor import acting
from events_app.events import queries as events
from events_app.events.bodies import Hour
from events_app.i18n import text as _
from events_app.reminders import due, queries, ruling, sink_pages, warning_pages, wording
from events_app.reminders.tables import DeliveryState
from events_app.values import now

StateAsked = Annotated[DeliveryState | None, QueryParameter(name="state")]
MOST_RULES = 100  # on the page; nobody has more than a handful


class RuleForm(reading.Body):
    """A rule as its form sends it: a box that is not ticked is not sent."""

    days_before: ruling.DaysBefore
    at_time: Hour
    active: bool = False


async def _shown(
    request: web.Asked,
    event_id: UUID,
    attempt: web.Attempt,
    in_state: StateAsked = None,
    after: paging.After = None,
) -> Response[Any]:
    event = await events.looked_after(acting(), event_id)
    rules, _more = await queries.rules(event.id, paging.Page(MOST_RULES))
    letters, following = await queries.deliveries(acting(), event.id, paging.Page(50, after), in_state)
    return web.page(
        request,
        "reminders/reminders.html",
        status=attempt.status,
        attempt=attempt,
        event=event,
        rules=rules,
        letters=letters,
        next=following,
        counts=await queries.counts(event.id),
        state=in_state,
        purposes=wording.PURPOSES,
        starts_with=(due.DAYS_BEFORE, due.AT_TIME),
        writes=acting().writes,
    )


@get("/desk/events/{event_id:uuid}/reminders", choices={"state": wording.states})
async def reminders(
    request: web.Asked, event_id: FromPath[UUID], in_state: StateAsked = None, after: paging.After = None
) -> Response[Any]:
    """When exhibitors are reminded, and every letter about the event."""
    return await _shown(request, event_id, web.FIRST, in_state, after)


@post("/desk/events/{event_id:uuid}/reminders")
@web.refused_as(_shown)
async def add_rule(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """One more reminder."""
    event = await events.kept(acting(), event_id)
    given = await web.read(request, RuleForm)
    await ruling.add(event, ruling.NewRule(**given.model_dump()), at=now())
    return web.see(f"/desk/events/{event.id}/reminders", _("The reminder is added."))


async def _rule(request: web.Asked, rule_id: UUID, attempt: web.Attempt) -> Response[Any]:
    rule, event = await queries.rule_kept(acting(), rule_id)
    return web.page(
        request,
        "reminders/rule.html",
        status=attempt.status,
        attempt=attempt,
        event=event,
        rule=rule,
        back=_path(event.id),
    )


def _path(event_id: UUID) -> str:
    return f"/desk/events/{event_id}/reminders"


@get("/desk/reminder-rules/{rule_id:uuid}")
async def rule(request: web.Asked, rule_id: FromPath[UUID]) -> Response[Any]:
    """Change a reminder or take it away."""
    return await _rule(request, rule_id, web.FIRST)


@post("/desk/reminder-rules/{rule_id:uuid}")
@web.refused_as(_rule)
async def change_rule(request: web.Asked, rule_id: FromPath[UUID]) -> Response[Any]:
    """Change when exhibitors are reminded."""
    row, event = await queries.rule_kept(acting(), rule_id)
    given = await web.read(request, RuleForm)
    await ruling.change(row, event, await web.version(request), at=now(), **given.model_dump())
    return web.see(_path(event.id), _("The reminder is changed. What has not been sent goes at its new time."))


@post("/desk/reminder-rules/{rule_id:uuid}/removal")
@web.refused_as(_rule)
async def remove_rule(request: web.Asked, rule_id: FromPath[UUID]) -> Response[Any]:
    """Take a reminder away."""
    row, event = await queries.rule_kept(acting(), rule_id)
    await ruling.remove(row, event, await web.version(request), at=now())
    return web.see(_path(event.id), _("The reminder is taken away. What it has not sent is cancelled."))


router = Router(
    "/",
    route_handlers=[reminders, add_rule, rule, change_rule, remove_rule, warning_pages.warnings, *sink_pages.HANDLERS],
    tags=["reminders"],
)
