"""Lists as they are answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.identifying import masked
from events_app.imports import finding, forgetting, previewing, retelling, wording
from events_app.imports.headings import Field
from events_app.imports.tables import Import


class FirstRow(msgspec.Struct, frozen=True):
    """A row at the beginning of a list, by its number in the sheet."""

    number: int
    cells: list[str]


class Problem(msgspec.Struct, frozen=True):
    """Why a file could not be read; of one without a header the ``beginning``, to say which row is."""

    code: str
    message: str
    beginning: list[FirstRow]


class Thing(msgspec.Struct, frozen=True):
    """Something that a list brought in or changed, and why that cannot be taken back."""

    noun: str
    id: UUID
    name: str
    page: str
    because: str


class KeptBy(msgspec.Struct, frozen=True):
    """How much of a list was changed since, how many rows of which column refer to it, and the first of these things.

    ``reasons`` say the same in words.
    """

    changed: int = 0
    used_by: dict[str, int] = {}
    things: list[Thing] = []
    reasons: list[str] = []


class SetTaken(msgspec.Struct, frozen=True):
    """Why the provinces of a list were taken for the 63 though nobody said so: the one that it names and that is no more."""

    province: str
    message: str


class ImportShown(msgspec.Struct, frozen=True):
    """A list and how far it has come; ``counts`` are of ``rows`` and of ``entities``, by outcome.

    One sheet is read; ``unread_sheets`` look like lists too, and wait to be chosen, or sent once more. ``stopped_in`` is the
    state in which workers gave up, ``which_taken`` why ``which`` is 63 though nobody said so (a PATCH says otherwise),
    ``kept_by`` what a worker found that kept the list from being undone. Since ``emptied_at``
    its rows are forgotten; until ``undoable_until`` it can be undone.
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
    which_taken: SetTaken | None
    decision_number: str
    rows_read: int
    rows_done: int
    rows_undone: int
    counts: dict[str, dict[str, int]]
    stopped_in: str | None
    kept_by: KeptBy | None
    created_at: datetime
    ended_at: datetime | None
    undoable_until: datetime | None
    emptied_at: datetime | None


class Missing(msgspec.Struct, frozen=True):
    """What a list needs and neither a column nor a heading of it says, and what comes of that."""

    fields: list[str]
    message: str


class Doubled(msgspec.Struct, frozen=True):
    """Columns by number that say the same: of those that are ``read`` each where the ones before it are blank; others are not."""

    field: str
    read: list[int]
    unread: list[int]
    message: str


class ImportWhole(ImportShown, frozen=True):
    """A list as it is looked at before it is brought in; ``samples`` are the first values of each of its columns, days
    as ``dd/MM/yyyy``.

    ``unverifiable_rows`` are new ones whose certificates stay declared, as they name no number or no day of issue.
    """

    samples: list[list[str]]
    missing: Missing | None
    doubled: list[Doubled]
    unverifiable_rows: int


class ImportPage(msgspec.Struct, frozen=True):
    """A page of lists."""

    items: list[ImportShown]
    next: str | None


class Reason(msgspec.Struct, frozen=True):
    """What is wrong in a row: in which column, and why."""

    field: str
    column: str
    reason: str


class Change(msgspec.Struct, frozen=True):
    """What a row, or the entity that it names, would change of what is known: from what to what; nothing is known where it adds."""

    field: str
    column: str
    before: str | int | bool | None
    after: str | int | bool | None


class RowShown(msgspec.Struct, frozen=True):
    """A row of a list, by its number in the sheet: what it was ``understood`` to say, unless something is wrong in it, what becomes
    of it, and what it would change of what is known."""

    number: int
    taken: str
    outcome: str
    cells: dict[str, str]
    understood: previewing.Understood | None
    reasons: list[Reason]
    changes: list[Change]


class RowPage(msgspec.Struct, frozen=True):
    """A page of rows."""

    items: list[RowShown]
    next: str | None


class Candidate(msgspec.Struct, frozen=True):
    """An entity that may be meant: of the directory, or ``of_list``, which has it in other rows with more about it.

    With the id of nothing but zeros: one that you do not keep, of which you are told no more than its name. Its rows do not go in.
    """

    id: UUID
    name: str
    slug: str
    representative: str
    tax_code: str | None
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
    code, facts = one["problem"], one["problem_facts"]
    beginning = [FirstRow(number, list(map(wording.shown, cells))) for number, cells in facts.get("beginning", ())]
    problem = Problem(code, wording.problem(code, facts), beginning) if code else None
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
        which_taken=SetTaken(one["of_before"], wording.taken(one["of_before"])) if one["of_before"] else None,
        decision_number=one["decision_number"],
        rows_read=one["rows_read"],
        rows_done=one["rows_done"],
        rows_undone=one["rows_undone"],
        counts=dict(one["counts"]),
        stopped_in=one["stopped_in"] or None,
        kept_by=_kept_by(one["kept_by"]) if one["kept_by"] else None,
        created_at=one["created_at"],
        ended_at=one["ended_at"],
        undoable_until=forgetting.undoable_until(one),
        emptied_at=one["emptied_at"],
    )


def _kept_by(facts: dict[str, Any]) -> KeptBy:
    found = msgspec.convert(facts, KeptBy)
    return msgspec.structs.replace(found, reasons=wording.keeps(found.changed, found.used_by))


def whole(row: Import, missing: Sequence[Field], doubled: Sequence[finding.Doubled], unverifiable: int) -> ImportWhole:
    """The answer for a list that is looked at; ``missing`` is what it says nowhere, ``doubled`` what several columns say."""
    nowhere = Missing([one.value for one in missing], wording.missing(missing)) if missing else None
    twice = [Doubled(one.field.value, one.read, one.unread, wording.doubled(one, row.headings)) for one in doubled]
    return ImportWhole(
        **msgspec.structs.asdict(shown(row)),
        samples=wording.samples(row.samples, row.mapping),
        missing=nowhere,
        doubled=twice,
        unverifiable_rows=unverifiable,
    )


def row(one: dict[str, Any], changed: Sequence[previewing.Change] = ()) -> RowShown:
    """The answer for a row of ``queries.rows_of``, with what it changes."""
    reasons = [Reason(**said) for said in retelling.told_of(one)]
    changes = [Change(said.field, wording.field(said.field), said.before, said.after) for said in changed]
    said = previewing.understood(one)
    return RowShown(one["number"], one["taken"], one["outcome"], one["cells"], said, reasons, changes)


def question(one: dict[str, Any]) -> Question:
    """The answer for a row of ``queries.questions``."""
    return Question(
        one["id"],
        one["first_row"],
        one["name"],
        one["representative"],
        masked(one["tax_code"]) if one["tax_code"] else None,
        [
            Candidate(
                found["id"],
                found["name"],
                found["slug"],
                found["representative"],
                masked(found["tax_code"]) if found["tax_code"] else None,
                found["address"],
                found["products"],
                found["of_list"],
            )
            for found in one["candidates"]
        ],
        one["answer"],
        one["chosen"],
    )
