"""Tables that stand below each other in one sheet: a row is read by the header above it, not by the first one of the sheet.

A header that says the same once more, as where a page begins, begins nothing. Of another one each column has to be known by the
rules of the first, or by what a person has said of that; else all rows below it come back, as nobody is asked about its columns.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from events_app.i18n import marked
from events_app.identifying import masked
from events_app.imports import dating, ending, finding, headings
from events_app.imports.finding import Header
from events_app.imports.headings import MARKS, OF_CERTIFICATE, Field
from events_app.imports.layout import Layout, Line, Taken
from events_app.imports.pieces import Merged
from events_app.imports.rounds import BETWEEN
from events_app.values import plain

UNLIKE = marked(
    "This row stands below a second header in the sheet, not all columns of which are known: send what is below that as a list of "
    "its own, and say there what each column is."
)
_COUNTERS = frozenset(["STT", "Stt", "stt", "TT", "Tt", "tt", "Số TT", "SỐ TT", "Số thứ tự", "S TT", "No", "No.", "NO"])
_FEWEST = 3  # columns that are known of a row that is a header though nothing counts the rows below it
_LONGEST = 120  # letters of a cell of a header
_MOST = 3  # rows of one
_AGAIN = OF_CERTIFICATE | {Field.ADDRESS}  # what several columns may say: of each recognition, of today and of before
_CROSSED = {*MARKS.values()}


class Tables:
    """Reads the rows of a sheet in order, each by the header above it; what each column is may have been ``chosen`` by a person."""

    def __init__(self, header: Header, merged: Sequence[Merged], *, chosen: bool) -> None:
        self._fields, self._merged = header.fields, merged
        self._meant = _meant(header)
        self._chosen = self._meant if chosen else {}
        self._heads = {form for words in header.words for form in _forms(words)} | {None}
        self._product = next((n for n, field in header.fields.items() if field == Field.PRODUCT), 0)
        self._layout = Layout(header, merged)
        self._rows: list[Sequence[Any]] = []  # of a header that is perhaps not at its end
        self._between: list[tuple[int, Sequence[Any]]] = []  # headings below the last product
        self._unlike = False

    def line(self, number: int, row: Sequence[Any]) -> Line:
        """What the row with this number says; they come in order."""
        first = row[self._product] if self._product < len(row) else None
        if first in self._heads or self._rows or not _COUNTERS.isdisjoint(row):
            again = _is_of_words(row) and self._layout.repeats(row)
            goes_on = again or (_is_of_words(row) and self._goes_on(row))
            self._rows = [*self._rows, row] if goes_on else []
            if goes_on and not again:
                self._turn()
                return Line(number, Taken.HEADER, {})
        line = self._layout.line(number, row)
        if line.taken == Taken.GROUP:
            self._between.append((number, row))
        elif line.taken == Taken.PRODUCT and self._between:
            self._between = []
        if not self._unlike or line.taken in {Taken.HEADER, Taken.SIGNATURE}:
            return line
        return msgspec.structs.replace(line, taken=Taken.PRODUCT, doubt=UNLIKE)

    def _goes_on(self, row: Sequence[Any]) -> bool:
        """Whether a row of words is of another header: the first of its rows, or the next one."""
        if 0 < len(self._rows) < _MOST:
            joined = finding.found([*self._rows, row])
            return joined is not None and joined.last == len(self._rows)
        if not any(map(self._names_products, row)):
            return False
        known = {headings.field_of(cell) for cell in row} - {None}
        return len(known) >= _FEWEST or not _COUNTERS.isdisjoint(row)

    def _names_products(self, cell: Any) -> bool:
        return finding.ends_as_a_product(cell) or self._chosen.get(plain(str(cell))) == Field.PRODUCT

    def _turn(self) -> None:
        """Read what follows by the header so far, unless each column says there what it said before. Of the headings above it only
        those speak on that stand below the last product."""
        header = finding.of(self._rows)
        chosen = {n: self._chosen[said] for n, one in enumerate(header.words) if (said := plain(one)) in self._chosen}
        fields = {n: field for n, field in {**header.fields, **chosen}.items() if field}
        header = msgspec.structs.replace(header, words=[masked(one) for one in header.words], fields=fields)
        unlike = not self._is_known(header)
        if (fields, unlike) != (self._fields, self._unlike):
            self._fields, self._unlike = fields, unlike
            self._product = next((n for n, field in fields.items() if field == Field.PRODUCT), 0)
            self._layout = Layout(header, self._merged)
            for number, row in self._between:
                self._layout.heard(number, row, {})

    def _is_known(self, header: Header) -> bool:
        """Whether it is known of each column what it says, or that it says nothing that is read."""
        named = [field for field in header.fields.values() if field not in _AGAIN]
        if Field.PRODUCT not in named or len(header.fields) < 2 or len(set(named)) < len(named):
            return False
        read = {*header.fields, *ending.notes(header.words, header.fields)}
        read |= {n for column in dating.columns(header.words, header.fields) for n in (column + 1, column + 2)}
        left = [one for n, one in enumerate(header.words) if one and n not in read]
        return all(self._meant.get(plain(one), one) is None or headings.is_of_nothing(one) for one in left)


def _meant(header: Header) -> dict[str, Field | None]:
    """What is meant by the words above each column, if anything; words above two that are not alike mean nothing for sure."""
    found: dict[str, Field | None] = {}
    unsure = set()
    for n, words in enumerate(header.words):
        if words and found.setdefault(plain(words), header.fields.get(n)) != header.fields.get(n):
            unsure.add(plain(words))
    return {words: field for words, field in found.items() if words not in unsure}


def _forms(words: str) -> Iterator[str]:
    """The words above a column as other headers may write them, and the parts of them that have rows of their own."""
    for one in (words, *words.split(BETWEEN)):
        yield from (one, one.upper(), one.lower(), one.capitalize())


def _is_of_words(row: Sequence[Any]) -> bool:
    """Whether a row has cells of words alone, or what stars are crossed there, as headers have."""
    cells = [cell for cell in row if cell is not None]
    return len(cells) > 1 and all(
        len(cell) <= _LONGEST if isinstance(cell, str) else cell in _CROSSED for cell in cells
    )
