"""Former names of organizations, and records that are merged, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.directory import (
    bodies,
    checking,
    conflicting,
    counterparts,
    duplicates,
    merging,
    naming,
    queries,
    record_schemas,
    schemas,
    twins,
)
from events_app.errors import Invalid, Wrong
from events_app.values import now

Into = Annotated[UUID | None, QueryParameter(description="The record that stays.")]


@get("/organizations/{organization_id:uuid}/names", **access.OPEN)
async def names(organization_id: FromPath[UUID]) -> schemas.FormerNamePage:
    """What an organization was called before, the latest first."""
    row = await queries.seen(acting(), organization_id)
    return schemas.FormerNamePage([schemas.former_name(one) for one in await naming.names_of(row.id)], None)


@post("/organizations/{organization_id:uuid}/names")
async def add_name(organization_id: FromPath[UUID], data: JSONBody[bodies.NewName]) -> Response[schemas.FormerName]:
    """A name that the organization had; its address leads to the present one."""
    row = await queries.mine(acting(), organization_id)
    found = await naming.remember(row, data.name, first_on=data.first_on, last_on=data.last_on, at=now())
    return versions.tagged(schemas.former_name(found), found.version, 201)


@get("/organization-names/{name_id:uuid}", **access.OPEN)
async def name(name_id: FromPath[UUID]) -> Response[schemas.FormerName]:
    """A former name."""
    found = await naming.former_name(name_id)
    return versions.tagged(schemas.former_name(found), found.version)


@delete("/organization-names/{name_id:uuid}")
async def remove_name(name_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take back a former name that was none; its address leads nowhere any more."""
    found = await naming.former_name(name_id)
    await queries.mine(acting(), found.organization)
    await naming.forget(found, versions.owed(if_match), at=now())


@post("/organizations/{organization_id:uuid}/renaming", status_code=200)
async def rename(
    organization_id: FromPath[UUID], data: JSONBody[bodies.Renaming]
) -> Response[schemas.OrganizationShown]:
    """Give the organization another name from a day on; the present one becomes a former one, and its address leads on."""
    row = await queries.mine(acting(), organization_id)
    await naming.rename(row, row.version, data.name, since=data.first_on, at=now())
    return versions.tagged(await schemas.shown(row, inside=True), row.version)


@get("/duplicates")
async def found(limit: paging.Limit = 50, after: paging.After = None) -> schemas.DuplicatesPage:
    """Records that may be one organization, among those about which the caller decides."""
    rows, following = await duplicates.found(acting(), paging.Page(limit, after))
    return schemas.DuplicatesPage([schemas.duplicates(row) for row in rows], following)


@get("/duplicates/elsewhere")
async def elsewhere(limit: paging.Limit = 50, after: paging.After = None) -> record_schemas.CounterpartPage:
    """Records of one's province that may be one with a record of another one, and whom to ask there; for its authority."""
    rows, following = await counterparts.elsewhere(acting(), paging.Page(limit, after))
    return record_schemas.CounterpartPage([record_schemas.counterpart(row) for row in rows], following)


@get("/organizations/{organization_id:uuid}/merger")
async def compare(organization_id: FromPath[UUID], into: Into = None) -> schemas.MergerPreview:
    """Two records beside each other, and what must be decided before the first goes into the second."""
    old = await queries.seen(acting(), organization_id)
    await duplicates.may_see(acting(), old)
    if into is None:
        raise Invalid([Wrong("into", checking.OWED)])
    new = await queries.seen(acting(), into)
    await duplicates.may_see(acting(), old, new)
    return schemas.MergerPreview(
        await schemas.shown(old, inside=True),
        await schemas.shown(new, inside=True),
        [schemas.conflicting(one) for one in await conflicting.conflicts(old.id, new.id, at=now())],
        [schemas.united(one) for one in await twins.of(old.id, new.id) if not one.asked],
    )


@post("/organizations/{organization_id:uuid}/merger", status_code=200)
async def merge(organization_id: FromPath[UUID], data: JSONBody[bodies.Merger]) -> Response[schemas.OrganizationShown]:
    """Let the record go into another; it cannot be undone. Its id and address lead to the other from then on."""
    old = await queries.seen(acting(), organization_id)
    await duplicates.may_merge(acting(), old)
    new = await queries.seen(acting(), data.into)
    await duplicates.may_merge(acting(), old, new)
    await merging.merge(old, new, stays=data.stays, take=data.take, sure=data.sure, at=now())
    return versions.tagged(await schemas.shown(new, inside=True), new.version)


handlers = [names, add_name, name, remove_name, rename, found, elsewhere, compare, merge]
