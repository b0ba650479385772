"""A workbook in Excel's binary form (.xlsb) from nothing: a zip of records, each a number, a length and what it holds (MS-XLSB)."""

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

_MAIN = "application/vnd.ms-excel"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="{_MAIN}.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{_MAIN}.worksheet"/>
<Override PartName="/xl/styles.bin" ContentType="{_MAIN}.styles"/>
<Override PartName="/xl/sharedStrings.bin" ContentType="{_MAIN}.sharedStrings"/>
</Types>"""
_DAY, _FIRST_DAY = 14, date(1899, 12, 30)  # Excel's own format of a day, and the day that is 0
ERRORS = {
    "#DIV/0!": 7,
    "#VALUE!": 15,
    "#REF!": 23,
    "#NAME?": 29,
    "#N/A": 42,
}  # a value or, in every other column, of a formula
_DAYS = 1  # the style of such a cell


def book(
    rows: Sequence[Sequence[Any]], name: str = "Danh sách", merged: Iterable[tuple[int, int, int, int]] = ()
) -> bytes:
    """A workbook of one sheet; ``merged`` are first row, last row, first column and last column, from 0.

    Every other text stands in its cell, the rest among the shared ones; whole numbers are short, days are numbers with a style.
    """
    shared: list[str] = []
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _relations(("w", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _relations(
            ("s", "worksheet", "worksheets/sheet1.bin"),
            ("y", "styles", "styles.bin"),
            ("t", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/workbook.bin": b"".join(
            [
                _record(131),
                _record(143),
                _record(156, struct.pack("<II", 0, 1) + _text("s") + _text(name)),
                _record(144),
                _record(132),
            ]
        ),
        "xl/styles.bin": b"".join(
            [
                _record(278),
                _record(617, struct.pack("<I", 2)),
                *(_record(47, struct.pack("<HHHHHHHH", 0, form, 0, 0, 0, 0, 0, 0)) for form in (0, _DAY)),
                _record(618),
                _record(279),
            ]
        ),
        "xl/worksheets/sheet1.bin": _sheet(rows, list(merged), shared),
    }
    parts["xl/sharedStrings.bin"] = b"".join(
        [
            _record(159, struct.pack("<II", len(shared), len(shared))),
            *(_record(19, b"\0" + _text(one)) for one in shared),
            _record(160),
        ]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for part, held in parts.items():
            file.writestr(part, held)
    return out.getvalue()


def _sheet(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]], shared: list[str]) -> bytes:
    width = max(map(len, rows))
    records = [_record(129), _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)), _record(145)]
    for number, row in enumerate(rows):
        records.append(_record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + struct.pack("<I", 0)))
        records += [_cell(column, cell, shared) for column, cell in enumerate(row) if cell not in (None, "")]
    records.append(_record(146))
    if merged:
        records += [
            _record(177, struct.pack("<I", len(merged))),
            *(_record(176, struct.pack("<IIII", *one)) for one in merged),
        ]
        records.append(_record(178))
    return b"".join([*records, _record(130)])


def _cell(column: int, cell: Any, shared: list[str]) -> bytes:
    head = struct.pack("<II", column, _DAYS if isinstance(cell, date) else 0)
    if isinstance(cell, date):
        return _record(5, head + struct.pack("<d", (cell - _FIRST_DAY).days))
    if isinstance(cell, int):
        return _record(2, head + struct.pack("<I", cell << 2 | 2))
    if cell in ERRORS:
        held = head + bytes([ERRORS[cell]])
        return _record(3, held) if column % 2 else _record(11, held + struct.pack("<HI", 0, 0))
    if column % 2:
        return _record(6, head + _text(cell))
    shared.append(cell)
    return _record(7, head + struct.pack("<I", len(shared) - 1))


def _record(number: int, held: bytes = b"") -> bytes:
    """Numbers above 127 take two bytes; a length is written seven bits at a time."""
    kind = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    size, left = bytearray(), len(held)
    while left > 127:
        size.append(left & 127 | 128)
        left >>= 7
    return kind + bytes([*size, left]) + held


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(*related: tuple[str, str, str]) -> bytes:
    said = "".join(
        f'<Relationship Id="{one}" Type="{_RELATED}/{kind}" Target="{part}"/>' for one, kind, part in related
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{said}</Relationships>'.encode()
