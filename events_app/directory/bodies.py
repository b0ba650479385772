"""What the directory is told by programs and forms."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from events_app import reading
from events_app.directory import checking, contacting, places, registering
from events_app.directory.tables import EntityKind, Kind
from events_app.errors import Wrong
from events_app.i18n import Language, marked

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(max_length=200)]
Address = Annotated[str, StringConstraints(max_length=500)]
Part = Annotated[str, StringConstraints(max_length=100)]
_RESTS_ON = {
    "entity_kind": ["kind"],
    "tax_code": ["kind", "entity_kind"],
    "province_code": ["province_set"],
    "district": ["province_set"],
}
_NOT_DESCRIBED = {"kind", "on_behalf", "anyway", "contact"}
_ONLY_ENTITIES = marked("Only an entity can be entered on behalf of somebody.")


class NewContact(reading.Body):
    """Somebody to be told; an e-mail address or a telephone number is owed."""

    name: Name
    email: checking.Email | None = None
    phone: checking.Phone | None = None
    language: Language = Language.VI

    def reached(self) -> contacting.Reached:
        """As the verb takes it."""
        return {"name": self.name, "email": self.email, "phone": self.phone, "language": self.language}


class ContactChange(reading.Body):
    """What is to be changed of a contact."""

    name: Name = ""
    email: checking.Email | None = None
    phone: checking.Phone | None = None
    language: Language = Language.VI

    def reached(self) -> contacting.Reached:
        """As the verb takes it."""
        found: Any = self.given()
        changes: contacting.Reached = found
        return changes


class NewOrganization(reading.Body):
    """An organization to enter; ``on_behalf`` when an organizer enters an entity that has nobody here yet.

    ``anyway`` where the record that has this tax code is another organization; on behalf, where that of this name and province is.
    """

    PROVINCE_OWED: ClassVar[bool] = True  # by an entity

    kind: Kind
    entity_kind: EntityKind | None = Field(default=None, validate_default=True)
    name: reading.Line
    tax_code: checking.TaxCode | None = None
    representative: Short = ""
    phone: checking.Phone | None = None
    email: checking.Email | None = None
    address: Address = ""
    commune: Part = ""
    province_set: places.Set | None = None
    province_code: reading.OptionalLine | None = Field(default=None, validate_default=True)
    district: Part = ""
    on_behalf: bool = False
    anyway: bool = False
    contact: NewContact | None = Field(default=None, validate_default=True)

    @field_validator("entity_kind", "tax_code", "province_code", "district")
    @classmethod
    def _fits(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse here what the verb would refuse, so that it is said together with everything else, and an entity without a
        province, for which no authority would be there."""
        field = str(info.field_name)
        if field == "province_code" and value is None and cls.PROVINCE_OWED and info.data.get("kind") == Kind.ENTITY:
            raise reading.wrong(checking.OWED)
        said = {name: info.data.get(name) for name in ("entity_kind", "tax_code", "province_set", "province_code")}
        wrongs = checking.organization(info.data.get("kind", Kind.ENTITY), **{**said, field: value})
        if all(name in info.data for name in _RESTS_ON[field]):
            for wrong in wrongs:
                if wrong.field == field:
                    raise reading.wrong(wrong.message)
        return value

    @field_validator("contact")
    @classmethod
    def _is_told(cls, value: NewContact | None, info: ValidationInfo) -> NewContact | None:
        if info.data.get("on_behalf") and value is None:
            raise reading.wrong(checking.OWED)
        if info.data.get("on_behalf") is False and value is not None:
            raise reading.wrong(checking.ONLY_ON_BEHALF)
        return value

    @field_validator("on_behalf")
    @classmethod
    def _is_an_entity(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("kind", Kind.ENTITY) != Kind.ENTITY:
            raise reading.wrong(_ONLY_ENTITIES)
        return value

    def reached(self) -> contacting.Reached:
        """The contact of an entity that is entered on behalf of it, as the verb takes it."""
        return self.contact.reached() if self.contact else {}

    def described(self) -> registering.Described:
        """What the organization says about itself."""
        found: Any = {name: value for name, value in self if name not in _NOT_DESCRIBED}
        described: registering.Described = found
        return described


class WaitingOrganization(NewOrganization):
    """What a newcomer said before: it is taken as it was then."""

    PROVINCE_OWED: ClassVar[bool] = False


class OrganizationSaid(reading.Body):
    """All that an organization says about itself, as a form sends it: what is not there is taken away.

    ``anyway`` where the record that has this tax code is another organization.
    """

    entity_kind: EntityKind | None = None
    name: reading.Line
    tax_code: checking.TaxCode | None = None
    representative: Short = ""
    phone: checking.Phone | None = None
    email: checking.Email | None = None
    address: Address = ""
    commune: Part = ""
    district: Part = ""
    province_set: places.Set | None = None
    province_code: reading.OptionalLine | None = None
    anyway: bool = False

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """What does not fit together of what is said; the verb sees whether it fits what stands there."""
        return checking.together(said)

    def described(self) -> registering.Described:
        """As the verb takes it."""
        found: Any = {name: value for name, value in self if name not in _NOT_DESCRIBED}
        described: registering.Described = found
        return described


class OrganizationChange(OrganizationSaid):
    """What is to be changed of an organization; its kind stays."""

    name: reading.Line = ""

    def described(self) -> registering.Described:
        """As the verb takes it: only what was named."""
        found: Any = {name: value for name, value in self.given().items() if name not in _NOT_DESCRIBED}
        described: registering.Described = found
        return described


class NewName(reading.Body):
    """A name that an organization had; without days it is another name by which people know it."""

    name: reading.Line
    first_on: reading.Day | None = None
    last_on: reading.Day | None = None


class Renaming(reading.Body):
    """The name that an organization has from a day on."""

    name: reading.Line
    first_on: reading.Day


class Merger(reading.Body):
    """Into which record another goes, which rows stay, and what is taken over; ``sure``, because it cannot be undone."""

    into: UUID
    stays: list[UUID] = Field(default=[], max_length=1000)
    take: list[Literal["entity_kind", "tax_code", "representative", "phone", "email", "address"]] = []
    sure: bool = False
