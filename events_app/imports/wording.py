"""What columns, outcomes, states and refusals of a list are called, and the sentences of faulty rows in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from events_app import i18n
from events_app.directory import groups, kept_words, words
from events_app.directory.tables import EntityKind
from events_app.i18n import marked
from events_app.imports import dating, finding, placing, saying
from events_app.imports.headings import Field
from events_app.imports.tables import ImportState, Outcome
from events_app.imports.working import MOST_TRIES

FIELDS = {
    Field.PRODUCT: marked("Product name"),
    Field.GROUP: marked("Product group"),
    Field.SUBGROUP: marked("Sub-group"),
    Field.OLDER: marked("Older classification"),
    Field.STARS: marked("Stars"),
    Field.THREE: marked("3 stars (crossed)"),
    Field.FOUR: marked("4 stars (crossed)"),
    Field.FIVE: marked("5 stars (crossed)"),
    Field.POTENTIAL: marked("Potential 5 stars (crossed)"),
    Field.NUMBER: marked("Certificate number"),
    Field.ISSUER: marked("Issuer"),
    Field.ISSUED: marked("Issued on"),
    Field.ENDS: marked("Valid to"),
    Field.ENTITY: marked("Name of the entity"),
    Field.KIND: marked("Kind of entity"),
    Field.TAX_CODE: marked("Tax code"),
    Field.REPRESENTATIVE: marked("Representative"),
    Field.PHONE: marked("Telephone"),
    Field.EMAIL: marked("E-mail"),
    Field.ADDRESS: marked("Address"),
    Field.COMMUNE: marked("Commune or ward"),
    Field.DISTRICT: marked("District"),
    Field.PROVINCE: marked("Province"),
    Field.PAGE: marked("Page of the entity"),
}
STATES = {
    ImportState.RECEIVED: marked("Being read"),
    ImportState.READ: marked("Read, not brought in"),
    ImportState.REFUSED: marked("Could not be read"),
    ImportState.RUNNING: marked("Being brought in"),
    ImportState.DONE: marked("Brought in"),
    ImportState.UNDOING: marked("Being undone"),
    ImportState.UNDONE: marked("Undone"),
    ImportState.STOPPED: marked("Stopped"),
}
OUTCOMES = {
    Outcome.CREATE: marked("New"),
    Outcome.CHANGE: marked("Changed"),
    Outcome.SAME: marked("Left as it is"),
    Outcome.ASK: marked("Question"),
    Outcome.FAULT: marked("Faulty"),
    Outcome.SKIP: marked("Left out"),
    Outcome.ASIDE: marked("No product"),
}
STOPPED = {
    ImportState.RECEIVED: marked(
        "Reading this list went wrong %(n)s times, on our side; the operator is told. Nothing of it is in the directory."
    ),
    ImportState.RUNNING: marked(
        "Bringing this list in went wrong %(n)s times, on our side; the operator is told. What was in before stays in."
    ),
    ImportState.UNDOING: marked(
        "Undoing this list went wrong %(n)s times, on our side; the operator is told. All that it brought in is still in."
    ),
}
TAKEN = {
    "product": marked("A product"),
    "group": marked("A heading"),
    "total": marked("A total"),
    "numbers": marked("Numbers of columns"),
    "header": marked("The header once more"),
    "signature": marked("Signatures and notes below the list"),
}
PROBLEMS = {
    "empty": marked("This file has no rows."),
    "encrypted": marked("This file is protected by a password; save it without one and send it again."),
    "broken": marked("This file is damaged, or it is no spreadsheet; open it, save it anew and send it again."),
    "not_a_table": marked("This is no spreadsheet: send .xlsx, .xls, .xlsb, .ods or .csv."),
    "web_page": marked("This is a web page that is named like a spreadsheet: open it, save it as .xlsx and send that."),
    "unpacks_too_large": marked("This file becomes too large when it is unpacked; split it and send the parts."),
    "too_many_rows": marked(
        "A list can have at most %(most)s rows, and blank ones count that have borders or colours: delete those, or split the list "
        "and send the parts."
    ),
    "too_many_columns": marked("A list can have at most %(most)s columns; take away those that are not needed."),
    "cell_too_long": marked(
        "A cell can have at most %(most)s characters; shorten the long one and send the file again."
    ),
    "nul": marked("This file has characters that no text has; save it anew as .xlsx and send it again."),
    "unknown_encoding": marked(
        "The letters of this file cannot be told (not Unicode, Windows-1258, TCVN3 or VNI); save it as .xlsx and send it again."
    ),
    "no_such_sheet": marked("There is no such sheet in this file."),
    "no_header": marked(
        "No row names the columns: one of them must say the name of the product, such as “Tên sản phẩm”. "
        "Say below which row does and what each column is, or correct the file and send it again."
    ),
    "two_tables": marked(
        "Two tables stand beside each other in this sheet: columns %(first)s and %(second)s both have names of products, and only "
        "one table is read. Put one below the other and send the file again, or have each read by itself: choose its columns under "
        "Columns, and take the others away there."
    ),
}


def problem(code: str, facts: Mapping[str, Any]) -> str:
    """Why a file was not read."""
    said = {name: i18n.number(value) if isinstance(value, int) else value for name, value in facts.items()}
    return i18n.text(PROBLEMS[code], **said) if code in PROBLEMS else ""


def taken(province: str) -> str:
    """Why the provinces of a list were taken for the 63: it names ``province``."""
    return i18n.text(_TAKEN, province=province)


_TAKEN = marked(
    "The provinces of this list were taken for the 63 of before 1 July 2025 throughout, as it names %(province)s, which is no more."
)


def missing(fields: Sequence[str]) -> str:
    """What a list needs and says nowhere, and what comes of that; nothing where it says all."""
    if not fields:
        return ""
    named = i18n.text(_NOWHERE, columns=", ".join(map(field, fields)))
    so = dict.fromkeys(i18n.text(_WITHOUT[Field(one)]) for one in fields)
    return " ".join([named, *so, i18n.text(_SAID)])


_NOWHERE = marked("Nothing in this list says: %(columns)s.")
_UNVERIFIED = marked("Without a certificate number, a day of issue and stars nothing can be verified.")
_WITHOUT = {
    Field.ENTITY: marked("Without the name of its entity no row can go in."),
    Field.NUMBER: _UNVERIFIED,
    Field.ISSUED: _UNVERIFIED,
    Field.STARS: _UNVERIFIED,
    Field.GROUP: marked("A new product needs its group."),
}
_SAID = marked("If a column does say it, choose it under Columns and have the list read anew.")


def doubled(one: finding.Doubled, headings: Sequence[str]) -> str:
    """Which columns say the same, and which of them is read."""
    first, *others = (_heading(headings, column) for column in one.read)
    where = _BLANK if one.field == Field.ADDRESS else _EARLIER
    earlier = i18n.text(where, column=field(one.field), first=first, others=", ".join(others)) if others else ""
    unread = ", ".join(_heading(headings, column) for column in one.unread)
    second = i18n.text(_UNREAD, column=field(one.field), first=first, others=unread) if unread else ""
    return " ".join(filter(None, (earlier, second)))


def dated(mapping: Mapping[str, str], headings: Sequence[str]) -> list[str]:
    """Which columns are read together as a day."""
    fields = {int(column): Field(one) for column, one in mapping.items()}
    return [
        i18n.text(_TOGETHER, column=field(fields[n]), columns=", ".join(_heading(headings, n + m) for m in range(3)))
        for n in dating.columns(headings, fields)
    ]


_TOGETHER = marked("%(column)s: %(columns)s are read together.")


def _heading(headings: Sequence[str], column: int) -> str:
    return f"“{headings[column]}”" if column < len(headings) else i18n.text("Column %(n)s", n=i18n.number(column + 1))


_EARLIER = marked(
    "Several columns say the same. %(column)s: %(first)s is read, and %(others)s where the later recognition says nothing of a "
    "product."
)
_BLANK = marked("Several columns say the same. %(column)s: %(first)s is read, and %(others)s where that is blank.")
_UNREAD = marked(
    "Several columns say the same. %(column)s: %(first)s is read, and %(others)s is not. If another one should be, choose it under "
    "Columns and have the list read anew."
)


def stopped(state: str) -> str:
    """Why a list waits that workers had in ``state``."""
    return i18n.text(STOPPED[ImportState(state)], n=i18n.number(MOST_TRIES)) if state in STOPPED else ""


def because(table: str) -> str:
    """Why a thing keeps its list from being undone: what was done to it, or what refers to it."""
    if table in _DONE_SINCE:
        return i18n.text(_DONE_SINCE[table])
    known = next((one for one in (table, table.rpartition("_")[0]) if one in kept_words.THINGS), None)
    word = kept_words.THINGS[known] if known else _ELSEWHERE
    return i18n.text("used: %(thing)s", thing=i18n.text(word))


_DONE_SINCE = {"changed": marked("changed since"), "removed": marked("removed since")}
_ELSEWHERE = marked("something else")


def keeps(changed: int, used_by: Mapping[str, int]) -> list[str]:
    """What keeps a list from being undone, as its page says it, with how often that is so."""
    counts = {i18n.text(_DONE_SINCE["changed"]): changed}
    for column, count in used_by.items():
        said = because(column.partition(".")[0])
        counts[said] = counts.get(said, 0) + count
    return [i18n.text(_TIMES, what=said, n=i18n.number(count)) for said, count in counts.items() if count]


_TIMES = marked("%(what)s (%(n)s)")


def thing(noun: str) -> str:
    """What a thing of the directory is called."""
    return i18n.text(kept_words.THINGS[noun])


def field(name: str) -> str:
    """What a column is called."""
    return i18n.text(FIELDS[Field(name)]) if name in set(Field) else name


def value(name: str, written: Any) -> str:
    """What a field says, in the reader's language."""
    if written is None:
        return "—"
    match Field(name):
        case Field.KIND:
            return i18n.text(words.ENTITY_KINDS[EntityKind(written)])
        case Field.GROUP:
            return f"{written}. {i18n.text(words.GROUPS[int(written)])}"
        case Field.SUBGROUP:
            known = groups.subgroup(written)
            return i18n.localized(known.name) if known else ""
        case Field.POTENTIAL:
            return i18n.text("yes" if written else "no")
        case Field.ISSUED | Field.ENDS:
            return i18n.date(written if isinstance(written, date) else date.fromisoformat(written))
        case Field.PHONE:
            return i18n.phone(written)
    return str(written)


def cell(name: str, written: str) -> str:
    """What a cell says, as a person reads it: a day that a spreadsheet keeps otherwise, a province that is written as a code."""
    if name == Field.PROVINCE:
        return placing.settled(written, None)
    return _dated(written) if name in _DAYS else written


def shown(written: str, name: str | None = None) -> str:
    """A cell as it stands in a file, but for a day: of a column that says one, and as spreadsheets keep it in any other."""
    return _dated(written) if name in _DAYS or _KEPT_DAY.fullmatch(written) else written


def samples(columns: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> list[list[str]]:
    """What stands first in each column of a list, as a person reads it, where each was taken for what ``mapping`` says."""
    return [list(dict.fromkeys(shown(one, mapping.get(str(n))) for one in column)) for n, column in enumerate(columns)]


_DAYS = {Field.ISSUED, Field.ENDS}
_KEPT_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")


def _dated(written: str) -> str:
    with suppress(saying.Unclear):
        if day := saying.day(written):
            return i18n.date(day)
    return written


def reasons(wrongs: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """What is wrong with a row: ``column`` and ``reason`` in the reader's language, and the ``field``."""
    return [
        {"field": name, "column": field(name), "reason": i18n.text(message, **values)}
        for name, message, values in wrongs
    ]
