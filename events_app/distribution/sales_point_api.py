"""Sales points over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, reading, versions
from events_app.actor import acting
from events_app.directory import checking, forwarding, places
from events_app.distribution import bodies, pointing_out, queries, schemas
from events_app.distribution.tables import SalesPoint
from events_app.values import now


async def _tagged(row: SalesPoint, status: int = 200) -> Response[schemas.SalesPointShown]:
    return versions.tagged(schemas.sales_point(row, await queries.names_of(row.operator)), row.version, status)


@get("/sales-points", besides=checking.place_besides, **access.OPEN)
async def sales_points(
    province_set: FromQuery[places.Set | None] = None,
    province_code: Annotated[str | None, QueryParameter(max_length=2)] = None,
    operator: FromQuery[UUID | None] = None,
    open_on: FromQuery[reading.Day | None] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> schemas.SalesPointPage:
    """Sales points in Vietnamese alphabetical order; those open on a day with ``open_on``."""
    checking.place_asked(province_set, province_code)
    rows, following = await queries.sales_points(
        paging.Page(limit, after),
        q=q,
        operator=await forwarding.wanted(operator),
        province_set=province_set,
        province_code=province_code,
        open_on=open_on,
    )
    names = await queries.names_of(*(row.operator for row in rows))
    return schemas.SalesPointPage([schemas.sales_point(row, names) for row in rows], following)


@post("/sales-points")
async def create_sales_point(data: JSONBody[bodies.NewSalesPoint]) -> Response[schemas.SalesPointShown]:
    """Enter a sales point: an authority one of its province, an entity or distributor one that it operates."""
    keeper = await queries.sales_point_keeper(acting())
    return await _tagged(await pointing_out.add(keeper, at=now(), **data.described()), 201)


@get("/sales-points/{sales_point_id:uuid}", **access.OPEN)
async def sales_point(sales_point_id: FromPath[UUID]) -> Response[schemas.SalesPointShown]:
    """A sales point."""
    return await _tagged(await queries.sales_point(sales_point_id))


@patch("/sales-points/{sales_point_id:uuid}")
async def change_sales_point(
    sales_point_id: FromPath[UUID], data: JSONBody[bodies.SalesPointChange], if_match: versions.IfMatch = None
) -> Response[schemas.SalesPointShown]:
    """Change a sales point that one's organization operates, or that lies in its province."""
    row, by = await queries.sales_point_to_change(acting(), sales_point_id)
    return await _tagged(await pointing_out.change(row, versions.owed(if_match), by, at=now(), **data.described()))


handlers = [sales_points, create_sales_point, sales_point, change_sales_point]
