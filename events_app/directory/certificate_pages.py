"""Certificates on pages: the entity rates its product anew and corrects what it declared."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import web
from events_app.actor import acting
from events_app.directory import places, product_bodies, product_queries, queries, rating, words
from events_app.directory.tables import Certificate, Product
from events_app.i18n import text as _
from events_app.values import now, today


@get("/products/{product_id:uuid}/certificates/new")
async def rating_form(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form of a new certificate."""
    return await _rating(request, product_id, web.FIRST)


async def _rating(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    return _form(request, await product_queries.product_to_change(acting(), product_id), None, attempt)


def _form(request: web.Asked, product: Product, certificate: Certificate | None, attempt: web.Attempt) -> Response[Any]:
    return web.page(
        request,
        "directory/certificate_form.html",
        status=attempt.status,
        attempt=attempt,
        product=product,
        certificate=certificate,
    )


@post("/products/{product_id:uuid}/certificates/new")
@web.refused_as(_rating)
async def rate(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """A new rating; the ones before it stay."""
    row = await product_queries.product_to_change(acting(), product_id)
    given = await web.read(request, product_bodies.NewCertificate)
    await rating.rate(row, at=now(), **given.rated())
    return web.see(f"/products/{row.id}", _("The certificate is declared."))


@get("/certificates/{certificate_id:uuid}/edit")
async def amending(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """The form to correct a certificate with."""
    return await _amending(request, certificate_id, web.FIRST)


async def _amending(request: web.Asked, certificate_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row, _owner = await product_queries.certificate_to_change(acting(), certificate_id)
    if row.revoked_for is not None:
        raise rating.RevokedByAuthority
    return _form(request, await product_queries.product(row.product), row, attempt)


@post("/certificates/{certificate_id:uuid}/edit")
@web.refused_as(_amending)
async def amend(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Correct what a certificate states; what the form leaves empty is taken away."""
    row, owner = await product_queries.certificate_to_change(acting(), certificate_id)
    given = await web.read(request, product_bodies.NewCertificate)
    await rating.amend(row, await web.version(request), owner, at=now(), **given.rated())
    return web.see(f"/products/{row.product}", _("Saved."))


@get("/certificates/{certificate_id:uuid}")
async def certificate(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """A certificate as everybody sees it; its own people correct it here, and the authority of its province judges it."""
    return await shown(request, certificate_id, web.FIRST)


async def shown(request: web.Asked, certificate_id: UUID, attempt: web.Attempt) -> Response[Any]:
    """The page of a certificate, after something on it was refused with that ``attempt``."""
    row, on = await product_queries.certificate(certificate_id), today(now())
    product = await product_queries.product(row.product)
    owner = await queries.seen(acting(), product.organization)
    judges = await product_queries.judges(acting(), owner)
    return web.page(
        request,
        "directory/certificate.html",
        status=attempt.status,
        attempt=attempt,
        certificate=row,
        product=product,
        organization=owner,
        province=places.province(owner.province_set, owner.province_code),
        validity=(await product_queries.shelved_one(product, on)).validity(row),
        on=on,
        edits=acting().writes and await queries.speaks_for(acting(), owner),
        judges=judges,
        verifiers=await product_queries.verifiers_of(product.id),
        officer=await product_queries.officer_of(row) if judges else None,
        words=words,
    )


@post("/certificates/{certificate_id:uuid}/removal")
@web.refused_as(shown)
async def remove(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Take away a certificate that was declared by mistake."""
    row, owner = await product_queries.certificate_to_change(acting(), certificate_id)
    await rating.remove(row, await web.version(request), owner, at=now())
    return web.see(f"/products/{row.product}", _("The certificate is taken away."))


handlers = [rating_form, rate, certificate, amending, amend, remove]
