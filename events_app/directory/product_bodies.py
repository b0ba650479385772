"""What the directory is told of products and their certificates by programs and forms."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from events_app import reading, signs, values
from events_app.directory import declaring, groups, rating
from events_app.errors import Wrong

Group = Annotated[int, Field(ge=1, le=6, description="1-6, of Decision 148/QD-TTg.")]
Stars = Annotated[int, Field(ge=3, le=5)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Decision = Annotated[str, StringConstraints(max_length=100)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500), signs.LINES]
Subgroup = Annotated[str | None, StringConstraints(max_length=10)]


class PaperSaid(reading.Body):
    """An OCOP certificate; ``valid_to`` is 36 months after ``issued_on`` where nothing else is said."""

    number: Number
    issued_on: reading.Day
    valid_to: reading.Day | None = None
    issuer: reading.OptionalLine = ""
    revoked_on: reading.Day | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether its days and its stars fit together."""
        return _untimely(said)

    def declared(self) -> declaring.Declared:
        """As the verb takes it."""
        return {
            "certificate_number": self.number,
            "issued_on": self.issued_on,
            "valid_to": self.valid_to,
            "issuer": self.issuer,
            "revoked_on": self.revoked_on,
        }


def _early(said: Mapping[str, Any]) -> list[Wrong]:
    stated: Any = said
    return rating.early(stated, values.today(values.now()))


def _untimely(said: Mapping[str, Any]) -> list[Wrong]:
    stated: Any = said
    return _early(said) + rating.wrongs(stated)


def _declared(given: dict[str, Any]) -> declaring.Declared:
    said: Any = {name: value for name, value in given.items() if name not in {"certificate", "anyway"}}
    if "certificate" in given:
        paper: PaperSaid | None = given["certificate"]
        said.update(paper.declared() if paper else declaring.NO_CERTIFICATE)
    found: declaring.Declared = said
    return found


def _unfit(said: Mapping[str, Any]) -> list[Wrong]:
    stated: Any = said
    known = groups.subgroup(said.get("subgroup"))
    group = said.get("group") or (known.group if known else None)
    return rating.wrongs(stated) + declaring.misplaced(group, said.get("subgroup"))


class ProductSaid(reading.Body):
    """What a product is, besides how it is rated; ``anyway`` where one that is called so but for accents is another one."""

    name: reading.Line
    group: Group
    subgroup: Subgroup = None
    older_classification: reading.OptionalLine = ""
    anyway: bool = False

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether the sub-group is one of the group, and of any where that cannot be read; whether the stars fit together."""
        return _unfit(said)

    def declared(self) -> declaring.Declared:
        """As the verb takes it."""
        return _declared(dict(self))


class NewProduct(ProductSaid):
    """A product to declare: ``stars`` or ``potential_five``, or neither for goods that are not certified."""

    stars: Stars | None = None
    potential_five: bool = False
    certificate: PaperSaid | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Also whether a certificate, even one that cannot be read, is of some stars."""
        stated: Any = said
        certified = said.get("certificate", ...) is not None and {"stars", "potential_five"} <= said.keys()
        return super().besides(said) + (rating.unstated(stated) if certified else [])


class ProductChange(reading.Body):
    """What is to be changed of a product; ``certificate`` is replaced as a whole, null takes it away, ``anyway`` as above.

    A certificate with another number and a later day of issue is a new rating; the one before it stays in the history.
    """

    name: reading.Line = ""
    group: Group = 1
    subgroup: Subgroup = None
    older_classification: reading.OptionalLine = ""
    anyway: bool = False
    stars: Stars | None = None
    potential_five: bool = False
    certificate: PaperSaid | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """What does not fit together of what is said; the verb sees whether it fits what stands there."""
        return _unfit(said)

    def declared(self) -> declaring.Declared:
        """As the verb takes it."""
        return _declared(self.given())


class NewCertificate(PaperSaid):
    """A further rating of a product: it may raise, keep or lower the stars."""

    stars: Stars | None = None
    potential_five: bool = False

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Also whether it states anything."""
        stated: Any = said
        unstated = rating.unstated(stated) if {"stars", "potential_five"} <= said.keys() else []
        return super().besides(said) + unstated

    def rated(self) -> rating.Rating:
        """As the verb takes it."""
        found: Any = dict(self)
        said: rating.Rating = found
        return said


class CertificateChange(reading.Body):
    """What is to be corrected of a certificate."""

    stars: Stars | None = None
    potential_five: bool = False
    number: Number = ""
    issuer: reading.OptionalLine = ""
    issued_on: reading.Day | None = None
    valid_to: reading.Day | None = None
    revoked_on: reading.Day | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """What does not fit together of what is said; the verb sees whether it fits what stands there."""
        return _untimely(said)

    def rated(self) -> rating.Rating:
        """As the verb takes it: only what was named."""
        found: Any = self.given()
        said: rating.Rating = found
        return said


class Verification(reading.Body):
    """The authority's decision, where it has one."""

    decision_number: Decision = ""


class Seen(reading.Body):
    """A certificate, and the version of it that was looked at."""

    id: UUID
    version: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None


class Verifications(Verification):
    """Several certificates that one decision verifies; all of them or none."""

    certificates: Annotated[list[Seen], Field(min_length=1, max_length=200)]


class Revocation(reading.Body):
    """From which day a certificate counts no more, and why."""

    revoked_on: reading.Day
    reason: Reason

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether its day is still to come."""
        return _early(said)
