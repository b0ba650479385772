"""What newcomers, colleagues and claimants say, and what is decided about them."""

from typing import Annotated, Any, TypedDict

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from events_app import reading, signs
from events_app.accounts import consenting, passwords
from events_app.accounts.bodies import LinkToken
from events_app.actor import Role
from events_app.directory import bodies, checking
from events_app.errors import Invalid, Wrong
from events_app.i18n import Language, marked

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000), signs.LINES]
_OWN = marked("A newcomer enters its own organization only.")
_ONE_PROOF = marked("Name the tax code or the code of the letter, or say that you have neither.")
_BOTH_CODES = marked("Both the tax code and the code of the letter were given: leave one of them empty.")
_TAX_CODE_TOO = marked(
    "Both were given: the tax code, and the box that you have neither. Empty the one or untick the other."
)
_CODE_TOO = marked(
    "Both were given: the code of the letter, and the box that you have neither. Empty the one or untick the other."
)
_WHO = marked("Say who you are there and how you can be asked: without a code there is nothing else to judge by.")
_ROLE = marked("In an organization a person is owner, staff or viewer.")


def _agreed(value: str | None) -> str | None:
    """Refuse here a text that is not the one to agree to, so that it is said together with everything else."""
    try:
        consenting.agreed(value)
    except Invalid as refused:
        raise reading.wrong(refused.errors[0].message) from None
    return value


class Person(reading.Body):
    """Who comes; ``consent`` is the text of ``GET /registrations/consent``, word for word."""

    name: bodies.Name
    email: checking.Email
    language: Language = Language.VI
    consent: Annotated[str, signs.LINES] | None = Field(default=None, max_length=2000, validate_default=True)

    @field_validator("consent")
    @classmethod
    def _consents(cls, value: str | None) -> str | None:
        return _agreed(value)


class NewRegistration(Person):
    """A newcomer, and its organization if it has one."""

    organization: bodies.NewOrganization | None = None

    @field_validator("organization")
    @classmethod
    def _is_its_own(cls, value: bodies.NewOrganization | None) -> bodies.NewOrganization | None:
        if value is not None and value.on_behalf:
            raise reading.wrong(_OWN)
        return value


class Confirmation(reading.Body):
    """The token of the letter's link, and the password to sign in with from now on."""

    token: LinkToken
    password: passwords.Password


class Because(reading.Body):
    """Why not."""

    reason: Reason


class Approval(reading.Body):
    """What who approves a claim has done before; ``asked_organization`` is owed where the claim proves nothing."""

    asked_organization: bool = False


class Said(TypedDict):
    """What a claimant says."""

    tax_code: str | None
    code: str | None
    note: str
    unproved: bool


class NewClaim(reading.Body):
    """Which record one claims as one's own, and by what; ``unproved`` where one has neither, and only says who one is."""

    tax_code: Annotated[reading.Unread, StringConstraints(max_length=30)] | None = None
    unproved: bool = False
    code: Annotated[reading.Unread, StringConstraints(max_length=40)] | None = Field(
        default=None, validate_default=True
    )
    note: Annotated[str, StringConstraints(max_length=1000), signs.LINES] = Field(default="", validate_default=True)

    def said(self) -> Said:
        """The body as ``claiming.claim`` takes it."""
        return Said(tax_code=self.tax_code, code=self.code, note=self.note, unproved=self.unproved)

    @field_validator("unproved")
    @classmethod
    def _has_neither(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("tax_code"):
            raise reading.wrong(_TAX_CODE_TOO)
        return value

    @field_validator("code")
    @classmethod
    def _is_proved(cls, value: str | None, info: ValidationInfo) -> str | None:
        said = [value, *(info.data[name] for name in ("tax_code", "unproved") if name in info.data)]
        if len(said) == 3 and sum(map(bool, said)) != 1:
            two = _CODE_TOO if info.data["unproved"] else _BOTH_CODES
            raise reading.wrong(two if any(said) else _ONE_PROOF)
        return value

    @field_validator("note")
    @classmethod
    def _says_who(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("unproved") and not value.strip():
            raise reading.wrong(_WHO)
        return value


class MemberRole(reading.Body):
    """Which role a member has from now on."""

    role: Role

    @field_validator("role")
    @classmethod
    def _is_of_an_organization(cls, value: Role) -> Role:
        if value == Role.ADMIN:
            raise reading.wrong(_ROLE)
        return value


class NewInvitation(MemberRole):
    """Who is invited."""

    email: checking.Email
    language: Language = Language.VI


class Acceptance(reading.Body):
    """An invitation is accepted: by whom the request comes from, or by somebody new."""

    token: LinkToken


class NewcomersAcceptance(Acceptance):
    """The same by somebody who has no account yet."""

    name: bodies.Name
    password: passwords.Password
    consent: Annotated[str, signs.LINES] | None = Field(default=None, max_length=2000, validate_default=True)

    @field_validator("consent")
    @classmethod
    def _consents(cls, value: str | None) -> str | None:
        return _agreed(value)


class Erasure(reading.Body):
    """The password, so that nobody is erased by somebody else."""

    password: passwords.Password


ALONE = "none"  # the kind that a person chooses who comes without an organization


class Onward(reading.Body):
    """Where a newcomer wants to go once it is in."""

    next: reading.Way = ""


def read_form(tree: dict[str, Any]) -> tuple[NewRegistration, str]:
    """A registration's form, and where the newcomer wants to go: the person's fields stand in ``person``, the organization's
    beside them. Raises Invalid."""
    onward = reading.check(Onward, {name: said for name, said in tree.items() if name == "next"})
    rest = {name: said for name, said in tree.items() if name not in {"person", "next"}}
    person = tree["person"] if isinstance(tree.get("person"), dict) else {}
    given = person if rest.get("kind") == ALONE else {**person, "organization": rest}
    try:
        return reading.check(NewRegistration, given), onward.next
    except Invalid as refused:
        raise Invalid([Wrong(_named(one.field), one.message, **one.values) for one in refused.errors]) from None


def _named(field: str) -> str:
    """A field of the body by its name in the form."""
    inner = field.removeprefix("organization.")
    return inner if inner != field else f"person.{field}"
