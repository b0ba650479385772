"""The desk at which records of one organization are found, compared and merged."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from events_app import i18n, paging, web
from events_app.actor import acting
from events_app.directory import (
    bodies,
    conflicting,
    counterparts,
    distinguishing,
    duplicates,
    masking,
    merging,
    places,
    queries,
    telling_apart,
    twins,
    words,
)
from events_app.directory.tables import EntityKind, Kind, Organization
from events_app.errors import Stale
from events_app.i18n import marked
from events_app.i18n import text as _
from events_app.settings import settings
from events_app.values import now

REASONS = {
    "tax_code": marked("The same tax code"),
    "personal_number": marked("The same personal number"),
    "name": marked("The same name and province"),
    "former_name": marked("The same province, and the name that one of them had before"),
}


class Line(msgspec.Struct, frozen=True):
    """One thing that both records say, and whether the one that stays may take it over."""

    field: str
    name: str
    old: str
    new: str
    takes: bool


@get("/desk/duplicates")
async def found(request: web.Asked, after: paging.After = None, limit: paging.Limit = 50) -> Response[Any]:
    """Records that may be one organization."""
    rows, following = await duplicates.found(acting(), paging.Page(limit, after))
    return web.page(
        request,
        "directory/duplicates.html",
        groups=rows,
        next=following,
        reasons=REASONS,
        said=telling_apart.said,
        has_elsewhere=acting().kind == Kind.AUTHORITY,
    )


@get("/desk/duplicates/elsewhere")
async def elsewhere(request: web.Asked, after: paging.After = None, limit: paging.Limit = 50) -> Response[Any]:
    """Records of the province that may be one with a record of another one, and whom to ask there."""
    rows, following = await counterparts.elsewhere(acting(), paging.Page(limit, after))
    return web.page(
        request,
        "directory/elsewhere.html",
        rows=rows,
        next=following,
        reasons=REASONS,
        contact=settings().contact,
    )


@get("/desk/duplicates/{old_id:uuid}/{new_id:uuid}")
async def comparing(request: web.Asked, old_id: FromPath[UUID], new_id: FromPath[UUID]) -> Response[Any]:
    """Two records beside each other; the second stays."""
    return await _comparing(request, old_id, new_id, web.FIRST)


async def _comparing(request: web.Asked, old_id: UUID, new_id: UUID, attempt: web.Attempt) -> Response[Any]:
    old, new = await _both(old_id, new_id)
    return web.page(
        request,
        "directory/merging.html",
        status=attempt.status,
        attempt=attempt,
        old=old,
        new=new,
        lines=[*_said(old, new), await _numbers(old.id, new.id)],
        conflicts=await conflicting.conflicts(old.id, new.id, at=now()),
        united=[one.new.product.name for one in await twins.of(old.id, new.id) if not one.asked],
        said={one.id: telling_apart.said(one) for one in (await telling_apart.particulars([old.id, new.id])).values()},
        apart=merging.apart(old, new),
        may=acting().writes,
        two=await distinguishing.of(old.id, new.id),
    )


@post("/desk/duplicates/{old_id:uuid}/{new_id:uuid}")
@web.refused_as(_comparing)
async def merge(request: web.Asked, old_id: FromPath[UUID], new_id: FromPath[UUID]) -> Response[Any]:
    """Let the first go into the second."""
    old, new = await _both(old_id, new_id)
    await duplicates.may_merge(acting(), old, new)
    tree = await web.form(request)
    seen = (str(tree.pop("old_version", "")), str(tree.pop("version", "")))
    if seen != (str(old.version), str(new.version)):
        raise Stale
    chosen: Any = tree.pop("stays", [])
    stays = (
        list(chosen.values()) if isinstance(chosen, dict) else chosen
    )  # a dict where a conflict in between was left open
    stays = [row for one in stays for row in str(one).split()]  # where both of them stay, one choice names both
    given = web.check(bodies.Merger, {**tree, "stays": stays, "into": str(new.id)})
    name = old.name
    await merging.merge(old, new, stays=given.stays, take=given.take, sure=given.sure, at=now())
    return web.see(f"/organizations/{new.slug}", _("%(old)s has gone into %(new)s.", old=name, new=new.name))


async def _both(old_id: UUID, new_id: UUID) -> tuple[Organization, Organization]:
    old, new = await queries.seen(acting(), old_id), await queries.seen(acting(), new_id)
    await duplicates.may_see(acting(), old, new)
    return old, new


def _said(old: Organization, new: Organization) -> list[Line]:
    """What both say, field by field."""
    columns = (
        ("name", _("Name"), _name),
        ("entity_kind", _("Kind of entity"), _kind),
        ("tax_code", _("Tax code"), lambda row: row.tax_code or ""),
        ("representative", _("Representative"), lambda row: row.representative),
        ("phone", _("Telephone"), lambda row: i18n.phone(row.phone)),
        ("email", _("E-mail address"), lambda row: row.email or ""),
        ("address", _("Address"), _address),
    )
    return [
        Line(field, name, a, b, field in merging.TAKEN and a != b and merging.gives(old, new, field))
        for field, name, said in columns
        for a, b in [(said(old), said(new))]
    ]


async def _numbers(old: UUID, new: UUID) -> Line:
    return Line(
        "personal_number", _("Personal number"), await masking.masked(old) or "", await masking.masked(new) or "", False
    )


def _name(row: Organization) -> str:
    return row.name


def _kind(row: Organization) -> str:
    return _(words.ENTITY_KINDS[EntityKind(row.entity_kind)]) if row.entity_kind else ""


def _address(row: Organization) -> str:
    return places.whole_address(
        places.province(row.province_set, row.province_code), row.address, row.commune, row.district
    )


handlers = [found, elsewhere, comparing, merge]
