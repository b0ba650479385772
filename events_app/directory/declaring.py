"""Entities declare their OCOP products and how they are rated; what they change is no longer verified."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.directory import certificates, groups, on_behalf, rating, supplying
from events_app.directory.tables import Certificate, Kind, Organization, Product, Standing
from events_app.errors import Busy, Invalid, Refusal, Stale, Wrong
from events_app.i18n import marked

PAPER = "certificate."  # where the fields of a certificate stand in what is said of a product
_SUPPLY = marked("Take away first what is said of the supply and a product of this group does not have.")
_SUBGROUP = marked("There is no such sub-group in this group.")
_ABOUT = frozenset({"name", "group", "subgroup", "older_classification"})
_STARS = frozenset({"stars", "potential_five"})
ON_THE_CERTIFICATE = frozenset({"name", "group", "subgroup"})  # so that it is declared again where one changes


class NoEntity(Refusal):
    """Only an entity has OCOP products."""


class AlreadyDeclared(Refusal):
    """The entity has this product already."""


class DeclaredAlike(Refusal):
    """The entity has a product whose name differs from this one in its accents only; say whether this is another product."""


class Declared(TypedDict, total=False):
    """What is said of a product and of the certificate that it is shown with."""

    name: str
    group: int
    subgroup: str | None
    older_classification: str
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


async def declare(
    organization: Organization, *, at: datetime, anyway: bool = False, **said: Unpack[Declared]
) -> Product:
    """A new product of an entity, with its first certificate where something is said of one.

    ``anyway`` where one whose name differs in its accents only is another product. Raises NoEntity, Invalid, AlreadyDeclared,
    DeclaredAlike.
    """
    if organization.kind != Kind.ENTITY:
        raise NoEntity
    facts = _stated(None, said)
    found = _starless(facts) + rating.early(facts, values.today(at), PAPER) + rating.wrongs(facts, PAPER)
    if found := found + misplaced(said.get("group"), said.get("subgroup")):
        raise Invalid(found)
    with on_behalf.of(organization.id):
        async with db.transaction():
            await _hold(organization.id)
            await _no_other(organization.id, said["name"], anyway=anyway)
            row = Product(organization=organization.id, created_at=at, **_about(said), **derived(said["name"]))
            await row.save()
            await outbox.record("product.create", at=at, id=row.id, organization=organization.id)
            if facts != rating.NOTHING:
                await rating.add(row, facts, at=at)
            return row


async def correct(
    row: Product, version: int, *, at: datetime, anyway: bool = False, **changes: Unpack[Declared]
) -> Product:
    """Change what is declared of a product and of the certificate that it is shown with; what is so already writes nothing.

    A certificate with another number and a later day of issue is a new rating and leaves the one before it as it was.
    Raises Invalid, Stale, RevokedByAuthority, AlreadyCertified, and as ``declare`` where it gets the name of another product.
    """
    renamed = values.as_written(changes.get("name", row.name)) != values.as_written(row.name)
    with on_behalf.of(row.organization):
        async with db.transaction(a_product_has_a_certificate_once=rating.AlreadyCertified):
            if renamed:
                await _hold(row.organization)
            await lifecycle.lock(row)
            if row.version != version:
                raise Stale(version=row.version)
            if renamed:
                await _no_other(row.organization, changes["name"], anyway=anyway, but=row.id)
            history = await history_of(row.id)
            shown = certificates.shown(history, values.today(at))
            renewed = shown is None or _is_new_rating(shown, changes)
            facts = _stated(shown, changes)
            if len(history) > 1 and not changes.get("certificate_number", "?") and not changes.keys() & _STARS:
                facts = rating.NOTHING  # without its paper the rating was none; the one before it is shown again
            about = _differing(row, changes)
            subgroup = about.get("subgroup", row.subgroup)
            before = rating.stated(shown) if shown else rating.NOTHING
            anew: Any = {name: value for name, value in facts.items() if before.get(name) != value}
            found = _starless(facts) if renewed else []
            found += rating.early(anew, values.today(at), PAPER)
            if found := found + rating.wrongs(facts, PAPER) + misplaced(about.get("group", row.group), subgroup):
                raise Invalid(found)
            if "group" in about and await supplying.misfits(row.id, about["group"]):
                raise Invalid([Wrong("group", _SUPPLY)])
            if not about and facts == before:
                return row
            await lifecycle.edit(row, version, at=at, **about, **derived(about.get("name", row.name)))
            if about.keys() & ON_THE_CERTIFICATE:
                await _declare_again(history, at=at)
            if facts != before:
                await _rate(row, None if renewed else shown, facts, at=at)
            return row


async def history_of(product_id: UUID) -> list[Certificate]:
    """All certificates of a product, the newest first."""
    return [
        lifecycle.found(Certificate, row)
        for row in await db.fetch(
            "SELECT * FROM certificate WHERE product = $1 ORDER BY counts_from DESC NULLS LAST, id DESC", product_id
        )
    ]


async def _hold(organization_id: UUID) -> None:
    """Let nobody else name a product of the entity until the transaction ends. Raises Busy where it was merged meanwhile."""
    if not await db.fetch("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", organization_id):
        raise Busy


async def _no_other(organization_id: UUID, name: str, *, anyway: bool, but: UUID | None = None) -> None:
    """See that the entity has no other product of this name. Raises AlreadyDeclared, DeclaredAlike, which name it."""
    found = await db.fetch(
        "SELECT id, name FROM product WHERE organization = $1 AND search = $2 AND id IS DISTINCT FROM $3 ORDER BY id",
        organization_id,
        values.searched(name),
        but,
    )
    alike = [row for row in found if values.plain(row["name"]) == values.plain(name)]  # a sign makes another name
    for row in alike:
        if values.as_read(row["name"]) == values.as_read(name):
            raise AlreadyDeclared(product={"id": str(row["id"]), "name": row["name"]})
    if alike and not anyway:
        raise DeclaredAlike(product={"id": str(alike[0]["id"]), "name": alike[0]["name"]})


async def _rate(product: Product, shown: Certificate | None, facts: rating.Rating, *, at: datetime) -> None:
    """The certificate with which a product is shown states these facts; one that states nothing is taken away."""
    if shown is None:
        await rating.add(product, facts, at=at)
    elif facts == rating.NOTHING:
        await rating.strike(shown, at=at)
    else:
        await rating.alter(shown, rating.differing(shown, facts), at=at)


async def _declare_again(history: list[Certificate], *, at: datetime) -> None:
    """A certificate names its product: nobody has verified it for the new name or group."""
    for one in history:
        if one.standing == Standing.VERIFIED:
            await lifecycle.edit(one, one.version, at=at, also={"product": one.product}, **rating.DECLARED_AGAIN)


def _is_new_rating(shown: Certificate, changes: Declared) -> bool:
    number, issued = changes.get("certificate_number"), changes.get("issued_on")
    if not number or not shown.number or number == shown.number or issued is None:
        return False
    return shown.issued_on is not None and issued > shown.issued_on


def _stated(shown: Certificate | None, changes: Declared) -> rating.Rating:
    """What is stated of the rating once the changes are made: by the certificate that is shown, or by a new one."""
    said = rating.dated(_rating(changes))
    if shown is None:
        return {**rating.NOTHING, **said}
    if not _is_new_rating(shown, changes):
        return {**rating.stated(shown), **said}
    kept: rating.Rating = {"stars": shown.stars, "potential_five": shown.potential_five}
    return {**rating.NOTHING, **({} if said.keys() & _STARS else kept), **said}


def _starless(facts: rating.Rating) -> list[Wrong]:
    """What is wrong with a first or new certificate of which all is said but its stars."""
    return rating.unstated(facts) if facts != rating.NOTHING else []


def misplaced(group: int | None, subgroup: str | None) -> list[Wrong]:
    """What is wrong with a sub-group in its group."""
    known = groups.subgroup(subgroup)
    return [] if subgroup is None or (known and known.group == group) else [Wrong("subgroup", _SUBGROUP)]


def _differing(row: Product, changes: Declared) -> dict[str, Any]:
    """What is said of the product itself otherwise than it stands; another group takes the old sub-group away."""
    about = {name: value for name, value in _about(changes).items() if getattr(row, name) != value}
    if "group" in about and "subgroup" not in changes and row.subgroup is not None:
        about["subgroup"] = None
    return about


def _about(said: Declared) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name in _ABOUT}


def _rating(said: Declared) -> rating.Rating:
    found: Any = {
        "number" if name == "certificate_number" else name: value for name, value in said.items() if name not in _ABOUT
    }
    stated: rating.Rating = found
    return stated


def derived(name: str) -> dict[str, Any]:
    """The columns behind searching and sorting."""
    return {"search": values.searched(name), "sort": values.sort_key(name)}
