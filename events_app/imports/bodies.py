"""What is said of a list by programs and forms."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field as Declared
from pydantic import StringConstraints

from events_app import reading
from events_app.directory import places
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked
from events_app.imports.headings import REPEATED, Field

_TWICE = marked("Two columns cannot say the same.")
_NO_NAME = marked("One column must say the name of the product.")
Column = Annotated[str, StringConstraints(pattern=r"^\d{1,3}$")]


class Correction(reading.Body):
    """What the columns are (the number of each from 0, and its field or nothing), and what the list itself does not say.

    ``header_row`` is the number of the row that names them; another one than before names others, which are found anew.
    """

    columns: Annotated[dict[Column, Field | None], Declared(max_length=200)] | None = None
    header_row: Annotated[int, Declared(ge=1, le=1_000)] | None = None
    sheet: Annotated[reading.Unread, StringConstraints(min_length=1, max_length=200)] | None = None
    province: Annotated[str, StringConstraints(pattern=r"^(?:(?:63|34)-\d\d)?$")] | None = None
    which: places.Set | None = None

    def mapping(self) -> dict[str, str] | None:
        """The columns as they are kept. Raises Invalid where two say the same that only one can, or none names the product."""
        if self.columns is None:
            return None
        fields = [field for field in self.columns.values() if field]
        wrongs = [
            Wrong(f"columns.{column}", _TWICE)
            for column, field in self.columns.items()
            if field and field not in REPEATED and fields.count(field) > 1
        ]
        if Field.PRODUCT not in fields:
            wrongs.append(Wrong("columns", _NO_NAME))
        if wrongs:
            raise Invalid(wrongs)
        return {column: str(field) for column, field in self.columns.items() if field}


class Said(StrEnum):
    """Who an entity of the list is."""

    SAME = "same"
    NEW = "new"
    SKIP = "skip"


class Answer(reading.Body):
    """Who one entity of the list is; among several candidates ``organization_id`` names the same one."""

    question_id: UUID
    answer: Said
    organization_id: UUID | None = None


class Answers(reading.Body):
    """Answers to questions about entities."""

    answers: Annotated[list[Answer], Declared(min_length=1, max_length=200)]


class Start(reading.Body):
    """Bring the list in; an authority may name the decision by which all its certificates are verified."""

    decision_number: Annotated[str, StringConstraints(max_length=100)] = ""


def read_answers(said: Mapping[str, Any]) -> Answers:
    """A form's answers by their questions; what is wrong with one is said at its question. Raises Invalid."""
    questions = list(said)
    try:
        return reading.check(Answers, {"answers": [_answer(question, said[question]) for question in questions]})
    except Invalid as refused:
        raise Invalid(
            [Wrong(_named(one.field, questions), one.message, **one.values) for one in refused.errors]
        ) from None


def _answer(question: str, meant: Any) -> dict[str, str]:
    """An answer of a form: ``new``, ``skip``, or ``same`` with the id of the one that is meant behind it."""
    said, _dash, chosen = str(meant).partition(":")
    return {"question_id": question, "answer": said, **({"organization_id": chosen} if chosen else {})}


def _named(field: str, questions: Sequence[str]) -> str:
    """A field of the body by its name in the form."""
    place = field.removeprefix("answers.").partition(".")[0]
    return f"answers.{questions[int(place)]}" if place.isdecimal() else field
