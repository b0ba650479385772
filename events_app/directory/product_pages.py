"""An entity's products on pages: its own, and those of an entity that an organizer speaks for."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import access, web
from events_app.actor import acting
from events_app.directory import declaring, product_bodies, product_queries, queries, words
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
async def products(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The products of the entity, with what is declared of their certificates."""
    row = await queries.within(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/products.html",
        organization=row,
        base=base(row.id),
        shelf=shelf(row.id),
        products=await product_queries.products_of(row.id, today(now())),
        words=words,
    )


@get(["/products/new", f"{KEPT}/products/new"])
async def declaring_form(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """The form to declare a product with."""
    return await _declaring(request, organization_id, web.FIRST)


async def _declaring(request: web.Asked, organization_id: UUID | None, attempt: web.Attempt) -> Response[Any]:
    row = await queries.mine(acting(), chosen(organization_id))
    return web.page(
        request,
        "directory/product.html",
        status=attempt.status,
        product=None,
        certificate=None,
        shelf=shelf(row.id),
        attempt=attempt,
        words=words,
    )


@post(["/products/new", f"{KEPT}/products/new"])
@web.refused_as(_declaring)
async def declare(request: web.Asked, organization_id: FromPath[UUID | None] = None) -> Response[Any]:
    """Declare a product."""
    row = await queries.mine(acting(), chosen(organization_id))
    given = await web.read(request, product_bodies.NewProduct)
    await declaring.declare(row, at=now(), **given.declared())
    return web.see(shelf(row.id), _("%(name)s is declared.", name=given.name))


@get("/products/{product_id:uuid}")
async def correcting(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form to correct a product with."""
    return await _correcting(request, product_id, web.FIRST)


async def _correcting(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await product_queries.product_to_change(acting(), product_id)
    return web.page(
        request,
        "directory/product.html",
        status=attempt.status,
        product=row,
        certificate=(await product_queries.shelved_one(row, today(now()))).certificate,
        shelf=shelf(row.organization),
        attempt=attempt,
        words=words,
    )


@post("/products/{product_id:uuid}")
@web.refused_as(_correcting)
async def correct(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Correct what is declared of a product; what the form leaves empty is taken away."""
    row = await product_queries.product_to_change(acting(), product_id)
    given = await web.read(request, product_bodies.NewProduct)
    await declaring.correct(row, await web.version(request), at=now(), **given.declared())
    return web.see(shelf(row.organization), _("Saved."))


handlers = [products, declaring_form, declare, correcting, correct]
