"""The products that entities have, with their certificates, as the rows of a list find them."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from events_app import db
from events_app.directory import many
from events_app.directory.tables import Certificate
from events_app.lifecycle import found as row_of


class Kept(msgspec.Struct):
    """A product as it stands on the shelf: known, or added by a row before."""

    id: UUID
    organization: UUID
    name: str
    group: int
    subgroup: str | None
    older: str
    version: int
    history: list[Certificate | many.NewCertificate]
    known: bool
    closed: bool = False  # only certificates are added
    declared_again: bool = False  # all its certificates: a row changes what they say of the product


async def kept_by(organizations: Sequence[UUID], closed: Collection[UUID]) -> list[Kept]:
    """The products of these organizations, held against others where a transaction is open."""
    hold = " FOR NO KEY UPDATE" if db.in_transaction() else ""
    products = await db.fetch(
        f"SELECT * FROM product WHERE organization = ANY($1) ORDER BY id{hold}", list(organizations)
    )
    rows = await db.fetch(
        "SELECT * FROM certificate WHERE product = ANY($1) ORDER BY counts_from DESC NULLS LAST, id DESC",
        [one["id"] for one in products],
    )
    histories: dict[UUID, list[Certificate | many.NewCertificate]] = {one["id"]: [] for one in products}
    for row in rows:
        histories[row["product"]].append(row_of(Certificate, row))
    return [
        Kept(
            one["id"],
            one["organization"],
            one["name"],
            one["product_group"],
            one["subgroup"],
            one["older_classification"],
            one["version"],
            histories[one["id"]],
            known=True,
            closed=one["organization"] in closed,
        )
        for one in products
    ]
