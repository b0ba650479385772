"""What tells records of one name apart, for who decides about them: what each says, who keeps it and what belongs to it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from events_app import db
from events_app.directory import masking, places
from events_app.i18n import localized, plural
from events_app.i18n import text as _


class Particulars(msgspec.Struct, frozen=True):
    """A record as who decides about it sees it; of a household's number the last digits."""

    id: UUID
    kind: str
    name: str
    slug: str
    entity_kind: str | None
    tax_code: str | None
    personal_number: str | None
    representative: str
    phone: str | None
    email: str | None
    address: str
    commune: str
    district: str
    province_set: str | None
    province_code: str | None
    keeper_id: UUID | None  # the organizer that entered it and speaks for it until it has people
    keeper: str | None
    people: int
    products: int
    created_at: datetime

    @property
    def province(self) -> str:
        """The name of its province in the reader's language."""
        found = places.province(self.province_set, self.province_code)
        return localized(found.name) if found else ""

    @property
    def whole_address(self) -> str:
        """Its address with all its parts."""
        found = places.province(self.province_set, self.province_code)
        return places.whole_address(found, self.address, self.commune, self.district)

    @property
    def number(self) -> str:
        """By which number taxes know it, called what it is."""
        if self.tax_code:
            return _("tax code %(number)s", number=self.tax_code)
        return _("personal number %(number)s", number=self.personal_number) if self.personal_number else ""


async def particulars(ids: Collection[UUID]) -> dict[UUID, Particulars]:
    """What is known of each of these records; one statement for all of them."""
    rows = await db.fetch(
        """
        SELECT organization.id, organization.kind, organization.name, organization.slug, organization.entity_kind,
               organization.tax_code, organization.representative, organization.phone, organization.email, organization.address,
               organization.commune, organization.district, organization.province_set, organization.province_code,
               organization.created_at, keeper.id AS keeper_id, keeper.name AS keeper, right(personal_number.number, 3) AS shown,
               (SELECT count(*) FROM membership WHERE membership.organization = organization.id) AS people,
               (SELECT count(*) FROM product WHERE product.organization = organization.id) AS products
        FROM organization LEFT JOIN organization AS keeper ON keeper.id = organization.keeper
        LEFT JOIN personal_number ON personal_number.organization = organization.id
        WHERE organization.id = ANY($1)
        """,
        list(ids),
    )
    found = {}
    for row in rows:
        shown = row.pop("shown")
        found[row["id"]] = Particulars(**row, personal_number=f"{masking.HIDDEN}{shown}" if shown else None)
    return found


def said(one: Particulars) -> str:
    """A record in one line."""
    parts = [one.province]
    if one.number:
        parts.append(one.number)
    if one.representative:
        parts.append(_("represented by %(name)s", name=one.representative))
    parts.append(plural("%(n)s product", "%(n)s products", one.products))
    return ", ".join(part for part in parts if part)
