"""An entity's products on pages: for everybody, for its own people, and for the organizer who speaks for it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import (
    beside,
    declaring,
    groups,
    lapsing,
    picturing,
    places,
    product_bodies,
    product_queries,
    queries,
    supply_schemas,
    supplying,
    words,
)
from events_app.directory.tables import Kind
from events_app.i18n import text as _
from events_app.values import now, today

KEPT = "/desk/entities/{organization_id:uuid}"  # where an organizer looks after an entity that has nobody here yet


def chosen(organization_id: UUID | None) -> UUID:
    """The organization that a page is about: the one in its address, else one's own. Raises SignedOut, Forbidden."""
    return organization_id if organization_id is not None else access.member(acting())


def base(organization_id: UUID) -> str:
    """The address below which one looks after this organization."""
    return "/organization" if organization_id == acting().organization_id else f"/desk/entities/{organization_id}"


def shelf(organization_id: UUID) -> str:
    """The address below which one looks after its products."""
    return "/products" if organization_id == acting().organization_id else f"{base(organization_id)}/products"


@get(["/products", f"{KEPT}/products"])
async def products(
    request: web.Asked,
    organization_id: FromPath[UUID | None] = None,
    lapses_within: lapsing.Asked = None,
    q: paging.Query = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """The products of the entity, with the certificates that they are shown with, and which of these lapse soon."""
    row, on = await queries.within(acting(), chosen(organization_id)), today(now())
    rows, following = await product_queries.listed_products(row.id, paging.Page(limit, after), on, q, lapses_within)
    return web.page(
        request,
        "directory/products.html",
        organization=row,
        base=base(row.id),
        shelf=shelf(row.id),
        products=rows,
        next=following,
        within=lapses_within,
        soon=await product_queries.lapsing_of(row.id, on),
        q=q,
        words=words,
    )


@get(["/products/new", f"{KEPT}/products/new"])
async def declaring_form(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The form to declare a product with."""
    return await _declaring(request, organization_id, web.FIRST)


async def _declaring(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.mine(acting(), chosen(organization_id))
    if row.kind != Kind.ENTITY:
        raise declaring.NoEntity
    return web.page(
        request,
        "directory/product_form.html",
        status=attempt.status,
        product=None,
        verified=False,
        shelf=shelf(row.id),
        attempt=attempt,
        subgroups=groups.subgroups().values(),
        words=words,
    )


@post(["/products/new", f"{KEPT}/products/new"])
@web.refused_as(_declaring)
async def declare(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """Declare a product."""
    row = await queries.mine(acting(), chosen(organization_id))
    given = await web.read(request, product_bodies.NewProduct)
    await declaring.declare(row, at=now(), anyway=given.anyway, **given.declared())
    return web.see(shelf(row.id), _("%(name)s is declared.", name=given.name))


@get("/products/{product_id:uuid}")
async def product(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """A product as everybody sees it; its own people and the authority of its province do more here."""
    row = await product_queries.product(product_id)
    owner = await queries.seen(acting(), row.organization)
    inside = await queries.speaks_for(acting(), owner)
    supply = await supplying.of_product(row.id)
    return web.page(
        request,
        "directory/product.html",
        organization=owner,
        province=places.province(owner.province_set, owner.province_code),
        shelf=shelf(owner.id) if inside else "",
        shelved=await product_queries.shelved_one(row, today(now())),
        subgroup=groups.subgroup(row.subgroup),
        pictures=await picturing.of_product(row.id),
        supply=supply,
        papers=await supplying.papers_of(row.id),
        seen=supply_schemas.visible(supply, acting(), inside=inside),
        edits=inside and acting().writes,
        judges=await product_queries.judges(acting(), owner),
        verifiers=await product_queries.verifiers_of(row.id),
        beside=await beside.product(row),
        words=words,
    )


@get("/products/{product_id:uuid}/edit")
async def correcting(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form to correct a product with."""
    return await _correcting(request, product_id, web.FIRST)


async def _correcting(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await product_queries.product_to_change(acting(), product_id)
    history = await declaring.history_of(row.id)
    return web.page(
        request,
        "directory/product_form.html",
        status=attempt.status,
        product=row,
        verified=any(one.standing == "verified" for one in history),
        shelf=f"/products/{row.id}",
        attempt=attempt,
        subgroups=groups.subgroups().values(),
        words=words,
    )


@post("/products/{product_id:uuid}/edit")
@web.refused_as(_correcting)
async def correct(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Correct what is declared of a product besides its certificates; what the form leaves empty is taken away."""
    row = await product_queries.product_to_change(acting(), product_id)
    given = await web.read(request, product_bodies.ProductSaid)
    version = await web.version(request)
    await declaring.correct(row, version, at=now(), anyway=given.anyway, **given.declared())
    return web.see(f"/products/{row.id}", _("Saved."))


handlers = [products, declaring_form, declare, product, correcting, correct]
