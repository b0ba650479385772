"""The entities that an organizer entered itself, for producers who have no e-mail address."""

from typing import Any

from litestar import Response, get, post

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import bodies, places, queries, recognizing, words
from events_app.directory.tables import Kind
from events_app.i18n import text as _
from events_app.values import now


@get("/desk/entities")
async def entities(
    request: web.Asked, q: paging.Query = None, after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """Those that nobody belongs to yet."""
    keeper = access.member(acting(), Kind.ORGANIZER)
    rows, following = await queries.kept_by(keeper, paging.Page(limit, after), q)
    return web.page(
        request, "directory/entities.html", entities=rows, next=following, q=q, province_of=places.province, words=words
    )


@get("/desk/entities/new")
async def entering(request: web.Asked) -> Response[Any]:
    """The form to enter an entity with."""
    return await _entering(request, web.FIRST)


async def _entering(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    access.writer(acting(), Kind.ORGANIZER)
    return web.page(
        request, "directory/enter.html", status=attempt.status, attempt=attempt, provinces=places.choices(), words=words
    )


@post("/desk/entities/new")
@web.refused_as(_entering)
async def enter(request: web.Asked) -> Response[Any]:
    """Enter an entity and somebody to phone."""
    keeper = access.writer(acting(), Kind.ORGANIZER)
    tree = {**places.placed(await web.form(request)), "kind": Kind.ENTITY, "on_behalf": True}
    given = web.check(bodies.NewOrganization, tree)
    row = await recognizing.enter(keeper, given, at=now())
    return web.see(f"/desk/entities/{row.id}", _("%(name)s is in the directory now.", name=row.name))


handlers = [entities, entering, enter]
