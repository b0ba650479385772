"""Files that are none, or too much."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import xlsxwriter

from tests.imports import asking, departments, offices


def a_book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that is filled by ``fill``."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def many_rows() -> bytes:
    """More rows than a list may have."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column, head in enumerate(asking.HEADS):
            sheet.write(0, column, head)
        for n in range(1, 200_001):
            for column, cell in enumerate(asking.a_row(n)[:2]):
                sheet.write(n, column, cell)

    return a_book(fill)


def many_columns() -> bytes:
    """More columns than a list may have."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column in range(500):
            sheet.write(0, column, asking.HEADS[column] if column < len(asking.HEADS) else f"Cột {column}")
            sheet.write(1, column, "x")

    return a_book(fill)


def a_bomb(part: str = "xl/worksheets/sheet1.xml", megabytes: int = 600) -> bytes:
    """A workbook of a few hundred kilobytes that unpacks into six hundred megabytes, more than the reader may have."""
    whole, out = io.BytesIO(departments.plain()), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != part:
                new.writestr(info, old.read(info))
        with new.open(part, "w", force_zip64=True) as file:
            file.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            blank = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b" " * 4000 + b"</t></is></c></row>"
            for _ in range(megabytes):
                file.write(blank * 256)
    return out.getvalue()


def a_bomb_of_ods() -> bytes:
    """A small .ods in which one cell is said to be repeated a thousand million times."""
    small = offices.commune_ods()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "content.xml":
                text = text.replace(
                    b'<table:table-cell office:value-type="float" office:value="2"/>',
                    b'<table:table-cell office:value-type="float" office:value="2" table:number-columns-repeated="16000"/>',
                ).replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="65000">')
            new.writestr(info.filename, text)
    return out.getvalue()


def bordered(book: xlsxwriter.Workbook) -> None:
    """One product, and borders as far down as somebody dragged them."""
    sheet, border = book.add_worksheet(), book.add_format({"border": 1})
    for number, row in enumerate([asking.HEADS, asking.a_row(1)]):
        sheet.write_row(number, 0, row)
    for number in range(2, 121_000):
        sheet.write_blank(number, 0, None, border)


def encrypted() -> bytes:
    """The beginning of what Excel makes of a workbook with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def a_long_cell() -> bytes:
    """A cell of ten megabytes."""
    return asking.a_csv([asking.a_row(1, product="Trà " * 2_500_000)])


def a_long_cell_of_xlsx() -> bytes:
    """A shared text of ten megabytes, which XlsxWriter itself would refuse to write."""
    whole, out = io.BytesIO(departments.plain()), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "xl/sharedStrings.xml":
                text = text.replace("Trà tim sen mẫu".encode(), b"x" * 10_000_000)
            new.writestr(info.filename, text)
    return out.getvalue()


def without_texts(whole: bytes) -> bytes:
    """A workbook whose cells point at texts of which most were cut off."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "xl/sharedStrings.xml":
                text = b"<si>".join(text.split(b"<si>")[:30]) + b"</sst>"
            new.writestr(info.filename, text)
    return out.getvalue()


BAD = {
    "rows": (many_rows, "too_many_rows"),
    "columns": (many_columns, "too_many_columns"),
    "bomb": (a_bomb, "unpacks_too_large"),
    "bomb of texts": (lambda: a_bomb("xl/sharedStrings.xml", 300), "cell_too_long"),
    "bomb that no cell names": (lambda: a_bomb("docProps/app.xml"), "unpacks_too_large"),
    "bomb of ods": (a_bomb_of_ods, "unpacks_too_large"),
    "blank": (lambda: b"\n\n  \n", "empty"),
    "no rows": (lambda: a_book(lambda book: book.add_worksheet() and None), "empty"),
    "encrypted": (encrypted, "encrypted"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_a_table"),
    "a document": (lambda: _zip({"word/document.xml": b"<w/>"}), "not_a_table"),
    "half": (lambda: departments.plain()[:3000], "broken"),
    "nul": (lambda: asking.a_csv([asking.a_row(1)]).replace(b"Tr", b"T\x00r"), "nul"),
    "long cell": (a_long_cell, "cell_too_long"),
    "long cell of xlsx": (a_long_cell_of_xlsx, "cell_too_long"),
    "blank rows": (lambda: a_book(bordered), "too_many_rows"),
    "rows of text": (lambda: asking.a_csv([[n, "Trà"] for n in range(130_000)]), "too_many_rows"),
    "texts that are gone": (lambda: without_texts(departments.plain()), "broken"),
    "a web page": (lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>", "web_page"),
    "no header": (lambda: b"a,b,c\n1,2,3\n", "no_header"),
    "unknown letters": (lambda: bytes(range(0x80, 0xFF)) * 20, "unknown_encoding"),
}


@cache
def bad(kind: str) -> bytes:
    """The bytes of such a file."""
    made, _code = BAD[kind]
    return made()


def _zip(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()
