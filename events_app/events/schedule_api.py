"""Sites, opening days and the programme over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from events_app import access, versions
from events_app.actor import acting
from events_app.events import bodies, placing, programming, queries, schemas, siting
from events_app.values import now


@get("/events/{event_id:uuid}/sites", **access.OPEN)
async def site_list(event_id: FromPath[UUID]) -> schemas.SiteList:
    """The sites of an event."""
    event = await queries.seen(acting(), event_id)
    return schemas.SiteList(await placing.sites(event.id))


@post("/events/{event_id:uuid}/sites")
async def add_site(event_id: FromPath[UUID], data: JSONBody[bodies.NewSite]) -> Response[schemas.SiteAnswer]:
    """The event at one more venue."""
    row = await siting.add_site(await queries.kept(acting(), event_id), data, at=now())
    return versions.tagged(await placing.site(row.id), row.version, 201)


@get("/sites/{site_id:uuid}", **access.OPEN)
async def site(site_id: FromPath[UUID]) -> Response[schemas.SiteAnswer]:
    """A site."""
    row, _ = await placing.site_seen(acting(), site_id)
    return versions.tagged(await placing.site(row.id), row.version)


@patch("/sites/{site_id:uuid}")
async def change_site(
    site_id: FromPath[UUID], data: JSONBody[bodies.SiteChange], if_match: versions.IfMatch = None
) -> Response[schemas.SiteAnswer]:
    """Change where a site is or what is announced for it."""
    row = await placing.site_kept(acting(), site_id)
    await siting.edit_site(row, versions.owed(if_match), data, at=now())
    return versions.tagged(await placing.site(row.id), row.version)


@delete("/sites/{site_id:uuid}")
async def delete_site(site_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a site out of a draft."""
    row = await placing.site_kept(acting(), site_id)
    await siting.delete_site(row, versions.owed(if_match), at=now())


@get("/sites/{site_id:uuid}/days", **access.OPEN)
async def day_list(site_id: FromPath[UUID]) -> schemas.DayList:
    """The opening days of a site."""
    row, _ = await placing.site_seen(acting(), site_id)
    return schemas.DayList(await placing.days_of(row.id))


@post("/sites/{site_id:uuid}/days")
async def add_day(site_id: FromPath[UUID], data: JSONBody[bodies.Hours]) -> Response[schemas.DayAnswer]:
    """One more opening day."""
    row = await siting.add_day(await placing.site_kept(acting(), site_id), data, at=now())
    return versions.tagged(placing.day(row), row.version, 201)


@get("/days/{day_id:uuid}", **access.OPEN)
async def day(day_id: FromPath[UUID]) -> Response[schemas.DayAnswer]:
    """An opening day; a lost one says since when."""
    row = await placing.day_seen(acting(), day_id)
    return versions.tagged(placing.day(row), row.version)


@patch("/days/{day_id:uuid}")
async def change_day(
    day_id: FromPath[UUID], data: JSONBody[bodies.DayChange], if_match: versions.IfMatch = None
) -> Response[schemas.DayAnswer]:
    """Change a day's hours; its date only in a draft."""
    row = await placing.day_kept(acting(), day_id)
    await siting.edit_day(row, versions.owed(if_match), data, at=now())
    return versions.tagged(placing.day(row), row.version)


@delete("/days/{day_id:uuid}")
async def delete_day(day_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a day out of a draft; drop it from an announced event."""
    row = await placing.day_kept(acting(), day_id)
    await siting.delete_day(row, versions.owed(if_match), at=now())


@get("/events/{event_id:uuid}/sessions", **access.OPEN)
async def session_list(event_id: FromPath[UUID]) -> schemas.SessionList:
    """The programme of an event."""
    event = await queries.seen(acting(), event_id)
    return schemas.SessionList(await placing.programme(event.id))


@post("/events/{event_id:uuid}/sessions")
async def add_session(event_id: FromPath[UUID], data: JSONBody[bodies.NewSession]) -> Response[schemas.SessionAnswer]:
    """One more item of the programme."""
    row = await programming.add_session(await queries.kept(acting(), event_id), data, at=now())
    return versions.tagged(await placing.session(row.id), row.version, 201)


@get("/sessions/{session_id:uuid}", **access.OPEN)
async def session(session_id: FromPath[UUID]) -> Response[schemas.SessionAnswer]:
    """An item of the programme; a lost one says since when."""
    row = await placing.session_seen(acting(), session_id)
    return versions.tagged(await placing.session(row.id), row.version)


@patch("/sessions/{session_id:uuid}")
async def change_session(
    session_id: FromPath[UUID], data: JSONBody[bodies.SessionChange], if_match: versions.IfMatch = None
) -> Response[schemas.SessionAnswer]:
    """Change an item of the programme; speakers are replaced as a whole."""
    row = await placing.session_kept(acting(), session_id)
    await programming.edit_session(row, versions.owed(if_match), data, at=now())
    return versions.tagged(await placing.session(row.id), row.version)


@delete("/sessions/{session_id:uuid}")
async def delete_session(session_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take an item out of a draft's programme; drop it from an announced one."""
    row = await placing.session_kept(acting(), session_id)
    await programming.delete_session(row, versions.owed(if_match), at=now())


handlers: list[HTTPRouteHandler] = [
    site_list,
    add_site,
    site,
    change_site,
    delete_site,
    day_list,
    add_day,
    day,
    change_day,
    delete_day,
    session_list,
    add_session,
    session,
    change_session,
    delete_session,
]
