"""Entities that the directory knows, and what a list makes of those that it names."""

from datetime import datetime

from events_app.directory.tables import Kind, Organization
from tests import make
from tests.imports import asking, invented

CODE = invented.MAKERS[0].code


async def an_entity(cast: make.Cast, name: str = "Hợp tác xã Mẫu 1", **given: object) -> Organization:
    """An entity in Đồng Tháp that An keeps, unless it is said otherwise."""
    from events_app.directory import likeness

    said = {"keeper": cast.an.organization.id, "province_set": "34", "province_code": "82", **given}
    alike = likeness.key(name, str(said["province_set"]), str(said["province_code"]))
    return await make.organization(Kind.ENTITY, name, **{"alike": alike, **said})


async def entities(cast: make.Cast, at: datetime, *rows: list[object]) -> dict[str, int]:
    """How many entities of a list of these rows have which outcome."""
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    counts: dict[str, int] = row.counts["entities"]
    return counts


TWO = [asking.a_row(n, entity="Hợp tác xã Mẫu", representative=f"Người Mẫu {n}") for n in (1, 2)]
BARE = asking.a_row(3, entity="Hợp tác xã Mẫu", representative="", phone="")
