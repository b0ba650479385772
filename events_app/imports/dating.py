"""Days whose day, month and year have a column each: read together, and returned where one of them is left blank."""

from collections.abc import Mapping, Sequence
from typing import Any

from events_app.imports import saying
from events_app.imports.erring import TEXTS
from events_app.imports.headings import Field, meant, words_of
from events_app.imports.rounds import BETWEEN

DAYS = (Field.ISSUED, Field.ENDS)
_PARTS = ["ngay", "thang", "nam"]
_IN_ENGLISH, _IN_INDONESIAN = ["day", "month", "year"], ["tanggal", "bulan", "tahun"]


def stands_at(words: Sequence[str], fields: Mapping[int, Field], column: int) -> bool:
    """Whether the columns of a day, a month and a year begin there, of which the last two are taken for nothing else."""
    own = [words_of(one.rpartition(BETWEEN)[2]) for one in words[column : column + 3]]
    return own in (_PARTS, _IN_ENGLISH, _IN_INDONESIAN) and fields.keys().isdisjoint((column + 1, column + 2))


def found(words: Sequence[str], fields: Mapping[int, Field]) -> dict[int, Field]:
    """The first columns of those days of which the words above all three say which they are, if no other column says that."""
    of: dict[int, Field] = {}
    for column in range(len(words) - 2):
        if column not in fields and stands_at(words, fields, column):
            field = meant(words_of(words[column].rpartition(BETWEEN)[0]))
            if field in DAYS and field not in {*fields.values(), *of.values()}:
                of[column] = field
    return of


def columns(words: Sequence[str], fields: Mapping[int, Field]) -> list[int]:
    """The columns of days behind which those of their month and year stand."""
    return [column for column, field in fields.items() if field in DAYS and stands_at(words, fields, column)]


def join(row: list[Any], columns: Sequence[int], product: int) -> None:
    """Put the whole days of a ``product`` into their first columns; what is no number stays in one, which is not understood so."""
    if product >= len(row) or not any(map(str.isalpha, str(row[product]))):
        return
    for column in columns:
        parts = [_written(part) for part in row[column : column + 3]]
        if any(parts[1:]):
            failed = next((one for one in parts if one in TEXTS), None)
            row[column] = failed or "/".join(parts).lstrip("/")


def _written(part: Any) -> str:
    if part is None or saying.is_nothing(str(part)):
        return ""
    whole = int(part) if isinstance(part, float) and part.is_integer() else part
    return saying.written(whole).strip().lstrip("'")
