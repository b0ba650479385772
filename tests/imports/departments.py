"""Workbooks as a provincial department would send them, with title blocks, merged headers and signatures."""

from tests.imports import binary
from tests.imports.formats import Book
from tests.imports.invented import GROUPS, IN_ENGLISH, MADE, MAKERS, TITLE, flat, in_eight, merged_down


def plain() -> bytes:
    """A title block, one header, a row for each product, dates of Excel, a total and signatures."""
    book = Book()
    place = book.rows([[None, None, line] for line in TITLE])
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


def merged() -> bytes:
    """A two-row merged header, numbers of the columns, entity cells merged down over several products."""
    book = Book()
    sheet = book.sheets[0]
    for n, line in enumerate(TITLE):
        sheet.merge_range(n, 0, n, 9, line)
    top = len(TITLE) + 1
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


def crossed() -> bytes:
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


def in_english() -> bytes:
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
            *flat(
                lambda one: [one.name, IN_ENGLISH[one.group], "*" * int(one.stars), one.number, one.issued.isoformat()]
            ),
        ],
        sheet=1,
    )
    book.rows([heads, [1, "Hidden", "Food"]], sheet=2)
    book.sheets[2].hide()
    return book.bytes()


def in_binary() -> bytes:
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
    rows = [[*row, one.issued] for row, one in zip(in_eight("5 sao"), MADE, strict=True)]
    rows, merged = merged_down([heads, *rows], (1, 2, 4, 5, 7))
    return binary.book([[None, line] for line in TITLE] + rows, merged=[(a + 4, b + 4, c, d) for a, b, c, d in merged])
