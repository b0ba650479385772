"""Products, their certificates and who verifies them over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions
from events_app.actor import acting
from events_app.directory import (
    declaring,
    lapsing,
    product_bodies,
    product_queries,
    product_schemas,
    queries,
    rating,
    verifying,
)
from events_app.directory.tables import Certificate, Standing
from events_app.values import now, today

On = Annotated[date | None, QueryParameter(description="What counted on this day.")]


@get("/organizations/{organization_id:uuid}/products", **access.OPEN)
async def products(
    organization_id: FromPath[UUID],
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
    lapses_within: lapsing.Asked = None,
) -> product_schemas.ProductPage:
    """The products of an entity, in Vietnamese alphabetical order."""
    owner, page = await queries.seen(acting(), organization_id), paging.Page(limit, after)
    rows, following = await product_queries.listed_products(owner.id, page, today(now()), q, lapses_within)
    return product_schemas.ProductPage([product_schemas.product(row) for row in rows], following)


@post("/organizations/{organization_id:uuid}/products")
async def declare_product(
    organization_id: FromPath[UUID], data: JSONBody[product_bodies.NewProduct]
) -> Response[product_schemas.ProductShown]:
    """Declare a product and its certificate."""
    owner, at = await queries.mine(acting(), organization_id), now()
    row = await declaring.declare(owner, at=at, anyway=data.anyway, **data.declared())
    found = await product_queries.shelved_one(row, today(at))
    return versions.tagged(product_schemas.product(found), row.version, 201)


@get("/products/{product_id:uuid}", **access.OPEN)
async def product(product_id: FromPath[UUID], on: On = None) -> Response[product_schemas.ProductShown]:
    """A product as it is shown today; with ``on`` as it counted on that day."""
    row = await product_queries.product(product_id)
    found = await product_queries.shelved_one(row, on or today(now()))
    return versions.tagged(product_schemas.product_then(found) if on else product_schemas.product(found), row.version)


@patch("/products/{product_id:uuid}")
async def change_product(
    product_id: FromPath[UUID], data: JSONBody[product_bodies.ProductChange], if_match: versions.IfMatch = None
) -> Response[product_schemas.ProductShown]:
    """Change what is declared of a product; a certificate with a new number and a later day of issue is a new rating."""
    row, at = await product_queries.product_to_change(acting(), product_id), now()
    await declaring.correct(row, versions.owed(if_match), at=at, anyway=data.anyway, **data.declared())
    found = await product_queries.shelved_one(row, today(at))
    return versions.tagged(product_schemas.product(found), row.version)


@get("/products/{product_id:uuid}/certificates", **access.OPEN)
async def history(product_id: FromPath[UUID], on: On = None) -> product_schemas.CertificatePage:
    """All ratings of a product, the newest first; ``counts`` marks the one that counts today or on the day ``on``."""
    row = await product_queries.product(product_id)
    return product_schemas.history(await product_queries.shelved_one(row, on or today(now())))


@post("/products/{product_id:uuid}/certificates")
async def rate(
    product_id: FromPath[UUID], data: JSONBody[product_bodies.NewCertificate]
) -> Response[product_schemas.CertificateShown]:
    """A further rating, which may raise, keep or lower the stars."""
    row = await product_queries.product_to_change(acting(), product_id)
    return await _shown(await rating.rate(row, at=now(), **data.rated()), 201)


@get("/certificates")
async def to_judge(
    standing: FromQuery[Standing | None] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
    lapses_within: lapsing.Asked = None,
) -> product_schemas.CertificatesToJudge:
    """For an authority: the certificates of its province, by entity and product."""
    authority, on = await product_queries.authority(acting(), writing=False), today(now())
    page = paging.Page(limit, after)
    rows, following = await product_queries.certificates_of(
        authority, page, on, q=q, standing=standing, lapsing_within=lapses_within
    )
    return product_schemas.CertificatesToJudge([product_schemas.to_judge(row) for row in rows], following)


@get("/certificates/{certificate_id:uuid}", **access.OPEN)
async def certificate(certificate_id: FromPath[UUID]) -> Response[product_schemas.CertificateShown]:
    """One rating of a product."""
    return await _shown(await product_queries.certificate(certificate_id))


@patch("/certificates/{certificate_id:uuid}")
async def amend(
    certificate_id: FromPath[UUID],
    data: JSONBody[product_bodies.CertificateChange],
    if_match: versions.IfMatch = None,
) -> Response[product_schemas.CertificateShown]:
    """Correct what a certificate states; it is declared again."""
    row, owner = await product_queries.certificate_to_change(acting(), certificate_id)
    return await _shown(await rating.amend(row, versions.owed(if_match), owner, at=now(), **data.rated()))


@delete("/certificates/{certificate_id:uuid}")
async def remove(certificate_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take away a certificate that was declared by mistake."""
    row, owner = await product_queries.certificate_to_change(acting(), certificate_id)
    await rating.remove(row, versions.owed(if_match), owner, at=now())


@post("/certificates/{certificate_id:uuid}/verification")
async def verify(
    certificate_id: FromPath[UUID],
    data: JSONBody[product_bodies.Verification],
    if_match: versions.IfMatch = None,
) -> Response[product_schemas.CertificateShown]:
    """The authority of the entity's province has checked it; with If-Match, what was looked at and nothing newer."""
    authority = await product_queries.certificates_to_judge(acting(), [certificate_id])
    seen = {certificate_id: versions.owed(if_match) if if_match else None}
    officer, at = access.signed_in(acting()), now()
    (row,) = await verifying.verify(seen, officer, authority, decision_number=data.decision_number, at=at)
    return await _shown(row)


@delete("/certificates/{certificate_id:uuid}/verification")
async def withdraw(certificate_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take a verification back."""
    row, _authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    await verifying.withdraw(row, versions.owed(if_match), at=now())


@post("/certificates/{certificate_id:uuid}/revocation")
async def revoke(
    certificate_id: FromPath[UUID],
    data: JSONBody[product_bodies.Revocation],
    if_match: versions.IfMatch = None,
) -> Response[product_schemas.CertificateShown]:
    """The authority revokes the certificate from a day on."""
    row, authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    version = versions.owed(if_match) if if_match else None
    revoked = await verifying.revoke(row, version, authority, on=data.revoked_on, reason=data.reason, at=now())
    return await _shown(revoked)


@delete("/certificates/{certificate_id:uuid}/revocation")
async def reinstate(certificate_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """The revocation was a mistake or was annulled."""
    row, _authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    await verifying.reinstate(row, versions.owed(if_match), at=now())


@post("/verifications", status_code=200)
async def verify_several(data: JSONBody[product_bodies.Verifications]) -> product_schemas.CertificatePage:
    """One decision verifies several certificates; all of them or none."""
    seen = {one.id: one.version for one in data.certificates}
    authority = await product_queries.certificates_to_judge(acting(), seen)
    officer, at = access.signed_in(acting()), now()
    rows = await verifying.verify(seen, officer, authority, decision_number=data.decision_number, at=at)
    found = await product_queries.around(rows, today(at))
    return product_schemas.CertificatePage([product_schemas.certificate(one, found[one.product]) for one in rows], None)


async def _shown(row: Certificate, status: int = 200) -> Response[product_schemas.CertificateShown]:
    within = await product_queries.shelved_one(await product_queries.product(row.product), today(now()))
    return versions.tagged(product_schemas.certificate(row, within), row.version, status)


handlers = [
    products,
    declare_product,
    product,
    change_product,
    history,
    rate,
    to_judge,
    certificate,
    amend,
    remove,
    verify,
    withdraw,
    revoke,
    reinstate,
    verify_several,
]
