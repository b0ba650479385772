"""For which entities an authority speaks: those of its own province, since the merger of 1 July 2025 of the whole new unit."""

from typing import Any

from events_app.directory import places
from events_app.directory.tables import Kind, Organization


def unit(which: str | None, code: str | None) -> str | None:
    """The code of the unit of the 34 that a province of either set is or went into."""
    found = places.province(which, code)
    return found.became if found else None


def unit_of(authority: Organization) -> str | None:
    """The unit of the 34 for which an authority speaks; None for one that has no province, such as a ministry."""
    return unit(authority.province_set, authority.province_code) if authority.kind == Kind.AUTHORITY else None


def covers(authority: Organization, entity: Organization) -> bool:
    """Whether ``authority`` is the authority of the province of ``entity``."""
    ours = unit_of(authority)
    return ours is not None and ours == unit(entity.province_set, entity.province_code)


def within(code: str | None, n: int, organization: str = "organization") -> tuple[str, list[Any]]:
    """The condition that an organization lies in the unit ``code`` of the 34, with its values at ``$n`` and the next."""
    former = [one.code for one in places.provinces(places.Set.OLD).values() if code is not None and one.became == code]
    return (
        f"(({organization}.province_set = '34' AND {organization}.province_code = ${n}::text)"
        f" OR ({organization}.province_set = '63' AND {organization}.province_code = ANY(${n + 1}::text[])))"
    ), [code, former]
