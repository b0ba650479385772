"""Which products and certificates an actor sees, may change, or may judge as the authority of their province."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor
from events_app.directory import certificates, declaring, jurisdiction, queries
from events_app.directory.tables import Certificate, Kind, Organization, Product
from events_app.errors import Forbidden, NotFound


class Shelved(msgspec.Struct, frozen=True):
    """A product with all its certificates, the newest first, as they are on a day."""

    product: Product
    history: Sequence[Certificate]
    on: date

    @property
    def certificate(self) -> Certificate | None:
        """The one that it is shown with: that which counts, else the latest."""
        return certificates.shown(self.history, self.on)

    @property
    def counting(self) -> Certificate | None:
        """The one that counts on the day, if any does."""
        return certificates.counting(self.history, self.on)


async def product(product_id: UUID) -> Product:
    """A product; all are public. Raises NotFound."""
    row = await Product.objects().where(Product.id == product_id).first()
    if row is None:
        raise NotFound
    return row


async def product_to_change(actor: Actor, product_id: UUID) -> Product:
    """A product if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await product(product_id)
    await queries.mine(actor, row.organization)
    return row


async def certificate(certificate_id: UUID) -> Certificate:
    """A certificate; all are public. Raises NotFound."""
    row = await Certificate.objects().where(Certificate.id == certificate_id).first()
    if row is None:
        raise NotFound
    return row


async def certificate_to_change(actor: Actor, certificate_id: UUID) -> tuple[Certificate, UUID]:
    """A certificate with the entity whose it is, if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await certificate(certificate_id)
    owner = await product_to_change(actor, row.product)
    return row, owner.organization


async def authority(actor: Actor) -> Organization:
    """The authority for which ``actor`` may verify. Raises SignedOut, Forbidden."""
    row = await Organization.objects().get(Organization.id == access.writer(actor, Kind.AUTHORITY))
    if row is None:
        raise Forbidden
    return row


async def certificates_to_judge(actor: Actor, ids: Iterable[UUID]) -> UUID:
    """The authority that may verify and revoke all of these certificates. Raises NotFound, SignedOut, Forbidden."""
    access.signed_in(actor)
    wanted = set(ids)
    judge = await authority(actor) if actor.kind == Kind.AUTHORITY else None
    condition, given = jurisdiction.within(jurisdiction.unit_of(judge) if judge else None, 2)
    rows = await db.fetch(
        f"""
        SELECT certificate.id, coalesce({condition}, false) AS ours
        FROM certificate JOIN product ON product.id = certificate.product
        JOIN organization ON organization.id = product.organization
        WHERE certificate.id = ANY($1)
        """,
        list(wanted),
        *given,
    )
    if len(rows) != len(wanted):
        raise NotFound
    if judge is None or not all(row["ours"] for row in rows):
        raise Forbidden
    return judge.id


async def certificate_to_judge(actor: Actor, certificate_id: UUID) -> tuple[Certificate, UUID]:
    """A certificate with the authority that may verify and revoke it. Raises NotFound, SignedOut, Forbidden."""
    judge = await certificates_to_judge(actor, [certificate_id])
    return await certificate(certificate_id), judge


async def shelved(rows: Sequence[Product], on: date) -> list[Shelved]:
    """These products with their certificates; one statement for all of them."""
    found = await db.fetch(
        "SELECT * FROM certificate WHERE product = ANY($1) ORDER BY counts_from DESC NULLS LAST, id DESC",
        [row.id for row in rows],
    )
    histories: dict[UUID, list[Certificate]] = {row.id: [] for row in rows}
    for one in found:
        histories[one["product"]].append(lifecycle.found(Certificate, one))
    return [Shelved(row, histories[row.id], on) for row in rows]


async def shelved_one(row: Product, on: date) -> Shelved:
    """This product with its certificates."""
    return Shelved(row, await declaring.history_of(row.id), on)


async def around(rows: Sequence[Certificate], on: date) -> dict[UUID, Shelved]:
    """The products of these certificates, by id."""
    wanted = [row.product for row in rows]
    found = await shelved(await Product.objects().where(Product.id.is_in(wanted)), on)
    return {one.product.id: one for one in found}


async def products_of(organization_id: UUID, on: date) -> list[Shelved]:
    """All products of an organization, in Vietnamese alphabetical order."""
    rows = (
        await Product.objects()
        .where(Product.organization == organization_id)
        .order_by(Product.sort)
        .order_by(Product.id)
    )
    return await shelved(rows, on)


async def listed_products(
    organization_id: UUID, page: paging.Page, on: date, q: str | None = None
) -> tuple[list[Shelved], str | None]:
    """A page of an organization's products."""
    where, given = queries.searching(q, organization=organization_id)
    rows, following = await paging.rows(
        f"SELECT * FROM product WHERE {where}", given, order=["sort:text", "id:uuid"], page=page
    )
    return await shelved([lifecycle.found(Product, row) for row in rows], on), following
