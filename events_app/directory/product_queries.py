"""Which products and certificates an actor sees, may change, or may judge as the authority of their province."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor
from events_app.directory import certificates, declaring, jurisdiction, lapsing, picturing, queries
from events_app.directory.tables import Certificate, Kind, MergedProduct, Organization, Product
from events_app.errors import Forbidden, Moved, NotApproved, NotFound


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

    def validity(self, one: Certificate) -> certificates.Validity:
        """How one of its certificates is on the day, beside the others."""
        return certificates.among(self.history, one, self.on)


class Judged(msgspec.Struct, frozen=True):
    """A certificate on the desk of an officer, with its product and the entity whose it is."""

    certificate: Certificate
    shelved: Shelved
    entity: UUID
    entity_name: str
    entity_slug: str


async def product(product_id: UUID) -> Product:
    """A product; all are public. Raises NotFound, Moved where it has gone into another one."""
    row = await Product.objects().where(Product.id == product_id).first()
    if row is None:
        merged = await MergedProduct.objects().get(MergedProduct.id == product_id)
        raise Moved(str(product_id), str(merged.product)) if merged else NotFound()
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


async def picture_to_change(actor: Actor, picture_id: UUID) -> tuple[picturing.Pictured, UUID]:
    """A picture with the entity whose it is, if ``actor`` may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await picturing.picture(picture_id)
    owner = await product_to_change(actor, row.product)
    return row, owner.organization


async def authority(actor: Actor, *, writing: bool = True) -> Organization:
    """The authority for which ``actor`` may verify, or only look at what is declared. Raises SignedOut, Forbidden."""
    asked = access.writer if writing else access.member
    row = await Organization.objects().get(Organization.id == asked(actor, Kind.AUTHORITY))
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
        raise NotApproved if actor.writes and actor.waits_as == Kind.AUTHORITY else Forbidden
    return judge.id


async def certificate_to_judge(actor: Actor, certificate_id: UUID) -> tuple[Certificate, UUID]:
    """A certificate with the authority that may verify and revoke it. Raises NotFound, SignedOut, Forbidden."""
    judge = await certificates_to_judge(actor, [certificate_id])
    return await certificate(certificate_id), judge


async def judges(actor: Actor, entity: Organization) -> bool:
    """Whether ``actor`` may verify and revoke the certificates of this entity."""
    if actor.kind != Kind.AUTHORITY or not actor.writes:
        return False
    return jurisdiction.covers(await authority(actor), entity)


async def certificates_of(
    judge: Organization,
    page: paging.Page,
    on: date,
    *,
    q: str | None = None,
    standing: str | None = None,
    lapsing_within: int | None = None,
) -> tuple[list[Judged], str | None]:
    """A page of the certificates of the province for which an authority speaks, by entity and product."""
    words, given = queries.searching(q, standing=standing)
    condition, places = jurisdiction.within(jurisdiction.unit_of(judge), len(given) + 1)
    lapses, days = _lapsing(lapsing_within, on, len(given) + len(places) + 1)
    rows, following = await paging.rows(
        f"""
        SELECT * FROM (
            SELECT certificate.id, certificate.standing, organization.id AS entity, organization.name AS entity_name,
                   organization.slug AS entity_slug, organization.sort AS entity_sort, product.sort AS product_sort,
                   product.search || ' ' || organization.search AS search
            FROM certificate JOIN product ON product.id = certificate.product
            JOIN organization ON organization.id = product.organization
            WHERE {condition} AND {lapses}) AS province
        WHERE {words}
        """,
        [*given, *places, *days],
        order=["entity_sort:text", "product_sort:text", "id:uuid"],
        page=page,
    )
    read = await db.fetch("SELECT * FROM certificate WHERE id = ANY($1)", [row["id"] for row in rows])
    by_id = {one["id"]: lifecycle.found(Certificate, one) for one in read}
    within = await around(list(by_id.values()), on)
    return [
        Judged(one, within[one.product], row["entity"], row["entity_name"], row["entity_slug"])
        for row in rows
        if (one := by_id.get(row["id"])) is not None
    ], following


async def verifiers_of(product_id: UUID) -> dict[UUID, str]:
    """The names of the authorities that verified or revoked certificates of a product."""
    rows = await db.fetch(
        """
        SELECT DISTINCT organization.id, organization.name FROM certificate
        JOIN organization ON organization.id IN (certificate.verified_for, certificate.revoked_for)
        WHERE certificate.product = $1
        """,
        product_id,
    )
    return {row["id"]: row["name"] for row in rows}


async def officer_of(row: Certificate) -> str | None:
    """The name of the officer who verified a certificate; for the authority's own people."""
    found = await db.one("SELECT name FROM users WHERE id = $1", row.verified_by) if row.verified_by else None
    return found["name"] if found else None


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
    read = await db.fetch("SELECT * FROM product WHERE id = ANY($1)", [row.product for row in rows])
    found = await shelved([lifecycle.found(Product, one) for one in read], on)
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
    organization_id: UUID, page: paging.Page, on: date, q: str | None = None, lapsing_within: int | None = None
) -> tuple[list[Shelved], str | None]:
    """A page of an organization's products, or of those whose certificates lapse within so many days."""
    where, given = queries.searching(q, organization=organization_id)
    lapses, days = _lapsing(lapsing_within, on, len(given) + 1)
    soon = f"EXISTS (SELECT FROM certificate WHERE certificate.product = product.id AND {lapses})" if days else lapses
    rows, following = await paging.rows(
        f"SELECT * FROM product WHERE {where} AND {soon}",
        [*given, *days],
        order=["sort:text", "id:uuid"],
        page=page,
    )
    return await shelved([lifecycle.found(Product, row) for row in rows], on), following


async def lapsing_of(organization_id: UUID, on: date) -> dict[int, int]:
    """How many certificates of an entity lapse within each number of days for which pages ask."""
    rows = await db.fetch(
        f"""
        SELECT certificate.valid_to FROM certificate JOIN product ON product.id = certificate.product
        WHERE product.organization = $3 AND {lapsing.in_sql("$1", "$2")}
        """,
        on,
        on + timedelta(max(lapsing.WITHIN)),
        organization_id,
    )
    return {days: sum(row["valid_to"] <= on + timedelta(days) for row in rows) for days in lapsing.WITHIN}


def _lapsing(within: int | None, on: date, n: int) -> tuple[str, list[date]]:
    """The condition that a row of ``certificate`` lapses within so many days, with its values at ``$n`` and the next."""
    if within is None:
        return "true", []
    return lapsing.in_sql(f"${n}", f"${n + 1}"), [on, on + timedelta(within)]
