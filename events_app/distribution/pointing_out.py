"""Points of introduction and sale are entered and kept true by authorities for their province, and by who operates one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.directory import forwarding, jurisdiction, places
from events_app.directory import queries as directory
from events_app.directory.tables import Kind, Organization
from events_app.distribution.tables import SalesPoint
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked
from events_app.venues import keeping as venues

_ELSEWHERE = marked("Your authority enters sales points of its own province only.")
_OWN = marked("You enter the sales points that your own organization operates.")
NO_OPERATOR = marked("There is no such organization in the directory.")
_WHO = marked("Say who operates it.")
_ONE = marked("Name the operator either by the directory or by its name, not both.")
_CLOSES = marked("It closes on or after the day on which it opened.")


class Described(TypedDict, total=False):
    """What is said of a sales point; coordinates in degrees."""

    name: str
    address: str
    province_set: str
    province_code: str
    operator: UUID | None
    operator_name: str
    criteria: list[str]
    opened_on: date | None
    closed_on: date | None
    funded_by: str | None
    latitude: float | None
    longitude: float | None


COLUMNS: Sequence[str] = tuple(Described.__annotations__)


def wrongs(said: Described) -> list[Wrong]:
    """What does not fit together about a sales point, as far as it can be seen without asking anybody."""
    found = venues.wrongs(
        {
            "province_set": said["province_set"],
            "province_code": said["province_code"],
            "latitude": said.get("latitude"),
            "longitude": said.get("longitude"),
        },
        (),
    )
    operator, named = said.get("operator"), said.get("operator_name")
    if operator is None and not named:
        found.append(Wrong("operator_name", _WHO))
    if operator is not None and named:
        found.append(Wrong("operator_name", _ONE))
    opened_on, closed_on = said.get("opened_on"), said.get("closed_on")
    if opened_on and closed_on and closed_on < opened_on:
        found.append(Wrong("closed_on", _CLOSES))
    return found


def allowed(said: Described, keeper: Organization) -> list[Wrong]:
    """What ``keeper`` may not say: an authority of another province, anybody else of another operator."""
    if keeper.kind == Kind.AUTHORITY:
        unit = jurisdiction.unit_of(keeper)
        there = jurisdiction.unit(said["province_set"], said["province_code"])
        return [] if unit is not None and unit == there else [Wrong("province_code", _ELSEWHERE)]
    return [] if said.get("operator") == keeper.id else [Wrong("operator", _OWN)]


async def add(keeper: Organization, *, at: datetime, **said: Unpack[Described]) -> SalesPoint:
    """A new sales point. Raises Invalid."""
    whole: Described = {"operator": None, "operator_name": "", **said}
    await _check(whole, keeper)
    async with db.transaction():
        row = SalesPoint(keeper=keeper.id, created_at=at, **whole, **_derived(whole))
        await row.save()
        await outbox.record("sales_point.create", at=at, id=row.id)
        return row


async def change(
    row: SalesPoint, version: int, by: Organization | None, *, at: datetime, **changes: Unpack[Described]
) -> SalesPoint:
    """Change a sales point for the organization ``by``, or for the platform where it is None. Raises Invalid, Stale."""
    async with db.transaction():
        await lifecycle.lock(row)
        await lifecycle.unchanged(row, version)
        now: Any = {name: getattr(row, name) for name in COLUMNS}
        whole: Described = {**now, **changes}
        await _check(whole, by)
        return await lifecycle.edit(row, version, at=at, **changes, **_derived(whole))


async def _check(said: Described, by: Organization | None) -> None:
    found = wrongs(said)
    operator = said.get("operator")
    if operator is not None and operator not in await directory.approved([operator]):
        await forwarding.unmoved([operator])
        found.append(Wrong("operator", NO_OPERATOR))
    if by is not None:
        known = {wrong.field for wrong in found}
        found += [wrong for wrong in allowed(said, by) if wrong.field not in known]
    if found:
        raise Invalid(found)


def _derived(said: Described) -> dict[str, Any]:
    """The columns behind searching and sorting: a sales point is found also by its address and province."""
    province = places.province(said["province_set"], said["province_code"])
    parts = [said["name"], said["address"], said.get("operator_name", ""), province.name["vi"] if province else ""]
    return {"search": values.searched(" ".join(parts)), "sort": values.sort_key(said["name"])}
