"""The directory over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.accounts.authenticating import token_of
from events_app.actor import acting
from events_app.directory import (
    arriving_api,
    bodies,
    checking,
    claim_api,
    claiming,
    contacting,
    correcting_api,
    distinguishing_api,
    finding_api,
    member_api,
    places,
    privacy_api,
    product_api,
    queries,
    recognizing,
    record_api,
    schemas,
    spelling,
    supply_api,
    tallying_api,
)
from events_app.directory.tables import EntityKind, Kind
from events_app.values import now
from events_app.web import Asked

ProvinceCode = Annotated[str | None, QueryParameter(max_length=2, description="A code together with its set.")]


@get("/organizations", besides=checking.place_besides, **access.OPEN)
async def organizations(
    kind: FromQuery[Kind | None] = None,
    entity_kind: FromQuery[EntityKind | None] = None,
    province_set: FromQuery[places.Set | None] = None,
    province_code: ProvinceCode = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> schemas.OrganizationPage:
    """The directory, in Vietnamese alphabetical order."""
    checking.place_asked(province_set, province_code)
    rows, following = await queries.organizations(
        paging.Page(limit, after),
        q=q,
        kind=kind,
        entity_kind=entity_kind,
        province_set=province_set,
        province_code=province_code,
    )
    return schemas.OrganizationPage([schemas.listed(row) for row in rows], following)


@post("/organizations")
async def create_organization(
    request: Asked, data: JSONBody[bodies.NewOrganization]
) -> Response[schemas.OrganizationShown]:
    """A new organization of the caller, or with ``on_behalf`` an entity that the calling organizer speaks for."""
    actor, at = acting(), now()
    if data.on_behalf:
        keeper = access.writer(actor, Kind.ORGANIZER)
        row = await recognizing.enter(keeper, data, at=at)
    else:
        row = await recognizing.found(access.founder(actor), data, at=at, token=token_of(request))
    return versions.tagged(await schemas.shown(row, inside=True), row.version, 201)


@get("/organizations/{organization_id:uuid}", **access.OPEN)
async def organization(organization_id: FromPath[UUID]) -> Response[schemas.OrganizationShown]:
    """An organization; its own people, and who decides about its record, see more of it than others."""
    row = await queries.seen(acting(), organization_id)
    inside = await queries.speaks_for(acting(), row) or await claiming.decides(acting(), row)
    return versions.tagged(await schemas.shown(row, inside=inside), row.version)


@patch("/organizations/{organization_id:uuid}")
async def change_organization(
    organization_id: FromPath[UUID], data: JSONBody[bodies.OrganizationChange], if_match: versions.IfMatch = None
) -> Response[schemas.OrganizationShown]:
    """Change what the directory says of one's organization."""
    row = await queries.mine(acting(), organization_id)
    await recognizing.describe(row, versions.owed(if_match), anyway=data.anyway, at=now(), **data.described())
    return versions.tagged(await schemas.shown(row, inside=True), row.version)


@get("/organizations/{organization_id:uuid}/contacts")
async def contacts(organization_id: FromPath[UUID]) -> schemas.ContactPage:
    """Everybody whom the organization's letters reach."""
    row = await queries.within(acting(), organization_id)
    return schemas.ContactPage([schemas.contact(found) for found in await queries.contacts_of(row.id)], None)


@post("/organizations/{organization_id:uuid}/contacts")
async def add_contact(
    organization_id: FromPath[UUID], data: JSONBody[bodies.NewContact]
) -> Response[schemas.ContactShown]:
    """Somebody more to be told."""
    owner = await queries.mine(acting(), organization_id)
    row = await contacting.add(owner.id, at=now(), **data.reached())
    return versions.tagged(schemas.contact(row), row.version, 201)


@get("/contacts/{contact_id:uuid}")
async def contact(contact_id: FromPath[UUID]) -> Response[schemas.ContactShown]:
    """A contact of one's organization."""
    row = await queries.contact(acting(), contact_id)
    return versions.tagged(schemas.contact(row), row.version)


@patch("/contacts/{contact_id:uuid}")
async def change_contact(
    contact_id: FromPath[UUID], data: JSONBody[bodies.ContactChange], if_match: versions.IfMatch = None
) -> Response[schemas.ContactShown]:
    """Change how somebody is reached."""
    row = await queries.contact_to_change(acting(), contact_id)
    await contacting.change(row, versions.owed(if_match), at=now(), **data.reached())
    return versions.tagged(schemas.contact(row), row.version)


@delete("/contacts/{contact_id:uuid}")
async def remove_contact(contact_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Write to this person no more."""
    row = await queries.contact_to_change(acting(), contact_id)
    await contacting.remove(row, versions.owed(if_match), at=now())


@get("/provinces", **access.OPEN)
async def provinces(
    which: Annotated[
        places.Set | None, QueryParameter(name="set", description="63: before 1 July 2025; 34: since.")
    ] = None,
    name: Annotated[
        str | None, QueryParameter(max_length=200, description="A province as people write it, or a code.")
    ] = None,
    on: Annotated[date | None, QueryParameter(description="The set that is in force on this day.")] = None,
) -> schemas.ProvincePage:
    """The provinces of a set, in Vietnamese alphabetical order; or those that a name may mean, at most one of each set.

    A code means something only together with its set: without `set` and `on` it is refused with the question which.
    """
    if name is not None:
        found = spelling.looked_up(name, which, on)
    else:
        found = tuple(places.provinces(checking.set_asked(which, on)).values())
    return schemas.ProvincePage([schemas.province(one) for one in found], None)


@get("/whoami")
async def whoami() -> schemas.Whoami:
    """For whom this token acts."""
    access.signed_in(acting())
    return schemas.whoami(acting())


router = Router(
    "/",
    route_handlers=[
        organizations,
        create_organization,
        organization,
        change_organization,
        contacts,
        add_contact,
        contact,
        change_contact,
        remove_contact,
        provinces,
        whoami,
        *product_api.handlers,
        *record_api.handlers,
        *supply_api.handlers,
        *arriving_api.handlers,
        *claim_api.handlers,
        *member_api.handlers,
        *privacy_api.handlers,
        *correcting_api.handlers,
        *distinguishing_api.handlers,
        *finding_api.handlers,
        *tallying_api.handlers,
    ],
    tags=["directory"],
)
