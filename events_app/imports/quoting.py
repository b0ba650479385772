"""Lines of a CSV in which a quotation mark was opened and never closed: it stands for itself, and swallows no rows."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from events_app.imports.guarding import LONGEST_CELL

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MOST = LONGEST_CELL * 4  # letters that a cell over several lines is followed


def mended(lines: Iterable[str], separator: str, columns: int) -> Iterator[str]:
    """The lines of a list of so many ``columns``; where a quotation mark would swallow rows, it is quoted itself."""
    coming = iter(lines)
    again: deque[str] = deque()
    while (line := again.popleft() if again else next(coming, None)) is not None:
        if not _is_open(line, separator):
            yield line
            continue
        cells = _literal(line, separator)
        swallowed, closed = [line], False
        while not closed and sum(map(len, swallowed)) < _MOST:
            following = again.popleft() if again else next(coming, None)
            if following is None:
                break
            swallowed.append(following)
            closed = '"' in following and not _is_open(f'"{following}', separator)
            whole = _separators(following, separator) == columns - 1
            if whole and (not closed or len(cells) == columns):
                closed = False
                break
        else:
            yield from swallowed  # a cell over several lines, or one that is too long
            continue
        yield _quoted(cells, separator)
        again.extendleft(reversed(swallowed[1:]))


def columns(start: str, separator: str) -> int:
    """How many columns most lines have."""
    found = Counter(len(row) for line in start.splitlines() for row in csv.reader([line], delimiter=separator))
    return max(found, key=lambda n: (n > 1, found[n]), default=1)


def _is_open(line: str, separator: str) -> bool:
    """Whether a line ends within a cell: that has the end of the line then."""
    if '"' not in line:
        return False
    (row,) = csv.reader([line], delimiter=separator)
    return bool(row) and row[-1].endswith(("\n", "\r"))


def _separators(line: str, separator: str) -> int:
    """How many separators a line has beside its quoted cells; in prose a space comes after them."""
    return len(re.findall(rf"{re.escape(separator)}(?! )", _QUOTED.sub("", line)))


def _literal(line: str, separator: str) -> list[str]:
    """The cells of a line that ends within one, had this one no quotation mark before it."""
    (row,) = csv.reader([line], delimiter=separator)
    return [*row[:-1], *('"' + row[-1].rstrip()).split(separator)]


def _quoted(cells: list[str], separator: str) -> str:
    return separator.join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
