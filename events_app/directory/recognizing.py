"""Whoever enters an organization of which there is a record already is pointed to that record.

Only what is public is told: that there is such a record. A household's personal number is asked about by nobody. Newcomers
learn of records that nobody acts for, which they can claim; organizers of all, as they find them all when they enter an
application.
"""

from events_app import db
from events_app.directory import bodies, checking, likeness
from events_app.errors import Refusal


class InDirectory(Refusal):
    """This organization is in the directory already: use its record instead of entering it once more."""


async def unless_known(said: bodies.NewOrganization) -> None:
    """See that there is no such record, or that it is said to be another's. Raises InDirectory, which names it."""
    if said.tax_code is None or checking.is_personal(said.tax_code) or said.anyway:
        return
    row = await db.one(
        """
        SELECT id, name, slug FROM organization WHERE kind = $1 AND tax_code = $2 AND state = 'active'
          AND NOT EXISTS (SELECT FROM membership WHERE membership.organization = organization.id)
        ORDER BY id LIMIT 1
        """,
        said.kind,
        said.tax_code,
    )
    if row is not None:
        raise InDirectory(organization={**row, "id": str(row["id"])}, claim=f"/organizations/{row['slug']}/claim")


async def unless_entered(said: bodies.NewOrganization) -> None:
    """See that an organizer enters no entity once more. Raises InDirectory, which names the record and says ``by`` what.

    Of one whose name and province are alike it can be said that it is another's, of one with this tax code not.
    """
    code = None if checking.is_personal(said.tax_code) else said.tax_code
    alike = "" if said.anyway else likeness.key(said.name, said.province_set, said.province_code)
    row = await db.one(
        """
        SELECT id, name, slug, coalesce(tax_code = $2, false) AS same_code FROM organization
        WHERE kind = $1 AND state = 'active'
          AND (tax_code = $2 OR $3 <> '' AND alike = $3 AND (tax_code IS NULL OR $2::text IS NULL))
        ORDER BY same_code DESC, id LIMIT 1
        """,
        said.kind,
        code,
        alike,
    )
    if row is not None:
        by = "tax_code" if row.pop("same_code") else "name"
        raise InDirectory(organization={**row, "id": str(row["id"])}, by=by)
