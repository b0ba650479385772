"""The officer's desk: what is declared in the province, verified one by one or several at once, and taken back."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from events_app import access, paging, values, web
from events_app.actor import acting
from events_app.directory import (
    certificate_pages,
    jurisdiction,
    lapsing,
    product_bodies,
    product_queries,
    verifying,
    words,
)
from events_app.i18n import marked, plural
from events_app.i18n import text as _
from events_app.values import now, today

DESK = "/desk/certificates"


class Wanted(StrEnum):
    """Which certificates the desk shows."""

    DECLARED = "declared"
    VERIFIED = "verified"
    ALL = "all"


_STANDINGS = {**words.STANDINGS, Wanted.ALL: marked("All")}


@get(DESK, choices={"standing": _STANDINGS})
async def desk(
    request: web.Asked,
    standing: FromQuery[Wanted | None] = None,
    lapses_within: lapsing.Asked = None,
    q: paging.Query = None,
    after: paging.After = None,
    limit: paging.Limit = 50,
) -> Response[Any]:
    """What is declared by the entities of the province; ``standing=all`` shows everything, and so does what lapses."""
    return await _desk(request, web.FIRST, standing=standing, within=lapses_within, q=q, page=paging.Page(limit, after))


async def _desk(
    request: web.Asked,
    attempt: web.Attempt,
    *,
    standing: Wanted | None = None,
    within: int | None = None,
    q: str | None = None,
    page: paging.Page | None = None,
) -> Response[Any]:
    authority, on = await product_queries.authority(acting(), writing=False), today(now())
    wanted = standing or (Wanted.DECLARED if within is None else Wanted.ALL)
    rows, following = await product_queries.certificates_of(
        authority,
        page or paging.Page(),
        on,
        q=q,
        standing=None if wanted == Wanted.ALL else wanted,
        lapsing_within=within,
    )
    return web.page(
        request,
        "directory/officer.html",
        status=attempt.status,
        attempt=attempt,
        in_the_way=await _in_the_way(attempt),
        authority=authority,
        unit=jurisdiction.unit_of(authority),
        rows=rows,
        next=following,
        standing=wanted,
        within=within,
        standings=_STANDINGS,
        days=sorted({*lapsing.WITHIN, within or lapsing.WITHIN[0]}),
        q=q,
        words=words,
    )


async def _in_the_way(attempt: web.Attempt) -> dict[str, Any] | None:
    """``id`` and ``product`` of the certificate because of which none was verified."""
    named = str(attempt.refusal.facts.get("certificate", "")) if attempt.refusal else ""
    found = values.id_of(named)
    if found is None:
        return None
    row = await product_queries.certificate(found)
    return {"id": row.id, "product": (await product_queries.product(row.product)).name}


@post(DESK)
@web.refused_as(_desk)
async def verify_several(request: web.Asked) -> Response[Any]:
    """Verify those that were ticked, under one decision."""
    tree = await web.form(request)
    pairs = [str(one).rpartition(":") for one in tree.pop("certificates", [])]
    tree["certificates"] = [{"id": name, "version": version} for name, _colon, version in pairs]
    given = web.check(product_bodies.Verifications, tree)
    seen = {one.id: one.version for one in given.certificates}
    authority = await product_queries.certificates_to_judge(acting(), seen)
    officer = access.signed_in(acting())
    await verifying.verify(seen, officer, authority, decision_number=given.decision_number, at=now())
    return web.see(DESK, plural("%(n)s certificate is verified.", "%(n)s certificates are verified.", len(seen)))


@post("/certificates/{certificate_id:uuid}/verification")
@web.refused_as(certificate_pages.shown)
async def verify(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """The authority has checked this certificate as it was shown."""
    row, authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    given = await web.read(request, product_bodies.Verification)
    seen: dict[UUID, int | None] = {row.id: await web.version(request)}
    officer = access.signed_in(acting())
    await verifying.verify(seen, officer, authority, decision_number=given.decision_number, at=now())
    return web.see(f"/certificates/{row.id}", _("The certificate is verified."))


@post("/certificates/{certificate_id:uuid}/withdrawal")
@web.refused_as(certificate_pages.shown)
async def withdraw(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Take the verification back."""
    row, _authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    await verifying.withdraw(row, await web.version(request), at=now())
    return web.see(f"/certificates/{row.id}", _("The verification is taken back."))


@post("/certificates/{certificate_id:uuid}/revocation")
@web.refused_as(certificate_pages.shown)
async def revoke(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Revoke the certificate from a day on, for a reason."""
    row, authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    given = await web.read(request, product_bodies.Revocation)
    version = await web.version(request)
    await verifying.revoke(row, version, authority, on=given.revoked_on, reason=given.reason, at=now())
    return web.see(f"/certificates/{row.id}", _("The certificate is revoked."))


@post("/certificates/{certificate_id:uuid}/reinstatement")
@web.refused_as(certificate_pages.shown)
async def reinstate(request: web.Asked, certificate_id: FromPath[UUID]) -> Response[Any]:
    """The certificate counts again."""
    row, _authority = await product_queries.certificate_to_judge(acting(), certificate_id)
    await verifying.reinstate(row, await web.version(request), at=now())
    return web.see(f"/certificates/{row.id}", _("The certificate counts again."))


handlers = [desk, verify_several, verify, withdraw, revoke, reinstate]
