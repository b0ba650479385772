"""Records that look like one organization and are two, over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from events_app import paging, reading, versions
from events_app.actor import acting
from events_app.directory import distinguishing, duplicates, queries
from events_app.values import now


class NewDistinction(reading.Body):
    """The two records."""

    one: UUID
    other: UUID


class DistinctionShown(msgspec.Struct, frozen=True):
    """Two records, who said that they are two organizations, and when."""

    id: UUID
    one: UUID
    one_name: str
    other: UUID
    other_name: str
    said_by: UUID
    said_by_name: str
    said_at: datetime


class DistinctionPage(msgspec.Struct, frozen=True):
    """A page of them, the latest first."""

    items: list[DistinctionShown]
    next: str | None


@get("/distinctions")
async def said(limit: paging.Limit = 50, after: paging.After = None) -> DistinctionPage:
    """Of which records it was said that they are two, among those about which the caller decides."""
    rows, following = await distinguishing.said(acting(), paging.Page(limit, after))
    return DistinctionPage([_shown(row) for row in rows], following)


@post("/distinctions")
async def say(data: JSONBody[NewDistinction]) -> Response[DistinctionShown]:
    """Say that two records are two organizations: they are no longer among the duplicates, and cannot be merged."""
    one, other = await queries.seen(acting(), data.one), await queries.seen(acting(), data.other)
    await duplicates.may_merge(acting(), one, other)
    row = await distinguishing.say(one, other, acting(), at=now())
    return versions.tagged(_shown(await distinguishing.seen(acting(), row.id)), row.version, 201)


@get("/distinctions/{distinction_id:uuid}")
async def distinction(distinction_id: FromPath[UUID]) -> Response[DistinctionShown]:
    """One of them."""
    row = await distinguishing.seen(acting(), distinction_id)
    return versions.tagged(_shown(row), row["version"])


@delete("/distinctions/{distinction_id:uuid}")
async def take_back(distinction_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take it back: they may be one organization after all."""
    row = await distinguishing.to_take_back(acting(), distinction_id)
    await distinguishing.take_back(row, versions.owed(if_match), at=now())


def _shown(row: dict[str, Any]) -> DistinctionShown:
    return DistinctionShown(
        said_at=row["created_at"],
        **{name: row[name] for name in DistinctionShown.__struct_fields__ if name != "said_at"},
    )


handlers: list[HTTPRouteHandler] = [said, say, distinction, take_back]
