"""The venues that an organizer finds and looks after, on pages."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import places
from events_app.directory import queries as directory
from events_app.i18n import text as _
from events_app.values import now
from events_app.venues import bodies, keeping, queries

SPARE_HALLS = 3  # empty lines below the halls that are there


@get("/desk/venues")
async def venues(
    request: web.Asked, q: paging.Query = None, after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """All venues, searched by name, address and province."""
    access.member(acting(), *queries.KINDS)
    rows, following = await queries.venues(paging.Page(limit, after), q=q)
    return web.page(
        request,
        "venues/list.html",
        venues=rows,
        next=following,
        q=q,
        province_of=places.province,
        keeps=queries.keeps,
        halls=await queries.halls_of(*(row.id for row in rows)),
    )


@get("/desk/venues/new")
async def entering(request: web.Asked) -> Response[Any]:
    """The form to enter a venue with."""
    return await _entering(request, web.FIRST)


async def _entering(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    access.writer(acting(), *queries.KINDS)
    return await _form(request, attempt)


async def _form(request: web.Asked, attempt: web.Attempt, **venue: Any) -> Response[Any]:
    shown = {"venue": None, "halls": [], "province": "", **venue}
    return web.page(
        request,
        "venues/form.html",
        status=attempt.status,
        attempt=attempt,
        provinces=places.choices(),
        chains=[(str(chain.id), chain.name) for chain in await directory.chains()],
        lines=len(shown["halls"]) + SPARE_HALLS,
        **shown,
    )


@post("/desk/venues/new")
@web.refused_as(_entering)
async def enter(request: web.Asked) -> Response[Any]:
    """Enter a venue."""
    keeper = access.writer(acting(), *queries.KINDS)
    given = await _read(request)
    row = await keeping.add(keeper, given.kept_halls(), at=now(), **given.described())
    return web.see("/desk/venues", _("%(name)s can be chosen for a fair now.", name=row.name))


@get("/desk/venues/{venue_id:uuid}")
async def changing(request: web.Asked, venue_id: FromPath[UUID]) -> Response[Any]:
    """The form to change a venue with."""
    return await _changing(request, venue_id, web.FIRST)


async def _changing(request: web.Asked, venue_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.kept(acting(), venue_id)
    return await _form(
        request,
        attempt,
        venue=row,
        halls=(await queries.halls_of(row.id))[row.id],
        province=places.chosen(row.province_set, row.province_code),
    )


@post("/desk/venues/{venue_id:uuid}")
@web.refused_as(_changing)
async def change(request: web.Asked, venue_id: FromPath[UUID]) -> Response[Any]:
    """Change a venue; a hall whose name is emptied is taken away."""
    row = await queries.kept(acting(), venue_id)
    given = await _read(request)
    await keeping.change(row, await web.version(request), given.kept_halls(), at=now(), **given.described())
    return web.see("/desk/venues", _("Saved."))


async def _read(request: web.Asked) -> bodies.NewVenue:
    """The form; lines for halls that were left empty are no halls."""
    tree = places.placed(await web.form(request))
    tree.pop("version", None)
    if isinstance(tree.get("halls"), list):
        tree["halls"] = [hall for hall in tree["halls"] if not isinstance(hall, dict) or "name" in hall]
    return web.check(bodies.NewVenue, tree)


router = Router("/", route_handlers=[venues, entering, enter, changing, change])
