"""Organizations are renamed, and are found by what they were called before.

A row of ``OrganizationName`` is a former name with its dates; the present one stands in the organization. The address that a
former name made leads to the present one as long as the row is there.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, slugs, values
from events_app.directory import likeness, on_behalf, places, vouching
from events_app.directory.tables import Organization, OrganizationName
from events_app.errors import Busy, Invalid, NotFound, Wrong
from events_app.i18n import marked

_SAME = marked("The organization has this name already.")
_COMING = marked("A name is changed on its first day, not before: enter today or an earlier day.")
_BACKWARDS = marked("The last day comes before the first.")
_OVERLAPS = marked("The organization had another name on this day.")


async def free_slug(name: str) -> str:
    """The address that the name makes, or the next one that no organization has or had."""
    return await slugs.free("organization", name, "organization_name")


async def free_slugs(wanted: Sequence[str]) -> list[str]:
    """The same for many addresses at once, no two alike."""
    rows = await db.fetch(
        """
        SELECT slug FROM organization WHERE slug = ANY($1) UNION SELECT slug FROM organization_name WHERE slug = ANY($1)
        """,
        wanted,
    )
    taken, found = {row["slug"] for row in rows}, []
    several = taken | {slug for slug, n in Counter(wanted).items() if n > 1}
    if several:
        taken |= await _numbered(several)
    for slug in wanted:
        free = slug if slug not in taken else next(one for n in count(2) if (one := f"{slug}-{n}") not in taken)
        taken.add(free)
        found.append(free)
    return found


async def _numbered(slugs: Collection[str]) -> set[str]:
    """The addresses that begin as one of these and go on, as those with a number do."""
    rows = await db.fetch(
        """
        SELECT slug FROM organization WHERE slug LIKE ANY($1) UNION SELECT slug FROM organization_name WHERE slug LIKE ANY($1)
        """,
        [f"{slug}-%" for slug in slugs],
    )
    return {row["slug"] for row in rows}


async def names_of(organization_id: UUID) -> list[OrganizationName]:
    """The former names, the latest first."""
    return (
        await OrganizationName.objects()
        .where(OrganizationName.organization == organization_id)
        .order_by(OrganizationName.last_on, ascending=False)
        .order_by(OrganizationName.id, ascending=False)
    )


async def other_names(row: Organization) -> list[OrganizationName]:
    """The same without those that are its present name: a record of equal name that went into it left its address only."""
    return [one for one in await names_of(row.id) if values.plain(one.name) != values.plain(row.name)]


async def rename(row: Organization, version: int, name: str, *, since: date, at: datetime) -> Organization:
    """Give the organization a new name and address from a day on; the old ones lead to it.

    Raises Invalid, Stale, Busy, ApprovedAsItIs.
    """
    with on_behalf.of(row.id):
        async with db.transaction(organization_slug_key=Busy, organization_name_slug_key=Busy):
            await lifecycle.lock(row)
            await lifecycle.unchanged(row, version)
            vouching.stays(row, {"name": name})
            former = await names_of(row.id)
            last = since - timedelta(1)
            wrongs = [Wrong("name", _SAME)] if name == row.name else []
            if since > values.today(at):
                wrongs.append(Wrong("first_on", _COMING))
            if wrongs:
                raise Invalid(wrongs)
            if any(one.last_on and one.last_on >= last for one in former):
                raise Invalid([Wrong("first_on", _OVERLAPS)])
            first = max((one.last_on + timedelta(1) for one in former if one.last_on), default=None)
            slug = row.slug
            if values.slug_of(name) != values.slug_of(row.name):
                slug = await free_slug(name)
            await OrganizationName(
                organization=row.id,
                name=row.name,
                first_on=first,
                last_on=last,
                slug=row.slug if slug != row.slug else None,
                created_at=at,
                alike=likeness.of_name(row.name),
            ).save()
            changes = await described_as(row.id, name, row.province_set, row.province_code)
            return await lifecycle.edit(row, version, at=at, verb="rename", name=name, slug=slug, **changes)


async def remember(
    row: Organization, name: str, *, first_on: date | None, last_on: date | None, at: datetime
) -> OrganizationName:
    """A name that the organization had, or by which people know it. Raises Invalid, Busy, ApprovedAsItIs."""
    wrongs = []
    if values.plain(name) == values.plain(row.name):
        wrongs.append(Wrong("name", _SAME))
    if first_on and last_on and last_on < first_on:
        wrongs.append(Wrong("last_on", _BACKWARDS))
    if wrongs:
        raise Invalid(wrongs)
    with on_behalf.of(row.id):
        async with db.transaction(organization_name_slug_key=Busy):
            await lifecycle.lock(row)
            vouching.stays(row, {"name": name})
            former = await names_of(row.id)
            if any(_is_said(one, name, first_on, last_on) for one in former):
                raise Invalid([Wrong("name", _SAME)])
            if last_on and any(_overlap(one, first_on, last_on) for one in former):
                raise Invalid([Wrong("last_on", _OVERLAPS)])
            slug = values.slug_of(name)
            found = OrganizationName(
                organization=row.id,
                name=name,
                first_on=first_on,
                last_on=last_on,
                slug=slug if await free_slug(name) == slug else None,
                created_at=at,
                alike=likeness.of_name(name),
            )
            await found.save()
            await _find_again(row, at=at)
            await outbox.record("organization_name.create", at=at, id=found.id, organization=row.id)
            return found


async def forget(former: OrganizationName, version: int, *, at: datetime) -> None:
    """Take back a former name that was none; its address leads nowhere any more. Raises Stale, NotFound."""
    with on_behalf.of(former.organization):
        async with db.transaction():
            row = await lifecycle.locked(Organization, former.organization)
            await lifecycle.delete(former, version, at=at, organization=row.id)
            await _find_again(row, at=at)


async def described_as(organization_id: UUID, name: str, which: str | None, code: str | None) -> dict[str, Any]:
    """The columns behind searching, sorting and finding duplicates: it is found also by its province and its former names."""
    return columns(name, which, code, [one.name for one in await names_of(organization_id)])


def columns(name: str, which: str | None, code: str | None, former: Sequence[str] = ()) -> dict[str, Any]:
    """The same for one whose former names are known; a new one has none."""
    province = places.province(which, code)
    words = [name, *([province.name["vi"]] if province else []), *former]
    return {
        "search": " ".join(values.searched(one) for one in words),
        "sort": values.sort_key(name),
        "alike": likeness.key(name, which, code),
    }


def named_on(organization: str, day: str) -> str:
    """SQL for the name that an organization had on a day; null where it is the present one."""
    return f"""
        (SELECT former.name FROM organization_name AS former
         WHERE former.organization = {organization} AND former.last_on >= {day}
         AND (former.first_on IS NULL OR former.first_on <= {day}) ORDER BY former.last_on LIMIT 1)
    """


async def former_name(name_id: UUID) -> OrganizationName:
    """A former name. Raises NotFound."""
    found = await OrganizationName.objects().get(OrganizationName.id == name_id)
    if found is None:
        raise NotFound
    return found


async def _find_again(row: Organization, *, at: datetime) -> None:
    changes = await described_as(row.id, row.name, row.province_set, row.province_code)
    await lifecycle.edit(row, row.version, at=at, **changes)


def _is_said(one: OrganizationName, name: str, first_on: date | None, last_on: date | None) -> bool:
    """Whether a former name is kept already, of the same time; of another time it may be a name that was taken up again."""
    return values.plain(one.name) == values.plain(name) and (one.first_on, one.last_on) == (first_on, last_on)


def _overlap(one: OrganizationName, first_on: date | None, last_on: date) -> bool:
    if one.last_on is None:
        return False
    return (one.first_on or date.min) <= last_on and (first_on or date.min) <= one.last_on
