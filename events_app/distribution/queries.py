"""Which sales points, channels and listings are there, and whose they are to change."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, paging, values
from events_app.actor import Actor
from events_app.directory import jurisdiction, places
from events_app.directory import queries as directory
from events_app.directory.tables import Kind, Organization
from events_app.distribution.tables import SalesPoint
from events_app.errors import Forbidden, NotFound

ENTERING = (Kind.AUTHORITY, Kind.ENTITY, Kind.DISTRIBUTOR)  # whose people may enter a sales point


async def sales_point(point_id: UUID) -> SalesPoint:
    """A sales point; all are public. Raises NotFound."""
    row = await db.one("SELECT * FROM sales_point WHERE id = $1", point_id)
    if row is None:
        raise NotFound
    return lifecycle.found(SalesPoint, row)


async def sales_point_keeper(actor: Actor) -> Organization:
    """The organization for which ``actor`` may enter a sales point. Raises SignedOut, Forbidden."""
    return await directory.seen(actor, access.writer(actor, *ENTERING))


async def sales_point_to_change(actor: Actor, point_id: UUID) -> tuple[SalesPoint, Organization | None]:
    """A sales point with the organization for which ``actor`` may change it: who entered it, who operates it, its authority.

    None stands for the platform's admin. Raises NotFound, SignedOut, Forbidden.
    """
    row = await sales_point(point_id)
    access.signed_in(actor)
    ours = await own(actor)
    if not changes(actor, ours, row):
        raise Forbidden
    return row, None if actor.admin else ours


async def own(actor: Actor) -> Organization | None:
    """The organization in whose name ``actor`` acts, if in any."""
    return await directory.seen(actor, actor.organization_id) if actor.organization_id is not None else None


def changes(actor: Actor, ours: Organization | None, row: SalesPoint) -> bool:
    """Whether ``actor``, who acts for ``ours``, may change the sales point."""
    if not actor.writes:
        return False
    if actor.admin:
        return True
    if ours is None:
        return False
    if ours.kind == Kind.AUTHORITY:
        unit = jurisdiction.unit_of(ours)
        return unit is not None and unit == jurisdiction.unit(row.province_set, row.province_code)
    return ours.kind in ENTERING and row.operator == ours.id


async def sales_points(
    page: paging.Page,
    *,
    q: str | None = None,
    operator: UUID | None = None,
    province_set: str | None = None,
    province_code: str | None = None,
    open_on: date | None = None,
) -> tuple[list[SalesPoint], str | None]:
    """A page of sales points in Vietnamese alphabetical order; a province of either set finds the addresses of both.

    ``open_on`` leaves out those that were not open yet or not any more on that day.
    """
    place = places.province(province_set, province_code)
    named = {} if place else {"province_set": province_set, "province_code": province_code}
    where, given = directory.searching(q, operator=operator, **named)
    if place:
        condition, codes = within(place, len(given) + 1)
        where, given = f"{where} AND {condition}", [*given, *codes]
    if open_on is not None:
        given.append(open_on)
        n = len(given)
        where += f" AND coalesce(opened_on <= ${n}, true) AND coalesce(closed_on >= ${n}, true)"
    rows, following = await paging.rows(
        f"SELECT * FROM sales_point WHERE {where}", given, order=["sort:text", "id:uuid"], page=page
    )
    return [lifecycle.found(SalesPoint, row) for row in rows], following


def within(place: places.Province, n: int, table: str = "sales_point") -> tuple[str, list[Any]]:
    """The condition that a row lies in a province of either set, with its values at ``$n`` and the next."""
    codes = places.covered(place)
    return (
        f"({table}.province_set = '34' AND {table}.province_code = ANY(${n}::text[])"
        f" OR {table}.province_set = '63' AND {table}.province_code = ANY(${n + 1}::text[]))"
    ), [codes[places.Set.NEW], codes[places.Set.OLD]]


async def names_of(*organization_ids: UUID | None) -> dict[UUID, dict[str, Any]]:
    """``id``, ``name`` and ``slug`` of those of these organizations that everybody may see, by id."""
    wanted = [one for one in organization_ids if one is not None]
    if not wanted:
        return {}
    rows = await db.fetch("SELECT id, name, slug FROM organization WHERE id = ANY($1) AND state = 'active'", wanted)
    return {row["id"]: row for row in rows}


MOST_MEANT = 20


async def meant(written: str) -> list[dict[str, Any]]:
    """``id``, ``name``, ``kind`` and province of the organizations that may be meant by what was written, the likeliest first.

    One where it is the address of a page, or its end, be it one of before; or the whole name of one only; else those whose names
    hold its words.
    """
    page = _PAGE.fullmatch(written.strip())
    if page and (found := await db.fetch(_AT, page[1], values.id_of(page[1]))):
        return found
    where, given = directory.searching(written)
    found = await db.fetch(
        f"{_MEANT} {where} ORDER BY starts_with(search, ${len(given) + 1}) DESC, sort, id LIMIT {MOST_MEANT}",
        *given,
        values.searched(written),
    )
    exact = [row for row in found if values.plain(row["name"]) == values.plain(written)]
    return exact if len(exact) == 1 else found


_PAGE = re.compile(r"(?:[^?#]*/)?([^/?#]+)/?(?:[?#].*)?", re.S)
_MEANT = """
    SELECT id, name, kind, province_set, province_code FROM organization WHERE state = 'active' AND
"""
_AT = f"""
    {_MEANT} (slug = $1 OR id = $2 OR id IN (
        SELECT organization FROM organization_name WHERE slug = $1
        UNION ALL SELECT organization FROM merged_organization WHERE id = $2
    )) ORDER BY slug = $1 DESC LIMIT 1
"""
