"""Where the header of a list stands, which column says what, and which say the same: once for each recognition of a product."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from events_app.imports import dating, ending, rounds
from events_app.imports.headings import (
    MARKS,
    OF_CERTIFICATE,
    Field,
    field_of,
    headings_of_products,
    listed,
    made_of,
    meant,
    names_both,
    names_year,
    words_of,
)
from events_app.values import plain

DEPTH = 40  # rows among which the header is sought


class Header(msgspec.Struct, frozen=True):
    """Where the header stands, rows from 0 among those looked at, its words by column, and what each column was taken for."""

    first: int
    last: int
    words: list[str]
    fields: dict[int, Field]


def score(rows: Sequence[Sequence[Any]]) -> int:
    """How much the beginning of a sheet looks like a list of products: the fields of its best header."""
    header = found(rows)
    return len(set(header.fields.values())) if header else 0


def found(
    rows: Sequence[Sequence[Any]], preferred: int | None = None, spans: Collection[tuple[int, int]] = ()
) -> Header | None:
    """The header below a title block, of one row to three; None where no row names a product and something more.

    The one that ends in the row ``preferred`` is taken before others. A row that names as much by itself as together with those
    above it stands below a title, unless a column of notes or of months begins there, or a cell reaches over all of them:
    ``spans`` are the first and the last row of such cells.
    """
    best: Header | None = None
    names = [any(map(ends_as_a_product, row)) for row in rows[: DEPTH + _MOST]]
    for place in range(min(len(rows), DEPTH)):
        for last in range(place, min(place + _MOST, len(rows))):
            if not any(names[place : last + 1]):
                continue
            header = _read(rows, place, last)
            named = set(header.fields.values())
            if Field.PRODUCT not in named or len(named) < 2:
                continue
            if best is None or _sure(header, preferred, spans) > _sure(best, preferred, spans):
                best = header
    return best


_MOST = 3  # rows of a header


def ends_as_a_product(cell: Any) -> bool:
    """Whether a cell is the heading of the products, or the last words of it, as below another cell; few rows have one."""
    return isinstance(cell, str) and (words_of(_said(cell)) in _ends() or names_both(cell))


@cache
def _ends() -> set[str]:
    words = [said.split() for one in headings_of_products() for said in (one, f"ten {one}")]
    return {" ".join(said[n:]) for said in words for n in range(len(said))}


def _sure(
    header: Header, preferred: int | None, spans: Collection[tuple[int, int]]
) -> tuple[bool, int, bool, bool, int, int]:
    rows = header.last - header.first
    reached = rows if (header.first, header.last) in spans else 0
    noted = ending.notes(header.words, header.fields) != []
    dated = dating.columns(header.words, header.fields) != []
    return header.last == preferred, len(set(header.fields.values())), dated, noted, reached, -rows


def standing(rows: Sequence[Sequence[Any]], place: int, spans: Collection[tuple[int, int]] = ()) -> Header:
    """The header that a person says to end in this row; without fields where none names a product.

    Its columns have the words of cells too that are merged down into that row, or are blank there below a heading.
    """
    header = _read(rows, _begins(rows, place, spans), place)
    header = header if header.words else _read(rows, place, place)
    return header if Field.PRODUCT in header.fields.values() else msgspec.structs.replace(header, fields={})


def of(rows: Sequence[Sequence[Any]]) -> Header:
    """The header that these rows are, whatever it names."""
    return _read(rows, 0, len(rows) - 1)


def _begins(rows: Sequence[Sequence[Any]], place: int, spans: Collection[tuple[int, int]]) -> int:
    """The row in which a header begins that ends in this one."""
    reached = [first for first, last in spans if place - _MOST < first < place <= last]
    if reached or place == 0:
        return min(reached, default=place)
    above, own = rows[place - 1], rows[place]
    blank = [one for n, one in enumerate(above) if n >= len(own) or own[n] is None]
    return place - any(field_of(one) or ending.notes([_said(one)], ()) for one in blank)


def widest(rows: Sequence[Sequence[Any]]) -> int:
    """The row that most looks like a header where none does: the one with the most cells."""
    return max(range(len(rows[:DEPTH])), key=lambda n: len(rows[n]) - rows[n].count(None))


def _read(rows: Sequence[Sequence[Any]], first: int, last: int) -> Header:
    width = max(map(len, rows[first : last + 1]))
    upper, *below = ([*row, *[None] * (width - len(row))] for row in rows[first : last + 1])
    lower = below[-1] if below else [None] * width
    if len(below) > 1:
        if not _heads(lower):
            return Header(first, last, [], {})
        upper, lower = _folded(upper, *below)
    words: list[str] = []
    fields: dict[int, Field] = {}
    sure: dict[Field, tuple[int, int, int]] = {}  # of which recognition it is and how sure, in which column
    above = ""
    for column in range(width):
        over, under = _said(upper[column]), _said(lower[column])
        if over:
            above = over
        elif not under:
            above = ""
        words.append(rounds.BETWEEN.join(part for part in (above if under and last > first else over, under) if part))
        for meaning, surely in _meanings(over, under, above):
            which = rounds.which(words[column]) if meaning in OF_CERTIFICATE else 0
            *so_far, taken = sure.get(meaning, (-1, -1, column))
            if [which, surely] > so_far:
                fields.pop(taken, None)
                fields[column], sure[meaning] = meaning, (which, surely, column)
                break
    if last > first and not _heads(lower):
        fields = {}
    if Field.PRODUCT not in fields.values():
        both = [n for n, one in enumerate(words) if names_both(one.rpartition(rounds.BETWEEN)[2])]
        fields |= dict.fromkeys(both[:1], Field.PRODUCT)
    behind = next((column + 1 for column, field in fields.items() if field == Field.NUMBER), width)
    if behind < width and not {behind, Field.ISSUED} & {*fields, *fields.values()}:
        own = words[behind].rpartition(rounds.BETWEEN)[2]
        fields |= {behind: Field.ISSUED} if words_of(own) in _DAYS else {}
    fields |= dating.found(words, fields)
    if Field.ISSUED not in fields.values():
        years = [column for column, said in enumerate(words) if column not in fields and _is_of_years(said)]
        fields |= {max(years, key=lambda column: rounds.which(words[column])): Field.ISSUED} if years else {}
    for column, meaning in said_again(words, fields):
        if meaning in OF_CERTIFICATE and rounds.which(words[column]) < sure[meaning][0]:
            fields[column] = meaning
    if Field.ADDRESS in fields.values():
        former = [n for n, one in enumerate(words) if n not in fields and rounds.is_former_address(one)]
        fields |= dict.fromkeys(former, Field.ADDRESS)
    return Header(first, last, words, fields)


def _is_of_years(words: str) -> bool:
    """Whether a column has years of recognition, which say no day: they are read where no column has days."""
    above, _between, own = words.rpartition(rounds.BETWEEN)
    own, whole = rounds.once(words_of(own)), words_of(above)
    return own.startswith(("nam", "year", "recogn", "certif", "tahun")) and (
        names_year(own) or names_year(f"{own} {whole}")
    )


def _heads(row: Sequence[Any]) -> bool:
    """Whether a row has headings, or the parts of one."""
    return any(field_of(cell) or _said(cell) in _PARTS for cell in row)


def _folded(*rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Three rows of a header as two: what stands lowest in each column, and what stands next above it, or to the left there."""
    upper, lower = list[Any](), list[Any]()
    above = [None, None]
    for high, middle, low in zip(*rows, strict=True):
        if high is not None:
            above = [high, middle]
        elif middle is not None:
            above[1] = middle
        elif low is None:
            above = [None, None]
        own = low if low is not None else middle
        over = high if own is None else above[0] if low is None or above[1] is None else above[1]
        upper.append(over)
        lower.append(own)
    return upper, lower


_VAGUE = {
    "danh muc san pham", "san pham", "item", "items", "kind", "type", "category", "owner", "organization", "don vi", "to chuc",
    "ket qua", "ket qua danh gia", "hang", "decision", "issued", "hieu luc", "danh muc san pham ocop", "ten thuong mai", "linh vuc",
    "dia chi cu",
}  # fmt: skip
_NEWEST = {"dia chi moi"}
_VAGUELY, _BY_WORDS, _OUTRIGHT, _LAST = 0, 1, 2, 3  # a column gives way to another one that says it more surely
_PARTS = {"Số", "Tên", "Ngày"}
_DAYS = {"ngay", "ngay thang", "ngay thang nam"}  # of issue, right behind the number of a paper


def _meanings(over: str, under: str, above: str) -> Iterator[tuple[Field, int]]:
    """What a column may mean, and how surely: by its words and those above them, which say what kinds are crossed in it."""
    own, whole = rounds.once(words_of(under or over)), words_of(above)
    joined = f"{whole} {own}".strip() if under else own
    among = under and meant(whole) == Field.KIND
    for said in dict.fromkeys((joined,) if among else (joined, own)):
        if meaning := listed(said):
            yield meaning, _VAGUELY if said in _VAGUE else _LAST if said in _NEWEST else _OUTRIGHT
    if among:
        return
    if under and (meaning := made_of(joined)) in _CROSSED:
        yield meaning, _BY_WORDS
    if meaning := made_of(own):
        yield meaning, _BY_WORDS
    turned = rounds.once(f"{own} {whole.removeprefix('thong tin ')}") if under else ""
    if turned and (meaning := listed(turned) or made_of(turned)):
        yield meaning, _BY_WORDS


_CROSSED = {*MARKS, Field.POTENTIAL}


def _said(cell: Any) -> str:
    if isinstance(cell, int | float):
        return str(int(cell)) if cell in _COUNTS else ""
    return " ".join(cell.split())[:120] if isinstance(cell, str) else ""


_COUNTS = set(MARKS.values())


def said_again(words: Sequence[str], fields: Mapping[int, Field]) -> Iterator[tuple[int, Field]]:
    """Columns that are taken for nothing though they say what another one is taken for, surely or of some recognition."""
    taken = set(fields.values())
    for column, said in enumerate(words):
        if column not in fields:
            above, _between, own = said.rpartition(rounds.BETWEEN)
            found = _meanings(above, own, above) if above else _meanings(own, "", own)
            ranked = rounds.which(said) != rounds.SOME
            meaning = next((field for field, surely in found if surely > _VAGUELY or ranked), None)
            if meaning in taken:
                yield column, meaning


class Doubled(msgspec.Struct, frozen=True):
    """Columns that say the same: those that are read, one where the others before it are blank, and those that are not."""

    field: Field
    read: list[int]
    unread: list[int]


def doubled(words: Sequence[str], fields: Mapping[int, Field], *, chosen: bool = False) -> list[Doubled]:
    """Which columns say the same as another one, of a list with these words above them; what is not read may be ``chosen`` so."""
    read: dict[Field, list[int]] = {}
    for one in rounds.told_apart(words, fields):
        for column, field in one.items():
            read.setdefault(field, []).append(column)
    again = [] if chosen else list(said_again(words, fields))
    unread = {field: [column for column, said in again if said == field] for field in read}
    return [Doubled(field, one, unread[field]) for field, one in read.items() if len(one) > 1 or unread[field]]


def beside(words: Sequence[str]) -> tuple[int, int] | None:
    """The columns of products of two tables that stand beside each other below these words; None where one table stands there.

    Both count their rows, or name the product and something else in the same words.
    """
    own = [plain(said.rpartition(rounds.BETWEEN)[2]) for said in words]
    fields = [next(_meanings("", said, ""), (None, _VAGUELY)) for said in own]
    products = [n for n, (field, surely) in enumerate(fields) if field == Field.PRODUCT and surely > _VAGUELY]
    if len(products) < 2:
        return None
    first, second = products[:2]
    if _COUNTING.intersection(own[:first]) and _COUNTING.intersection(own[first + 1 : second]):
        return first, second
    left, right = ({field for field, _ in some} for some in (fields[first + 1 : second], fields[second + 1 :]))
    return (first, second) if own[first] == own[second] and (left & right) - {None} else None


_COUNTING = {"stt", "tt", "so tt", "so thu tu", "no", "no."}
