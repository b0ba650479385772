"""Lists in which a product is recognised more than once: the columns of each recognition, and which of them a row means.

Of two addresses the present one is read likewise, and the one of before where that is blank.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from events_app.imports.headings import OF_CERTIFICATE, Field
from events_app.values import plain

BETWEEN = " – "  # what stands in the upper row of a header and what stands below it
FIRST, SOME, LATER = 0, 1, 2  # of which recognition a column speaks: the first one, none that it names, a later one
_AGAIN = re.compile(
    r"(?:(?<=nhan )|(?<=gia )|(?<=hang ))lai\b|\btai (?=cong nhan|danh gia)|\blan (?:dau|nhat|hai|ba|(?:thu )?[1-9])\b"
)


@lru_cache(1024)
def which(words: str) -> int:
    """Of which recognition a column speaks, by its words and those above them."""
    said = _AGAIN.search(plain(words))
    if said is None:
        return SOME
    if said[0] in {"lan dau", "lan nhat", "lan 1", "lan thu 1"}:
        return FIRST
    return int(said[0][-1]) if said[0][-1].isdigit() else LATER


def once(words: str) -> str:
    """The words of a heading without those that say which recognition it is about."""
    return " ".join(_AGAIN.sub(" ", words).split()) or words


def told_apart(words: Sequence[str], fields: Mapping[int, Field]) -> list[dict[int, Field]]:
    """The columns of a list, and then those that say of an earlier recognition, or address, what the first ones say of the last.

    Where no heading says which is the later one, it is the one further to the right.
    """
    whole = dict(fields)
    placed = sorted((column for column, field in whole.items() if field == Field.ADDRESS), key=lambda n: _age(words, n))
    former = [{column: whole.pop(column)} for column in placed[1:]]
    of_paper = {column: field for column, field in sorted(whole.items()) if field in OF_CERTIFICATE}
    if len(set(of_paper.values())) == len(of_paper):
        return [whole, *former]
    found: dict[tuple[int, int], dict[int, Field]] = {}
    for column, field in of_paper.items():
        one, n = which(words[column]) if column < len(words) else SOME, 0
        while field in found.get((one, n), {}).values():
            n += 1
        found.setdefault((one, n), {})[column] = field
    unnamed = found.get((SOME, 0), {})
    others = {field for key, columns in found.items() if key != (SOME, 0) for field in columns.values()}
    if others.isdisjoint(unnamed.values()):  # they are said once of all
        found.pop((SOME, 0), None)
    _latest, *earlier = (found[key] for key in sorted(found, reverse=True))
    before = {column for columns in earlier for column in columns}
    return [{column: field for column, field in whole.items() if column not in before}, *earlier, *former]


_FORMER = re.compile(r"(?:dia chi|tru so|noi san xuat)(?: tru so)? (?:cu|truoc day|truoc (?:khi )?sap nhap)")


def is_former_address(words: str) -> bool:
    """Whether a column has addresses of before, by its words, where another one has those of today."""
    return _FORMER.match(plain(words).rpartition(BETWEEN)[2].strip()) is not None


def _age(words: Sequence[str], column: int) -> tuple[bool, int]:
    return column < len(words) and is_former_address(words[column]), column


class Rounds:
    """Reads of each row the last recognition that it has."""

    def __init__(self, words: Sequence[str], fields: Mapping[int, Field]) -> None:
        self.latest, *self.earlier = told_apart(words, fields)
        self._addresses = [column for one in self.earlier for column, field in one.items() if field == Field.ADDRESS]
        self._papers = [one for one in self.earlier if Field.ADDRESS not in one.values()]
        self._named = set(self.latest.values()) & {field for columns in self._papers for field in columns.values()}

    def filled(self, cells: dict[Field, Any], row: Sequence[Any]) -> dict[Field, Any]:
        """The cells of the latest one, or with those of the one before where the row has nothing of it."""
        if Field.ADDRESS not in cells:
            former = (row[n] for n in self._addresses if n < len(row) and row[n] is not None)
            cells = next(({**cells, Field.ADDRESS: cell} for cell in former), cells)
        for columns in [] if not self._named.isdisjoint(cells) else self._papers:
            found = {field: row[n] for n, field in columns.items() if n < len(row) and row[n] is not None}
            if not self._named.isdisjoint(found):
                return {**cells, **found}
        return cells
