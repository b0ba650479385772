"""Records of an authority's province that may be one with a record of another province, and whom its officer asks about that.

Officers decide about their own province only, and by its number nobody learns which the other record is: they learn in which
province it lies. The officer there learns the same of its own one; the platform's admins see both.
"""

from typing import Any

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.directory import jurisdiction, places
from events_app.directory.tables import Kind, Organization


async def elsewhere(actor: Actor, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of records of the authority's province whose number one of another province has: ``reason`` (tax_code,
    personal_number), the ``place`` of that one, and the names of the ``authorities`` there. Raises SignedOut, Forbidden.
    """
    ours = access.member(actor, Kind.AUTHORITY)
    authority = await Organization.objects().get(Organization.id == ours)
    assert authority is not None
    here, given = jurisdiction.within(jurisdiction.unit_of(authority), 1)
    there, more = jurisdiction.within(jurisdiction.unit_of(authority), 3, "other")
    rows, following = await paging.rows(
        f"""
        SELECT organization.id, organization.name, organization.slug, organization.sort, alike.reason, other.id AS other,
               other.province_set, other.province_code
        FROM ({_ALIKE}) AS alike JOIN organization ON organization.id = alike.mine
        JOIN organization AS other ON other.id = alike.theirs
        WHERE organization.kind = 'entity' AND {here} AND other.kind = 'entity' AND NOT coalesce({there}, false)
          AND NOT EXISTS (
              SELECT FROM distinction AS said WHERE (said.one = organization.id AND said.other = other.id)
                 OR (said.one = other.id AND said.other = organization.id))
        """,
        [*given, *more],
        order=["sort:text", "id:uuid", "other:uuid"],
        page=page,
    )
    deciding = await _deciding() if rows else {}
    for row in rows:
        row["place"] = places.province(row["province_set"], row["province_code"])
        row["authorities"] = deciding.get(row["place"].became, []) if row["place"] else []
    return rows, following


_ALIKE = """
    SELECT mine.id AS mine, twin.id AS theirs, 'tax_code' AS reason
    FROM organization AS mine JOIN organization AS twin ON twin.tax_code = mine.tax_code AND twin.id <> mine.id
    UNION ALL
    SELECT mine.organization, twin.organization, 'personal_number'
    FROM personal_number AS mine JOIN personal_number AS twin ON twin.number = mine.number AND twin.id <> mine.id
"""


async def _deciding() -> dict[str | None, list[str]]:
    """The names of the authorities with people, by the unit of the 34 for which they speak."""
    rows = await db.fetch(
        """
        SELECT name, province_set, province_code FROM organization WHERE kind = 'authority' AND state = 'active'
          AND EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) ORDER BY sort, id
        """
    )
    found: dict[str | None, list[str]] = {}
    for row in rows:
        found.setdefault(jurisdiction.unit(row["province_set"], row["province_code"]), []).append(row["name"])
    return found
