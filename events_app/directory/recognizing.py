"""Whoever registers an organization of which there is a record that nobody acts for is pointed to that record.

Only what is public is told: that there is such a record. A household's personal number is asked about by nobody.
"""

from events_app import db
from events_app.directory import bodies, checking
from events_app.errors import Refusal


class InDirectory(Refusal):
    """Your organization is in the directory already: claim its record instead of entering it once more."""


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
