"""The rows of a list, told apart: products, and what offices put between them - groups, totals, numbers of columns, signatures.

Cells that are merged down speak for every row that they cover; where an office leaves the entity blank instead, the row above
speaks for it. A row that is no product is kept as what it was taken for, so that nothing is left out silently.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec

from events_app.i18n import marked
from events_app.imports import blaming, closing, dating, discerning, ending, grouping, numbering, ordinals, wrapping
from events_app.imports.counting import Counted, Counting
from events_app.imports.erring import TEXTS, without_errors
from events_app.imports.finding import Header
from events_app.imports.grouping import Headings
from events_app.imports.guarding import MOST_COLUMNS
from events_app.imports.headings import MARKS, OF_ENTITY, Field
from events_app.imports.merging import Down
from events_app.imports.ordinals import ORDINAL
from events_app.imports.pieces import Merged
from events_app.imports.repeating import DITTOS, repeated
from events_app.imports.rounds import Rounds
from events_app.imports.wrapping import Wrapped
from events_app.values import plain

_LONGEST_ORDINAL = 9  # letters
_OF_DAYS = frozenset("/.")  # signs before the year at the end of a number with a day
_COUNTED = re.compile(r"\(?\d{1,3}\)?(?:\s*=.*)?")
_SIGNS = DITTOS | TEXTS  # which say something of another cell, or that a formula failed


class Taken(StrEnum):
    """What a row was taken for."""

    PRODUCT = "product"
    GROUP = "group"
    TOTAL = "total"
    NUMBERS = "numbers"
    HEADER = "header"
    SIGNATURE = "signature"


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A row with its number in the sheet, what it was taken for, and what its columns say, be it merged or said above."""

    number: int
    taken: Taken
    cells: dict[Field, Any]
    doubt: str = ""  # why it may be a product all the same, or what it says may not be meant: it is returned
    unheard: int = 0  # the row of the heading above that was not understood, where nothing names the entity
    notes: list[ending.Note] = []  # by which it is returned


ALONE = marked(
    "Only a name stands in this row: write its stars, its certificate or its entity beside it, if it is a product."
)
AMONG_TOTALS = marked("This row was taken for a total: number it, if it is a product.")
BELOW = marked(
    "This row stands below the list, among signatures and notes: write its number and its entity, if it is a product."
)
_DOUBTS = {Taken.GROUP: ALONE, Taken.TOTAL: AMONG_TOTALS, Taken.SIGNATURE: BELOW}
_BESIDE = (Field.STARS, Field.NUMBER, Field.ISSUED, Field.ENDS, Field.ENTITY, Field.GROUP, *MARKS)  # what a product has
_OF_A_PRODUCT = {*_BESIDE} - {Field.ENTITY}
_OF_HEADINGS = OF_ENTITY | {
    Field.PRODUCT
}  # in a list whose entities have no column: a name, and where they are perhaps
_OF_TOTALS = {Field.STARS, Field.GROUP, *MARKS}  # columns in which totals have figures


class Layout:
    """Reads the rows below a header in order."""

    def __init__(self, header: Header, merged: Sequence[Merged]) -> None:
        self._header = header
        self._rounds = Rounds(header.words, header.fields)
        self._columns = list(self._rounds.latest.items())
        self._product = next((column for column, field in self._columns if field == Field.PRODUCT), 0)
        self._number = next((column for column, field in self._columns if field == Field.NUMBER), MOST_COLUMNS)
        self._words = [{plain(one) for one in (words, *words.split(" – "))} for words in header.words]
        self._names = self._words[self._product] if self._product < len(self._words) else set()
        self._merged = Down(merged)
        self._above: dict[Field, Any] = {}
        entity = next((column for column, field in self._columns if field == Field.ENTITY), None)
        self._headings = Headings(product=self._product, columns=set(header.fields.values()), entity=entity)
        self._has_entities = entity is not None
        self._counting = Counting(self._product, [n for n, field in self._columns if field in _OF_A_PRODUCT])
        self._wrapped = Wrapped(self._product)
        self._days = dating.columns(header.words, header.fields)
        self._notes = ending.notes(header.words, header.fields)
        self._over: closing.Below | None = None
        self._first = True
        self._unheard = 0  # the row of the last heading that may have named an entity and was not understood
        self._blamed = False  # whether formulas failed in a row so far, which may be carried on

    def line(self, number: int, row: Sequence[Any]) -> Line:
        """What the row with this number says; they come in order."""
        whole = self._merged.filled(number - 1, row)
        width = len(whole)
        if self._days:
            dating.join(whole, self._days, self._product)
        cells = {field: whole[n] for n, field in self._columns if n < width and whole[n] is not None}
        paper = whole[self._number] if self._number < width else None
        if self._rounds.earlier:
            cells = self._rounds.filled(cells, whole)
            paper = cells.get(Field.NUMBER)
        if not _SIGNS.isdisjoint(whole):
            if self._above:
                cells = repeated(cells, self._above)
                paper = cells.get(Field.NUMBER)
            if not TEXTS.isdisjoint(cells.values()):
                return self._failed(number, whole, cells, row)
            whole, row = without_errors(whole), without_errors(row)
        taken = self._taken(whole, cells, row)
        self._first = False
        below = self._wrapped.last == number - 1  # a product
        if taken == Taken.PRODUCT:
            rest = (
                (paper is None or row.count(None) >= len(row) - 1)
                and below
                and self._wrapped.may_go_on(self._counting.last, row, cells)
            )
            self._counting.last, self._wrapped.last = row, number
            whole_cells = self._completed(cells)
            doubt = blaming.FAILED if self._blamed and not TEXTS.isdisjoint(whole_cells.values()) else ""
            if isinstance(paper, str) and (numbering.may_be_dated(paper) or paper[-5:-4] in _OF_DAYS):
                whole_cells = numbering.apart(whole_cells)
            unheard = 0 if not self._unheard or Field.ENTITY in whole_cells else self._unheard
            doubt = wrapping.REST if rest else doubt
            return Line(number, taken, whole_cells, doubt, unheard, self._noted(whole) if self._notes else [])
        heading = taken == Taken.GROUP
        rest = below and self._wrapped.may_be_rest(self._counting.last, row, heading=heading)
        understood = self.heard(number, row, cells, rest=rest) if heading else self._is_plain(taken, cells, row)
        named = not understood and _name(cells)
        doubt = _DOUBTS.get(taken, "") if named else ""
        if named and rest:
            doubt, self._wrapped.last = wrapping.REST, number
        return Line(number, taken, cells, doubt, notes=self._noted(whole) if doubt else [])

    def _failed(self, number: int, whole: Sequence[Any], cells: dict[Field, Any], row: Sequence[Any]) -> Line:
        """A row in which formulas failed: a product to be returned, unless it is something else whatever they would have said."""
        sound = {field: cell for field, cell in cells.items() if cell not in TEXTS}
        whole, row = without_errors(whole), without_errors(row)
        words = [cell for cell in whole if cell is not None and not ORDINAL.fullmatch(plain(str(cell)))]
        blank = not words or cells.get(Field.PRODUCT) in TEXTS
        taken = Taken.PRODUCT if blank else self._taken(whole, sound, row)
        self._first = False
        if taken != Taken.PRODUCT and (
            self.heard(number, row, sound) if taken == Taken.GROUP else self._is_plain(taken, sound, row)
        ):
            return Line(number, taken, cells)
        self._blamed, self._counting.last = True, row
        whole_cells = self._completed(cells)
        unheard = 0 if Field.ENTITY in whole_cells else self._unheard
        return Line(number, Taken.PRODUCT, whole_cells, blaming.FAILED, unheard, self._noted(whole))

    def _noted(self, whole: Sequence[Any]) -> list[ending.Note]:
        return ending.noted(whole, self._notes, self._header.words)

    def _taken(self, whole: Sequence[Any], cells: dict[Field, Any], row: Sequence[Any]) -> Taken:
        name = _name(cells)
        if (not name or name in self._names) and self.repeats(row):
            self._over = None
            return Taken.HEADER
        if name and not self._first and self._is_plain_product(cells, name):
            self._over = None
            return Taken.PRODUCT
        beside = self._beside(cells, name)
        sure = len(beside) + self._is_numbered(name, row)
        said = [plain(str(cell)) for cell in whole if cell is not None]
        if self._first and len(said) > 2 and all(_COUNTED.fullmatch(one) or len(one) == 1 for one in said):
            return Taken.NUMBERS
        words = ordinals.words(said)
        different = set(words)
        if len(different) == 2:  # a heading, perhaps, and how many products are below it
            different = {one for one in different if not closing.is_count(one)} or different
            if len(different) == 1:
                beside = {field for field in beside if not closing.is_count(plain(str(cells[field])))}
        if self._over and (sure < 2 or self._over.is_all_of(row)):
            self._over.hear(words)
            return Taken.SIGNATURE
        self._over = None
        if len(different) <= 3 and closing.is_signed(words, sure):
            self._over = closing.Below(words)
            return Taken.SIGNATURE
        if words and not sure and closing.begins_as_a_sum(words[0]):
            return Taken.TOTAL
        if not words:
            return Taken.TOTAL if said else Taken.GROUP
        if len(different) == 1 and (
            not beside or self._is_lettered(row) or discerning.is_place(name, cells.get(Field.PRODUCT))
        ):
            return Taken.PRODUCT if self._is_counted(row) else Taken.GROUP
        alone = name and not self._has_entities and _OF_HEADINGS.issuperset(cells)
        return (
            Taken.GROUP
            if alone and (self._is_lettered(row) or grouping.kind(grouping.unlabelled(str(cells[Field.PRODUCT]))))
            else Taken.PRODUCT
        )

    def repeats(self, row: Sequence[Any]) -> bool:
        """Whether a row says the words above the columns once more, as where a page begins."""
        said = [(n, plain(str(cell))) for n, cell in enumerate(row) if cell is not None]
        return len(said) > 1 and all(n < len(self._words) and one in self._words[n] for n, one in said)

    def _is_plain_product(self, cells: dict[Field, Any], name: str) -> bool:
        """Whether a row has a name, an entity of another name and a certificate, as most rows of most lists have."""
        entity, number = cells.get(Field.ENTITY), cells.get(Field.NUMBER)
        if entity is None or number is None or closing.is_sum(entity) or closing.is_sum(number) or closing.is_sum(name):
            return False
        other = plain(str(entity))
        return other != name and min(len(other), len(name)) > _LONGEST_ORDINAL

    def _beside(self, cells: dict[Field, Any], name: str) -> set[Field]:
        """What stands beside a name and says that it is a product's; of a total the figures do not."""
        if not name:
            return set()
        found = {field for field in _BESIDE if (cell := cells.get(field)) is not None and not closing.is_sum(cell)}
        if closing.is_all_of_a_sum(name):
            return {field for field in found - _OF_TOTALS if not closing.is_tally(cells[field])}
        return found - {Field.ENTITY} if _is_figure(cells) or _is_of_entities(cells, name) else found

    def _is_numbered(self, name: str, row: Sequence[Any]) -> bool:
        """Whether a number stands before a name; before a total it counts nothing."""
        if not name or closing.is_all_of_a_sum(name):
            return False
        first = next((n for n, cell in enumerate(row) if cell is not None), self._product)
        before = first < self._product and first not in self._header.fields
        return before and len(ordinals.number(str(row[first])) or ()) == 1

    def _is_lettered(self, row: Sequence[Any]) -> bool:
        """Whether a Roman numeral, a letter or a bullet stands at the beginning, as before headings."""
        return ordinals.counts_headings(str(next((cell for cell in row if cell is not None), "")))

    def _is_plain(self, taken: Taken, cells: dict[Field, Any], row: Sequence[Any]) -> bool:
        """Whether a row that is no product is one beyond doubt: all that it says are the words of a total or of a signature."""
        words = [said for cell in row if cell is not None and not ORDINAL.fullmatch(said := plain(str(cell)))]
        if taken == Taken.SIGNATURE:
            return any(map(closing.is_of_signatures, words)) or bool(self._over and self._over.is_all_of(row))
        if taken in {Taken.NUMBERS, Taken.HEADER} or not words or closing.is_all_of_a_sum(words[0]):
            return True
        return _is_of_entities(cells, words[0])

    def _is_counted(self, row: Sequence[Any]) -> bool:
        """Whether the only text of a row is the name of a product of the entity above, beside the number that follows there."""
        if not self._has_entities or not self._above or self._counting.counts(row) != Counted.PRODUCTS:
            return False
        return discerning.surely(row[self._product]) == discerning.Heading.OPEN

    def _is_sure(self, row: Sequence[Any]) -> bool:
        """Whether a heading is one beyond doubt, and no product beside its number of which nothing else is said."""
        counted = self._counting.counts(row) if self._counting.last else None
        if counted in {None, Counted.HEADINGS}:
            return True
        surely = discerning.surely(row[self._product])
        likely = counted == Counted.EITHER or not self._has_entities
        return surely == discerning.Heading.SURE or (likely and surely == discerning.Heading.LIKELY)

    def _completed(self, cells: dict[Field, Any]) -> dict[Field, Any]:
        """The cells with what is said above: by a heading, and of the entity by the row before, where this one names none."""
        if Field.ENTITY not in cells and Field.TAX_CODE not in cells and self._above:
            cells = {**{field: cell for field, cell in self._above.items() if field in OF_ENTITY}, **cells}
        whole = {**self._headings.said, **cells}
        self._above = whole
        return whole

    def heard(self, number: int, row: Sequence[Any], cells: dict[Field, Any], *, rest: bool = False) -> bool:
        """Keep what a heading says of the rows below it, for which those above speak no longer then; whether it says any."""
        understood, ends = self._headings.hear(row, cells, sure=not rest and self._is_sure(row))
        self._counting.heading(row)
        if understood:
            self._wrapped.heading(row)
        if Field.ENTITY in ends or (not understood and _name(cells)):
            self._unheard = 0 if understood else number
        if ends:
            self._above = {field: cell for field, cell in self._above.items() if field not in ends}
        return understood


def _name(cells: dict[Field, Any]) -> str:
    """What may be the name of a product; a number is none, and how many products there are is none."""
    said = plain(str(cells.get(Field.PRODUCT, "")))
    counts = said[:1].isdigit() and closing.is_count(said)
    return said if not counts and (said[:1].isalpha() or any(map(str.isalpha, said))) else ""


def _is_figure(cells: dict[Field, Any]) -> bool:
    """Whether the cell of the entity is a number, which names none: beside a heading it says how many there are."""
    return str(cells.get(Field.ENTITY, "")).isdecimal()


def _is_of_entities(cells: dict[Field, Any], words: str) -> bool:
    """Whether words begin as those of a total, and how many entities there are stands where one would be named."""
    entity = cells.get(Field.ENTITY)
    return entity is not None and closing.begins_as_a_sum(words) and closing.is_tally(entity)
