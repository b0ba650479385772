"""Booths on paper: a grid of numbered rectangles, where new ones go, and which of them overlap."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from events_app.errors import Wrong
from events_app.i18n import marked

TOUCHING = 1e-6  # metres; walls may touch
MOST_PAIRS = 50  # overlapping pairs that are named; who put everything in one place sees that soon enough
OVERLAP = marked("Booths %(first)s and %(second)s overlap on the plan.")


class Rectangle(Protocol):
    """Something with a number, a place and a size in metres."""

    @property
    def number(self) -> str: ...

    @property
    def x_m(self) -> float: ...

    @property
    def y_m(self) -> float: ...

    @property
    def width_m(self) -> float: ...

    @property
    def depth_m(self) -> float: ...


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered rectangle of a grid."""

    number: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    corner: bool


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """Rows and columns of equal booths; ``gap_m`` is the aisle between rows, ``space_m`` the one between columns."""

    rows: int
    columns: int
    prefix: str
    width_m: float = 3.0
    depth_m: float = 3.0
    gap_m: float = 3.0
    space_m: float = 0.0
    first: int = 1


def spots(grid: Grid, x_m: float, y_m: float) -> list[Spot]:
    """The booths of ``grid`` with its first corner at ``x_m``, ``y_m``: A01, A02 and on along the rows; row ends are corners."""
    last = grid.first + grid.rows * grid.columns - 1
    digits = max(2, len(str(last)))
    return [
        Spot(
            number=f"{grid.prefix}{grid.first + row * grid.columns + column:0{digits}d}",
            x_m=round(x_m + column * (grid.width_m + grid.space_m), 3),
            y_m=round(y_m + row * (grid.depth_m + grid.gap_m), 3),
            width_m=grid.width_m,
            depth_m=grid.depth_m,
            corner=column in {0, grid.columns - 1},
        )
        for row in range(grid.rows)
        for column in range(grid.columns)
    ]


def below(booths: Iterable[Rectangle], gap_m: float = 3.0) -> float:
    """The first y at which nothing of what stands there is in the way."""
    ends = [booth.y_m + booth.depth_m for booth in booths]
    return round(max(ends) + gap_m, 3) if ends else 0.0


def overlapping(booths: Iterable[Rectangle], field: str = "booths") -> list[Wrong]:
    """Every pair of booths of one site that share ground, in reading order; the first 50 where there are more."""
    wrong = []
    for first, second in _pairs(sorted(booths, key=lambda booth: (booth.y_m, booth.x_m, booth.number))):
        wrong.append(Wrong(field, OVERLAP, first=first.number, second=second.number))
        if len(wrong) == MOST_PAIRS:
            break
    return wrong


def _pairs(booths: Sequence[Rectangle]) -> Iterator[tuple[Rectangle, Rectangle]]:
    """Sweep down the floor; only what begins before a booth ends can touch it."""
    for place, upper in enumerate(booths):
        for lower in booths[place + 1 :]:
            if lower.y_m >= upper.y_m + upper.depth_m - TOUCHING:
                break
            left, right = (upper, lower) if upper.x_m <= lower.x_m else (lower, upper)
            if right.x_m < left.x_m + left.width_m - TOUCHING:
                yield upper, lower


def sort_key(number: str) -> str:
    """A key under which numbers sort as people count: A2 before A10."""
    return re.sub(r"\d+", lambda digits: digits.group().zfill(6), number.casefold())[:40]
