"""Large .xlsx sheets are cut into pieces of a few thousand rows, each a small workbook that calamine reads by itself.

So memory does not grow with the sheet. The texts that a piece's cells refer to are copied into it from a file in which they
were laid out first. A sheet that is written in an unusual way (prefixed tags) is read whole, within the reader's limit.
"""

import io
import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterator
from xml.etree import ElementTree

import msgspec

from events_app.imports.guarding import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    TITLE,
    Unreadable,
    column_number,
)

ROWS = 2000  # of a piece
FIRST = 200  # of the first one: what is in it is understood while the next one is read
FAR = 20_000  # rows that a piece spans at most, where rows between are missing
_CHUNK = 1 << 20
KEPT = 16 << 20  # bytes of sheets that are kept unpacked from the survey on: most are read once more at once
_TEXTS = "xl/sharedstrings.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW_ENDS = b"</row>"
_NUMBER = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,})')
_SHARED = re.compile(rb'(<c\b[^>]*\bt="s"[^>]*>\s*<v>)(\d+)(</v>)')
_FAILED = re.compile(rb'(<c\b[^>]*\bt=")e(?=")')  # calamine reads the error of a formula as blank
_TEXT = re.compile(rb"<si\b[^>]*/>|<si\b[^>]*>.*?</si>", re.S)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_TYPES = b"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}
</Relationships>"""
_RELATION = '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="{2}"/>'
_WORKBOOK = b"""<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">%s
<sheets><sheet name="s" sheetId="1" r:id="s"/></sheets></workbook>"""
_STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


class Sheet(msgspec.Struct, frozen=True):
    """A sheet that can be seen, and the part of the zip that holds it."""

    name: str
    part: str


class Merged(msgspec.Struct, frozen=True):
    """Cells that are one, both ends included, rows and columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Survey(msgspec.Struct, frozen=True):
    """How many bytes a sheet has, how many cells if none is left out between, which are merged; whether any holds an error."""

    size: int
    cells: int
    merged: list[Merged]
    failed: bool


class Workbook:
    """An .xlsx file whose sheets are read piece by piece."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self._texts: _Texts | None = None
        self._unpacked: dict[str, list[bytes]] = {}  # by part
        self._parts = {name.lower(): name for name in file.namelist()}  # some programs write capitals
        root = self._small("xl/workbook.xml")
        targets = {one.get("Id"): one.get("Target", "") for one in self._small("xl/_rels/workbook.xml.rels")}
        properties = root.find(f"{_MAIN}workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self._head = _WORKBOOK % (b'<workbookPr date1904="1"/>' if since_1904 else b"")
        self.sheets = [
            Sheet(one.get("name", ""), part_of(targets.get(one.get(_RELATED), "")))
            for one in root.iter(f"{_MAIN}sheet")
            if one.get("state", "visible") == "visible" and targets.get(one.get(_RELATED), "").find("worksheets") >= 0
        ]

    def usual(self, sheet: Sheet) -> bool:
        """Whether the sheet is written as every usual program does, so that it can be cut."""
        with self._zip.open(sheet.part) as part:
            return b"<worksheet" in part.read(4096)

    @property
    def texts_size(self) -> int:
        """Bytes that the shared texts are said to unpack into."""
        part = self._parts.get(_TEXTS)
        return self._zip.getinfo(part).file_size if part else 0

    def survey(self, sheet: Sheet) -> "Survey":
        """Count what the sheet holds. Raises Unreadable for one that is too large.

        What only a sheet with shared texts is asked, as it may be read in one go, is not looked for in others.
        """
        rows, size, last, width, merged, tail, failed = 0, 0, 0, 26, [], b"", False
        kept: list[bytes] = []
        for chunk in chunks(self._zip, sheet.part):
            size += len(chunk)
            kept = [*kept, chunk] if size <= KEPT else []
            text = tail + chunk
            cut = text.rfind(b">") + 1 or len(text)
            text, tail = text[:cut], text[cut:]
            if len(tail) > LONGEST_ROW:
                raise Unreadable("cell_too_long", most=LONGEST_CELL)
            rows += text.count(b"<row")
            if rows > MOST_ROWS + TITLE:
                raise Unreadable("too_many_rows", most=MOST_ROWS)
            if self.texts_size:
                width = max([width, *map(_width, set(_FAR_COLUMN.findall(text)))])
                failed = failed or b't="e"' in text
            if number := _NUMBER.match(text, text.rfind(b"<row ")):
                last = int(number[1])
            merged += [
                Merged(int(top) - 1, int(bottom) - 1, column_number(left.decode()), column_number(right.decode()))
                for left, top, right, bottom in _MERGED.findall(text, max(text.rfind(_ROW_ENDS), 0))
            ]
        if size <= KEPT and not self._unpacked:  # of one sheet: few workbooks have more that are long
            self._unpacked[sheet.part] = kept
        return Survey(size, max(rows, last) * width, merged, failed)

    def pieces(self, sheet: Sheet, most: int = FIRST) -> Iterator[bytes]:
        """The sheet as small workbooks, in order; the first one has at most so many rows."""
        head, first, at, size = b"", 0, 0, 0
        rows: list[bytes] = []
        for row in self._rows(sheet):
            if not head:
                head = row
                continue
            place = row.rfind(b"<row")
            if far := _FAR_COLUMN.match(row, row.rfind(b"<c ")):
                _width(far[1])
            number = _NUMBER.match(row, place)
            at = int(number[1]) if number else at + row.count(b"<row")
            if not number:  # few programs leave it out: a row is the next one then
                row = b'%s<row r="%d"%s' % (row[:place], at, row[place + len(b"<row") :])
            if rows and (len(rows) >= most or size > LONGEST_ROW or at - first > FAR):
                yield self._workbook(head, rows)
                rows, size, most = [], 0, ROWS
            first = first if rows else at
            rows.append(row)
            size += len(row)
        if rows:
            yield self._workbook(head, rows)

    def _rows(self, sheet: Sheet) -> Iterator[bytes]:
        """What stands before the rows, then each that has cells, without its end and after those that have none."""
        text, begun = b"", False
        for chunk in self._unpacked.get(sheet.part) or chunks(self._zip, sheet.part):
            text += chunk
            if not begun:
                before, found, after = text.partition(b"<sheetData>")
                if not found:
                    continue
                yield before + found
                text, begun = after, True
            *rows, text = text.split(_ROW_ENDS)
            yield from rows
            if b"</sheetData>" in text:
                return
            if len(text) - max(text.rfind(b"<row"), 0) > LONGEST_ROW:  # before it may be many that have no cells
                raise Unreadable("cell_too_long", most=LONGEST_CELL)

    def _workbook(self, head: bytes, rows: list[bytes]) -> bytes:
        places: dict[int, int] = {}

        def renumbered(found: re.Match[bytes]) -> bytes:
            place = places.setdefault(int(found[2]), len(places))
            return b"%s%d%s" % (found[1], place, found[3])

        body = _ROW_ENDS.join([*rows, b""])
        if b't="e"' in body:
            body = _FAILED.sub(rb"\1str", body)
        if self.texts_size:
            body = _SHARED.sub(renumbered, body)
        relations = [
            _RELATION.format("s", "worksheet", "sheet.xml"),
            _RELATION.format("t", "sharedStrings", "sharedStrings.xml"),
        ]
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as out:
            out.writestr("[Content_Types].xml", _TYPES)
            out.writestr("_rels/.rels", _RELATIONS.format(_RELATION.format("w", "officeDocument", "xl/workbook.xml")))
            out.writestr("xl/workbook.xml", self._head)
            if styles := self._parts.get("xl/styles.xml"):
                out.writestr("xl/styles.xml", b"".join(chunks(self._zip, styles, most=8 << 20)))
                relations.append(_RELATION.format("y", "styles", "styles.xml"))
            out.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format("".join(relations)))
            out.writestr("xl/sharedStrings.xml", _STRINGS + b"".join(map(self._text, places)) + b"</sst>")
            out.writestr("xl/sheet.xml", head + body + b"</sheetData></worksheet>")
        return made.getvalue()

    def _text(self, place: int) -> bytes:
        if self._texts is None:
            self._texts = _Texts(self._zip, self._parts.get(_TEXTS))
        return self._texts.get(place)

    def _small(self, part: str) -> ElementTree.Element:
        if part not in self._zip.NameToInfo:
            raise Unreadable("not_a_table")
        text = b"".join(chunks(self._zip, part, most=1 << 20))
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unreadable("not_a_table")
        try:
            return ElementTree.fromstring(text)  # noqa: S314  # small, and without entities of its own
        except ElementTree.ParseError:
            raise Unreadable("broken") from None


class _Texts:
    """The shared texts of a workbook by number, kept in a file."""

    def __init__(self, file: zipfile.ZipFile, part: str | None) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as this process
        self._ends = array("Q", [0])
        if part is None:
            return
        text, written = b"", 0
        for chunk in chunks(file, part):
            text += chunk
            end = 0
            for found in _TEXT.finditer(text):
                end = found.end()
                if end - found.start() > LONGEST_CELL * 12:
                    raise Unreadable("cell_too_long", most=LONGEST_CELL)
                written += self._file.write(found.group())
                self._ends.append(written)
            text = text[end:]
            if len(text) > LONGEST_ROW:
                raise Unreadable("cell_too_long", most=LONGEST_CELL)

    def get(self, place: int) -> bytes:
        """A text as it stands in the file. Raises Unreadable for one that is not there: the file was cut off."""
        if place + 1 >= len(self._ends):
            raise Unreadable("broken")
        self._file.seek(self._ends[place])
        return self._file.read(self._ends[place + 1] - self._ends[place])


def _width(letters: bytes) -> int:
    """How many columns there are up to this one. Raises Unreadable for too many."""
    width = column_number(letters.decode()) + 1
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    return width


def chunks(file: zipfile.ZipFile, part: str, most: int = MOST_UNPACKED) -> Iterator[bytes]:
    """A part of the zip, unpacked bit by bit. Raises Unreadable for one that unpacks into more than ``most``."""
    unpacked = 0
    with file.open(part) as source:
        while chunk := source.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > most:
                raise Unreadable("unpacks_too_large")
            yield chunk


def part_of(target: str) -> str:
    """The part of the zip that the target of a workbook's relation names."""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
