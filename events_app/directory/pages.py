"""One's own organization, and the entities that an organizer speaks for, on pages."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from events_app import access, web
from events_app.accounts import signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.actor import acting
from events_app.directory import (
    approving,
    arriving_pages,
    bodies,
    certificate_pages,
    claim_pages,
    contact_pages,
    contacting,
    correcting_pages,
    distinguishing_pages,
    finding_pages,
    keeping_pages,
    masking,
    member_pages,
    merging_pages,
    officer_pages,
    places,
    privacy_pages,
    product_pages,
    public_pages,
    queries,
    recognizing,
    record_pages,
    registering,
    supply_pages,
    tallying_pages,
    verifying,
    vouching,
    words,
)
from events_app.directory.product_pages import KEPT, base, chosen
from events_app.directory.tables import Organization, OrganizationState
from events_app.i18n import text as _
from events_app.values import now


@get(["/organization", KEPT])
async def show(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The organization as its own people see it; who has none is asked to found one."""
    access.signed_in(acting())
    if organization_id is None and acting().organization_id is None:
        return web.page(request, "directory/none.html")
    row = await queries.within(acting(), chosen(organization_id))
    return await _show(request, row.id, web.FIRST)


async def _show(request: web.Asked, organization_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.within(acting(), organization_id)
    return web.page(
        request,
        "directory/organization.html",
        status=attempt.status,
        organization=row,
        base=base(row.id),
        shelf=product_pages.shelf(row.id),
        personal_number=await masking.masked(row.id),
        province=places.province(row.province_set, row.province_code),
        contacts=await queries.contacts_of(row.id),
        members=await queries.members_of(row.id),
        words=words,
        attempt=attempt,
    )


@get("/organization/new")
async def founding(request: web.Asked) -> Response[Any]:
    """The form to found an organization with."""
    return await _founding(request, web.FIRST)


async def _founding(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    access.founder(acting())
    return web.page(
        request, "directory/found.html", status=attempt.status, attempt=attempt, provinces=places.choices(), words=words
    )


@post("/organization/new")
@web.refused_as(_founding)
async def found(request: web.Asked) -> Response[Any]:
    """Found an organization and act for it from now on."""
    owner, at = access.founder(acting()), now()
    given = web.check(bodies.NewOrganization, places.placed(await web.form(request)))
    row = await recognizing.found(owner, given, at=at)
    session = request.cookies.get(COOKIE, "")
    who = await signing_in.recognize(session, at=at)
    await signing_in.switch(session, who, next(one.id for one in who.memberships if one.organization_id == row.id))
    if row.state == OrganizationState.WAITING:
        return web.see(
            "/organization", _("%(name)s is entered, and in the directory once it is approved.", name=row.name)
        )
    return web.see("/organization", _("%(name)s is in the directory now.", name=row.name))


@post("/organizations/{organization_id:uuid}/approval-request")
@web.refused_as(_show)
async def ask_again(request: web.Asked, organization_id: FromPath[UUID]) -> Response[Any]:
    """Ask once more for the approval of one's organization, which was refused."""
    row = await approving.owned(acting(), organization_id)
    await approving.ask_again(row, at=now())
    return web.see(base(row.id), _("The admins are told, and look at it once more."))


@get(["/organization/edit", f"{KEPT}/edit"])
async def editing(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The form to change the organization with."""
    return await _editing(request, organization_id, web.FIRST)


async def _editing(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.mine(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/edit.html",
        personal_number=await masking.masked(row.id),
        status=attempt.status,
        organization=row,
        verified=await verifying.has_verified(row.id),
        base=base(row.id),
        attempt=attempt,
        province=places.chosen(row.province_set, row.province_code),
        provinces=places.choices(),
        settled=vouching.settled(row),
        words=words,
    )


@post(["/organization/edit", f"{KEPT}/edit"])
@web.refused_as(_editing)
async def edit(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """Change what the directory says of the organization."""
    row = await queries.mine(acting(), chosen(organization_id))
    described, anyway = await _read(request, row)
    await recognizing.describe(row, await web.version(request), anyway=anyway, at=now(), **described)
    return web.see(base(row.id), _("Saved."))


async def _read(request: web.Asked, row: Organization) -> tuple[registering.Described, bool]:
    """What the form says, and whether anyway; a number that came back masked stays, and so does what was not asked for."""
    masked = await masking.masked(row.id)
    tree = {name: said for name, said in places.placed(await web.form(request)).items() if name != "version"}
    tree = {**{name: getattr(row, name) for name in vouching.settled(row)}, **tree}
    kept = masked is not None and tree.get("tax_code") == masked
    if kept:
        del tree["tax_code"]
    said = web.check(bodies.OrganizationSaid, tree)
    described = said.described()
    if kept:
        del described["tax_code"]
    return described, said.anyway


@get(["/organization/contacts/new", f"{KEPT}/contacts/new"])
async def adding(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The form to add a contact with."""
    return await _adding(request, organization_id, web.FIRST)


async def _adding(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.mine(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/contact.html",
        status=attempt.status,
        organization=row,
        base=base(row.id),
        attempt=attempt,
    )


@post(["/organization/contacts/new", f"{KEPT}/contacts/new"])
@web.refused_as(_adding)
async def add(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """Write to somebody more."""
    row = await queries.mine(acting(), chosen(organization_id))
    given = await web.read(request, bodies.NewContact)
    await contacting.add(row.id, at=now(), **given.reached())
    return web.see(base(row.id), _("%(name)s gets the letters from now on.", name=given.name))


async def _removing(request: web.Asked, contact_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.contact(acting(), contact_id)
    return await _show(request, row.organization, attempt)


@post("/contacts/{contact_id:uuid}/removal")
@web.refused_as(_removing)
async def remove(request: web.Asked, contact_id: FromPath[UUID]) -> Response[Any]:
    """Write to this person no more."""
    row = await queries.contact_to_change(acting(), contact_id)
    name, owner = row.name, row.organization
    await contacting.remove(row, await web.version(request), at=now())
    return web.see(base(owner), _("%(name)s gets no more letters.", name=name))


router = Router(
    "/",
    route_handlers=[
        show,
        founding,
        found,
        ask_again,
        editing,
        edit,
        adding,
        add,
        remove,
        *contact_pages.handlers,
        *public_pages.handlers,
        *arriving_pages.handlers,
        *member_pages.handlers,
        *claim_pages.handlers,
        *privacy_pages.handlers,
        *correcting_pages.handlers,
        *product_pages.handlers,
        *certificate_pages.handlers,
        *officer_pages.handlers,
        *supply_pages.handlers,
        *finding_pages.handlers,
        *tallying_pages.handlers,
        *keeping_pages.handlers,
        *merging_pages.handlers,
        *distinguishing_pages.handlers,
        *record_pages.handlers,
    ],
)
