"""Lists as three offices would make them, each in layouts of its own; the people, places and products in them are invented.

The provincial department sends workbooks with title blocks, merged headers and signatures; the rural office still has .xls
and fonts of before Unicode; the communes send what they export from other programs.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt
from stdnum.vn import mst

from events_app.imports.legacy import _TCVN3, _VNI, Legacy
from tests.imports import binary


class Maker(NamedTuple):
    """An invented entity."""

    name: str
    kind: str
    code: str
    representative: str
    phone: str
    commune: str
    district: str


class Made(NamedTuple):
    """An invented product with its certificate."""

    maker: int
    name: str
    group: str
    stars: str
    number: str
    issued: date


def _code(stem: str) -> str:
    return stem + mst.calc_check_digit(stem)


MAKERS = [
    Maker("Hợp tác xã Sen Mẫu", "Hợp tác xã", _code("010010901"), "Nguyễn Thị Mẫu", "0912345671", "Mỹ Mẫu", "Tháp Mẫu"),
    Maker(
        "Công ty TNHH Trà Mẫu", "Doanh nghiệp", _code("010010902"), "Trần Văn Thử", "0912345672", "Tân Thử", "Cao Thử"
    ),
    Maker("Hộ kinh doanh Bánh Thử", "Hộ kinh doanh", "", "Lê Thị Ví Dụ", "0912345673", "Phú Dụ", "Lấp Dụ"),
]
MADE = [
    Made(0, "Trà tim sen mẫu", "Đồ uống", "4", "101/QĐ-UBND", date(2024, 12, 16)),
    Made(0, "Hạt sen sấy mẫu", "Thực phẩm", "3", "102/QĐ-UBND", date(2024, 3, 5)),
    Made(0, "Mứt sen mẫu", "Thực phẩm", "4", "103/QĐ-UBND", date(2025, 1, 9)),
    Made(1, "Trà ướp hoa mẫu", "Đồ uống", "5", "104/QĐ-BNN", date(2024, 7, 1)),
    Made(1, "Cao thảo dược thử", "Dược liệu", "3", "105/QĐ-UBND", date(2023, 11, 30)),
    Made(2, "Bánh phồng thử", "Thực phẩm", "4", "106/QĐ-UBND", date(2024, 8, 8)),
]
GROUPS = ("Thực phẩm", "Đồ uống", "Dược liệu")
_TITLE = [
    "ỦY BAN NHÂN DÂN TỈNH MẪU",
    "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    "DANH SÁCH SẢN PHẨM OCOP",
    "(Kèm theo Báo cáo số 12/BC-MẪU)",
]


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


def department_plain() -> bytes:
    """A title block, one header, a row for each product, dates of Excel, a total and signatures."""
    book = Book()
    place = book.rows([[None, None, line] for line in _TITLE])
    heads = [
        "TT",
        "Tên sản phẩm",
        "Nhóm sản phẩm",
        "Hạng sao",
        "Số quyết định",
        "Ngày quyết định",
        "Tên chủ thể",
        "Loại hình",
        "Mã số thuế",
        "Người đại diện",
        "Số điện thoại",
        "Xã, phường",
        "Huyện",
        "Tỉnh",
        "Ghi chú",
    ]
    place = book.rows([[], heads], place)
    place = book.rows(
        [
            [n, one.name, one.group, f"{one.stars} sao", one.number, one.issued, *MAKERS[one.maker], "Đồng Tháp (cũ)"]
            for n, one in enumerate(MADE, 1)
        ],
        place,
    )
    book.rows(
        [
            ["Tổng cộng", f"{len(MADE)} sản phẩm"],
            [],
            [None] * 5 + ["Đồng Mẫu, ngày 5 tháng 1 năm 2026"],
            [None] * 5 + ["NGƯỜI LẬP BIỂU"],
            [None] * 5 + ["Phạm Văn Mẫu"],
        ],
        place,
    )
    return book.bytes()


def department_merged() -> bytes:
    """A two-row merged header, numbers of the columns, entity cells merged down over several products."""
    book = Book()
    sheet = book.sheets[0]
    for n, line in enumerate(_TITLE):
        sheet.merge_range(n, 0, n, 9, line)
    top = len(_TITLE) + 1
    for column, head in ((0, "STT"), (5, "Tên sản phẩm"), (6, "Nhóm"), (7, "Hạng sao")):
        sheet.merge_range(top, column, top + 1, column, head)
    sheet.merge_range(top, 1, top, 4, "Chủ thể")
    book.rows([[None, "Tên", "Mã số thuế", "Người đại diện", "Điện thoại"]], top + 1)
    sheet.merge_range(top, 8, top, 9, "Quyết định công nhận")
    book.rows([[None] * 8 + ["Số", "Ngày"]], top + 1)
    book.rows([[f"({n})" for n in range(1, 11)]], top + 2)
    place = top + 3
    for number, maker in enumerate(MAKERS):
        made = [one for one in MADE if one.maker == number]
        cells = [number + 1, maker.name, maker.code or None, maker.representative, maker.phone]
        for column, cell in enumerate(cells):
            if len(made) > 1:
                sheet.merge_range(place, column, place + len(made) - 1, column, cell)
            elif cell:
                sheet.write(place, column, cell)
        book.rows([[None] * 5 + [one.name, one.group, int(one.stars), one.number, one.issued] for one in made], place)
        place += len(made)
    book.rows([["Cộng", None, None, None, None, 6]], place)
    return book.bytes()


def department_crossed() -> bytes:
    """Columns of stars that are crossed, and headings of groups between the products."""
    book = Book()
    sheet = book.sheets[0]
    sheet.merge_range(0, 0, 0, 8, "BIỂU TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG")
    for column, head in enumerate(["STT", "Tên sản phẩm", "Chủ thể", "Mã số thuế", "Người đại diện"]):
        sheet.merge_range(2, column, 3, column, head)
    sheet.merge_range(2, 5, 2, 7, "Kết quả xếp hạng")
    book.rows([[None] * 5 + ["3 sao", "4 sao", "5 sao"]], 3)
    sheet.merge_range(2, 8, 3, 8, "Số QĐ")
    place, n = 4, 0
    for roman, group in zip(("I", "II", "III"), GROUPS, strict=True):
        place = book.rows([[roman, group.upper()]], place)
        for one in MADE:
            if one.group == group:
                n += 1
                maker = MAKERS[one.maker]
                crosses = ["x" if one.stars == stars else None for stars in "345"]
                place = book.rows(
                    [[n, one.name, maker.name, maker.code or None, maker.representative, *crosses, one.number]], place
                )
    return book.bytes()


def department_english() -> bytes:
    """English headings, dates as ISO text, stars as signs, on the second sheet behind a cover."""
    book = Book("Cover", "Products", "Old")
    book.rows([["Report for partners"], ["2026"]])
    heads = [
        "No",
        "Product name",
        "Group",
        "Star rating",
        "Certificate number",
        "Issued on",
        "Entity name",
        "Tax code",
        "Representative",
        "Phone",
        "Province",
    ]
    book.rows(
        [
            heads,
            *_flat(
                lambda one: [one.name, _IN_ENGLISH[one.group], "*" * int(one.stars), one.number, one.issued.isoformat()]
            ),
        ],
        sheet=1,
    )
    book.rows([heads, [1, "Hidden", "Food"]], sheet=2)
    book.sheets[2].hide()
    return book.bytes()


_IN_ENGLISH = {"Thực phẩm": "Food", "Đồ uống": "Drinks", "Dược liệu": "Medicinal plants and products"}
_HEADS = [
    "STT",
    "Tên sản phẩm",
    "Nhóm",
    "Kết quả",
    "Số quyết định",
    "Ngày cấp",
    "Tên cơ sở",
    "MST",
    "Đại diện",
    "SĐT",
    "Tỉnh",
]


def _flat(said: Callable[[Made], list[Any]], province: str = "Đồng Tháp") -> list[list[Any]]:
    return [
        [n, *said(one), m.name, m.code, m.representative, m.phone, province]
        for n, one in enumerate(MADE, 1)
        for m in [MAKERS[one.maker]]
    ]


def _usual(one: Made) -> list[Any]:
    return [one.name, one.group, f"{one.stars} sao", one.number, f"{one.issued:%d/%m/%Y}"]


def _short(one: Made) -> list[Any]:
    return [one.name, one.group, one.stars, one.number, f"{one.issued.day}-{one.issued.month}-{one.issued:%y}"]


def _xls(rows: Sequence[Sequence[Any]]) -> bytes:
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


def rural_xls() -> bytes:
    """An .xls with headings without accents, districts as headings, the entity left blank where it is the one above."""
    rows: list[list[Any]] = [
        ["DANH SACH SAN PHAM OCOP"],
        [],
        ["STT", "TEN CHU THE", "TEN SAN PHAM", "NHOM", "HANG SAO", "SO QD", "NGAY CAP", "TINH"],
    ]
    for number, maker in enumerate(MAKERS):
        rows.append([None, f"Huyện {maker.district}"])
        mine = [one for one in MADE if one.maker == number]
        for n, one in enumerate(mine):
            named = maker.name if n == 0 else None
            rows.append([n + 1, named, one.name, one.group, f"{one.stars} sao", one.number, one.issued, "Đồng Tháp"])
    return _xls(rows)


def rural_tcvn3() -> bytes:
    """An .xls in the font .VnTime."""
    return _xls([["Danh s¸ch s¶n phÈm OCOP"], *_in_legacy([_HEADS, *_flat(_usual)], Legacy.TCVN3)])


def rural_entities_as_headings() -> bytes:
    """No column for the entity: its name is a heading above its products."""
    rows: list[list[Any]] = [["TT", "Sản phẩm", "Ngành hàng", "Số sao", "Quyết định số", "Hiệu lực đến", "Tỉnh"]]
    for number, maker in enumerate(MAKERS):
        rows.append([f"{number + 1}. {maker.name}"])
        rows += [
            [
                n,
                one.name,
                one.group,
                int(one.stars),
                one.number,
                one.issued.replace(year=one.issued.year + 3),
                "TP Đồng Tháp",
            ]
            for n, one in enumerate((one for one in MADE if one.maker == number), 1)
        ]
    book = Book()
    book.rows([[*row[:-1], "Đồng Tháp"] if len(row) == 7 and row[0] != "TT" else row for row in rows])
    return book.bytes()


def rural_vni() -> bytes:
    """CSV in VNI."""
    return _csv(_in_legacy([_HEADS, *_flat(_short)], Legacy.VNI), "cp1252")


def rural_tcvn3_csv() -> bytes:
    """CSV in TCVN3."""
    return _csv(_in_legacy([_HEADS, *_flat(_short)], Legacy.TCVN3), "cp1252")


def rural_1258() -> bytes:
    """CSV in Windows-1258, whose tones are signs of their own."""
    return _csv([_HEADS, *_flat(_usual)], "cp1258")


def commune_bom() -> bytes:
    """CSV of Excel: UTF-8 with its mark, semicolons."""
    return b"\xef\xbb\xbf" + _csv([_HEADS, *_flat(_short)], "utf-8", ";")


def commune_utf16() -> bytes:
    """Text of Excel: UTF-16, tabs."""
    return _csv([_HEADS, *_flat(_usual)], "utf-16", "\t")


def commune_bare() -> bytes:
    """UTF-8 without its mark, headings without accents, decomposed letters, numbers of telephones without their zero."""
    heads = [
        "stt",
        "ten sp",
        "nhom sp",
        "so sao",
        "so qd",
        "ngay qd",
        "chu the",
        "ma so thue",
        "nguoi dai dien",
        "dt",
        "tinh",
    ]
    rows = [[*row[:9], row[9][1:].join(("+84 ", "")), row[10]] for row in _flat(_usual)]
    return unicodedata.normalize("NFD", _csv([heads, *rows], "utf-8").decode()).encode()


def commune_ods() -> bytes:
    """An .ods whose entity cells are covered by the one above."""
    rows: list[list[Any]] = [
        ["Danh sách"],
        [],
        [
            "TT",
            "Tên chủ thể",
            "Họ và tên",
            "Tên sản phẩm",
            "Nhóm ngành",
            "Xếp hạng",
            "Số giấy chứng nhận",
            "Ngày cấp",
            "Tỉnh",
        ],
    ]
    above = -1
    for n, one in enumerate(MADE, 1):
        maker = MAKERS[one.maker]
        named = [maker.name, maker.representative] if one.maker != above else [None, None]
        above = one.maker
        stars = "Tiềm năng 5 sao" if one.stars == "5" else f"{one.stars} sao"
        rows.append([n, *named, one.name, one.group, stars, one.number, one.issued, "Đồng Tháp"])
    return _ods(rows)


def commune_merged() -> bytes:
    """The same, of which what several rows have in common is merged down in every column."""
    heads = ["TT", "Tên chủ thể", "Họ và tên", "Tên sản phẩm", "Nhóm ngành", "Xếp hạng", "Số giấy chứng nhận", "Tỉnh"]
    return _ods(*_merged([heads, *_in_eight("Tiềm năng 5 sao")], (1, 2, 4, 5, 7)))


def department_binary() -> bytes:
    """An .xlsb, with what several rows have in common merged down in every column."""
    heads = [
        "TT",
        "Tên chủ thể",
        "Người đại diện",
        "Tên sản phẩm",
        "Nhóm",
        "Hạng sao",
        "Số quyết định",
        "Tỉnh",
        "Ngày cấp",
    ]
    rows = [[*row, one.issued] for row, one in zip(_in_eight("5 sao"), MADE, strict=True)]
    rows, merged = _merged([heads, *rows], (1, 2, 4, 5, 7))
    return binary.book([[None, line] for line in _TITLE] + rows, merged=[(a + 4, b + 4, c, d) for a, b, c, d in merged])


def _in_eight(five: str) -> list[list[Any]]:
    """The products in eight columns; ``five`` stands for five stars."""
    found = []
    for n, one in enumerate(MADE, 1):
        maker = MAKERS[one.maker]
        stars = five if one.stars == "5" else f"{one.stars} sao"
        found.append([n, maker.name, maker.representative, one.name, one.group, stars, one.number, "Đồng Tháp"])
    return found


def _merged(
    rows: Sequence[Sequence[Any]], columns: Sequence[int]
) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Rows of which the same in some columns stands in the first cell only, and what is merged then."""
    left, merged = [list(row) for row in rows], []
    for column in columns:
        first = 0
        for n in range(1, len(rows) + 1):
            if n < len(rows) and rows[n][column] == rows[first][column]:
                left[n][column] = None
                continue
            if n - first > 1:
                merged.append((first, n - 1, column, column))
            first = n
    return left, merged


def _ods(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
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


def _csv(rows: Sequence[Sequence[Any]], encoding: str, sign: str = ",") -> bytes:
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


def _in_legacy(rows: Sequence[Sequence[Any]], legacy: Legacy) -> list[list[Any]]:
    table = {meant: said for said, meant in (_TCVN3 if legacy == Legacy.TCVN3 else _VNI).items()}
    if legacy == Legacy.TCVN3:
        table |= {meant.upper(): said for meant, said in table.items() if meant.upper() not in table}
    return [
        ["".join(table.get(sign, sign) for sign in cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


FILES: dict[str, Callable[[], bytes]] = {
    "so-mau-danh-sach.xlsx": department_plain,
    "so-mau-gop-o.xlsx": department_merged,
    "so-mau-phan-hang.xlsx": department_crossed,
    "so-mau-nhi-phan.xlsb": department_binary,
    "so-mau-partners.xlsx": department_english,
    "chi-cuc-mau.xls": rural_xls,
    "chi-cuc-mau-vntime.xls": rural_tcvn3,
    "chi-cuc-mau-theo-co-so.xlsx": rural_entities_as_headings,
    "chi-cuc-mau-vni.csv": rural_vni,
    "chi-cuc-mau-tcvn3.csv": rural_tcvn3_csv,
    "chi-cuc-mau-1258.csv": rural_1258,
    "xa-mau-excel.csv": commune_bom,
    "xa-mau-unicode.txt": commune_utf16,
    "xa-mau.csv": commune_bare,
    "xa-mau-gop-o.ods": commune_merged,
    "xa-mau.ods": commune_ods,
}
