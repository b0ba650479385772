"""The directory as everybody searches it, and the former names of an organization, on pages."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import bodies, checking, duplicates, naming, places, queries, vouching, words
from events_app.directory.product_pages import KEPT, base, chosen
from events_app.directory.tables import EntityKind, Kind
from events_app.i18n import text as _
from events_app.values import now

InProvince = Annotated[str | None, QueryParameter(name="province", max_length=5)]


@get(
    "/organizations",
    choices={"kind": words.KINDS, "entity_kind": words.ENTITY_KINDS},
    besides=checking.chosen_besides,
)
async def directory(
    request: web.Asked,
    q: paging.Query = None,
    kind: FromQuery[Kind | None] = None,
    entity_kind: FromQuery[EntityKind | None] = None,
    province: InProvince = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """All organizations, or those that match; a province of today also finds those whose address is of before."""
    which, code = checking.place_chosen(province)
    rows, following = await queries.organizations(
        paging.Page(limit, after),
        q=q,
        kind=kind,
        entity_kind=entity_kind,
        province_set=which,
        province_code=code,
    )
    return web.page(
        request,
        "directory/list.html",
        organizations=rows,
        next=following,
        q=q,
        kind=kind,
        entity_kind=entity_kind,
        province=province,
        filtered=bool(q or kind or entity_kind or province),
        provinces=places.choices(),
        province_of=places.province,
        decides=duplicates.decides(acting()),
        words=words,
    )


@get(["/organization/names", f"{KEPT}/names"])
async def names(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The former names, and the form to add one."""
    return await _names(request, organization_id, web.FIRST)


async def _names(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.within(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/names.html",
        status=attempt.status,
        attempt=attempt,
        organization=row,
        base=base(row.id),
        names=await naming.names_of(row.id),
        settled=vouching.settled(row),
    )


@post(["/organization/names", f"{KEPT}/names"])
@web.refused_as(_names)
async def add_name(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """A name that the organization had."""
    row = await queries.mine(acting(), chosen(organization_id))
    given = await web.read(request, bodies.NewName)
    await naming.remember(row, given.name, first_on=given.first_on, last_on=given.last_on, at=now())
    return web.see(f"{base(row.id)}/names", _("%(name)s is found under this name too.", name=row.name))


async def _removing(request: web.Asked, name_id: UUID, attempt: web.Attempt) -> Response[Any]:
    found = await naming.former_name(name_id)
    return await _names(request, found.organization, attempt)


@post("/organization-names/{name_id:uuid}/removal")
@web.refused_as(_removing)
async def remove_name(request: web.Asked, name_id: FromPath[UUID]) -> Response[Any]:
    """Take back a former name that was none."""
    found = await naming.former_name(name_id)
    row = await queries.mine(acting(), found.organization)
    await naming.forget(found, await web.version(request), at=now())
    return web.see(f"{base(row.id)}/names", _("%(name)s is no former name any more.", name=found.name))


@get(["/organization/renaming", f"{KEPT}/renaming"])
async def renaming(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The form to give the organization another name with."""
    return await _renaming(request, organization_id, web.FIRST)


async def _renaming(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.mine(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/renaming.html",
        status=attempt.status,
        attempt=attempt,
        organization=row,
        base=base(row.id),
    )


@post(["/organization/renaming", f"{KEPT}/renaming"])
@web.refused_as(_renaming)
async def rename(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """Give the organization another name from a day on."""
    row = await queries.mine(acting(), chosen(organization_id))
    given = await web.read(request, bodies.Renaming)
    await naming.rename(row, await web.version(request), given.name, since=given.first_on, at=now())
    return web.see(base(row.id), _("The organization is called %(name)s now.", name=row.name))


handlers = [directory, names, add_name, remove_name, renaming, rename]
