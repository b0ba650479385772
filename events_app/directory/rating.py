"""Ratings of a product: each is a certificate of its own, and what somebody changes of one is no longer verified."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.directory import certificates, on_behalf
from events_app.directory.tables import Certificate, Product, Standing
from events_app.errors import Invalid, Refusal, Stale, Wrong
from events_app.i18n import marked

_ENDS_BEFORE = marked("A certificate ends after the day on which it was issued.")
_COMING = marked("A certificate cannot have been issued after today.")
_REVOKED_BEFORE = marked("A certificate cannot be revoked before it was issued.")
_REVOKED_LATER = marked("A certificate cannot have been revoked after today.")
_POTENTIAL = marked("A potential five-star product has four stars, or none yet.")
_STARS = marked("Say how many stars the certificate states, or that the product is a potential five-star one.")
DECLARED_AGAIN: Mapping[str, Any] = {
    "standing": Standing.DECLARED,
    "verified_by": None,
    "verified_for": None,
    "verified_at": None,
    "decision_number": "",
}


class AlreadyCertified(Refusal):
    """The product has a certificate with this number and day of issue already."""


class RevokedByAuthority(Refusal):
    """The authority has revoked this certificate; only the authority can change that."""


class VerifiedStays(Refusal):
    """A verified certificate belongs to the product's history; it can be corrected, and the authority can revoke it."""


class Rating(TypedDict, total=False):
    """What a certificate states; ``valid_to`` follows from ``issued_on`` where nothing else is said."""

    stars: int | None
    potential_five: bool
    number: str
    issuer: str
    issued_on: date | None
    valid_to: date | None
    revoked_on: date | None


NOTHING: Rating = {
    "stars": None,
    "potential_five": False,
    "number": "",
    "issuer": "",
    "issued_on": None,
    "valid_to": None,
    "revoked_on": None,
}


def wrongs(said: Rating, within: str = "") -> list[Wrong]:
    """What does not fit together about a rating; the fields of its paper stand ``within`` another one."""
    found: list[Wrong] = []
    issued, ends, revoked = said.get("issued_on"), said.get("valid_to"), said.get("revoked_on")
    if said.get("potential_five") and said.get("stars") not in {None, 4}:
        found.append(Wrong("potential_five", _POTENTIAL))
    if issued and ends and ends <= issued:
        found.append(Wrong(f"{within}valid_to", _ENDS_BEFORE))
    if issued and revoked and revoked < issued:
        found.append(Wrong(f"{within}revoked_on", _REVOKED_BEFORE))
    return found


def early(said: Rating, on: date, within: str = "") -> list[Wrong]:
    """What is wrong with a day of issue or of a revocation that is said on the day ``on``."""
    issued, revoked = said.get("issued_on"), said.get("revoked_on")
    found = [Wrong(f"{within}issued_on", _COMING)] if issued and issued > on else []
    return [*found, Wrong(f"{within}revoked_on", _REVOKED_LATER)] if revoked and revoked > on else found


def unstated(said: Rating) -> list[Wrong]:
    """What is wrong with a new rating that states nothing."""
    return [] if said.get("stars") or said.get("potential_five") else [Wrong("stars", _STARS)]


def verifiable(said: Rating) -> bool:
    """Whether there is something that an authority can hold against its decision: a number, a day of issue and stars."""
    return bool(said["number"]) and said["issued_on"] is not None and not unstated(said)


async def rate(product: Product, *, at: datetime, **said: Unpack[Rating]) -> Certificate:
    """A further certificate in the product's history. Raises Invalid, AlreadyCertified, NotFound."""
    with on_behalf.of(product.organization):
        async with db.transaction(a_product_has_a_certificate_once=AlreadyCertified):
            whole = dated({**NOTHING, **said})
            if found := unstated(whole) + early(whole, values.today(at)) + wrongs(whole):
                raise Invalid(found)
            await touch(product)
            return await add(product, whole, at=at)


async def amend(row: Certificate, version: int, owner: UUID, *, at: datetime, **changes: Unpack[Rating]) -> Certificate:
    """Correct what a certificate of the entity ``owner`` states; it is *declared* again. What is so already writes nothing.

    Raises Invalid, Stale, RevokedByAuthority, AlreadyCertified.
    """
    with on_behalf.of(owner):
        async with db.transaction(a_product_has_a_certificate_once=AlreadyCertified):
            product = await lifecycle.locked(Product, row.product)
            await _as_seen(row, version)
            changes = differing(row, dated(changes))
            if found := early(changes, values.today(at)) + wrongs({**stated(row), **changes}):
                raise Invalid(found)
            if changes:
                await touch(product)
                await alter(row, changes, at=at)
            return row


async def remove(row: Certificate, version: int, owner: UUID, *, at: datetime) -> None:
    """Take away a certificate that was declared by mistake. Raises Stale, RevokedByAuthority, VerifiedStays."""
    with on_behalf.of(owner):
        async with db.transaction():
            product = await lifecycle.locked(Product, row.product)
            await _as_seen(row, version)
            await touch(product)
            await strike(row, at=at)


def stated(row: Certificate) -> Rating:
    """What a certificate states."""
    found: Any = {name: getattr(row, name) for name in NOTHING}
    rating: Rating = found
    return rating


def differing(row: Certificate, said: Rating) -> Rating:
    """What is said otherwise than the certificate states it."""
    found: Any = {name: value for name, value in said.items() if getattr(row, name) != value}
    changes: Rating = found
    return changes


def dated(said: Rating) -> Rating:
    """The same with its end, where only the day of issue is named."""
    issued = said.get("issued_on")
    if issued is None or said.get("valid_to") is not None:
        return said
    return {**said, "valid_to": certificates.valid_to(issued)}


# Pieces of a verb: the caller has opened the transaction and holds the product.


async def touch(product: Product) -> None:
    """A product reads otherwise when one of its certificates does, so its version is another. Raises NotFound."""
    rows = await db.fetch("UPDATE product SET version = version + 1 WHERE id = $1 RETURNING *", product.id)
    if not rows:
        await lifecycle.lock(product)
    lifecycle.take_over(product, rows[0])


async def add(product: Product, whole: Rating, *, at: datetime) -> Certificate:
    """A certificate more."""
    row = Certificate(product=product.id, created_at=at, **whole, counts_from=_counts_from(whole))
    await row.save()
    await outbox.record("certificate.create", at=at, id=row.id, product=product.id, organization=product.organization)
    return row


async def alter(row: Certificate, changes: Rating, *, at: datetime) -> None:
    """What a certificate states from now on; it is declared again. Raises RevokedByAuthority."""
    if row.revoked_for is not None:
        raise RevokedByAuthority
    also: dict[str, Any] = {} if changes.get("revoked_on", row.revoked_on) else {"revocation_reason": ""}
    if "valid_to" in changes:
        also["redated_at"] = at
    await lifecycle.edit(
        row,
        row.version,
        at=at,
        also={"product": row.product},
        **changes,
        counts_from=_counts_from({**stated(row), **changes}),
        **also,
        **DECLARED_AGAIN,
    )


async def strike(row: Certificate, *, at: datetime) -> None:
    """A certificate less. Raises RevokedByAuthority, VerifiedStays."""
    if row.revoked_for is not None:
        raise RevokedByAuthority
    if row.standing == Standing.VERIFIED:
        raise VerifiedStays
    await lifecycle.delete(row, row.version, at=at, product=row.product)


async def _as_seen(row: Certificate, version: int) -> None:
    await lifecycle.lock(row)
    if row.version != version:
        raise Stale(version=row.version)


def _counts_from(whole: Rating) -> date | None:
    return certificates.counts_from(whole.get("issued_on"), whole.get("valid_to"))
