"""What the number before a name counts where nothing else stands in the row: the products of a list, or its headings.

Where an office leaves the entity blank that it has named above, a product and a heading look alike. Their numbers tell them
apart, as far as they do: one goes on with the row before, or with the heading before.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from events_app.imports import ordinals
from events_app.imports.ordinals import Number


class Counted(StrEnum):
    """What a number counts."""

    PRODUCTS = "products"
    HEADINGS = "headings"
    EITHER = "either"  # it cannot be told


class Counting:
    """Hears rows in order and knows what the number of the next one goes on with."""

    def __init__(self, product: int, telling: Collection[int]) -> None:
        self._product = product  # the column of products
        self._telling = telling  # those in which products have what headings have not
        self.last: Sequence[Any] = ()  # the row of the product before
        self._headings: dict[int, Number] = {}  # the number of the heading before, by how many parts it has

    def heading(self, row: Sequence[Any]) -> None:
        """Keep the number of what was no product."""
        number = self._number(row)
        if number is not None:
            self._headings[len(number)] = number

    def counts(self, row: Sequence[Any]) -> Counted | None:
        """What the number before a name counts; None where none stands there.

        As long as no heading was counted so, the numbers of products may leave some out.
        """
        now = self._number(row)
        if now is None:
            return None
        before, product = self._headings.get(len(now)), self._number(self.last)
        if product and ordinals.signs(self._written(row)) != ordinals.signs(self._written(self.last)):
            product = None
        if before is None:
            return Counted.PRODUCTS if product is not None and _follows(now, product) else Counted.EITHER
        of_product = product is not None and product != () and now == _next(product)
        of_heading = not now or now[-1] == 1 or now == _next(before)
        if of_heading and not of_product:
            return Counted.HEADINGS
        alike = of_product and not of_heading and all(_is_blank(self.last, one) for one in self._telling)
        return Counted.PRODUCTS if alike else Counted.EITHER

    def _number(self, row: Sequence[Any]) -> Number | None:
        """The number, or the bullet, that stands before a name in the column of products."""
        if _is_blank(row, self._product) or not isinstance(row[self._product], str):
            return None
        return ordinals.number(self._written(row))

    def _written(self, row: Sequence[Any]) -> str:
        return next((str(cell) for cell in row[: self._product] if cell is not None), "")


def _follows(now: Number, before: Number) -> bool:
    """Whether a number is a later one in the same line; a bullet is the same everywhere."""
    return len(now) == len(before) and now[:-1] == before[:-1] and (not now or now[-1] > before[-1])


def _next(number: Number) -> Number:
    return (*number[:-1], number[-1] + 1) if number else ()


def _is_blank(row: Sequence[Any], column: int) -> bool:
    return column >= len(row) or row[column] is None
