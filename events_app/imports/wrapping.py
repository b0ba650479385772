"""A name of a product that an office wrapped over two rows: what stands by itself right below a product may be the rest of it.

Nothing is joined, as a product of which nothing more is said looks alike: both rows come back, and whoever sent them knows.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from events_app.i18n import marked
from events_app.imports import discerning, ordinals, saying, singling
from events_app.imports.headings import Field

REST = marked(
    "This may be the rest of the name in the row above: write it there and leave this row out, or write beside it what it has as a "
    "product of its own: its stars, its certificate, its entity."
)
CUT = marked(
    "This name may go on in the row below: write the whole of it here and leave that row out, or send this row once more by itself "
    "if the name is whole."
)
_OF_TEXTS = {Field.ENTITY, Field.ADDRESS, Field.COMMUNE, Field.DISTRICT, Field.ISSUER, Field.REPRESENTATIVE}


class Wrapped:
    """Hears rows in order and knows which of them may be the rest of the name of the product right above."""

    def __init__(self, product: int) -> None:
        self._product = product  # the column of products
        self.last = 0  # the row of the last product, or of what went on with it
        self._headed = False  # whether headings stand as the rest of a name does

    def heading(self, row: Sequence[Any]) -> None:
        """Keep how a heading stands that was understood."""
        self._headed = self._headed or _is_alone(row, self._product)

    def may_be_rest(self, above: Sequence[Any], row: Sequence[Any], *, heading: bool) -> bool:
        """Whether a row that was taken for a heading, or for something else that is no product, goes on with the one ``above``."""
        if not _is_alone(row, self._product):
            return False
        text, before = str(row[self._product]), str(above[self._product])
        if _is_counted(text):
            return False
        if _begins_small(text, before) or singling.goes_on(before):
            return True
        if not heading or self._headed or singling.begins_another(before, text):
            return False
        if discerning.surely(text) == discerning.Heading.OPEN:
            return True
        return _is_numbered(above, self._product) and discerning.is_bare(text)

    def may_go_on(self, above: Sequence[Any], row: Sequence[Any], cells: dict[Field, Any]) -> bool:
        """The same of a row that was taken for a product: without a number, in which names go on that stand above, or one whose
        other cells all reach down from there."""
        text, before = row[self._product] if self._product < len(row) else None, above[self._product]
        if not (isinstance(text, str) and isinstance(before, str)) or singling.begins_another(before, text):
            return False
        if _is_alone(row, self._product):
            return _begins_small(text, before)
        if not _is_numbered(above, self._product) or any(cell is not None for cell in row[: self._product]):
            return False
        own = [n for n, cell in enumerate(row) if cell is not None]
        texts = all(isinstance(row[n], str) and n < len(above) and isinstance(above[n], str) for n in own)
        if saying.kind(cells.get(Field.ENTITY)) or any(row[n] == above[n] for n in own if n < len(above)):
            return False  # of an entity that is named as a whole
        return texts and _OF_TEXTS.issuperset(cells.keys() - {Field.PRODUCT})


def cut(lines: list[Any]) -> None:
    """Let rows come back that may go on in the row below them."""
    for n in range(1, len(lines)):
        if lines[n].doubt == REST and not lines[n - 1].doubt:
            lines[n - 1] = msgspec.structs.replace(lines[n - 1], doubt=CUT)


def _is_alone(row: Sequence[Any], column: int) -> bool:
    """Whether nothing stands in a row but in this column."""
    return column < len(row) and row[column] is not None and len(row) - row.count(None) == 1


def _is_numbered(row: Sequence[Any], column: int) -> bool:
    return any(cell is not None and ordinals.number(str(cell)) is not None for cell in row[:column])


def _is_counted(text: str) -> bool:
    """Whether a number or a dash leads a text, as headings have it; a quantity is none."""
    led = ordinals.split(text)[0]
    return led != "" and (not led.isalnum() or led.isupper())


def _begins_small(text: str, before: str) -> bool:
    """Whether a text begins with a small letter, or with a bracket, below one that begins with a capital."""
    return text[:1] == "(" or (text[:1].islower() and before.lstrip("-–—+•*·0123456789.)/( ")[:1].isupper())
