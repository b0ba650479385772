"""Lists as three offices would make them, each in layouts of its own.

The provincial department sends workbooks with title blocks, merged headers and signatures; the rural office still has .xls
and fonts of before Unicode; the communes send what they export from other programs. Those of the department are in a file
of their own; all of them are made of the same invented rows.
"""

import unicodedata
from collections.abc import Callable
from typing import Any

from events_app.imports.legacy import Legacy
from tests.imports import departments
from tests.imports.formats import Book, in_legacy, ods, separated, xls
from tests.imports.invented import HEADS, MADE, MAKERS, flat, in_eight, merged_down, short, usual


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
    return xls(rows)


def rural_tcvn3() -> bytes:
    """An .xls in the font .VnTime."""
    return xls([["Danh s¸ch s¶n phÈm OCOP"], *in_legacy([HEADS, *flat(usual)], Legacy.TCVN3)])


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
    return separated(in_legacy([HEADS, *flat(short)], Legacy.VNI), "cp1252")


def rural_tcvn3_csv() -> bytes:
    """CSV in TCVN3."""
    return separated(in_legacy([HEADS, *flat(short)], Legacy.TCVN3), "cp1252")


def rural_1258() -> bytes:
    """CSV in Windows-1258, whose tones are signs of their own."""
    return separated([HEADS, *flat(usual)], "cp1258")


def commune_bom() -> bytes:
    """CSV of Excel: UTF-8 with its mark, semicolons."""
    return b"\xef\xbb\xbf" + separated([HEADS, *flat(short)], "utf-8", ";")


def commune_utf16() -> bytes:
    """Text of Excel: UTF-16, tabs."""
    return separated([HEADS, *flat(usual)], "utf-16", "\t")


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
    rows = [[*row[:9], row[9][1:].join(("+84 ", "")), row[10]] for row in flat(usual)]
    return unicodedata.normalize("NFD", separated([heads, *rows], "utf-8").decode()).encode()


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
    return ods(rows)


def commune_merged() -> bytes:
    """The same, of which what several rows have in common is merged down in every column."""
    heads = ["TT", "Tên chủ thể", "Họ và tên", "Tên sản phẩm", "Nhóm ngành", "Xếp hạng", "Số giấy chứng nhận", "Tỉnh"]
    return ods(*merged_down([heads, *in_eight("Tiềm năng 5 sao")], (1, 2, 4, 5, 7)))


FILES: dict[str, Callable[[], bytes]] = {
    "so-mau-danh-sach.xlsx": departments.plain,
    "so-mau-gop-o.xlsx": departments.merged,
    "so-mau-phan-hang.xlsx": departments.crossed,
    "so-mau-nhi-phan.xlsb": departments.in_binary,
    "so-mau-partners.xlsx": departments.in_english,
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
