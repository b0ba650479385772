"""Entities and products that are invented, and rows of them as lists have them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from stdnum.vn import mst


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
TITLE = [
    "ỦY BAN NHÂN DÂN TỈNH MẪU",
    "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    "DANH SÁCH SẢN PHẨM OCOP",
    "(Kèm theo Báo cáo số 12/BC-MẪU)",
]


IN_ENGLISH = {"Thực phẩm": "Food", "Đồ uống": "Drinks", "Dược liệu": "Medicinal plants and products"}
HEADS = [
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


def flat(said: Callable[[Made], list[Any]], province: str = "Đồng Tháp") -> list[list[Any]]:
    """A row for each product: what is said of it, and its entity."""
    return [
        [n, *said(one), m.name, m.code, m.representative, m.phone, province]
        for n, one in enumerate(MADE, 1)
        for m in [MAKERS[one.maker]]
    ]


def usual(one: Made) -> list[Any]:
    """A product in five columns as most write it."""
    return [one.name, one.group, f"{one.stars} sao", one.number, f"{one.issued:%d/%m/%Y}"]


def short(one: Made) -> list[Any]:
    """The same with no more than is needed."""
    return [one.name, one.group, one.stars, one.number, f"{one.issued.day}-{one.issued.month}-{one.issued:%y}"]


def in_eight(five: str) -> list[list[Any]]:
    """The products in eight columns; ``five`` stands for five stars."""
    found = []
    for n, one in enumerate(MADE, 1):
        maker = MAKERS[one.maker]
        stars = five if one.stars == "5" else f"{one.stars} sao"
        found.append([n, maker.name, maker.representative, one.name, one.group, stars, one.number, "Đồng Tháp"])
    return found


def merged_down(
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
