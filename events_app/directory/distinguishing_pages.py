"""The desk at which it is said that two records are two organizations, and taken back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import distinguishing, duplicates, queries
from events_app.i18n import text as _
from events_app.values import now


@get("/desk/distinctions")
async def said(request: web.Asked, after: paging.After = None, limit: paging.Limit = 50) -> Response[Any]:
    """Of which records it was said that they are two."""
    rows, following = await distinguishing.said(acting(), paging.Page(limit, after))
    return web.page(request, "directory/distinctions.html", pairs=rows, next=following, may=acting().writes)


@post("/desk/duplicates/{old_id:uuid}/{new_id:uuid}/distinction")
async def say(request: web.Asked, old_id: FromPath[UUID], new_id: FromPath[UUID]) -> Response[Any]:
    """Say that they are two."""
    one, other = await queries.seen(acting(), old_id), await queries.seen(acting(), new_id)
    await duplicates.may_merge(acting(), one, other)
    await distinguishing.say(one, other, acting(), at=now())
    return web.see(
        "/desk/duplicates", _("%(one)s and %(other)s are two organizations.", one=one.name, other=other.name)
    )


@post("/desk/distinctions/{distinction_id:uuid}/removal")
async def take_back(request: web.Asked, distinction_id: FromPath[UUID]) -> Response[Any]:
    """Take it back; the way leads to comparing them."""
    row = await distinguishing.to_take_back(acting(), distinction_id)
    await distinguishing.take_back(row, await web.version(request), at=now())
    return web.see(f"/desk/duplicates/{row['one']}/{row['other']}", _("They may be one organization after all."))


handlers: list[HTTPRouteHandler] = [said, say, take_back]
