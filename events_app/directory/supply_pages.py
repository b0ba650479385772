"""What buyers ask of a product, and its pictures, on pages of the entity."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import web
from events_app.actor import acting
from events_app.directory import picturing, product_queries, supply_api, supply_bodies, supplying, words
from events_app.i18n import text as _
from events_app.values import now

PAPERS = 3  # lines for papers that a form has at least


@get("/products/{product_id:uuid}/supply")
async def supplying_form(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The form of what buyers ask."""
    return await _supplying(request, product_id, web.FIRST)


async def _supplying(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await product_queries.product_to_change(acting(), product_id)
    supply = await supplying.of_product(row.id)
    papers: list[dict[str, Any]] = await supplying.papers_of(row.id)
    typed = attempt.typed.get("papers")
    lines = max(PAPERS, len(papers) + 1, len(typed) if isinstance(typed, list) else 0)
    return web.page(
        request,
        "directory/supply_form.html",
        status=attempt.status,
        attempt=attempt,
        product=row,
        tourism=row.group == supplying.TOURISM,
        supply=supply,
        version=supply.version if supply else 0,
        papers=papers + [{}] * (lines - len(papers)),
        audience={fact.value: supplying.audience_of(supply, fact) for fact in supplying.Fact},
        words=words,
    )


@post("/products/{product_id:uuid}/supply")
@web.refused_as(_supplying)
async def supply(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Say all of it anew; a line for a paper of which only the kind is chosen is left out."""
    row = await product_queries.product_to_change(acting(), product_id)
    tree = await web.form(request)
    version = await web.version(request)
    tree.pop("version", None)
    papers = tree.get("papers", [])
    tree["papers"] = [one for one in papers if not isinstance(one, dict) or set(one) - {"kind"}]
    given = web.check(supply_bodies.SupplySaid, tree)
    await supplying.supply(row, version, at=now(), **given.said())
    return web.see(f"/products/{row.id}", _("Saved."))


@get("/products/{product_id:uuid}/pictures")
async def pictures(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """The pictures of a product, to add to and take from."""
    return await _pictures(request, product_id, web.FIRST)


async def _pictures(request: web.Asked, product_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await product_queries.product_to_change(acting(), product_id)
    return web.page(
        request,
        "directory/pictures.html",
        status=attempt.status,
        attempt=attempt,
        product=row,
        pictures=await picturing.of_product(row.id),
        most=picturing.MOST,
    )


@post("/products/{product_id:uuid}/pictures", request_max_body_size=supply_api.MOST_BYTES)
@web.refused_as(_pictures)
async def add(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """A picture more."""
    row = await product_queries.product_to_change(acting(), product_id)
    content, alternative = await supply_bodies.upload(await web.form(request))
    await picturing.add(row, await picturing.develop(content), alternative, at=now())
    return web.see(f"/products/{row.id}/pictures", _("The picture is there."))


async def _around(request: web.Asked, picture_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await picturing.picture(picture_id)
    return await _pictures(request, row.product, attempt)


@get("/pictures/{picture_id:uuid}/text")
async def describing(request: web.Asked, picture_id: FromPath[UUID]) -> Response[Any]:
    """The form of the text for those who do not see it."""
    return await _describing(request, picture_id, web.FIRST)


async def _describing(request: web.Asked, picture_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row, _owner = await product_queries.picture_to_change(acting(), picture_id)
    return web.page(request, "directory/picture_text.html", status=attempt.status, attempt=attempt, picture=row)


@post("/pictures/{picture_id:uuid}/text")
@web.refused_as(_describing)
async def describe(request: web.Asked, picture_id: FromPath[UUID]) -> Response[Any]:
    """Another text for those who do not see it."""
    row, owner = await product_queries.picture_to_change(acting(), picture_id)
    given = await web.read(request, supply_bodies.PictureChange)
    await picturing.describe(row, await web.version(request), owner, given.alternative, at=now())
    return web.see(f"/products/{row.product}/pictures", _("Saved."))


@post("/pictures/{picture_id:uuid}/removal")
@web.refused_as(_around)
async def remove(request: web.Asked, picture_id: FromPath[UUID]) -> Response[Any]:
    """A picture less."""
    row, owner = await product_queries.picture_to_change(acting(), picture_id)
    await picturing.remove(row, await web.version(request), owner, at=now())
    return web.see(f"/products/{row.product}/pictures", _("The picture is taken away."))


handlers = [supplying_form, supply, pictures, add, describing, describe, remove]
