"""Sales points on pages: for everybody, and for those who enter them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from events_app import paging, web
from events_app.actor import acting
from events_app.directory import checking, places
from events_app.directory import words as directory_words
from events_app.directory.tables import Kind, Organization
from events_app.distribution import bodies, pointing_out, queries, words
from events_app.i18n import text as _
from events_app.values import now, today


@get("/sales-points", besides=checking.chosen_besides)
async def sales_points(
    request: web.Asked,
    q: paging.Query = None,
    province: FromQuery[str | None] = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """All sales points, searched by name, address and province of either set."""
    which, code = checking.place_chosen(province)
    rows, following = await queries.sales_points(paging.Page(limit, after), q=q, province_set=which, province_code=code)
    return web.page(
        request,
        "distribution/sales_points.html",
        points=rows,
        next=following,
        q=q,
        province=province,
        provinces=places.choices(),
        province_of=places.province,
        names=await queries.names_of(*(row.operator for row in rows)),
        today=today(now()),
        enters=acting().writes and acting().kind in queries.ENTERING,
    )


@get("/sales-points/{sales_point_id:uuid}")
async def sales_point(request: web.Asked, sales_point_id: FromPath[UUID]) -> Response[Any]:
    """A sales point, with a link to a map."""
    row = await queries.sales_point(sales_point_id)
    return web.page(
        request,
        "distribution/sales_point.html",
        point=row,
        province=places.province(row.province_set, row.province_code),
        operator=(await queries.names_of(row.operator)).get(row.operator) if row.operator else None,
        changes=queries.changes(acting(), await queries.own(acting()), row),
        today=today(now()),
        words=words,
    )


@get("/sales-points/new")
async def entering(request: web.Asked) -> Response[Any]:
    """The form to enter a sales point with."""
    return await _entering(request, web.FIRST)


async def _entering(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    return await _form(request, attempt, await queries.sales_point_keeper(acting()))


async def _form(request: web.Asked, attempt: web.Attempt, by: Organization | None, **point: Any) -> Response[Any]:
    shown = {"point": None, "operator": None, "province": "", **point}
    typed = attempt.typed.get("operator")
    several = await queries.meant(typed) if isinstance(typed, str) and _chooses(by) else []
    if shown["point"] is None and by is not None:
        shown["province"] = places.chosen(by.province_set, by.province_code)
    return web.page(
        request,
        "distribution/sales_point_form.html",
        status=attempt.status,
        attempt=attempt,
        provinces=places.choices(),
        chooses=_chooses(by),
        meant=several if len(several) > 1 else [],
        province_of=places.province,
        kinds=directory_words.KINDS,
        words=words,
        **shown,
    )


def _chooses(by: Organization | None) -> bool:
    """Whether the form asks who operates the sales point; others than authorities enter their own."""
    return by is None or by.kind == Kind.AUTHORITY


@post("/sales-points/new")
@web.refused_as(_entering)
async def enter(request: web.Asked) -> Response[Any]:
    """Enter a sales point."""
    keeper = await queries.sales_point_keeper(acting())
    given = await _read(request, keeper)
    row = await pointing_out.add(keeper, at=now(), **given.described())
    return web.see(f"/sales-points/{row.id}", _("%(name)s is entered.", name=row.name))


@get("/sales-points/{sales_point_id:uuid}/edit")
async def changing(request: web.Asked, sales_point_id: FromPath[UUID]) -> Response[Any]:
    """The form to change a sales point with."""
    return await _changing(request, sales_point_id, web.FIRST)


async def _changing(request: web.Asked, sales_point_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row, by = await queries.sales_point_to_change(acting(), sales_point_id)
    return await _form(
        request,
        attempt,
        by,
        point=row,
        operator=(await queries.names_of(row.operator)).get(row.operator) if row.operator else None,
        province=places.chosen(row.province_set, row.province_code),
    )


@post("/sales-points/{sales_point_id:uuid}/edit")
@web.refused_as(_changing)
async def change(request: web.Asked, sales_point_id: FromPath[UUID]) -> Response[Any]:
    """Change a sales point; what the form leaves empty is taken away."""
    row, by = await queries.sales_point_to_change(acting(), sales_point_id)
    operator = (await queries.names_of(row.operator)).get(row.operator) if row.operator else None
    given = await _read(request, by, operator)
    await pointing_out.change(row, await web.version(request), by, at=now(), **given.described())
    return web.see(f"/sales-points/{row.id}", _("Saved."))


async def _read(
    request: web.Asked, by: Organization | None, operator: Mapping[str, Any] | None = None
) -> bodies.NewSalesPoint:
    """The form: a criterion on each line; the operator by name or address in the directory, or one's own organization.

    ``operator`` is who operates it so far, and is meant by the name that the form was opened with.
    """
    tree = places.placed(await web.form(request))
    tree.pop("version", None)
    if isinstance(tree.get("criteria"), str):
        tree["criteria"] = [line.strip() for line in tree["criteria"].splitlines() if line.strip()]
    if by is not None and not _chooses(by):
        tree["operator"] = [str(by.id)]
    elif "operator" in tree:
        found = [str(one["id"]) for one in await queries.meant(str(tree["operator"]))]
        chosen = tree.pop("chosen", None)
        if operator is not None and tree["operator"] == operator["name"] and chosen is None:
            chosen = str(operator["id"])
        tree["operator"] = [chosen] if chosen in found else found
    tree.pop("chosen", None)
    return web.check(bodies.SalesPointForm, tree)


handlers = [sales_points, entering, enter, sales_point, changing, change]
