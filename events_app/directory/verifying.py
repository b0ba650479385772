"""The authority of an entity's province verifies what the entity declares of its certificates, and revokes certificates."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from events_app import db, lifecycle, values
from events_app.directory import jurisdiction, rating
from events_app.directory.tables import Certificate, Organization, Standing
from events_app.errors import Forbidden, Invalid, NotFound, Refusal, Stale, Wrong, WrongState
from events_app.i18n import marked

NO_STARS = marked("Nothing can be verified here: the certificate states no stars, nor a potential five-star product.")


class NoPaper(Refusal):
    """Nothing can be verified here: the entity has not named the number and the day of issue, or one of them."""


async def verify(
    seen: Mapping[UUID, int | None],
    officer: UUID,
    authority: UUID,
    *,
    decision_number: str,
    within: UUID | None = None,
    at: datetime,
) -> list[Certificate]:
    """``authority`` has checked these certificates, by id with the version that its officer saw; all of them or none.

    What happens ``within`` a list is told by the list once it is in: nobody is to hear of each. Raises NotFound, Stale, WrongState,
    NoPaper, or Invalid where it states no stars, with the id of the certificate that stands in the way, Forbidden where an entity
    has just gone to another province.
    """
    async with db.transaction():
        await _stay(seen, authority)
        rows = await _held(sorted(seen))
        for row in rows:
            _unchanged(row, seen[row.id])
            if row.standing != Standing.DECLARED:
                raise WrongState(verb="verify", state=str(row.standing), certificate=str(row.id))
            if not row.number or row.issued_on is None:
                raise NoPaper(certificate=str(row.id))
            if not rating.verifiable(rating.stated(row)):
                raise Invalid([Wrong("stars", NO_STARS)], certificate=str(row.id))
            await lifecycle.edit(
                row,
                row.version,
                at=at,
                verb="verify_by_list" if within else "verify",
                also={"product": row.product, **({"list": within} if within else {})},
                standing=Standing.VERIFIED,
                verified_by=officer,
                verified_for=authority,
                verified_at=at,
                decision_number=decision_number,
            )
        return rows


async def withdraw(row: Certificate, version: int | None, *, at: datetime) -> Certificate:
    """Take a verification back: it was a mistake. Raises NotFound, Stale, WrongState."""
    async with db.transaction():
        (held,) = await _held([row.id])
        _unchanged(held, version)
        if held.standing != Standing.VERIFIED:
            raise WrongState(verb="withdraw", state=str(held.standing))
        return await lifecycle.edit(
            held, held.version, at=at, verb="withdraw", also={"product": held.product}, **rating.DECLARED_AGAIN
        )


async def revoke(
    row: Certificate, version: int | None, authority: UUID, *, on: date, reason: str, at: datetime
) -> Certificate:
    """From the day ``on``, today at the latest, it counts no more, for a reason. Raises NotFound, Stale, Invalid, WrongState."""
    async with db.transaction():
        (held,) = await _held([row.id])
        _unchanged(held, version)
        if held.revoked_for is not None:
            raise WrongState(verb="revoke", state="revoked")
        said: rating.Rating = {"issued_on": held.issued_on, "revoked_on": on}
        if found := rating.early({"revoked_on": on}, values.today(at)) or rating.wrongs(said):
            raise Invalid(found)
        return await lifecycle.edit(
            held,
            held.version,
            at=at,
            verb="revoke",
            also={"product": held.product},
            revoked_on=on,
            revocation_reason=reason,
            revoked_for=authority,
        )


async def reinstate(row: Certificate, version: int | None, *, at: datetime) -> Certificate:
    """The revocation was a mistake or was annulled: the certificate counts again. Raises NotFound, Stale, WrongState."""
    async with db.transaction():
        (held,) = await _held([row.id])
        _unchanged(held, version)
        if held.revoked_on is None:
            raise WrongState(verb="reinstate", state="not_revoked")
        return await lifecycle.edit(
            held,
            held.version,
            at=at,
            verb="reinstate",
            also={"product": held.product},
            revoked_on=None,
            revocation_reason="",
            revoked_for=None,
        )


async def left_behind(entity: UUID, *, at: datetime) -> None:
    """What the authority of its former province has verified is only declared in another; the caller holds the entity."""
    rows = await db.fetch(_VERIFIED, entity)
    for row in await _held([one["id"] for one in rows]) if rows else []:
        if row.standing == Standing.VERIFIED:
            await lifecycle.edit(row, row.version, at=at, also={"product": row.product}, **rating.DECLARED_AGAIN)


async def verified(entities: Collection[UUID]) -> list[UUID]:
    """The certificates of these entities that an authority has verified."""
    return [row["id"] for one in entities for row in await db.fetch(_VERIFIED, one)]


async def only_declared(certificates: Collection[UUID]) -> list[UUID]:
    """Those among these certificates that are only declared, as long as they are there."""
    rows = await db.fetch(
        "SELECT id FROM certificate WHERE id = ANY($1) AND standing = 'declared' ORDER BY id", list(certificates)
    )
    return [row["id"] for row in rows]


async def has_verified(entity: UUID) -> bool:
    """Whether an authority has verified any certificate of an entity."""
    return await db.one(f"{_VERIFIED} LIMIT 1", entity) is not None


_VERIFIED = """
    SELECT certificate.id FROM certificate JOIN product ON product.id = certificate.product
    WHERE product.organization = $1 AND certificate.standing = 'verified'
"""


async def _stay(ids: Iterable[UUID], authority: UUID) -> None:
    """Let no entity of these certificates leave the authority's province until the transaction ends. Raises Forbidden."""
    rows = await db.fetch(
        """
        SELECT province_set, province_code FROM organization WHERE id IN (
            SELECT product.organization FROM product JOIN certificate ON certificate.product = product.id
            WHERE certificate.id = ANY($1)
        ) ORDER BY id FOR SHARE
        """,
        list(ids),
    )
    judge = await Organization.objects().get(Organization.id == authority)
    ours = jurisdiction.unit_of(judge) if judge else None
    if ours is None or any(jurisdiction.unit(row["province_set"], row["province_code"]) != ours for row in rows):
        raise Forbidden


async def _held(ids: Sequence[UUID]) -> list[Certificate]:
    """The certificates, their products held first and in order, as every verb does; the products read otherwise from now on."""
    await db.fetch(
        """
        SELECT FROM product WHERE id IN (SELECT product FROM certificate WHERE id = ANY($1)) ORDER BY id FOR NO KEY UPDATE
        """,
        list(ids),
    )
    await db.fetch(
        """
        UPDATE product SET version = version + 1
        WHERE id IN (SELECT product FROM certificate WHERE id = ANY($1))
        """,
        list(ids),
    )
    rows = await db.fetch("SELECT * FROM certificate WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(ids))
    if len(rows) != len(ids):
        raise NotFound
    return [lifecycle.found(Certificate, row) for row in rows]


def _unchanged(row: Certificate, version: int | None) -> None:
    """See that the officer decides about what stands there: the entity may have changed it meanwhile."""
    if version is not None and row.version != version:
        raise Stale(version=row.version, certificate=str(row.id))
