"""Supply and the shortlist of a distributor, over HTTP."""

import asyncio
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions, xlsx
from events_app.actor import acting
from events_app.directory import finding_api, places
from events_app.directory import queries as directory
from events_app.directory.tables import Kind
from events_app.distribution import bodies, buying_schemas, channel_queries, exporting, shortlisting, sourcing
from events_app.distribution.tables import ShortlistItem
from events_app.values import now, today


def _item(row: ShortlistItem, status: int = 200) -> Response[buying_schemas.ShortlistItemShown]:
    shown = buying_schemas.ShortlistItemShown(id=row.id, product_id=row.product, note=row.note, added_at=row.created_at)
    return versions.tagged(shown, row.version, status)


@get("/supplies", besides=sourcing.besides)
async def supplies(
    group: Annotated[int | None, QueryParameter(ge=1, le=6)] = None,
    stars: Annotated[
        int | None, QueryParameter(ge=3, le=5, description="At least so many; a potential five-star product has four.")
    ] = None,
    month: Annotated[int | None, QueryParameter(ge=1, le=12, description="In season then.")] = None,
    volume: Annotated[float | None, QueryParameter(gt=0, le=1_000_000_000, description="At least, a month.")] = None,
    unit: Annotated[str | None, QueryParameter(max_length=30, description="Of the volume.")] = None,
    cold_chain: FromQuery[bool | None] = None,
    province: finding_api.Province = None,
    province_set: FromQuery[places.Set | None] = None,
    province_code: Annotated[str | None, QueryParameter(max_length=2)] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> buying_schemas.SuppliedPage:
    """Products with what their entities show to distributors; who acts for a distributor asks.

    Where nothing is called so, stars among the words of `q` are taken as in `/search`: just these, unless `stars` is chosen.
    """
    sourcing.buyer(acting())
    asked = sourcing.Asked(
        q=q,
        group=group,
        stars=stars,
        month=month,
        volume=Decimal(str(volume)) if volume is not None else None,
        unit=unit,
        cold_chain=cold_chain,
        province=province,
        province_set=province_set,
        province_code=province_code,
    )
    rows, following, instead = await sourcing.supplies(acting(), paging.Page(limit, after), asked, today(now()))
    return buying_schemas.SuppliedPage([buying_schemas.supplied(one) for one in rows], following, instead)


@get("/shortlist")
async def shortlist(
    limit: paging.Limit = 50, after: paging.After = None, q: paging.Query = None
) -> buying_schemas.ShortlistPage:
    """The shortlist of the caller's distributor, shared by its people."""
    organization = sourcing.buyer(acting())
    rows, following = await sourcing.shortlist(acting(), organization, paging.Page(limit, after), today(now()), q)
    return buying_schemas.ShortlistPage([buying_schemas.shortlisted(one) for one in rows], following)


@post("/shortlist")
async def add_to_shortlist(
    data: JSONBody[bodies.NewShortlistItem],
) -> Response[buying_schemas.ShortlistItemShown]:
    """Put a product on the shortlist."""
    organization = access.writer(acting(), Kind.DISTRIBUTOR)
    product = await channel_queries.product_named(data.product_id)
    return _item(await shortlisting.add(organization, product, acting().user_id, data.note, at=now()), 201)


@get("/shortlist.xlsx")
async def shortlist_sheet() -> Response[bytes]:
    """The shortlist as a spreadsheet."""
    return await sheet()


@get("/shortlist/{item_id:uuid}")
async def shortlist_item(item_id: FromPath[UUID]) -> Response[buying_schemas.ShortlistItemShown]:
    """An item of the shortlist."""
    return _item(await shortlisting.item(acting(), item_id))


@patch("/shortlist/{item_id:uuid}")
async def annotate_item(
    item_id: FromPath[UUID], data: JSONBody[bodies.Annotation], if_match: versions.IfMatch = None
) -> Response[buying_schemas.ShortlistItemShown]:
    """Another note."""
    row = await shortlisting.item_to_change(acting(), item_id)
    return _item(await shortlisting.annotate(row, versions.owed(if_match), data.note, at=now()))


@delete("/shortlist/{item_id:uuid}")
async def remove_item(item_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a product off the shortlist."""
    row = await shortlisting.item_to_change(acting(), item_id)
    await shortlisting.remove(row, versions.owed(if_match), at=now())


async def sheet() -> Response[bytes]:
    """The spreadsheet of the caller's shortlist."""
    organization = await directory.seen(acting(), sourcing.buyer(acting()))
    rows = await sourcing.whole_shortlist(acting(), organization.id, today(now()))
    made = await asyncio.to_thread(exporting.shortlist, rows, organization.name, at=now())
    headers = {
        "Content-Disposition": f'attachment; filename="shortlist-{today(now())}.xlsx"',
        "Cache-Control": "no-store",
    }
    return Response(made, media_type=xlsx.TYPE, headers=headers)


handlers = [
    supplies,
    shortlist,
    add_to_shortlist,
    shortlist_sheet,
    shortlist_item,
    annotate_item,
    remove_item,
]
