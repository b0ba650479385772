"""Supply and the shortlist of a distributor, on pages."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from events_app import access, paging, web
from events_app.actor import acting
from events_app.directory import places, product_queries
from events_app.directory import words as directory_words
from events_app.directory.tables import Kind
from events_app.distribution import bodies, buying_api, shortlisting, sourcing
from events_app.i18n import text as _
from events_app.values import now, today

Choice = Annotated[str | None, QueryParameter(max_length=10)]


def _number(written: str | None, least: int, most: int) -> int | None:
    """What was chosen, or None for nothing and for what is no such number."""
    digits = (written or "").replace(".", "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 10 and least <= int(digits) <= most else None


@get("/supplies")
async def supplies(
    request: web.Asked,
    q: paging.Query = None,
    group: Choice = None,
    stars: Choice = None,
    month: Choice = None,
    volume: Choice = None,
    province: FromQuery[str | None] = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """Products with what their entities show to distributors."""
    organization = sourcing.buyer(acting())
    which, _dash, code = (province or "").partition("-")
    asked = sourcing.Asked(
        q=q,
        group=_number(group, 1, 6),
        stars=_number(stars, 3, 5),
        month=_number(month, 1, 12),
        volume=_number(volume, 1, 10**9),
        province_set=which or None,
        province_code=code or None,
    )
    rows, following = await sourcing.supplies(acting(), paging.Page(limit, after), asked, today(now()))
    return web.page(
        request,
        "distribution/supplies.html",
        products=rows,
        next=following,
        asked=asked,
        volume=volume,
        province=province,
        provinces=places.choices(),
        kept=await shortlisting.among(organization, [one.id for one in rows]),
        words=directory_words,
    )


@get("/shortlist")
async def shortlist(
    request: web.Asked, q: paging.Query = None, after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """The shortlist that the people of a distributor share."""
    return await _shortlist(request, web.FIRST, paging.Page(limit, after), q)


async def _shortlist(
    request: web.Asked, attempt: web.Attempt, page: paging.Page | None = None, q: str | None = None
) -> Response[Any]:
    organization = sourcing.buyer(acting())
    rows, following = await sourcing.shortlist(acting(), organization, page or paging.Page(), today(now()), q)
    return web.page(
        request,
        "distribution/shortlist.html",
        status=attempt.status,
        attempt=attempt,
        products=rows,
        next=following,
        q=q,
        words=directory_words,
    )


@get("/shortlist.xlsx")
async def sheet() -> Response[bytes]:
    """The shortlist as a spreadsheet."""
    return await buying_api.sheet()


@post("/products/{product_id:uuid}/shortlisting")
async def add(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Put a product on the shortlist; where it is there already, it stays."""
    organization = access.writer(acting(), Kind.DISTRIBUTOR)
    product = await product_queries.product(product_id)
    if await shortlisting.of_product(organization, product.id) is None:
        await shortlisting.add(organization, product, acting().user_id, "", at=now())
    return web.see("/shortlist", _("%(name)s is on the shortlist.", name=product.name))


async def _around(request: web.Asked, item_id: UUID, attempt: web.Attempt) -> Response[Any]:
    return await _shortlist(request, attempt)


@get("/shortlist/{item_id:uuid}")
async def annotating(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """The form for the note on a product."""
    return await _annotating(request, item_id, web.FIRST)


async def _annotating(request: web.Asked, item_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await shortlisting.item_to_change(acting(), item_id)
    return web.page(
        request,
        "distribution/note_form.html",
        status=attempt.status,
        attempt=attempt,
        item=row,
        product=await product_queries.product(row.product),
    )


@post("/shortlist/{item_id:uuid}")
@web.refused_as(_annotating)
async def annotate(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Another note."""
    row = await shortlisting.item_to_change(acting(), item_id)
    given = await web.read(request, bodies.Annotation)
    await shortlisting.annotate(row, await web.version(request), given.note, at=now())
    return web.see("/shortlist", _("Saved."))


@post("/shortlist/{item_id:uuid}/removal")
@web.refused_as(_around)
async def remove(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Take a product off the shortlist."""
    row = await shortlisting.item_to_change(acting(), item_id)
    await shortlisting.remove(row, await web.version(request), at=now())
    return web.see("/shortlist", _("The product is off the shortlist."))


handlers = [supplies, shortlist, sheet, add, annotating, annotate, remove]
