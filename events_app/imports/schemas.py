"""Lists as they are answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.directory.concealing import masked
from events_app.imports import wording
from events_app.imports.tables import Import


class Problem(msgspec.Struct, frozen=True):
    """Why a file could not be read."""

    code: str
    message: str


class ImportShown(msgspec.Struct, frozen=True):
    """A list and how far it has come; ``counts`` are of ``rows`` and of ``entities``, by outcome.

    One sheet is read; ``unread_sheets`` look like lists too, and wait to be chosen, or sent once more.
    """

    id: UUID
    state: str
    filename: str
    size_bytes: int
    organization_id: UUID | None
    problem: Problem | None
    sheet: str
    sheets: list[str]
    unread_sheets: list[str]
    encoding: str
    header_row: int
    headings: list[str]
    columns: dict[str, str]
    province: str
    which: str | None
    decision_number: str
    rows_read: int
    rows_done: int
    counts: dict[str, dict[str, int]]
    created_at: datetime
    ended_at: datetime | None


class ImportPage(msgspec.Struct, frozen=True):
    """A page of lists."""

    items: list[ImportShown]
    next: str | None


class Reason(msgspec.Struct, frozen=True):
    """What is wrong in a row: in which column, and why."""

    field: str
    column: str
    reason: str


class RowShown(msgspec.Struct, frozen=True):
    """A row of a list, by its number in the sheet, and what becomes of it."""

    number: int
    taken: str
    outcome: str
    cells: dict[str, str]
    reasons: list[Reason]


class RowPage(msgspec.Struct, frozen=True):
    """A page of rows."""

    items: list[RowShown]
    next: str | None


class Candidate(msgspec.Struct, frozen=True):
    """An entity that may be meant: of the directory, or ``of_list``, which has it in other rows with more about it.

    With the id of nothing but zeros: one that you do not keep, of which you are told no more. Its rows do not go in.
    """

    id: UUID
    name: str
    slug: str
    representative: str
    address: str
    products: int
    of_list: bool


class Question(msgspec.Struct, frozen=True):
    """An entity of the list of which somebody must say who it is."""

    id: UUID
    row: int
    name: str
    representative: str
    tax_code: str | None
    candidates: list[Candidate]
    answer: str
    organization_id: UUID | None


class QuestionPage(msgspec.Struct, frozen=True):
    """A page of questions."""

    items: list[Question]
    next: str | None


def shown(row: Import | dict[str, Any]) -> ImportShown:
    """The answer for a list."""
    one: dict[str, Any] = row if isinstance(row, dict) else row.to_dict()
    problem = Problem(one["problem"], wording.problem(one["problem"], one["problem_facts"])) if one["problem"] else None
    return ImportShown(
        id=one["id"],
        state=str(one["state"]),
        filename=one["filename"],
        size_bytes=one["size"],
        organization_id=one["organization"],
        problem=problem,
        sheet=one["sheet"],
        sheets=list(one["sheets"]),
        unread_sheets=list(one["unread"]),
        encoding=one["encoding"],
        header_row=one["header_row"],
        headings=list(one["headings"]),
        columns=dict(one["mapping"]),
        province=one["province"],
        which=one["which"],
        decision_number=one["decision_number"],
        rows_read=one["rows_read"],
        rows_done=one["rows_done"],
        counts=dict(one["counts"]),
        created_at=one["created_at"],
        ended_at=one["ended_at"],
    )


def row(one: dict[str, Any]) -> RowShown:
    """The answer for a row of ``queries.rows_of``."""
    reasons = [Reason(**said) for said in wording.reasons(one["wrongs"])]
    return RowShown(one["number"], one["taken"], one["outcome"], one["cells"], reasons)


def question(one: dict[str, Any]) -> Question:
    """The answer for a row of ``queries.questions``."""
    facts = one["facts"]
    return Question(
        one["id"],
        one["first_row"],
        facts["name"],
        facts["representative"],
        masked(facts["tax_code"]) if facts["tax_code"] else None,
        [
            Candidate(
                found["id"],
                found["name"],
                found["slug"],
                found["representative"],
                found["address"],
                found["products"],
                found["of_list"],
            )
            for found in one["candidates"]
        ],
        one["answer"],
        one["chosen"],
    )
