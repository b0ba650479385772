"""What the directory answers."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from events_app.actor import Actor, Role
from events_app.directory import masking, places, telling_apart, twins
from events_app.directory.conflicting import Conflict
from events_app.directory.tables import Contact, EntityKind, Kind, Organization, OrganizationName


class OrganizationListed(msgspec.Struct, frozen=True):
    """An organization as everybody finds it."""

    id: UUID
    kind: Kind
    entity_kind: EntityKind | None
    name: str
    slug: str
    province_set: str | None
    province_code: str | None
    province: dict[str, str] | None


class OrganizationShown(OrganizationListed, frozen=True, kw_only=True):
    """An organization as everybody sees it; its own people, and who decides about its record, also see the fields that are missing
    for others."""

    tax_code: str | UnsetType | None = UNSET
    personal_number: str | UnsetType | None = UNSET
    representative: str | UnsetType = UNSET
    phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    address: str | UnsetType = UNSET
    commune: str | UnsetType = UNSET
    district: str | UnsetType = UNSET


class RecordShown(OrganizationShown, frozen=True, kw_only=True):
    """A record as who decides about it sees it: who speaks for it as its ``keeper``, how many people and products it has."""

    keeper: str | None
    members: int
    products: int


class FormerName(msgspec.Struct, frozen=True):
    """A name that an organization had from one day to another, as far as the days are known."""

    id: UUID
    organization_id: UUID
    name: str
    first_on: date | None
    last_on: date | None
    slug: str | None


class FormerNamePage(msgspec.Struct, frozen=True):
    """All former names of an organization."""

    items: list[FormerName]
    next: str | None


class OrganizationPage(msgspec.Struct, frozen=True):
    """A page of the directory."""

    items: list[OrganizationListed]
    next: str | None


class Duplicates(msgspec.Struct, frozen=True):
    """Records that may be one organization: ``reason`` is tax_code, personal_number, name or former_name."""

    reason: str
    organizations: list[RecordShown]


class DuplicatesPage(msgspec.Struct, frozen=True):
    """A page of records that may be one organization."""

    items: list[Duplicates]
    next: str | None


class ConflictingRow(msgspec.Struct, frozen=True):
    """One of two rows of which only one can stay, and the record that has it."""

    id: UUID
    organization_id: UUID
    says: str


class Conflicting(msgspec.Struct, frozen=True):
    """Two rows of which one can stay; of products that may be two, both where ``stays`` names both."""

    what: str
    both_may_stay: bool
    rows: list[ConflictingRow]


class ProductUnited(msgspec.Struct, frozen=True):
    """A product that both records have, and which of both it becomes."""

    id: UUID
    into: UUID
    name: str


class MergerPreview(msgspec.Struct, frozen=True):
    """Two records beside each other, and what a person must decide before the first goes into the second."""

    organization: OrganizationShown
    into: OrganizationShown
    conflicts: list[Conflicting]
    products: list[ProductUnited]


class ContactShown(msgspec.Struct, frozen=True):
    """A contact as its own organization sees it."""

    id: UUID
    organization_id: UUID
    name: str
    email: str | None
    phone: str | None
    language: str


class ContactPage(msgspec.Struct, frozen=True):
    """A page of contacts."""

    items: list[ContactShown]
    next: str | None


class ProvinceShown(msgspec.Struct, frozen=True):
    """A province in its set; ``became`` is the code of the unit of the 34 that it went into."""

    set: str
    code: str
    name: dict[str, str]
    region: dict[str, str]
    became: str


class ProvincePage(msgspec.Struct, frozen=True):
    """All provinces of a set."""

    items: list[ProvinceShown]
    next: str | None


class PersonShown(msgspec.Struct, frozen=True):
    """The person behind a token."""

    id: UUID
    name: str
    email: str
    language: str
    admin: bool


class MembershipShown(msgspec.Struct, frozen=True):
    """An organization to which the person belongs, and in which role."""

    id: UUID
    organization_id: UUID
    name: str
    slug: str
    kind: str
    role: Role
    state: str


class Whoami(msgspec.Struct, frozen=True):
    """For whom a token acts, and what it may do."""

    person: PersonShown
    membership: MembershipShown | None
    memberships: list[MembershipShown]
    scopes: list[str]


def province_name(which: str | None, code: str | None) -> dict[str, str] | None:
    """The name of a province in the languages in which it has one."""
    found = places.province(which, code)
    return found.name if found else None


def listed(row: dict[str, Any]) -> OrganizationListed:
    """A row of ``queries.organizations``."""
    return OrganizationListed(
        id=row["id"],
        kind=Kind(row["kind"]),
        entity_kind=EntityKind(row["entity_kind"]) if row["entity_kind"] else None,
        name=row["name"],
        slug=row["slug"],
        province_set=row["province_set"],
        province_code=row["province_code"],
        province=province_name(row["province_set"], row["province_code"]),
    )


async def shown(row: Organization, *, inside: bool) -> OrganizationShown:
    """An organization; ``inside`` for its own people and who decides about it, who see of a personal number its last digits."""
    everybody = msgspec.structs.asdict(listed(row.to_dict()))
    if not inside:
        return OrganizationShown(**everybody)
    return OrganizationShown(
        **everybody,
        tax_code=row.tax_code,
        personal_number=await masking.masked(row.id),
        representative=row.representative,
        phone=row.phone,
        email=row.email,
        address=row.address,
        commune=row.commune,
        district=row.district,
    )


def duplicates(row: dict[str, Any]) -> Duplicates:
    """A group of ``duplicates.found``."""
    return Duplicates(row["reason"], [record(one) for one in row["organizations"]])


def record(one: telling_apart.Particulars) -> RecordShown:
    """A record for who decides about it."""
    facts = msgspec.structs.asdict(one)
    everybody = msgspec.structs.asdict(listed(facts))
    inside = ("tax_code", "personal_number", "representative", "phone", "email", "address", "commune", "district")
    return RecordShown(
        **everybody,
        **{name: facts[name] for name in inside},
        keeper=one.keeper,
        members=one.people,
        products=one.products,
    )


def conflicting(found: Conflict) -> Conflicting:
    """What a person must decide."""
    rows = zip(found.rows, found.of, found.says, strict=True)
    return Conflicting(found.table, found.both, [ConflictingRow(row, of, said) for row, of, said in rows])


def united(found: twins.Twins) -> ProductUnited:
    """A product that becomes another one without a question."""
    return ProductUnited(found.old.product.id, found.new.product.id, found.new.product.name)


def former_name(row: OrganizationName) -> FormerName:
    """A former name."""
    return FormerName(row.id, row.organization, row.name, row.first_on, row.last_on, row.slug)


def contact(row: Contact) -> ContactShown:
    """A contact."""
    return ContactShown(row.id, row.organization, row.name, row.email, row.phone, row.language)


def province(found: places.Province) -> ProvinceShown:
    """A province."""
    return ProvinceShown(found.set, found.code, found.name, found.region, found.became)


def whoami(actor: Actor) -> Whoami:
    """The actor as its own program sees it."""
    assert actor.user_id is not None
    memberships = {
        found.id: MembershipShown(
            found.id, found.organization_id, found.name, found.slug, found.kind, found.role, found.state
        )
        for found in actor.memberships
    }
    return Whoami(
        person=PersonShown(actor.user_id, actor.name, actor.email, actor.language, actor.admin),
        membership=memberships[actor.membership.id] if actor.membership else None,
        memberships=list(memberships.values()),
        scopes=list(actor.scopes),
    )
