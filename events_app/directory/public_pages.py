"""An organization as everybody sees it, and the code for its people that who decides about claims prints there."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import (
    beside,
    claim_queries,
    claiming,
    naming,
    places,
    product_queries,
    queries,
    telling_apart,
    words,
)
from events_app.directory.product_pages import base
from events_app.values import now, today

_FIRST = paging.Page()


@get("/organizations/{slug:str}")
async def public(
    request: web.Asked,
    slug: FromPath[str],
    q: paging.Query = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """The organization as everybody sees it, with its products."""
    return await _public(request, slug, web.FIRST, paging.Page(limit, after), q)


async def _public(
    request: web.Asked, slug: str, attempt: web.Attempt, page: paging.Page = _FIRST, q: str | None = None
) -> Response[Any]:
    row = await queries.seen(acting(), slug)
    waiting, decides = await claim_queries.waiting(row, acting().user_id), await claiming.decides(acting(), row)
    products, following = await product_queries.listed_products(row.id, page, today(now()), q)
    return web.page(
        request,
        "directory/public.html",
        status=attempt.status,
        attempt=attempt,
        organization=row,
        province=places.province(row.province_set, row.province_code),
        products=products,
        next=following,
        q=q,
        names=await naming.other_names(row),
        mine=await queries.speaks_for(acting(), row),
        claimable=await claim_queries.is_claimable(row),
        waiting=waiting,
        decides=decides,
        record=(await telling_apart.particulars([row.id])).get(row.id) if decides else None,
        prints=acting().writes and decides and not waiting,
        beside=await beside.organization(row),
        base=base(row.id),
        words=words,
    )


@post("/organizations/{slug:str}/claim-code")
@web.refused_as(_public)
async def print_code(request: web.Asked, slug: FromPath[str]) -> Response[Any]:
    """A code for a letter, shown this once and made to be printed; the one of before ends, which is confirmed."""
    row = await claiming.record_for_code(acting(), await queries.seen(acting(), slug))
    await web.sure(request)
    code = await claiming.print_code(row, at=now())
    return web.page(
        request,
        "directory/claim_code.html",
        organization=row,
        record=(await telling_apart.particulars([row.id]))[row.id],
        code=code,
        until=now() + claiming.CODE_LASTS,
    )


handlers = [public, print_code]
