"""One application as a page, for its entity and for its organizer; every verb that is refused shows it again."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response

from events_app import web
from events_app.actor import acting
from events_app.booths import plan as plans
from events_app.booths.schemas import Hold
from events_app.directory import on_behalf
from events_app.events import queries as events
from events_app.exhibitors import applying, choosing, picking, queries, schemas
from events_app.exhibitors.tables import Application
from events_app.values import now


async def show(
    request: web.Asked,
    application_id: UUID,
    attempt: web.Attempt,
    site: UUID | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
) -> Response[Any]:
    """The page of one application, as its entity or its organizer sees it."""
    at, who = now(), acting()
    row = await queries.seen(who, application_id)
    found = await queries.shown(application_id, at=at)
    keeps = await queries.keeps(who, row)
    event = await events.seen(who, row.event)
    decides = not keeps or not await on_behalf.has_people(row.organization)
    chooses = who.writes and _may_choose(found, keeps, applying.is_open(event, at))
    asked = (site, first_on, last_on) if attempt is web.FIRST else _typed_choice(attempt)
    tried = request.url.path.rpartition("/")[2]
    plan = None
    if chooses:
        plan = await plans.plan(row.event, at=at, for_organization=row.organization, naming=keeps)
    return web.page(
        request,
        "exhibitors/application.html",
        status=attempt.status,
        attempt=attempt,
        tried_in=lambda *places: attempt if attempt is not web.FIRST and tried in places else None,
        application=found,
        event=event,
        keeps=keeps,
        writes=who.writes,
        verbs=_verbs(found),
        editable=found.state in applying.EDITABLE and found.event.state in applying.COMING,
        decides=decides,
        confirms=_may_confirm(found, keeps) if decides else [],
        choice=picking.choice(plan, *asked) if plan else None,
        sites=plan.sites if plan else [],
        lost=await plans.lost_by(found.id),
        consent=applying.paper_text() if keeps else applying.consent_text(),
    )


def _verbs(found: schemas.Application) -> set[str]:
    """What may become of it; nothing more once the fair is over or cancelled."""
    if found.event.state not in applying.COMING:
        return set()
    return {verb for verb, (sources, _target) in Application.MOVES.items() if found.state in sources}


def _may_choose(found: schemas.Application, keeps: bool, is_open: bool) -> bool:
    if found.event.state != "published":
        return False
    if keeps:
        return found.state in choosing.CHOOSING or found.state in Application.MOVES["offer"][0]
    return found.event.mode == "pick" and is_open and found.state in choosing.CHOOSING


def _may_confirm(found: schemas.Application, keeps: bool) -> list[Hold]:
    """The holds that this reader may confirm."""
    if found.event.state != "published" or found.state not in Application.MOVES["confirm"][0]:
        return []
    held = [booth for booth in found.booths if booth.held_until is not None]
    return held if keeps or found.event.mode == "pick" else [booth for booth in held if booth.offered]


def _typed_choice(attempt: web.Attempt) -> tuple[UUID | None, date | None, date | None]:
    """The site and days that were being looked at when something was refused."""
    first_on, last_on = (or_none(date.fromisoformat, attempt.value(name)) for name in ("first_on", "last_on"))
    return or_none(UUID, attempt.value("site")), first_on, last_on


def or_none(make: Callable[[str], Any], written: Any) -> Any:
    """``make(written)``, or None where it cannot be made."""
    try:
        return make(str(written)) if written else None
    except ValueError:
        return None
