"""A file taken apart and understood: what it is, then what each of its rows says, in frames that a worker keeps.

Pure but for the file: no database and no language. A frame is a length in four bytes and MessagePack.
"""

import fcntl
import struct
import termios
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from events_app.identifying import masked
from events_app.imports import blaming, ending, facts, finding, legacy, reader, saying, veiling, wrapping
from events_app.imports.finding import Header
from events_app.imports.guarding import MOST_ROWS, Unreadable
from events_app.imports.headings import Field
from events_app.imports.layout import Line, Taken
from events_app.imports.pieces import Merged
from events_app.imports.succeeding import Tables

BATCH = 100  # rows of a frame
SHOWN = 12  # rows and columns of a list without a header
SAMPLES = 3  # values of a column
LONGEST_SAMPLE = 40  # letters of one
LEAD = 64 << 10  # bytes of frames that keep a worker at work while the next is understood here


class Asked(msgspec.Struct, frozen=True):
    """What is to be read, and what a person has said of it: the columns and the row above which they stand, the place."""

    path: str
    sheet: str
    place: facts.Place
    header_row: int = 0
    headings: list[str] = []
    mapping: dict[str, str] | None = None


class Opened(msgspec.Struct, frozen=True, tag=True):
    """What a person looks at before the run: the sheet, the words above the columns, what stands first below them, and what each
    column was taken for."""

    sheet: str
    sheets: list[str]
    unread: list[str]
    encoding: str
    header_row: int
    headings: list[str]
    samples: list[list[str]]
    mapping: dict[str, str]

    def of_this_kind(self, asked: Asked) -> Asked:
        """What is asked, of this kind of file: a text has no sheets and no formulas, and a list perhaps no column of entities."""
        named = Field.ENTITY in self.mapping.values()
        return msgspec.structs.replace(
            asked, place=msgspec.structs.replace(asked.place, formulas=self.sheet != "", named=named)
        )


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row, understood as far as it can be; ``entity`` is its place among those of the frame."""

    number: int
    taken: Taken
    cells: bytes  # JSON: as they may be shown again
    doubt: str
    understood: bool
    entity: int | None
    product: facts.Product | None
    key: str  # of the product
    wrongs: list[saying.Wrong]


class Rows(msgspec.Struct, frozen=True, tag=True):
    """The next rows, in order, and the entities of which they speak."""

    entities: list[facts.Entity]
    rows: list[Row]
    provinces: set[str]  # as the cells name them


class Lines(msgspec.Struct, frozen=True, tag=True):
    """The next rows, told apart but not understood yet: ``understood`` does that, on the core of whoever reads the frames."""

    lines: list[Line]


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why the file is not read."""

    code: str
    facts: dict[str, Any]


class End(msgspec.Struct, frozen=True, tag=True):
    """All of it was said."""


Frame = Opened | Rows | Lines | Refused | End
_encoder = msgspec.msgpack.Encoder()
decode = msgspec.msgpack.Decoder(Frame).decode


def write(asked: Asked, out: BinaryIO) -> None:
    """Write all frames of a file into a pipe; the last one says that it is whole, or why it is not read."""

    def is_ahead() -> bool:
        """Whether who reads the pipe has enough to do."""
        (unread,) = struct.unpack("i", fcntl.ioctl(out, termios.FIONREAD, b"\0" * 4))
        return bool(unread > LEAD)

    for frame in frames(asked, is_ahead):
        packed = _encoder.encode(frame)
        out.write(struct.pack(">I", len(packed)) + packed)
        out.flush()


def frames(asked: Asked, is_ahead: Callable[[], bool]) -> Iterator[Frame]:
    """What is to be said of a file: rows are understood here while this is ahead of the worker, who does it otherwise."""
    try:
        yield from _read(asked, is_ahead)
        yield End()
    except Unreadable as refused:
        yield Refused(refused.code, refused.facts)
    except MemoryError:
        yield Refused("unpacks_too_large", {})


def _read(asked: Asked, is_ahead: Callable[[], bool]) -> Iterator[Frame]:
    with reader.told():
        opened = reader.opened(Path(asked.path), asked.sheet or None)
    batches = _batches(opened.rows)
    first = next(batches, None)
    if first is None:
        raise Unreadable("empty")
    header, row = _header(asked, first, opened.merged)
    told = Opened(
        opened.sheet,
        opened.sheets,
        opened.unread,
        opened.encoding,
        row,
        header.words,
        _samples(len(header.words), [cells for number, cells in first if number > row]),
        {str(column): field for column, field in header.fields.items()},
    )
    yield told
    asked = told.of_this_kind(asked)
    if not header.fields:
        raise Unreadable("no_header", beginning=_beginning(first))
    if asked.mapping is None and (two := finding.beside(header.words)):
        raise Unreadable("two_tables", first=two[0] + 1, second=two[1] + 1)
    tables, count = Tables(header, opened.merged, chosen=asked.mapping is not None), 0
    held: list[Line] = []  # the last row so far, as the next one may show that its name goes on there
    batch: list[tuple[int, list[Any]]] | None = first
    while batch is not None:
        count += len(batch)
        if count > MOST_ROWS:
            raise Unreadable("too_many_rows", most=MOST_ROWS)
        lines = held + [tables.line(number, cells) for number, cells in batch if number > row]
        wrapping.cut(lines)
        batch = next(batches, None)
        if batch is not None:
            lines, held = lines[:-1], lines[-1:]
        yield understood(lines, asked.place) if is_ahead() else Lines(lines)


def _batches(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[list[tuple[int, list[Any]]]]:
    """The rows in which anything stands."""
    batch = []
    for one in _read_from(rows):
        if any(cell is not None for cell in one[1]):
            batch.append(one)
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _read_from(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    with reader.told():
        yield from rows


def _header(asked: Asked, rows: list[tuple[int, list[Any]]], merged: Sequence[Merged]) -> tuple[Header, int]:
    """The header, found or as a person said, without fields where there is none; and the row in which it ends."""
    cells = [row for _, row in rows]
    said = next((n for n, (number, _) in enumerate(rows) if number == asked.header_row), None)
    spans = _spans(rows, merged)
    named = finding.standing(cells, said, spans) if said is not None and not asked.headings else None
    if asked.mapping is not None:
        fields = {int(column): Field(field) for column, field in asked.mapping.items() if field}
        return Header(0, 0, [masked(one) for one in named.words] if named else asked.headings, fields), asked.header_row
    found = named or finding.found(cells, said, spans)
    if found is None or not found.fields:
        place = finding.widest(cells) if said is None or named is None else said
        above: Sequence[Any] = named.words if named else cells[place]
        return Header(0, 0, [veiling.heading(cell) for cell in above], {}), rows[place][0]
    words = [masked(one) for one in found.words]
    return msgspec.structs.replace(found, words=words), asked.header_row if named else rows[found.last][0]


def _spans(rows: list[tuple[int, list[Any]]], merged: Sequence[Merged]) -> set[tuple[int, int]]:
    """From which to which of these rows cells are merged down."""
    places = {number - 1: place for place, (number, _) in enumerate(rows)}
    ends = {(places.get(one.first_row), places.get(one.last_row)) for one in merged if one.last_row > one.first_row}
    return {(first, last) for first, last in ends if first is not None and last is not None}


def _samples(columns: int, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The first values of each column that differ, of rows that are as full as most: headings of groups have few cells."""
    most = max((len(row) - row.count(None) for row in rows), default=0)
    full = [row for row in rows if 2 * (len(row) - row.count(None)) > most and any(map(_is_long, row))]
    found = []
    for column in range(columns):
        values = (veiling.heading(row[column]) for row in full if column < len(row) and row[column] is not None)
        different = dict.fromkeys(one if len(one) <= LONGEST_SAMPLE else f"{one[:LONGEST_SAMPLE]}…" for one in values)
        found.append(list(different)[:SAMPLES])
    return found


def _is_long(cell: Any) -> bool:
    """Whether a cell is more than the number of a column."""
    return isinstance(cell, str) and len(cell) > 5


def _beginning(rows: list[tuple[int, list[Any]]]) -> list[list[Any]]:
    """The first rows with their numbers, for a person to say which is the header."""
    return [[number, [veiling.heading(cell) for cell in cells[:SHOWN]]] for number, cells in rows[:SHOWN]]


def understood(lines: Sequence[Line], place: facts.Place) -> Rows:
    """What these rows say."""
    entities: list[facts.Entity] = []
    provinces: set[str] = set()
    found = []
    are_old = legacy.some_look_old(_texts(lines, Field.PRODUCT), _texts(lines, Field.ENTITY))
    for line in lines:
        cells = _in_unicode(line.cells) if are_old and line.taken == Taken.PRODUCT else line.cells
        if Field.PROVINCE in cells:
            provinces.add(saying.written(cells[Field.PROVINCE]))
        said = None
        if line.taken == Taken.PRODUCT:
            sound = not (line.doubt or line.notes)
            said = facts.said(cells, place) if sound else blaming.said(cells, place, line.doubt, line.notes)
            if line.unheard:
                said = blaming.below(said, line.unheard)
        elif line.notes:
            said = facts.Said(None, None, "", [(Field.PRODUCT, line.doubt, {}), *map(ending.wrong, line.notes)])
        entity = None
        if said and said.entity:
            if not entities or said.entity is not entities[-1]:
                entities.append(said.entity)
            entity = len(entities) - 1
        found.append(
            Row(
                line.number,
                line.taken,
                veiling.shown(cells),
                line.doubt,
                said is not None,
                entity,
                said.product if said else None,
                said.key if said else "",
                said.wrongs if said else [],
            )
        )
    return Rows(entities, found, provinces)


def _texts(lines: Sequence[Line], field: Field) -> Iterator[str]:
    return (cell for line in lines if isinstance(cell := line.cells.get(field), str))


def _in_unicode(cells: dict[Field, Any]) -> dict[Field, Any]:
    """The cells of a row; one in the letters of before Unicode, as its font alone showed, may stand among others."""
    product, entity = cells.get(Field.PRODUCT), cells.get(Field.ENTITY)
    old = (isinstance(product, str) and legacy.looks_old(product)) or (
        isinstance(entity, str) and legacy.looks_old_again(entity)
    )
    if not old:
        return cells
    texts = {field: cell for field, cell in cells.items() if isinstance(cell, str)}
    return {**cells, **dict(zip(texts, legacy.read(list(texts.values())), strict=True))}
