"""Rows as the files that programs make of them: workbooks, .xls, .ods, and text in every encoding there was."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from events_app.imports.legacy import _TCVN3, _VNI, Legacy


class Book:
    """A workbook that is being written with XlsxWriter."""

    def __init__(self, *sheets: str) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out)
        self.sheets = [self.book.add_worksheet(name) for name in sheets or ("Danh sách",)]
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})

    def rows(self, rows: Sequence[Sequence[Any]], first: int = 0, sheet: int = 0) -> int:
        """Write rows from ``first`` on; the number of the next one."""
        for n, row in enumerate(rows, first):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    self.sheets[sheet].write_datetime(n, column, cell, self.day)
                elif cell not in (None, ""):
                    self.sheets[sheet].write(n, column, cell)
        return first + len(rows)

    def bytes(self) -> bytes:
        """The file."""
        self.book.close()
        return self.out.getvalue()


def xls(rows: Sequence[Sequence[Any]]) -> bytes:
    """An .xls of these rows."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for n, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(n, column, cell, day)
            elif cell not in (None, ""):
                sheet.write(n, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """An .ods of these rows, with cells merged down."""
    down = {(first, column): last - first + 1 for first, last, column, _ in merged}
    covered = {(row, column) for first, last, column, _ in merged for row in range(first + 1, last + 1)}

    def cell(row: int, column: int, value: Any) -> str:
        if (row, column) in covered:
            return "<table:covered-table-cell/>"
        over = f' table:number-rows-spanned="{down[row, column]}"' if (row, column) in down else ""
        if value in (None, ""):
            return "<table:table-cell/>"
        if isinstance(value, date):
            return f'<table:table-cell{over} office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, int):
            return f'<table:table-cell{over} office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell{over} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(cell(n, column, said) for column, said in enumerate(row or [None]))}</table:table-row>"
        for n, row in enumerate(rows)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Danh sách">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", manifest)
        file.writestr("content.xml", content)
    return out.getvalue()


def separated(rows: Sequence[Sequence[Any]], encoding: str, sign: str = ",") -> bytes:
    """Text of these rows, with a sign between their cells."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    text = out.getvalue()
    if encoding == "cp1258":
        return b"".join(_in_1258(letter) for letter in unicodedata.normalize("NFC", text))
    return text.encode(encoding)


def _in_1258(letter: str) -> bytes:
    for form in (letter, unicodedata.normalize("NFD", letter)):
        try:
            return form.encode("cp1258")
        except UnicodeEncodeError:
            continue
    parts = unicodedata.normalize("NFD", letter)
    tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")


def in_legacy(rows: Sequence[Sequence[Any]], legacy: Legacy) -> list[list[Any]]:
    """The rows in the letters of an old font."""
    table = {meant: said for said, meant in (_TCVN3 if legacy == Legacy.TCVN3 else _VNI).items()}
    if legacy == Legacy.TCVN3:
        table |= {meant.upper(): said for meant, said in table.items() if meant.upper() not in table}
    return [
        ["".join(table.get(sign, sign) for sign in cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]
