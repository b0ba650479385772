"""Entities declare their OCOP products and certificates; what they change is no longer verified."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from events_app import db, lifecycle, outbox, values
from events_app.directory import on_behalf
from events_app.directory.tables import Kind, Organization, Product, Standing
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked

MONTHS_VALID = 36  # of an OCOP certificate, from the day of issue

_ENDS_BEFORE = marked("A certificate ends after the day on which it was issued.")
_REVOKED_BEFORE = marked("A certificate cannot be revoked before it was issued.")
_POTENTIAL = marked("A potential five-star product has four stars, or none yet.")


class NoEntity(Refusal):
    """Only an entity has OCOP products."""


class Declared(TypedDict, total=False):
    """What is said of a product; ``valid_to`` follows from ``issued_on`` where nothing else is said."""

    name: str
    group: int
    stars: int | None
    potential_five: bool
    certificate_number: str
    issuer: str
    issued_on: date | None
    valid_to: date | None
    revoked_on: date | None


NO_CERTIFICATE: Declared = {
    "certificate_number": "",
    "issuer": "",
    "issued_on": None,
    "valid_to": None,
    "revoked_on": None,
}


def valid_to(issued_on: date) -> date:
    """The last day of a certificate: 36 months after the day of issue; 29 February becomes the 28th."""
    year, month = divmod(issued_on.month - 1 + MONTHS_VALID, 12)
    year, month = issued_on.year + year, month + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


def wrongs(said: Declared) -> list[Wrong]:
    """What does not fit together about a product."""
    found: list[Wrong] = []
    issued, ends, revoked = said.get("issued_on"), said.get("valid_to"), said.get("revoked_on")
    if said.get("potential_five") and said.get("stars") not in {None, 4}:
        found.append(Wrong("potential_five", _POTENTIAL))
    if issued and ends and ends <= issued:
        found.append(Wrong("certificate.valid_to", _ENDS_BEFORE))
    if issued and revoked and revoked < issued:
        found.append(Wrong("certificate.revoked_on", _REVOKED_BEFORE))
    return found


async def declare(organization: Organization, *, at: datetime, **said: Unpack[Declared]) -> Product:
    """A new product of an entity. Raises NoEntity, Invalid."""
    if organization.kind != Kind.ENTITY:
        raise NoEntity
    whole = _dated(said)
    if found := wrongs(whole):
        raise Invalid(found)
    with on_behalf.of(organization.id):
        async with db.transaction():
            row = Product(organization=organization.id, created_at=at, **whole, **_derived(whole["name"]))
            await row.save()
            await outbox.record("product.create", at=at, id=row.id, organization=organization.id)
            return row


async def correct(row: Product, version: int, *, at: datetime, **changes: Unpack[Declared]) -> Product:
    """Change what is declared of a product; its standing is *declared* again. Raises Invalid, Stale."""
    changes = _dated(changes)
    now: Declared = {
        "stars": row.stars,
        "potential_five": row.potential_five,
        "issued_on": row.issued_on,
        "valid_to": row.valid_to,
        "revoked_on": row.revoked_on,
    }
    if found := wrongs({**now, **changes}):
        raise Invalid(found)
    with on_behalf.of(row.organization):
        async with db.transaction():
            return await lifecycle.edit(
                row,
                version,
                at=at,
                **changes,
                **_derived(changes.get("name", row.name)),
                standing=Standing.DECLARED,
            )


def _dated(said: Declared) -> Declared:
    issued = said.get("issued_on")
    if issued is None or said.get("valid_to") is not None:
        return said
    return {**said, "valid_to": valid_to(issued)}


def _derived(name: str) -> dict[str, Any]:
    return {"search": values.plain(name), "sort": values.sort_key(name)}
